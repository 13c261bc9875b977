"""What changed in the law."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from assistant.channels.web.administration.frame import PAGES, show
from assistant.law_changes import around, read_history

router = APIRouter()


@router.get(PAGES["law"])
async def law_changes(request: Request) -> Response:
    """The last synchronisations that changed something, the latest first."""
    history = await run_in_threadpool(read_history, request.app.state.settings)
    return show(request, "law.html", runs=history.runs, around=around)
