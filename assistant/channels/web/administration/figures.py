"""Figures for each day: how many answers, with which outcome, how fast. No texts, no persons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from assistant.channels.storing import stored
from assistant.channels.web.administration.chart import HEIGHT, WIDTH, bars
from assistant.channels.web.administration.frame import PAGES, SPANS, first_day, show, span_of
from assistant.channels.web.administration.spreadsheet import csv_file
from assistant.channels.web.shell import day_of, language_of, words_of
from assistant.models import AnswerStatus
from assistant.store.records import DayFigures
from assistant.store.store import Store

router = APIRouter()
CHANNELS = ("web", "api")
Stored = Annotated[Store, Depends(stored)]


@dataclass(frozen=True)
class Latency:
    """How long the answers of a channel took on one day, in milliseconds."""

    typical_ms: float
    slow_ms: float


@dataclass(frozen=True)
class Day:
    """All answers of one day: how many, with which outcome, and how fast by channel."""

    day: date
    total: int
    statuses: Counter[str]
    latencies: dict[str, Latency]


@router.get(PAGES["figures"])
async def figures(request: Request, store: Stored, tage: int = 30) -> Response:
    """A chart and a table, the latest day first."""
    span, language = span_of(tage), language_of(request)
    since = first_day(span)
    found = await run_in_threadpool(store.figures.days, since)
    days = days_of(found)
    by_day = {day.day: day.total for day in days}
    every = [since + timedelta(days=n) for n in range(span)]
    drawn = bars([(day_of(day.isoformat(), language), by_day.get(day, 0)) for day in every])
    return show(
        request,
        "figures.html",
        days=days,
        total=sum(by_day.values()),
        statuses=[status.value for status in AnswerStatus],
        channels=CHANNELS,
        bars=drawn,
        width=WIDTH,
        height=HEIGHT,
        span=span,
        spans=SPANS,
        seconds=lambda ms: _seconds(ms, language),
    )


@router.get(f"{PAGES['figures']}.csv")
async def figures_file(request: Request, store: Stored, tage: int = 30) -> Response:
    """The figures as they are counted: a row for each day, channel and outcome."""
    words, language = words_of(request), language_of(request)
    found = await run_in_threadpool(store.figures.days, first_day(span_of(tage)))
    rows = [
        (
            day_of(row.day.isoformat(), language),
            words.figures.channels.get(row.channel, row.channel),
            words.administration.statuses.get(row.status, row.status),
            row.count,
            float(row.p50_ms),
            float(row.p95_ms),
        )
        for row in found
    ]
    return csv_file("zahlen", words.figures.columns, rows)


def days_of(rows: Sequence[DayFigures]) -> tuple[Day, ...]:
    """The rows of each day taken together, the latest day first."""
    by_day: dict[date, list[DayFigures]] = {}
    for row in rows:
        by_day.setdefault(row.day, []).append(row)
    return tuple(
        Day(
            day=day,
            total=sum(row.count for row in by_day[day]),
            statuses=sum((Counter({row.status: row.count}) for row in by_day[day]), Counter()),
            latencies={
                channel: _latency([row for row in by_day[day] if row.channel == channel])
                for channel in CHANNELS
                if any(row.channel == channel and row.count for row in by_day[day])
            },
        )
        for day in sorted(by_day, reverse=True)
    )


def _seconds(ms: float, language: str) -> str:
    written = f"{ms / 1000:.2f}"
    return written if language == "en" else written.replace(".", ",")


def _latency(rows: Sequence[DayFigures]) -> Latency:
    """Mean of the outcomes' medians by their counts, and the slowest of their 95 % values."""
    count = sum(row.count for row in rows)
    return Latency(
        typical_ms=sum(row.p50_ms * row.count for row in rows) / count,
        slow_ms=max(row.p95_ms for row in rows),
    )
