"""Step 4 without a language model: a short answer out of the best-supported sentences.

The summary of the best study section leads, or the one sentence that meets a question for a
definition or detail; the best-fitting sentences of its card follow in reading order, then one of the
full text where it was imported, a check question or first step, and related sections; then law and
practice.
Sentences are taken whole and word for word, so that every one of them is its own quote.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Literal

import numpy as np

from assistant.answering.detail import asked_detail, missing_detail
from assistant.answering.evidence import EXTRACTIVE, Draft, Evidence, Sentence
from assistant.answering.law import law
from assistant.answering.other_sources import practice, uploads
from assistant.answering.quotable import PRACTICAL, Candidate, Fit, candidates, says_the_same
from assistant.german.analysis import stems
from assistant.messages_de import Composition
from assistant.models import Completeness, PassageOrigin, SourceKind

_SENTENCES, _BRIEF = 4, 1  # of the main section beside the first; brief when another kind is asked for
_WEAK = 0.45  # calibrated score under which the best section answers a question only in part
_TRIED, _OPENING = 6, 6  # sentences that may lead, and words in which they must name what is asked about
_SURE = 0.6  # from which on the study speaks at length even when another kind is asked for

# A question for a definition or detail is met by one sentence better than by a summary.
_DEFINITION = re.compile(
    r"\bwas (?:ist|sind|heißt|bedeutet|meint|versteht|isn)\b|^\W*(?:wer|who)\b|\bwhat (?:is|are|does)\b",
    re.IGNORECASE,
)
_DEFINES = re.compile(r"\b(?:ist|sind|heißt|bedeutet|meint|prägte)\b")
_POINTS_BACK = re.compile(r"\b(?:ihnen|ihm|ihn|sie|dies|dafür|davon|daran|diese[rmns]?)\b")
_INNER_QUOTES = str.maketrans("„“", "‚‘")
_MARKS = re.compile(r"\s*\((?:aus der Studie abgeleitet|eigener Vorschlag)[^)]*\)")


def compose(
    question: str,
    evidence: Sequence[Evidence],
    fit: Fit,
    wanted: SourceKind | None = None,
    absent: Sequence[str] = (),
) -> Draft:
    """An extractive answer to `question`. Without any of the study it rests on the others alone.

    Args:
        wanted: the kind of source that the question asks for; it comes first.
        absent: a sentence for everything that the question names and that the sources do not hold.
    """
    by_kind = {kind: [e for e in evidence if e.ranked.passage.kind is kind] for kind in SourceKind}
    parts = {
        SourceKind.LAW: law(by_kind[SourceKind.LAW]),
        SourceKind.PRACTICE: [s for e in by_kind[SourceKind.PRACTICE] for s in practice(e, question)],
        SourceKind.UPLOAD: uploads(by_kind[SourceKind.UPLOAD], fit),
    }
    study = by_kind[SourceKind.STUDY]
    fits = study[0].ranked.score if study else 0.0
    if wanted is None and by_kind[SourceKind.UPLOAD] and fits < by_kind[SourceKind.UPLOAD][0].ranked.score:
        wanted = SourceKind.UPLOAD
    aside = bool(wanted and parts.get(wanted)) and fits < _SURE
    parts = {SourceKind.STUDY: _study(question, study, fit, brief=aside), **parts}
    sentences = [s for kind in sorted(parts, key=lambda kind: kind is not wanted) for s in parts[kind]]
    gaps = list(absent)
    if wanted in Composition.NOT_FOUND and not parts[wanted] and not gaps:
        gaps.append(Composition.NOT_FOUND[wanted])
    if detail := missing_detail(question, [quote for s in sentences for quote in s.quotes]):
        gaps.append(f"{Composition.NO_DETAIL[detail]} {Composition.ASK_ELSEWHERE}")
    elif not gaps and not (wanted and parts[wanted]) and fits < _WEAK:
        gaps.append(Composition.WEAK)
    return Draft(
        sentences=tuple(sentences),
        completeness=Completeness.PARTIAL if gaps else Completeness.COMPLETE,
        not_covered=" ".join(gaps) or None,
        model=EXTRACTIVE,
    )


def _study(question: str, evidence: Sequence[Evidence], fit: Fit, brief: bool) -> list[Sentence]:
    units = [list(group) for _, group in groupby(evidence, key=lambda e: e.ranked.passage.unit)]
    if not units:
        return []
    main = _main_section(question, units[0], fit, _BRIEF if brief else _SENTENCES)
    if brief:
        return main
    related = [s for unit in units[1:] if (s := _related(unit, main))]
    return main + _practical(units[0], fit) + related


def _main_section(question: str, evidence: Sequence[Evidence], fit: Fit, count: int) -> list[Sentence]:
    summary = _summary(evidence)
    own_words = [e for e in evidence if e is not summary and not _is_full_text(e)]
    offered = candidates(own_words, fit)
    said: list[Sentence] = []
    if first := next((c for c in offered[:_TRIED] if summary is None or _meets(question, c.text)), None):
        said.append(_verbatim(first, "lead"))
    if summary is not None:
        said.append(_core_statement(summary, "study" if said else "lead"))
    chosen: list[Candidate] = []
    for candidate in offered:
        if len(said) + len(chosen) > count:
            break
        if not any(
            says_the_same(candidate.text, t) for t in [s.text for s in said] + [c.text for c in chosen]
        ):
            chosen.append(candidate)
    chosen.sort(key=lambda c: c.place)
    return said + [_verbatim(c, "study") for c in chosen] + _in_its_own_words(evidence, fit)


def _core_statement(summary: Evidence, part: Literal["lead", "study"]) -> Sentence:
    """The card's summary, named as the study's core statement and with its place."""
    passage = summary.ranked.passage
    place = passage.locator.rpartition(",")[0]
    text = Composition.SUMMARY.format(place=place, title=passage.title, sentence=passage.text)
    return Sentence(text=text, tokens=(summary.token,), quotes=(passage.text,), part=part)


def _meets(question: str, sentence: str) -> bool:
    """Whether a sentence can lead the answer: it opens with the term asked about, or a detail is asked for."""
    if asked_detail(question):
        return True
    opening = " ".join(sentence.split()[:_OPENING])
    defines = _DEFINITION.search(question) and _DEFINES.search(opening)
    return bool(defines) and bool(set(stems(opening)) & set(stems(question)))


def _in_its_own_words(evidence: Sequence[Evidence], fit: Fit) -> list[Sentence]:
    """The best sentence of the study's full text, where the operator has imported it."""
    best = candidates([e for e in evidence if _is_full_text(e)], fit)[:1]
    return [
        Sentence(
            text=Composition.VERBATIM.format(sentence=c.text.translate(_INNER_QUOTES)),
            tokens=(c.evidence.token,),
            quotes=(c.text,),
            part="study",
        )
        for c in best
    ]


def _practical(evidence: Sequence[Evidence], fit: Fit) -> list[Sentence]:
    """The check question or first step of the section that fits best."""
    for e in evidence:
        passage = e.ranked.passage
        if PRACTICAL.search(passage.id):
            every = passage.text.splitlines()
            lines = [line for line in every if not _POINTS_BACK.search(line)] or every
            line = lines[int(np.argmax(fit.of_texts(passage.unit, lines)))]
            frame = Composition.CHECK if passage.id.endswith("fragen") else Composition.STEP
            text = frame.format(line=_MARKS.sub("", line))
            return [Sentence(text=text, tokens=(e.token,), quotes=(line,), part="study")]
    return []


def _related(evidence: Sequence[Evidence], said: Sequence[Sentence]) -> Sentence | None:
    """One sentence on a further section: its summary, introduced by its title."""
    summary = _summary(evidence)
    if summary is None or any(says_the_same(summary.ranked.passage.text, s.text) for s in said):
        return None
    passage = summary.ranked.passage
    text = Composition.RELATED.format(section=passage.section, title=passage.title, sentence=passage.text)
    return Sentence(text=text, tokens=(summary.token,), quotes=(passage.text,), part="study")


def _summary(evidence: Sequence[Evidence]) -> Evidence | None:
    return next((e for e in evidence if e.ranked.passage.id.endswith("/kurz")), None)


def _is_full_text(evidence: Evidence) -> bool:
    return evidence.ranked.passage.origin is PassageOrigin.FULL_TEXT


def _verbatim(candidate: Candidate, part: Literal["lead", "study"]) -> Sentence:
    return Sentence(
        text=candidate.text, tokens=(candidate.evidence.token,), quotes=(candidate.text,), part=part
    )
