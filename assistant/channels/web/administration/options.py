"""Settings that hold at once: how long things are kept, and whether the assistant answers at all."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from assistant.channels.storing import stored
from assistant.channels.web.administration.frame import PAGES, show
from assistant.channels.web.form import fields
from assistant.channels.web.shell import words_of
from assistant.store.records import Options
from assistant.store.store import Store

router = APIRouter()
LONGEST_PERIOD = 3650  # days
LONGEST_MESSAGE = 500  # characters
_PERIODS = ("gespraeche", "rueckmeldungen")
_DONE = ("gespeichert", "ausgeschaltet", "eingeschaltet")
Stored = Annotated[Store, Depends(stored)]


@router.get(PAGES["options"])
async def options(request: Request, store: Stored, meldung: str = "") -> Response:
    """Both forms with what holds now."""
    now = await run_in_threadpool(store.options.get)
    return _page(request, now, done=meldung if meldung in _DONE else "")


@router.post(f"{PAGES['options']}/aufbewahrung")
async def keep(request: Request, store: Stored) -> Response:
    """Set how long conversations and feedback are kept."""
    form = await fields(request)
    now = await run_in_threadpool(store.options.get)
    typed = {name: form.text(name).strip() for name in _PERIODS}
    wrong = words_of(request).options.bad_period.format(longest=LONGEST_PERIOD)
    errors = {name: wrong for name in _PERIODS if _period(typed[name]) is None}
    if errors:
        return _page(request, now, typed, errors, code=422)
    conversations, feedback = (_period(typed[name]) or 0 for name in _PERIODS)
    changed = replace(now, conversation_days=conversations, feedback_days=feedback)
    await run_in_threadpool(store.options.save, changed)
    return _done("gespeichert")


@router.post(f"{PAGES['options']}/schalter")
async def switch(request: Request, store: Stored) -> Response:
    """Switch the assistant off with a message, or on again."""
    form = await fields(request)
    now = await run_in_threadpool(store.options.get)
    message = form.text("nachricht").strip()
    off = form.text("schalter") == "aus"
    words = words_of(request).options
    if off and not message:
        return _page(request, now, {"nachricht": ""}, {"nachricht": words.no_message}, code=422)
    if off and len(message) > LONGEST_MESSAGE:
        error = words.long_message.format(limit=LONGEST_MESSAGE)
        return _page(request, now, {"nachricht": message}, {"nachricht": error}, code=422)
    changed = replace(now, closed=message if off else "")
    await run_in_threadpool(store.options.save, changed)
    request.app.state.closing.note(changed.closed)
    return _done("ausgeschaltet" if off else "eingeschaltet")


def _page(
    request: Request,
    now: Options,
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    *,
    done: str = "",
    code: int = 200,
) -> Response:
    words = words_of(request).options
    held: dict[str, Any] = {
        "gespraeche": now.conversation_days,
        "rueckmeldungen": now.feedback_days,
        "nachricht": now.closed or words.message_suggested,
    }
    return show(
        request,
        "options.html",
        code,
        now=now,
        typed={**held, **(typed or {})},
        errors=errors or {},
        done=done,
        longest_period=LONGEST_PERIOD,
        longest_message=LONGEST_MESSAGE,
    )


def _done(what: str) -> Response:
    return RedirectResponse(f"{PAGES['options']}?meldung={what}", 303)


def _period(text: str) -> int | None:
    """Days as a number, None for what is none or out of range."""
    days = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
    return days if 1 <= days <= LONGEST_PERIOD else None
