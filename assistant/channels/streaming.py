"""Carries a blocking stream of answer events into the event loop."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

from anyio import CancelScope
from starlette.concurrency import run_in_threadpool

from assistant.models import AnswerEvent


class Steps:
    """Pulls events one at a time in the thread pool; closing it ends the work behind them.

    The first event is fetched by `begin`, before a response starts: an unusable question then
    becomes a proper status code instead of an error inside a successful stream.
    """

    def __init__(self, events: Iterator[AnswerEvent]):
        self._events = events
        self._first: AnswerEvent | None = None

    async def begin(self) -> None:
        """Run up to the first event. Raises whatever the assistant raises."""
        self._first = await self._next()

    async def __aiter__(self) -> AsyncIterator[AnswerEvent]:
        event = self._first
        try:
            while event is not None:
                yield event
                event = await self._next()
        finally:
            # Also when the client has gone and this task is being cancelled.
            with CancelScope(shield=True):
                await run_in_threadpool(self._close)

    async def _next(self) -> AnswerEvent | None:
        return await run_in_threadpool(next, self._events, None)

    def _close(self) -> None:
        close = getattr(self._events, "close", None)
        if close is not None:
            close()
