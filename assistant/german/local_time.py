"""Days as people in German administrations count them, wherever the server stands."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Berlin")


def day_of(moment: datetime) -> date:
    """The day on which `moment` (aware) falls here."""
    return moment.astimezone(ZONE).date()


def start_of(day: date) -> datetime:
    """The first moment of `day` here, aware."""
    return datetime.combine(day, time.min, ZONE)


def today() -> date:
    """The day it is here."""
    return day_of(datetime.now(UTC))
