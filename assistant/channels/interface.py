"""What the ways in need from the assistant; `assistant.service.Assistant` satisfies it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from assistant.framework import Framework
from assistant.german.citations import LegalCitation
from assistant.holdings import Holdings
from assistant.library import PAGE, Found
from assistant.models import (
    Answer,
    AnswerEvent,
    IndexStatus,
    Passage,
    Place,
    RankedPassage,
    SourceKind,
    Turn,
)
from assistant.project_check import ProjectCheck
from assistant.section_card import SectionCard


class Answering(Protocol):
    """One opened assistant. Every call is blocking and may raise an `AssistantError`."""

    def answer(self, question: str, history: Sequence[Turn] = (), department: str | None = None) -> Answer:
        """The checked answer; small talk and refusals are ordinary answers.

        The id of a department brings its next questions forward; nothing else depends on it.

        Raises:
            InputError: the question is empty, too long or not text.
        """

    def stream(
        self, question: str, history: Sequence[Turn] = (), department: str | None = None
    ) -> Iterator[AnswerEvent]:
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

    def library(
        self,
        query: str = "",
        kind: SourceKind | None = None,
        part: str | None = None,
        start: int = 0,
        limit: int = PAGE,
    ) -> Found:
        """Entries `start` to `start + limit` of the library, best first for a query, else in the corpus's order.

        Args:
            kind: only of this kind.
            part: only what belongs to this principle, level or measure.
        """

    def card(self, section: str) -> SectionCard:
        """All that the sources hold on a section of the study.

        Raises:
            NotFoundError: the study has no such section.
        """

    def provision(self, citation: LegalCitation) -> str | None:
        """Id of the passage with a provision's wording, None when it is not there."""

    def check_project(self, description: str) -> ProjectCheck:
        """Questions and evidence of the six principles for a project; works for any readable text.

        Raises:
            InputError: the description is empty, too long or not text.
        """

    @property
    def framework(self) -> Framework:
        """The study's framework: levels, principles, measures and their links."""

    def holdings(self) -> Holdings:
        """Every source that is served, with its state."""

    def status(self) -> IndexStatus:
        """What is served at the moment."""
