"""Which generation answers: the published one, for as long as a question needs it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from assistant.answering.pipeline import Pipeline
from assistant.errors import AssistantError

logger = logging.getLogger(__name__)


@dataclass
class _Entry:
    pipeline: Pipeline
    users: int = 0


class CurrentPipeline:
    """Lends the pipeline over the published generation and moves on when a new one is published.

    A question keeps the generation it began with; an older one is closed with its last question. The
    new one is opened by the first question that notices it, while the others go on with the old one.
    """

    def __init__(self, open_pipeline: Callable[[Pipeline | None], Pipeline], published: Callable[[], str | None]):
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
        self._unusable: str | None = None
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
                self._close_if_done(entry)

    def _move_on(self) -> None:
        published = self._published()
        if published in (None, self._unusable, self._entry.pipeline.generation.id):
            return
        if not self._opening.acquire(blocking=False):
            return
        try:
            entry = _Entry(self._open(self._entry.pipeline))
        except AssistantError as error:  # the old one is whole and goes on answering
            logger.error("Neuer Indexstand nicht nutzbar: %s", error.message)
            self._unusable = published
            return
        finally:
            self._opening.release()
        with self._lock:
            old, self._entry = self._entry, entry
            self._close_if_done(old)

    def _close_if_done(self, entry: _Entry) -> None:
        if entry is not self._entry and not entry.users:
            entry.pipeline.generation.close()
