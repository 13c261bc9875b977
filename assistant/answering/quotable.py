"""Sentences of passages that can be said on their own, and how well they fit the question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from assistant.answering.evidence import Evidence
from assistant.german.analysis import stems
from assistant.german.sentences import split_sentences
from assistant.models import Passage

_ANSWERS = 1.5  # weight of the wordings that a sentence's passage answers, beside the sentence's own fit
# Added to a sentence's fit. Examples repeat their name and so look nearer than they are.
_OPENS_PARAGRAPH, _EXAMPLE, _ON_THE_TEXT, _SAYS_WHAT_IS_MISSING = 0.015, -0.02, -0.08, -0.12
_LONGEST, _SHORTEST = 330, 35  # characters of a sentence
_SAME = 0.5  # shared stems from which on two sentences say the same

# A sentence that opens like this leans on the one before it.
_LEANING = re.compile(
    r"(?:(?:Das|Den|Dem)(?! [A-ZÄÖÜ„])|Sie|Er|Es|Dies\w*|Dort|Denn"
    r"|Da(?:bei|durch|für|gegen|her|mit|nach|neben|ran|rauf|raus|rin|rüber|rum|von|vor|zu)"
    r"|Hier(?:bei|für|mit|zu)?|Deshalb|Solche\w*|So|Auch|Zudem|Außerdem|Beide\w*"
    r"|Erstens|Zweitens|Drittens|Aber|Doch|Und|Oder|Vielmehr|Ihr\w*|Ihm|Anders|Stattdessen|Zugleich|Sonst"
    r"|Einerseits|Andererseits|Schließlich|Ebenso|Genannt|Gemeint|Jene\w*|Erst|Nur|Weiter|Ferner|Umgekehrt)\b"
)
# What the study does not say answers only those who ask just that.
_MISSING = re.compile(
    r"[Oo]ffen (?:bleib\w*|lässt|gelassen)|lässt (?:die Studie|sie)[^.]* offen|bleib(?:t|en) offen"
    r"|nicht (?:näher|aus|genannt|im Einzelnen)"
    r"|(?:nennt|sagt|führt|gibt|macht|äußert|erläutert) (?:die Studie|sie|der Abschnitt|Abschnitt \S+)"
    r"[^.]*\b(?:nicht|keine?n?)\b"
    r"|äußert sich (?:die Studie|der Abschnitt)[^.]*\bnicht\b|enthält [^.]*\bnicht\b"
    r"|fragt die Studie|stellt die Studie als Frage"
)
# Sentences on the study's text and sources, and such that draw a conclusion from one before.
_TEXT = re.compile(
    r"\b(?:Fußnote|Abbildung|Begriffspaar|der Beleg|Quellen? der Studie|beiden Quellen|(?:erste|zweite|dritte)n? (?:mögliche )?Form)\b"
    r"|\b(?:daher|deshalb|demnach|vielmehr)\b|^Der Leitfaden\b|^Der Nachteil\b"
)
# Check questions and first steps are suggestions of the cards, not statements of the study.
PRACTICAL = re.compile(r"/(?:prueffragen|schritte)$")


class Fit(Protocol):
    """How well texts and passages fit the question that is being answered."""

    def of_texts(self, unit: str, texts: Sequence[str]) -> np.ndarray:
        """Per text, seen from its unit; see LearnedIndex.relevance."""

    def of_passage(self, passage_id: str) -> float:
        """By the wordings that the passage answers, 0..1; see LearnedScores.answering."""


@dataclass(frozen=True)
class Candidate:
    """A sentence that might be said, with its place (of the passage, in the passage) and its fit."""

    text: str
    evidence: Evidence
    place: tuple[int, int]
    fit: float


def candidates(evidence: Sequence[Evidence], fit: Fit) -> list[Candidate]:
    """Whole, declarative sentences of one unit's passages that do not lean on others, best first."""
    in_order = sorted(evidence, key=lambda e: _reading_order(e.ranked.passage))
    found = [
        (sentence, e, (i, j))
        for i, e in enumerate(in_order)
        if not PRACTICAL.search(e.ranked.passage.id)
        for j, sentence in enumerate(split_sentences(e.ranked.passage.text))
        if _stands_alone(sentence)
    ]
    if not found:
        return []
    unit = found[0][1].ranked.passage.unit
    of_texts = fit.of_texts(unit, [sentence for sentence, _, _ in found])
    rated = [
        Candidate(
            s, e, place, float(own) + _ANSWERS * fit.of_passage(e.ranked.passage.id) + _bonus(s, e, place)
        )
        for (s, e, place), own in zip(found, of_texts, strict=True)
    ]
    return sorted(rated, key=lambda c: -c.fit)


def says_the_same(a: str, b: str) -> bool:
    """Whether two sentences share most of the shorter one's stems."""
    first, second = set(stems(a)), set(stems(b))
    return len(first & second) >= _SAME * max(1, min(len(first), len(second)))


def _stands_alone(sentence: str) -> bool:
    return (
        _SHORTEST <= len(sentence) <= _LONGEST
        and not sentence.startswith("(")
        and not sentence.endswith(("?", "?“", ":"))
        and not _LEANING.match(sentence)
    )


def _bonus(sentence: str, evidence: Evidence, place: tuple[int, int]) -> float:
    passage_id = evidence.ranked.passage.id
    opens = place[1] == 0 and "/inhalt-" in passage_id
    example = "/beispiel-" in passage_id
    on_the_text = bool(_TEXT.search(sentence))
    missing = bool(_MISSING.search(sentence))
    return (
        _OPENS_PARAGRAPH * opens
        + _EXAMPLE * example
        + _ON_THE_TEXT * on_the_text
        + _SAYS_WHAT_IS_MISSING * missing
    )


def _reading_order(passage: Passage) -> tuple[str, int]:
    stem, _, number = passage.id.rpartition("-")
    return stem, int(number) if number.isdigit() else 0
