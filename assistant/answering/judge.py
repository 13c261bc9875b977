"""Step 3a: can the sources answer this at all? Scores of searching alone cannot tell (DESIGN §4.6).

A linear score over the learned separation of answerable from unanswerable wordings and over the
calibrated retrieval scores; fitted by `benchmarks/fit_refusal.py` on wordings held out from the
index, with the threshold where about 4 % of the answerable ones would be refused.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.cited import is_bare
from assistant.answering.detail import asked_detail, missing_detail
from assistant.answering.distress import in_distress, in_emergency
from assistant.answering.evidence import Evidence
from assistant.german.analysis import words
from assistant.index.learned import LearnedScores
from assistant.messages_de import Refusals
from assistant.models import SourceKind
from assistant.provisions import Outcome
from assistant.retrieval import CITED, Retrieval

FEATURES = ("wording", "neighbours", "study", "law", "support", "detail_found", "detail_missing")
_WEIGHTS = (5.7, 15.3, 1.6, 0.8, 7.1, -0.8, -1.3)
_OFFSET = -3.2
_BARE_CITATION = 8  # words
_NAMED = 0.5  # added to the score when the question names a unit that may speak
_NEAREST = 4  # passages in which an asked-for detail is looked for
# A turn within a conversation: by itself unanswerable, and clearly of a category. Complaints and vague
# turns are off the purpose only at the beginning; later they mean what was said before.
# Below this a category is only the least unlikely one; its reply would be absurd.
_CLEARLY = -0.72
_NO_WORDS = 0.03  # support of what shares no word with any source
UNKNOWN = "unbekannt"
_OFF_ALONE, _LIKE_CATEGORY = -0.5, -0.8
_ONLY_FIRST = frozenset({"klage", "unklar"})
# "Gib mir ein Beispiel" sounds a little like an attempt to get round the rules. Nobody is accused lightly.
_ACCUSATION, _SURE = "anweisung_umgehen", -0.5


@dataclass(frozen=True)
class Verdict:
    """`category` names the kind of unanswerable question; None means: answer it."""

    answerable: float  # 0..1
    category: str | None
    own_documents_only: bool = (
        False  # only they hold the answer; study, law and practice would miss the question
    )


def judge(
    retrieval: Retrieval,
    evidence: Sequence[Evidence],
    question: str,
    alone: LearnedScores | None = None,
    names: bool = False,
) -> Verdict:
    """Decide whether to answer `question`, and if not, which reply helps best.

    Args:
        alone: for a turn that was joined with its conversation: what the turn says by itself. The
            joined text is about the topic before; "Wie wird morgen das Wetter?" is not.
        names: whether the turn itself names a provision, not only the conversation before it.
    """
    if in_emergency(question):
        return Verdict(0.0, "notfall")
    if in_distress(question):
        return Verdict(0.0, "notlage")
    values = features(retrieval, evidence, question)
    score = sum(w * f for w, f in zip(_WEIGHTS, values, strict=True)) + _OFFSET
    probability = 1.0 / (1.0 + math.exp(-score))
    # Who names a provision, a section or an example and asks for no hard detail asks for just that.
    named = any(e.ranked.score >= CITED for e in evidence)
    foreign = _wants_a_text(alone or retrieval.learned)
    if alone is not None and not names:  # "Danke!" after a question on a provision
        foreign = foreign or _is_off(alone)
    if named and not foreign:
        short = len(words(question)) <= _BARE_CITATION or (names and is_bare(question))
        if short and not asked_detail(question):
            return Verdict(1.0, None)
        if _holds_the_detail(evidence, question) or _shows_the_provision(retrieval):
            return Verdict(1.0, None)
    score += _NAMED * named
    if alone is not None:
        return Verdict(probability, _best(alone)[0] if _is_off(alone) else None)
    if score >= 0 or not retrieval.learned.categories:
        return Verdict(probability, None)
    category, strength = _best(retrieval.learned)
    off = category in Refusals.OFF and strength > _CLEARLY
    if not off and any(e.ranked.passage.kind is SourceKind.UPLOAD for e in evidence):
        return Verdict(probability, None, own_documents_only=True)
    if strength <= _CLEARLY:
        category = UNKNOWN if retrieval.learned.support > _NO_WORDS else "zeichensalat"
    return Verdict(probability, category)


# What is true today does not stand in sources with a fixed Stand.
_TODAY = re.compile(
    r"\b(?:dies\w* jahr|aktuell|derzeit|nächste\w*|zurzeit|momentan|heuer|jetzig\w*|current|this year)", re.I
)


def _holds_the_detail(evidence: Sequence[Evidence], question: str) -> bool:
    """Whether the question names an example and asks for a number, price or date that stands in it."""
    if asked_detail(question) not in {"number", "price", "date"} or _TODAY.search(question):
        return False
    examples = [e.ranked for e in evidence if e.ranked.passage.kind is SourceKind.PRACTICE]
    return any(r.score >= CITED and not missing_detail(question, [r.passage.text]) for r in examples)


def _shows_the_provision(retrieval: Retrieval) -> bool:
    """Whether a provision that the question names is here word for word."""
    return any(c.outcome is Outcome.FOUND and c.wording for c in retrieval.cited)


def _is_off(alone: LearnedScores) -> bool:
    """Whether what a turn says by itself is clearly off the purpose."""
    category, strength = _best(alone)
    return alone.answerable < _OFF_ALONE and strength > _LIKE_CATEGORY and category not in _ONLY_FIRST


def _wants_a_text(learned: LearnedScores) -> bool:
    """Whether a text is to be written (a poem on a provision), whatever it is about."""
    category, strength = _best(learned)
    return category == "texte_schreiben" and strength > _CLEARLY


def features(retrieval: Retrieval, evidence: Sequence[Evidence], question: str) -> tuple[float, ...]:
    """What the judgement rests on, in the order of FEATURES."""
    asked = asked_detail(question)
    nearest = sorted(evidence, key=lambda e: -e.ranked.passage_score)[:_NEAREST]
    missing = missing_detail(question, [e.ranked.passage.text for e in nearest])
    return (
        retrieval.learned.answerable,
        retrieval.learned.neighbours,
        _top(retrieval, SourceKind.STUDY),
        _top(retrieval, SourceKind.LAW),
        retrieval.learned.support,
        retrieval.learned.support * _top(retrieval, SourceKind.STUDY) if asked and not missing else 0.0,
        1.0 if missing else 0.0,
    )


def _best(learned: LearnedScores) -> tuple[str, float]:
    """The most likely category of unanswerable questions and its score."""
    category, strength = max(learned.categories.items(), key=lambda item: item[1], default=("unklar", -1.0))
    return ("unklar", strength) if category == _ACCUSATION and strength <= _SURE else (category, strength)


def _top(retrieval: Retrieval, kind: SourceKind) -> float:
    best = retrieval.best(kind)
    return best.score if best else 0.0
