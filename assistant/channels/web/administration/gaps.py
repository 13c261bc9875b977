"""Content gaps: what was asked without a good answer, grouped, as a page and as a file."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from assistant.channels.storing import stored
from assistant.channels.web.administration.frame import PAGES, SPANS, first_day, show, span_of
from assistant.channels.web.administration.spreadsheet import csv_file
from assistant.channels.web.shell import day_of, language_of, words_of
from assistant.content_gaps import ContentGap, content_gaps
from assistant.store.records import AskedQuestion
from assistant.store.store import Store

router = APIRouter()
_SHOWN = 100  # groups on the page; the file has all


@router.get(PAGES["gaps"])
async def gaps(request: Request, store: Annotated[Store, Depends(stored)], tage: int = 30) -> Response:
    """The largest groups first."""
    days = span_of(tage)
    found = await run_in_threadpool(_gaps, store, days)
    return show(request, "gaps.html", gaps=found[:_SHOWN], total=len(found), days=days, spans=SPANS)


@router.get(f"{PAGES['gaps']}.csv")
async def gaps_file(request: Request, store: Annotated[Store, Depends(stored)], tage: int = 30) -> Response:
    """One row for each wording, with the group it belongs to."""
    words, language = words_of(request), language_of(request)
    found = await run_in_threadpool(_gaps, store, span_of(tage))
    rows = [
        (
            number,
            gap.label,
            gap.size,
            ", ".join(f"{words.administration.statuses.get(s, s)}: {n}" for s, n in gap.statuses.items()),
            gap.badly_rated,
            day_of(gap.last_asked.isoformat(), language),
            question,
        )
        for number, gap in enumerate(found, 1)
        for question in gap.questions
    ]
    return csv_file("luecken", words.gaps.columns, rows)


def _gaps(store: Store, days: int) -> tuple[ContentGap, ...]:
    return content_gaps(without_good_answer(store, days))


def without_good_answer(store: Store, days: int) -> tuple[AskedQuestion, ...]:
    """Questions of the last `days` days that went unanswered or were rated badly, each once."""
    since = first_day(days)
    badly_rated = store.questions.badly_rated(since)  # also unanswered ones, and of expired conversations
    return (*badly_rated, *(one for one in store.questions.unanswered(since) if one.helpful is not False))
