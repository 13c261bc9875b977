"""Which generation answers: the published one, for as long as a question needs it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from assistant.answering.pipeline import Pipeline
from assistant.errors import AssistantError

logger = logging.getLogger(__name__)

_RETRY_S = 30.0  # after a new generation could not be opened


@dataclass
class _Entry:
    pipeline: Pipeline
    users: int = 0


class CurrentPipeline:
    """Lends the pipeline over the published generation and moves on when a new one is published.

    A question keeps the generation it began with; an older one is closed with its last question. The
    new one is opened by the first question that notices it, while the others go on with the old one.
    """

    def __init__(
        self, open_pipeline: Callable[[Pipeline | None], Pipeline], published: Callable[[], str | None]
    ):
        """
        Args:
            open_pipeline: opens the published generation; may take over the loaded model of the given one.
            published: id of the published generation; cheap, asked per question.

        Raises whatever `open_pipeline` raises when there is nothing to serve.
        """
        self._open = open_pipeline
        self._published = published
        self._lock = threading.Lock()
        self._opening = threading.Lock()
        self._unusable: str | None = None  # id of one that could not be opened, not tried again until
        self._retry_at = 0.0
        self._entry = _Entry(open_pipeline(None))

    @contextmanager
    def use(self) -> Iterator[Pipeline]:
        """The pipeline for one question."""
        self._move_on()
        with self._lock:
            entry = self._entry
            entry.users += 1
        try:
            yield entry.pipeline
        finally:
            with self._lock:
                entry.users -= 1
                done = entry is not self._entry and not entry.users
            if done:
                entry.pipeline.generation.close()

    def _move_on(self) -> None:
        if self._is_current() or not self._opening.acquire(blocking=False):
            return
        try:
            if self._is_current():  # another question has just moved on
                return
            entry = _Entry(self._open(self._entry.pipeline))
            with self._lock:
                old, self._entry = self._entry, entry
                done = not old.users
            if done:
                old.pipeline.generation.close()
        except AssistantError as error:  # the old one is whole and goes on answering
            logger.error("Neuer Indexstand nicht nutzbar: %s", error.message)
            self._unusable, self._retry_at = self._published(), time.monotonic() + _RETRY_S
        finally:
            self._opening.release()

    def _is_current(self) -> bool:
        published = self._published()
        if published == self._unusable and time.monotonic() < self._retry_at:
            return True
        return published in (None, self._entry.pipeline.generation.id)
