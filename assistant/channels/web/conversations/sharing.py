"""Permanent links to single answers, for colleagues who can reach the service."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from assistant.channels.opening import opened
from assistant.channels.storing import stored
from assistant.channels.web.chat.exchange import shown
from assistant.channels.web.form import fields
from assistant.channels.web.shell import render, words_of
from assistant.security.visitor import visitor
from assistant.store.store import Store

router = APIRouter(include_in_schema=False)

SHARED = "/antwort/"
Stored = Annotated[Store, Depends(stored)]


@router.post("/gespraech/{conversation_id}/teilen")
async def share(request: Request, conversation_id: str, store: Stored) -> Response:
    """Make the permanent link of the answer `antwort`, or with `beenden` end it."""
    form = await fields(request)
    exchange_id = form.text("antwort")
    change = store.conversations.unshare if "beenden" in form else store.conversations.share
    await run_in_threadpool(change, visitor(request).owner, exchange_id)
    return RedirectResponse(_address(conversation_id, exchange_id), 303)


@router.get("/gespraech/{conversation_id}/teilen")
async def link(request: Request, conversation_id: str, store: Stored, antwort: str = "") -> Response:
    """The link of an answer with how long it lives, and the button that ends it."""
    owner = visitor(request).owner
    exchange = await run_in_threadpool(store.conversations.exchange, owner, antwort)
    conversation = await run_in_threadpool(store.conversations.get, owner, exchange.conversation_id)
    options = await run_in_threadpool(store.options.get)
    return render(
        request,
        "share.html",
        exchange=exchange,
        link=f"{str(request.base_url).rstrip('/')}{SHARED}{exchange.share}" if exchange.share else "",
        until=conversation.changed_at + timedelta(days=options.conversation_days),
    )


@router.get(SHARED + "{token}")
async def shared(request: Request, token: str, store: Stored) -> Response:
    """One answer, read only; nothing on the page leads to whose it is."""
    exchange = await run_in_threadpool(store.conversations.shared, token)
    assistant = await opened(request)
    show = partial(shown, exchange, words_of(request), assistant.provision, own=False)
    return render(request, "shared.html", exchange=await run_in_threadpool(show), asked_at=exchange.asked_at)


def _address(conversation_id: str, exchange_id: str) -> str:
    return f"/gespraech/{conversation_id}/teilen?antwort={exchange_id}"
