"""Pages that only inform: help, privacy, accessibility; and the choice of the interface's language."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from assistant.channels.storing import stored
from assistant.channels.web.form import fields
from assistant.channels.web.shell import LANGUAGE_COOKIE, render, words_of
from assistant.channels.web.words import LANGUAGES
from assistant.store.store import Store

router = APIRouter(include_in_schema=False)


@router.get("/hilfe")
async def help_(request: Request) -> Response:
    return _page(request, "help")


@router.get("/barrierefreiheit")
async def accessibility(request: Request) -> Response:
    return _page(request, "accessibility")


@router.get("/datenschutz")
async def privacy(request: Request, store: Annotated[Store, Depends(stored)]) -> Response:
    """The sentences are fixed, the periods are the ones that hold."""
    options = await run_in_threadpool(store.options.get)
    model, words = request.app.state.settings.llm_model, words_of(request).privacy
    return _page(
        request,
        "privacy",
        days=options.conversation_days,
        feedback_days=options.feedback_days,
        model=words.with_model.format(model=model) if model else words.no_model,
    )


@router.post("/sprache")
async def language(request: Request) -> Response:
    """Choose the language of the interface and go back to where the choice was made."""
    sent = await fields(request)
    back = RedirectResponse(inside(sent.text("zurueck")), 303)
    chosen = sent.text("sprache")
    if chosen in LANGUAGES:
        secure = request.scope["scheme"] == "https"
        back.set_cookie(LANGUAGE_COOKIE, chosen, path="/", secure=secure, httponly=True, samesite="lax")
    return back


def _page(request: Request, name: str, **facts: Any) -> Response:
    return render(request, "fixed.html", words=words_of(request)[name], facts=facts)


def inside(address: str) -> str:
    """An address of this service, or the start page: nobody is sent elsewhere."""
    inside = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if inside and address.isprintable() else "/"  # browsers skip tabs and line breaks
