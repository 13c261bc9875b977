"""Whether the administration has switched the assistant off, and what it wants to tell meanwhile."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, NoReturn

from assistant.channels.interface import Answering
from assistant.errors import AssistantError, ClosedError
from assistant.models import Answer, AnswerEvent

FRESH_S = 2.0  # other processes notice after this; questions in between cost no query


class Closing:
    """The message of a closed assistant, read from the store now and then.

    Args:
        load: reads the message, "" while the assistant is open; may raise an `AssistantError`.
        clock: seconds that only ever grow.
    """

    def __init__(self, load: Callable[[], Awaitable[str]], clock: Callable[[], float] = time.monotonic):
        self._load = load
        self._clock = clock
        self._read_at = float("-inf")
        self._message = ""

    async def message(self) -> str:
        """The message in force. What was known last counts while the store cannot be read."""
        if self._clock() - self._read_at > FRESH_S:
            self._read_at = self._clock()
            try:
                self._message = await self._load()
            except AssistantError:
                return self._message
        return self._message

    def last(self) -> str:
        """The message as it was read last, without waiting."""
        return self._message

    def note(self, message: str) -> None:
        """It was changed by this very process."""
        self._message, self._read_at = message, self._clock()


class ClosedAssistant:
    """An assistant that is switched off: everything can still be read, nothing is answered."""

    def __init__(self, assistant: Answering, message: str):
        self._assistant = assistant
        self._message = message

    def answer(self, *_: Any, **__: Any) -> Answer:
        self._refuse()

    def stream(self, *_: Any, **__: Any) -> Iterator[AnswerEvent]:
        self._refuse()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._assistant, name)

    def _refuse(self) -> NoReturn:
        raise ClosedError(self._message)
