"""The first page of the area: what needs attention, and what is served."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from assistant.channels.interface import Answering
from assistant.channels.storing import stored
from assistant.channels.web.administration.frame import PAGES, assistant_of, show
from assistant.channels.web.administration.gaps import without_good_answer
from assistant.channels.web.shell import words_of
from assistant.channels.web.words import Words
from assistant.holdings import Holdings
from assistant.jobs import Job
from assistant.models import IndexStatus
from assistant.store.store import Store

router = APIRouter()
_MONTH = 30


class Todo(NamedTuple):
    """Something to look at: a German or English sentence, and where."""

    text: str
    address: str


class Asked(NamedTuple):
    """What the store knows of the people who ask: numbers only."""

    new_feedback: int
    without_answer: int


@router.get(PAGES["overview"])
async def overview(request: Request, store: Annotated[Store, Depends(stored)]) -> Response:
    """What needs attention first, then the index."""
    closed = await request.app.state.closing.message()
    assistant, problem = await assistant_of(request)
    status, holdings = await run_in_threadpool(_served, assistant) if assistant else (None, None)
    asked = await run_in_threadpool(_asked, store)
    todos = _todos(words_of(request).administration, closed, asked, holdings, request.app.state.jobs.latest())
    return show(request, "overview.html", todos=tuple(todos), served=status, problem=problem)


def _served(assistant: Answering) -> tuple[IndexStatus, Holdings]:
    return assistant.status(), assistant.holdings()


def _asked(store: Store) -> Asked:
    return Asked(
        new_feedback=len(store.feedback.queue("new")),
        without_answer=len(without_good_answer(store, _MONTH)),
    )


def _todos(
    words: Words, closed: str, asked: Asked, holdings: Holdings | None, job: Job | None
) -> Iterator[Todo]:
    """Most urgent first."""
    if closed:
        yield Todo(words.todo_closed, PAGES["options"])
    if job is not None and job.state in ("failed", "partial"):
        yield Todo(words.todo_job, PAGES["job"])
    if asked.new_feedback:
        yield Todo(words.todo_feedback.format(count=asked.new_feedback), f"{PAGES['feedback']}?status=new")
    if holdings is not None and holdings.stale:
        names = ", ".join(source.name for source in holdings.stale)
        yield Todo(words.todo_stale.format(count=len(holdings.stale), names=names), PAGES["law"])
    if holdings is not None and holdings.failed_laws:
        yield Todo(words.todo_failed.format(count=len(holdings.failed_laws)), PAGES["sources"])
    if asked.without_answer:
        yield Todo(words.todo_gaps.format(count=asked.without_answer), PAGES["gaps"])
