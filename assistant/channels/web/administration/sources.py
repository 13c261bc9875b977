"""Every source with its state."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from assistant.channels.web.administration.frame import PAGES, assistant_of, show
from assistant.own_documents import kept_documents

router = APIRouter()


@router.get(PAGES["sources"])
async def sources(request: Request) -> Response:
    """The page without any complaint."""
    return await sources_page(request)


async def sources_page(
    request: Request, status: int = 200, error: str = "", wrong: str = "", typed: dict[str, str] | None = None
) -> Response:
    """The page with what is to be said about a form that was just sent.

    Args:
        error: sentence for people.
        wrong: name of the field that it is about, or "" for the form as a whole.
        typed: what the form held.
    """
    assistant, problem = await assistant_of(request)
    holdings = await run_in_threadpool(assistant.holdings) if assistant else None
    settings = request.app.state.settings
    context: dict[str, Any] = {
        "holdings": holdings,
        "problem": problem,
        "documents": await run_in_threadpool(kept_documents, settings),
        "largest_mb": settings.document_max_bytes // 1_000_000,
        "job": request.app.state.jobs.latest(),
        "error": error,
        "wrong": wrong,
        "typed": typed or {},
    }
    return show(request, "sources.html", status, **context)
