"""Step 3a: can the sources answer this at all? Scores of searching alone cannot tell (DESIGN §4.6).

A linear score over the learned separation of answerable from unanswerable wordings and over the
calibrated retrieval scores; fitted by `benchmarks/fit_refusal.py` on wordings held out from the
index, with the threshold where 3 % of the answerable ones would be refused.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from assistant.answering.detail import asked_detail
from assistant.models import SourceKind
from assistant.retrieval import Retrieval

FEATURES = ("wording", "category", "study", "law", "practice", "detail")
_WEIGHTS = (7.0, 0.0, 2.75, 0.6, 0.0, 0.0)
_OFFSET = -2.3
# Complaints and vague turns are off the purpose only without an earlier turn: in a conversation
# they mean what was said before.
_ONLY_ALONE = frozenset({"klage", "unklar"})


@dataclass(frozen=True)
class Verdict:
    """`category` names the kind of unanswerable question; None means: answer it."""

    answerable: float  # 0..1
    category: str | None


def judge(retrieval: Retrieval, question: str, in_conversation: bool = False) -> Verdict:
    """Decide whether to answer `question`, and if not, which reply helps best."""
    score = sum(w * f for w, f in zip(_WEIGHTS, features(retrieval, question), strict=True)) + _OFFSET
    probability = 1.0 / (1.0 + math.exp(-score))
    categories = retrieval.learned.categories
    if score >= 0 or not categories:
        return Verdict(probability, None)
    category = max(categories, key=lambda c: categories[c])
    if in_conversation and category in _ONLY_ALONE:
        return Verdict(probability, None)
    return Verdict(probability, category)


def features(retrieval: Retrieval, question: str) -> tuple[float, ...]:
    """What the judgement rests on, in the order of FEATURES."""
    return (
        retrieval.learned.answerable,
        max(retrieval.learned.categories.values(), default=-1.0),
        _top(retrieval, SourceKind.STUDY),
        _top(retrieval, SourceKind.LAW),
        _top(retrieval, SourceKind.PRACTICE),
        1.0 if asked_detail(question) else 0.0,
    )


def _top(retrieval: Retrieval, kind: SourceKind) -> float:
    best = retrieval.best(kind)
    return best.score if best else 0.0
