"""Computed filing: the parts of the framework that a text belongs to which nobody has filed.

Everything in the corpus that a person has filed is an example: the cards with their links, provisions
and practice with their rows, and all wordings of these. A ridge regression over character 4-grams
turns a text into one score per principle, level and measure (see docs/decisions/0010). It is fitted
in a second and costs a third of a millisecond per norm, so that all federal law is filed in a minute.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from sklearn.linear_model import Ridge

from assistant.german.analysis import grams
from assistant.index.features import HashedFeatures, inverse_document_frequency
from assistant.index.keywords import indexed_text
from assistant.models import Passage, PassageOrigin

SURE_ENOUGH = 0.5  # confidence from which on a part is named
_HALF, _SLOPE = 0.6, 8.0  # score with confidence 0.5, and how fast confidence grows there
_RIDGE = 0.6
_FILED_BY_PEOPLE = frozenset(
    {PassageOrigin.CARD, PassageOrigin.DIGEST, PassageOrigin.EXAMPLE, PassageOrigin.EXPANSION}
)
_FEATURES = HashedFeatures(lambda text: (grams(text),), count=1, buckets=2**16)


class Filed(NamedTuple):
    """Ids of parts in order ("2.3", "3.4"), and how surely the least sure of them belongs here (0..1)."""

    parts: tuple[str, ...] = ()
    confidence: float = 0.0


@dataclass(frozen=True, eq=False)
class Filing:
    """Files texts under p parts by f features. idf: (f,); weights: (f, p); bias: (p,); all float32."""

    parts: tuple[str, ...]
    idf: np.ndarray
    weights: np.ndarray
    bias: np.ndarray

    @classmethod
    def fit(cls, passages: Sequence[Passage]) -> Filing:
        """Learn from those of `passages` that a person has filed; without any, nothing is ever filed."""
        examples = [p for p in passages if p.origin in _FILED_BY_PEOPLE and p.parts]
        parts = tuple(sorted({part for p in examples for part in p.parts}))
        features = _FEATURES.counts([indexed_text(p) for p in examples])
        idf = inverse_document_frequency(features)
        if not examples:
            return cls(parts, idf, np.zeros((len(idf), 0), np.float32), np.zeros(0, np.float32))
        _FEATURES.weigh(features, idf)
        targets = np.array([[part in p.parts for part in parts] for p in examples], dtype=np.float32)
        # A section has four hundred wordings, a provision twenty: more say, but not twenty times as much.
        _, unit, examples_of = np.unique([p.unit for p in examples], return_inverse=True, return_counts=True)
        weight = (1 / np.sqrt(examples_of[unit])).astype(np.float32)
        model = Ridge(alpha=_RIDGE, solver="lsqr").fit(features, targets, sample_weight=weight)
        weights = np.atleast_2d(model.coef_).T
        return cls(parts, idf, np.ascontiguousarray(weights), np.atleast_1d(model.intercept_))

    def confidences(self, texts: Sequence[str]) -> np.ndarray:
        """How surely each text belongs to each part: (len(texts), p), 0..1."""
        features = _FEATURES.counts(texts)
        _FEATURES.weigh(features, self.idf)
        scores = features @ self.weights + self.bias
        return 1 / (1 + np.exp(-_SLOPE * (scores - _HALF)))

    def file(self, texts: Sequence[str]) -> list[Filed]:
        """What each text is filed under; most texts of any law under nothing."""
        return [self._sure_enough(row) for row in self.confidences(texts)]

    def _sure_enough(self, confidences: np.ndarray) -> Filed:
        chosen = np.flatnonzero(confidences >= SURE_ENOUGH)
        if not len(chosen):
            return Filed()
        return Filed(tuple(self.parts[i] for i in chosen), round(float(confidences[chosen].min()), 4))
