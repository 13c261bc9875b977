"""What the pipeline needs of a language model; None in its place means: the extractive composer."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Protocol

from assistant.answering.evidence import Draft, Evidence
from assistant.models import AnswerEvent, Turn


class Writer(Protocol):
    """Writes answers and standalone questions with a language model."""

    @property
    def name(self) -> str: ...

    def write(
        self, question: str, evidence: Sequence[Evidence]
    ) -> Generator[AnswerEvent, None, Draft | None]:
        """Stream checked text; return the draft, or None when the extractive answer must serve."""

    def condense(self, question: str, history: Sequence[Turn]) -> str | None:
        """The standalone question, None when the model cannot be used."""
