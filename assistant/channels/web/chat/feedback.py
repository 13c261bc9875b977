"""What somebody thinks of an answer: a page of its own, and a piece of the chat page for its script."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from assistant.channels.storing import stored
from assistant.channels.web.chat.exchange import anchor, shown
from assistant.channels.web.form import fields
from assistant.channels.web.shell import fragment, render, words_of
from assistant.errors import InputError
from assistant.security.visitor import visitor
from assistant.store.records import REASONS, Exchange
from assistant.store.store import Store

router = APIRouter(include_in_schema=False)

_PIECE = "x-stueck"  # header of the script: only the form or its outcome, without the frame
_LONGEST_COMMENT = 2000  # characters
_ANSWERS = {"ja": True, "nein": False}
Stored = Annotated[Store, Depends(stored)]


@router.get("/rueckmeldung/{exchange_id}")
async def form(request: Request, exchange_id: str, store: Stored, hilfreich: str = "") -> Response:
    """The form, filled in with what was said before."""
    exchange = await run_in_threadpool(store.conversations.exchange, visitor(request).owner, exchange_id)
    said = exchange.feedback
    return _form(
        request,
        exchange,
        _ANSWERS.get(hilfreich, said.helpful if said else None),
        said.reasons if said else (),
        said.comment if said else "",
    )


@router.post("/rueckmeldung/{exchange_id}")
async def give(request: Request, exchange_id: str, store: Stored) -> Response:
    """Store it; what was said before is replaced."""
    sent = await fields(request)
    owner = visitor(request).owner
    exchange = await run_in_threadpool(store.conversations.exchange, owner, exchange_id)
    helpful, comment = _ANSWERS.get(sent.text("hilfreich")), sent.text("kommentar").strip()
    reasons = tuple(reason for reason in REASONS if reason in sent.all("grund"))
    t = words_of(request)
    try:
        if helpful is None:
            raise InputError(t.feedback.choose)
        if len(comment) > _LONGEST_COMMENT:
            raise InputError(t.feedback.too_long.format(limit=_LONGEST_COMMENT))
        await run_in_threadpool(store.feedback.give, owner, exchange_id, helpful, reasons, comment)
    except InputError as error:
        return _form(request, exchange, helpful, reasons, comment, error)
    if _PIECE in request.headers:
        exchange = await run_in_threadpool(store.conversations.exchange, owner, exchange_id)
        return HTMLResponse(fragment(request, "rating.html", exchange=shown(exchange, t)))
    return RedirectResponse(_back(exchange), 303)


def _form(
    request: Request,
    exchange: Exchange,
    helpful: bool | None,
    reasons: tuple[str, ...],
    comment: str,
    error: InputError | None = None,
) -> Response:
    context: dict[str, Any] = {
        "exchange": exchange,
        "helpful": helpful,
        "reasons": REASONS,
        "chosen": reasons,
        "comment": comment,
        "error": error.message if error else "",
    }
    status = error.http_status if error else 200
    if _PIECE in request.headers:
        return HTMLResponse(fragment(request, "feedback_form.html", **context), status)
    return render(request, "feedback.html", status, back=_back(exchange), **context)


def _back(exchange: Exchange) -> str:
    return f"/gespraech/{exchange.conversation_id}#{anchor(exchange.id)}"
