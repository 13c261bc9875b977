"""Signals of several searches -> one calibrated score per unit.

Within one question every signal is scaled to 0..1 over the units of a kind, then the signals are
added with fixed weights; a logistic function over that sum and over the learned model's best
absolute score gives a probability-like score that is comparable between questions. Weights and
calibration were fitted on six voices of everyday wordings, each held out from the index in turn
(`benchmarks/fit_fusion.py`), never on the evaluation questions; see docs/decisions/0003.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.index.statutes.entries import NormHit
from assistant.models import SourceKind

Scores = Mapping[str, float]


@dataclass(frozen=True)
class Signals:
    """Raw scores per unit of one kind. A unit that a search did not return is absent there."""

    learned: Scores  # kernel ridge regression over the wordings, about -1..1
    similar: Scores  # mean cosine of the three most similar wordings, 0..1
    unit_stems: Scores  # BM25 of the unit as one document, word stems
    unit_grams: Scores  # the same, character n-grams
    dense: Scores  # mean cosine of the three nearest passages in the dense index


@dataclass(frozen=True)
class Weights:
    """How a kind's signals are added, and the logistic calibration of the result."""

    learned: float
    similar: float
    unit_stems: float
    unit_grams: float
    dense: float
    slope: float
    learned_slope: float
    offset: float


_WEIGHTS = {
    SourceKind.STUDY: Weights(3.1, 1.9, 1.2, 1.6, 1.9, slope=13.1, learned_slope=1.9, offset=-10.1),
    SourceKind.LAW: Weights(0.8, 0.0, 1.2, 6.2, 0.7, slope=10.5, learned_slope=4.6, offset=-5.8),
    SourceKind.PRACTICE: Weights(0.8, 0.0, 1.2, 6.3, 0.2, slope=11.2, learned_slope=4.7, offset=-5.9),
    SourceKind.UPLOAD: Weights(0.0, 0.0, 1.2, 6.3, 0.7, slope=10.5, learned_slope=4.6, offset=-5.8),
}
# The weights are fitted with the fallback embedding. A sentence model knows more than the other
# signals; no real one could be measured here, so this factor is a careful guess.
MODEL_FACTOR = 2.0


def fuse(kind: SourceKind, signals: Signals, dense_factor: float = 1.0) -> dict[str, float]:
    """Calibrated score in 0..1 per unit of `kind`, best first; `dense_factor` scales the dense signal."""
    weights = _WEIGHTS[kind]
    parts = (
        (weights.learned, signals.learned),
        (weights.similar, signals.similar),
        (weights.unit_stems, signals.unit_stems),
        (weights.unit_grams, signals.unit_grams),
        (weights.dense * dense_factor, signals.dense),
    )
    total = sum(weight for weight, scores in parts if scores) or 1.0
    known = max((len(scores) for _, scores in parts), default=0)
    sums: dict[str, float] = {}
    for weight, scores in parts:
        for unit, value in scaled(scores, known).items():
            sums[unit] = sums.get(unit, 0.0) + weight * value / total
    confidence = weights.learned_slope * max(signals.learned.values(), default=-0.5) + weights.offset
    ranked = sorted(sums.items(), key=lambda item: (-item[1], item[0]))
    return {unit: _logistic(weights.slope * value + confidence) for unit, value in ranked}


def norm_score(hit: NormHit, asked: int) -> float:
    """Chance (0..1) that a found norm without a digest is the one a question of `asked` stems is about.

    Fitted on the first five hits of 120 questions for such norms and 470 questions for other sources
    (tests/data): of the hits above 0.3, eight of eight were right; most right ones stay below, since
    nobody speaks like a statute.
    """
    each = max(asked, 1)
    return _logistic(0.025 * hit.grams + 0.41 * hit.stems / each + 0.10 * hit.grams / each - 7.5)


def upload_score(cosine: float) -> float:
    """Chance (0..1) that an own document holds the answer, from its nearest passage's cosine to the question.

    Ranking tells which of the documents is nearest, not whether it is near: an index may hold a single one.
    Measured with made-up service instructions: 11 of 12 questions to them are above 0.12, 98 % of the
    160 questions of tests/data/questions.jsonl below 0.09.
    """
    return _logistic(60 * (cosine - 0.11))


def scaled(scores: Scores, known: int) -> dict[str, float]:
    """Min-max scaling; units that a search did not return count as 0 there."""
    low = min(scores.values(), default=0.0)
    if len(scores) < known:
        low = min(low, 0.0)
    span = max(scores.values(), default=0.0) - low
    if span < 1e-9:
        return {}
    return {unit: (value - low) / span for unit, value in scores.items()}


def _logistic(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x))
