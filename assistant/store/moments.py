"""The clock, and days as the people at the server's place count them (environment variable TZ)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """This moment, aware."""
    return datetime.now(UTC)


def day_of(moment: datetime) -> date:
    """The day on which `moment` falls here."""
    return moment.astimezone().date()


def start_of(day: date) -> datetime:
    """The first moment of `day` here, aware."""
    return datetime.combine(day, time.min).astimezone()
