"""Step 3a: can the sources answer this at all? Scores of searching alone cannot tell (DESIGN §4.6).

A logistic function over the learned separation of answerable from unanswerable wordings and over
the calibrated retrieval scores; fitted by `benchmarks/fit_refusal.py` on wordings held out from
the index, with the threshold set where 3 % of the answerable ones would be refused.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from assistant.answering.detail import asked_detail
from assistant.models import SourceKind
from assistant.retrieval import Retrieval

_WORDING, _STUDY, _OTHER, _DETAIL, _OFFSET = 6.0, 3.0, 1.0, -0.5, -1.5
_THRESHOLD = 0.5
_NEEDS_NO_CONTEXT = frozenset({"klage", "unklar"})


@dataclass(frozen=True)
class Verdict:
    """`category` names the kind of unanswerable question; None means: answer it."""

    answerable: float  # 0..1
    category: str | None


def judge(retrieval: Retrieval, question: str, in_conversation: bool = False) -> Verdict:
    """Decide whether to answer `question`, and if not, which reply helps best.

    Complaints and vague turns are off the purpose only without an earlier turn: in a conversation
    they mean what was said before.
    """
    learned = retrieval.learned
    study = _top(retrieval, SourceKind.STUDY)
    other = max(_top(retrieval, kind) for kind in (SourceKind.LAW, SourceKind.PRACTICE, SourceKind.UPLOAD))
    detail = 1.0 if asked_detail(question) else 0.0
    score = _WORDING * learned.answerable + _STUDY * study + _OTHER * other + _DETAIL * detail + _OFFSET
    probability = 1.0 / (1.0 + math.exp(-score))
    if probability >= _THRESHOLD or not learned.categories:
        return Verdict(probability, None)
    category = max(learned.categories, key=lambda c: learned.categories[c])
    if in_conversation and category in _NEEDS_NO_CONTEXT:
        return Verdict(probability, None)
    return Verdict(probability, category)


def _top(retrieval: Retrieval, kind: SourceKind) -> float:
    best = retrieval.best(kind)
    return best.score if best else 0.0
