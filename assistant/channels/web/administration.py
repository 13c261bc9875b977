"""The administration area; so far one page: what changed in the law."""

from __future__ import annotations

from fastapi import Depends, FastAPI
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from assistant.channels.web import view
from assistant.law_changes import read_history
from assistant.security.local_only import local_only
from assistant.settings import Settings

LAW_CHANGES = "/verwaltung/recht"


def add_administration(app: FastAPI, settings: Settings, kern: bool) -> None:
    """Add the pages below `/verwaltung` to the application."""

    @app.get(LAW_CHANGES, include_in_schema=False, dependencies=[Depends(local_only)])
    async def law_changes() -> HTMLResponse:
        history = await run_in_threadpool(read_history, settings)
        return HTMLResponse(view.render_changes(history, kern=kern))
