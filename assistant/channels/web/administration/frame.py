"""What the pages of the administration area share: their navigation, the assistant behind them, spans of days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from assistant.channels.interface import Answering
from assistant.channels.web.shell import render
from assistant.errors import AssistantError
from assistant.german.local_time import today

PAGES = {  # key of its name in administration.toml -> address
    "overview": "/verwaltung",
    "sources": "/verwaltung/quellen",
    "job": "/verwaltung/auftrag",
    "law": "/verwaltung/recht",
    "gaps": "/verwaltung/luecken",
    "feedback": "/verwaltung/rueckmeldungen",
    "figures": "/verwaltung/zahlen",
    "options": "/verwaltung/einstellungen",
}
SPANS = (7, 30, 90, 365)  # days to choose from


def show(
    request: Request,
    template: str,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **context: Any,
) -> HTMLResponse:
    """A page of the area, from `templates/administration/<template>`."""
    return render(request, f"administration/{template}", status, headers, places=PAGES, **context)


async def assistant_of(request: Request) -> tuple[Answering | None, str]:
    """The assistant, also a closed one; or None and why there is none, such as a missing index."""
    try:
        return await request.app.state.opening.assistant(), ""
    except AssistantError as error:
        return None, error.message


def span_of(days: int) -> int:
    """The chosen span, or the one of a month for any other number."""
    return days if days in SPANS else 30


def first_day(days: int) -> date:
    """The first of the last `days` days here, today included."""
    return today() - timedelta(days=days - 1)
