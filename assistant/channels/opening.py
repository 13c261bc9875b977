"""The assistant of a running server: opened once, in the background, and again after a failure."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import cast

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from assistant.channels.closing import ClosedAssistant
from assistant.channels.interface import Answering
from assistant.errors import AssistantError, IndexUnavailableError
from assistant.messages_de import Problems
from assistant.security.failures import log_failure

log = logging.getLogger("assistant.opening")


class Opening:
    """Opens the assistant off the event loop, so that the server answers from the first moment.

    Args:
        open_assistant: blocking; returns the assistant or raises an `AssistantError`.
        closed: the administration's message while it has switched the assistant off, else "".
    """

    def __init__(
        self, open_assistant: Callable[[], Answering], closed: Callable[[], Awaitable[str]] | None = None
    ):
        self._open_assistant = open_assistant
        self._closed = closed
        self._task: asyncio.Task[Answering] | None = None

    def begin(self) -> asyncio.Task[Answering]:
        """The running or successful opening; a failed one is begun anew."""
        if self._task is None or (self._task.done() and (self._task.cancelled() or self._task.exception())):
            self._task = asyncio.create_task(run_in_threadpool(self._open_assistant))
            self._task.add_done_callback(_tell_operator)
        return self._task

    async def assistant(self) -> Answering:
        """Wait for the assistant; one that is switched off answers nothing (`ClosedError`).

        Raises the error that kept it from opening.
        """
        assistant = await asyncio.shield(self.begin())  # one impatient client must not stop it for all
        message = await self._closed() if self._closed else ""
        return cast(Answering, ClosedAssistant(assistant, message)) if message else assistant

    async def ready(self) -> Answering:
        """The assistant, without waiting for it.

        Raises:
            IndexUnavailableError: still opening.
            AssistantError: the last opening failed; the next one has begun.
        """
        last = self._task
        current = self.begin()
        if current.done():
            return current.result()
        if last is not None and last is not current:
            last.result()
        raise IndexUnavailableError(Problems.OPENING)


def _tell_operator(task: asyncio.Task[Answering]) -> None:
    error = None if task.cancelled() else task.exception()
    if isinstance(error, AssistantError):
        log.error("%s", error.message)
    elif error is not None:
        log_failure(error)


async def opened(request: Request) -> Answering:
    """Dependency of every route that needs the assistant."""
    opening: Opening = request.app.state.opening
    return await opening.assistant()
