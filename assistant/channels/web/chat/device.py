"""„Auf diesem Gerät merken“: whether the session outlives the browser's."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from assistant.channels.storing import stored
from assistant.channels.web.fixed import inside
from assistant.channels.web.form import fields
from assistant.security.visitor import keep

router = APIRouter(include_in_schema=False)


@router.post("/geraet")
async def remember_device(request: Request) -> Response:
    """Keep the session as long as conversations are kept, or until the browser is closed."""
    form = await fields(request)
    days = None
    if form.text("merken"):
        store = await stored(request)
        days = (await run_in_threadpool(store.options.get)).conversation_days
    response = RedirectResponse(inside(form.text("zurueck")), 303)
    keep(response, request, days)
    return response
