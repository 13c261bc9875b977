"""What the ways in need from the assistant; `assistant.service.Assistant` satisfies it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from assistant.framework import Framework
from assistant.german.citations import LegalCitation
from assistant.models import Answer, AnswerEvent, IndexStatus, Passage, Place, RankedPassage, Turn


class Answering(Protocol):
    """One opened assistant. Every call is blocking and may raise an `AssistantError`."""

    def answer(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The checked answer; small talk and refusals are ordinary answers.

        Raises:
            InputError: the question is empty, too long or not text.
        """

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[AnswerEvent]:
        """Text while it is written, at most one `Replacement`, then exactly one final `Answer`."""

    def retrieve(self, question: str, k: int = 20, history: Sequence[Turn] = ()) -> list[RankedPassage]:
        """The `k` best passages, best first, expansion wordings included."""

    def passage(self, passage_id: str) -> Passage:
        """A passage that may be shown.

        Raises:
            NotFoundError: unknown, or an expansion wording.
        """

    def place(self, passage_id: str) -> Place:
        """The passage amid those around it.

        Raises:
            NotFoundError: as `passage`.
        """

    def provision(self, citation: LegalCitation) -> str | None:
        """Id of the passage with a provision's wording, None when it is not there."""

    @property
    def framework(self) -> Framework:
        """The study's framework: levels, principles, measures and their links."""

    def status(self) -> IndexStatus:
        """What is served at the moment."""
