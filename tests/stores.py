"""A real store for tests, with a clock that only moves when it is told to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from assistant.settings import Settings
from assistant.store.store import Store, open_store


class StoppedClock:
    """Begins on Tuesday, 24 November 2026, at noon."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **duration: float) -> None:
        """Let time pass: the arguments of a timedelta."""
        self.now += timedelta(**duration)


def made_store(folder: Path, clock: StoppedClock | None = None, **settings: Any) -> Store:
    """An opened store; SQLite in `folder` unless `store_url` says otherwise."""
    return open_store(Settings(_env_file=None, data_dir=folder, **settings), clock or StoppedClock())
