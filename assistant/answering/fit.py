"""How well texts and passages fit a question, by the learned part of the index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.index.learned import LearnedIndex, LearnedScores


@dataclass(frozen=True)
class LearnedFit:
    """The learned index asked about one question; a `quotable.Fit`."""

    index: LearnedIndex
    question: LearnedScores

    def of_texts(self, unit: str, texts: Sequence[str]) -> np.ndarray:
        return self.index.relevance(self.question, unit, texts)

    def of_passage(self, passage_id: str) -> float:
        return self.question.answering.get(passage_id, 0.0)
