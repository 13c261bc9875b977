"""Figures per day: counters and a histogram of latencies. No texts, no persons, no single request."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from assistant.german.local_time import day_of
from assistant.store.database import Database
from assistant.store.moments import Clock
from assistant.store.records import DayFigures
from assistant.store.tables import FigureRow

# Upper bounds in ms, a quarter to a half apart. The last one takes everything above, too. Rows hold the
# bound itself, so that figures stay readable when the bounds are changed.
_UP_TO_MS = (
    *(20, 50, 75, 100, 150, 200, 300, 400, 500, 750, 1000, 1500, 2000, 3000, 4000, 5000, 7500),
    *(10_000, 15_000, 20_000, 30_000, 45_000, 60_000, 120_000),
)


class Figures:
    def __init__(self, database: Database, clock: Clock):
        self._database = database
        self._clock = clock

    def count(self, channel: str, status: str, latency_ms: float) -> None:
        """Count an answer.

        Args:
            channel: "web" or "api".
            status: an AnswerStatus.
            latency_ms: from the question to the complete answer.
        """
        bucket = _UP_TO_MS[min(bisect_left(_UP_TO_MS, latency_ms), len(_UP_TO_MS) - 1)]
        key = {
            "day": day_of(self._clock()),
            "channel": str(channel),
            "status": str(status),
            "up_to_ms": bucket,
        }
        counted = self._database.insert(FigureRow).values(count=1, **key)
        counted = counted.on_conflict_do_update(index_elements=list(key), set_={"count": FigureRow.count + 1})
        with self._database.write() as session:
            session.execute(counted)

    def days(self, since: date) -> tuple[DayFigures, ...]:
        """The figures from `since` on, latest day first, then by channel and status."""
        query = (
            select(FigureRow)
            .where(FigureRow.day >= since)
            .order_by(FigureRow.day.desc(), FigureRow.channel, FigureRow.status, FigureRow.up_to_ms)
        )
        histograms: dict[tuple[date, str, str], dict[int, int]] = {}
        with self._database.read() as session:
            for row in session.scalars(query):
                histograms.setdefault((row.day, row.channel, row.status), {})[row.up_to_ms] = row.count
        return tuple(
            DayFigures(*key, sum(counts.values()), percentile(counts, 0.5), percentile(counts, 0.95))
            for key, counts in histograms.items()
        )


def percentile(counts: Mapping[int, int], share: float) -> float:
    """The latency in ms that `share` of all answers did not exceed, evenly spread within a bucket.

    Args:
        counts: answers by upper bound of their bucket, in ascending order; not empty.
    """
    wanted = share * sum(counts.values())
    passed = 0
    for up_to, count in counts.items():
        if passed + count >= wanted:
            below = max((bound for bound in _UP_TO_MS if bound < up_to), default=0)
            return round(below + (up_to - below) * (wanted - passed) / count, 1)
        passed += count
    raise ValueError("no answers")
