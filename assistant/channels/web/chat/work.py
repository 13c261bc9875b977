"""Answers that are being written: they go on when the connection is lost, and can be joined again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import NamedTuple

from anyio import CancelScope

from assistant.channels.wire import Problem
from assistant.errors import CrowdedError
from assistant.messages_de import Problems
from assistant.models import Replacement, TextDelta
from assistant.store.records import Exchange

_PATIENCE_S = 5.0  # with threads at work when the server stops
_MOST = 100  # unfinished answers; those beyond are refused, so that memory stays bounded


@dataclass(frozen=True)
class Ended:
    """How the writing ended: the exchange as it is stored, and the problem where it failed."""

    exchange: Exchange
    problem: Problem | None = None


class Work:
    """One answer being written. It holds the text so far once, however many connections follow."""

    def __init__(self) -> None:
        self.ended: Ended | None = None
        self.settled = False  # the answer is there and being stored: too late to stop
        self._text = ""
        self._voided = 0
        self._given_up = False
        self._changed = asyncio.Event()

    def add(self, text: str) -> None:
        """More text of the answer."""
        self._text += text
        self._tell()

    def void(self) -> None:
        """The text so far counts for nothing."""
        self._text, self._voided = "", self._voided + 1
        self._tell()

    def end(self, ended: Ended) -> None:
        """Nothing follows; a second end changes nothing."""
        self.ended = self.ended or ended
        self._tell()

    def give_up(self) -> None:
        """The server stops; the question stays unanswered until somebody joins again."""
        self._given_up = True
        self._tell()

    async def follow(self) -> AsyncIterator[TextDelta | Replacement | Ended]:
        """Everything from the beginning, and what comes, until the end.

        A slow reader gets longer pieces instead of a longer queue. Without an `Ended` at the end, the
        server has stopped.
        """
        voided = shown = 0
        while True:
            changed = self._changed
            if voided != self._voided:
                voided, shown = self._voided, 0
                yield Replacement(reason="")
            elif text := self._text[shown:]:
                shown += len(text)
                yield TextDelta(text=text)
            elif self.ended is not None:
                yield self.ended
                return
            elif self._given_up:
                return
            else:
                await changed.wait()

    async def end_of(self) -> Ended | None:
        """Wait for the end; None when the server stops first."""
        async for event in self.follow():
            if isinstance(event, Ended):
                return event
        return None

    def _tell(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()


Job = Callable[[Work], Awaitable[Ended]]


class _Running(NamedTuple):
    work: Work
    scope: CancelScope
    task: asyncio.Task[None]


class Works:
    """The answers being written on this server, by exchange.

    Args:
        at_once: how many may be worked on at the same time.
    """

    def __init__(self, at_once: int):
        self.slots = asyncio.Semaphore(at_once)
        self._running: dict[str, _Running] = {}

    def check_room(self) -> None:
        """Ask this before a new question is stored.

        Raises:
            CrowdedError: too many are waiting.
        """
        if len(self._running) >= _MOST:
            raise CrowdedError(Problems.CROWDED)

    def get(self, exchange_id: str) -> Work | None:
        """The running work on this exchange, if any."""
        return self._running[exchange_id].work if exchange_id in self._running else None

    def join(self, exchange_id: str, job: Job) -> Work:
        """The work on this exchange, begun with `job` unless it is running."""
        if running := self.get(exchange_id):
            return running
        # A scope, not the task, is what is cancelled: it lets a thread finish its step first.
        work, scope = Work(), CancelScope()

        async def run() -> None:
            try:
                with scope:
                    work.end(await job(work))
            finally:
                del self._running[exchange_id]
                work.give_up()

        self._running[exchange_id] = _Running(work, scope, asyncio.create_task(run()))
        return work

    def may_stop(self, exchange_id: str) -> bool:
        """False once the answer is there; True also where nothing runs."""
        work = self.get(exchange_id)
        return work is None or not work.settled

    def stop(self, exchange: Exchange) -> None:
        """End the work, with the exchange as the followers are to see it."""
        if running := self._running.get(exchange.id):
            running.work.end(Ended(exchange))
            running.scope.cancel()

    async def close(self) -> None:
        """Give up all work; call it before the store is closed."""
        running = list(self._running.values())
        for one in running:
            one.scope.cancel()
        if running:
            await asyncio.wait([one.task for one in running], timeout=_PATIENCE_S)
