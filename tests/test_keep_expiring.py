"""What is kept too long is deleted by the running server."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta

import pytest

from assistant.errors import StorageError
from assistant.retention import AGAIN_S, DAY_S, FIRST_S, keep_expiring

START = datetime(2026, 11, 24, 6, tzinfo=UTC)


class Server:
    """A store that counts, and a clock that moves only while somebody sleeps; stopped after `naps`."""

    def __init__(self, naps: int, *failures: Exception | None):
        self.now = START
        self.naps = naps
        self.failures = list(failures)
        self.expired_at: list[datetime] = []
        self.slept: list[float] = []

    async def store(self) -> Server:
        if failure := self.failures.pop(0) if self.failures else None:
            raise failure
        return self

    def expire(self, now: datetime) -> dict[str, int]:
        self.expired_at.append(now)
        return {"conversations": 2, "feedback": 0}

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)
        if len(self.slept) == self.naps:
            raise asyncio.CancelledError

    def run(self) -> None:
        with pytest.raises(asyncio.CancelledError):
            asyncio.run(keep_expiring(self.store, lambda: self.now, self.sleep))  # type: ignore[arg-type]


def test_soon_after_the_start_and_then_once_a_day(caplog: pytest.LogCaptureFixture) -> None:
    server = Server(4)
    with caplog.at_level(logging.INFO, "assistant"):
        server.run()
    assert server.slept == [FIRST_S, DAY_S, DAY_S, DAY_S]
    begin = START + timedelta(seconds=FIRST_S)
    assert server.expired_at == [begin, begin + timedelta(days=1), begin + timedelta(days=2)]
    assert "conversations 2" in caplog.text


@pytest.mark.parametrize(
    "failure", [StorageError("Der Speicher ist nicht erreichbar."), RuntimeError("Frage?")]
)
def test_a_failure_is_told_and_tried_again(failure: Exception, caplog: pytest.LogCaptureFixture) -> None:
    server = Server(3, failure)
    with caplog.at_level(logging.WARNING, "assistant"):
        server.run()
    assert server.slept == [FIRST_S, AGAIN_S, DAY_S] and len(server.expired_at) == 1
    assert len(caplog.records) == 1 and "Frage?" not in caplog.text
