"""What people thought of answers: a queue for editors, without anybody's name."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Annotated, get_args

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from assistant.channels.reply import plain_body
from assistant.channels.storing import stored
from assistant.channels.web.administration.frame import PAGES, show
from assistant.channels.web.form import Fields, fields
from assistant.channels.web.shell import words_of
from assistant.german.personal_data import masked
from assistant.store.records import FEEDBACK_STATUSES, Feedback, FeedbackStatus
from assistant.store.store import Store

router = APIRouter()
LONGEST_EDITOR = 100  # characters
LONGEST_NOTE = 2000
_SHOWN = 200
_LIST = PAGES["feedback"]
Stored = Annotated[Store, Depends(stored)]


@router.get(_LIST)
async def queue(request: Request, store: Stored, status: str = "", meldung: str = "") -> Response:
    """The latest first, all or those of one status."""
    everything = await run_in_threadpool(store.feedback.queue)
    chosen = _status(status)
    entries = [entry for entry in everything if chosen is None or entry.status == chosen]
    return show(
        request,
        "feedback_queue.html",
        entries=await run_in_threadpool(lambda: [_readable(entry) for entry in entries[:_SHOWN]]),
        more=len(entries) > _SHOWN,
        counts=Counter(entry.status for entry in everything),
        total=len(everything),
        statuses=FEEDBACK_STATUSES,
        chosen=chosen or "",
        deleted=meldung == "geloescht",
    )


@router.get(_LIST + "/{feedback_id}")
async def entry(request: Request, feedback_id: str, store: Stored, meldung: str = "") -> Response:
    """One of them with question, answer and what the editors do about it."""
    found = await run_in_threadpool(_found, store, feedback_id)
    return _page(request, found, _work(found), saved=meldung == "gespeichert")


@router.post(_LIST + "/{feedback_id}")
async def update(request: Request, feedback_id: str, store: Stored) -> Response:
    """Keep status, editor and note; what was typed stays in its field if that does not work."""
    form = await fields(request)
    found = await run_in_threadpool(_found, store, feedback_id)
    typed = {name: form.text(name).strip() for name in ("status", "zustaendig", "notiz")}
    errors = _errors(request, form)
    status = _status(typed["status"]) or found.status
    if errors:
        return _page(request, found, typed, errors, code=422)
    await run_in_threadpool(store.feedback.update, feedback_id, status, typed["zustaendig"], typed["notiz"])
    return RedirectResponse(f"{_LIST}/{feedback_id}?meldung=gespeichert", 303)


@router.post(_LIST + "/{feedback_id}/loeschen")
async def delete(feedback_id: str, store: Stored) -> Response:
    """Delete it for good."""
    await run_in_threadpool(store.feedback.delete, feedback_id)
    return RedirectResponse(f"{_LIST}?meldung=geloescht", 303)


def _page(
    request: Request,
    found: Feedback,
    typed: dict[str, str],
    errors: dict[str, str] | None = None,
    *,
    saved: bool = False,
    code: int = 200,
) -> Response:
    return show(
        request,
        "feedback_entry.html",
        code,
        entry=found,
        plain=plain_body,
        typed=typed,
        errors=errors or {},
        saved=saved,
        statuses=FEEDBACK_STATUSES,
        longest_editor=LONGEST_EDITOR,
        longest_note=LONGEST_NOTE,
    )


def _found(store: Store, feedback_id: str) -> Feedback:
    return _readable(store.feedback.get(feedback_id))


def _readable(entry: Feedback) -> Feedback:
    """What editors may read: they need the question, not whose account number somebody left in it."""
    return replace(entry, question=masked(entry.question), comment=masked(entry.comment))


def _work(found: Feedback) -> dict[str, str]:
    """The editors' part as the form holds it."""
    return {"status": found.status, "zustaendig": found.editor, "notiz": found.note}


def _errors(request: Request, form: Fields) -> dict[str, str]:
    """What is wrong, by field."""
    words = words_of(request).feedback_queue
    limits = {"zustaendig": LONGEST_EDITOR, "notiz": LONGEST_NOTE}
    errors = {
        name: words.too_long.format(limit=limit)
        for name, limit in limits.items()
        if len(form.text(name).strip()) > limit
    }
    if _status(form.text("status")) is None:
        errors["status"] = words.no_status
    return errors


def _status(name: str) -> FeedbackStatus | None:
    return next((status for status in get_args(FeedbackStatus) if status == name), None)
