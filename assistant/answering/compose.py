"""Step 4 without a language model: a short answer out of the best-supported sentences.

The summary of the best study section leads, or the one sentence that meets a question for a
definition or detail; the best-fitting sentences of its card follow in reading order, then a check
question or first step, related sections, law and practice.
Sentences are taken whole and word for word, so that every one of them is its own quote.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

import numpy as np

from assistant.answering.detail import asked_detail, missing_detail
from assistant.answering.evidence import Draft, Evidence, Sentence
from assistant.answering.refuse import EXTRACTIVE
from assistant.german.analysis import stems
from assistant.german.sentences import split_sentences
from assistant.messages_de import Composition
from assistant.models import Completeness, Passage, PassageOrigin, SourceKind

# (unit, texts) -> how well each text fits the question; see LearnedIndex.relevance
Relevance = Callable[[str, Sequence[str]], np.ndarray]

_STUDY_SENTENCES = 4  # beside the lead
_OPENS_PARAGRAPH, _SAYS_WHAT_IS_MISSING = 0.015, -0.08  # added to a sentence's fit
_LONGEST, _SHORTEST = 330, 35  # characters of a sentence
_SAME = 0.55  # shared stems from which on two sentences say the same
_WEAK = 0.35  # calibrated score under which the best section answers a question only in part

# A sentence that opens like this leans on the one before it.
_LEANING = re.compile(
    r"(?:Sie|Er|Es|Dies\w*|Das|Dort|Dem|Den|Denn|Da\w{2,6}|Deshalb|Solche\w*|So|Auch|Zudem|Außerdem|Beide\w*|Hier\w*"
    r"|Erstens|Zweitens|Drittens|Aber|Doch|Und|Oder|Vielmehr|Ihr\w*|Ihm|Ihnen|Anders|Stattdessen|Zugleich|Sonst"
    r"|Einerseits|Andererseits|Schließlich|Ebenso|Genannt|Gemeint|Jene\w*|Erst|Nur|Weiter|Ferner|Umgekehrt)\b"
)
# What the study does not say answers only those who ask just that.
_MISSING = re.compile(
    r"offen (?:bleibt|lässt|gelassen)|lässt (?:die Studie|sie) offen|bleib(?:t|en) offen|nicht (?:näher|aus|genannt|im Einzelnen)"
    r"|(?:nennt|sagt|führt|gibt|macht|äußert|erläutert) (?:die Studie|sie|der Abschnitt|Abschnitt \S+)[^.]*\b(?:nicht|keine?n?)\b"
    r"|fragt die Studie|stellt die Studie als Frage"
)
# A question for a definition or detail is met by one sentence better than by a summary.
_DEFINITION = re.compile(r"^\W*(?:was (?:ist|sind|heißt|bedeutet|meint|versteht)|wer|what (?:is|are|does)|who)\b", re.I)
_PRACTICAL = re.compile(r"/(?:prueffragen|schritte)$")


@dataclass(frozen=True)
class Candidate:
    """A sentence of a passage that might be said, with its place and fit."""

    text: str
    evidence: Evidence
    place: tuple[int, int]  # of the passage in the evidence's unit, of the sentence in the passage
    fit: float

    @property
    def passage(self) -> Passage:
        return self.evidence.ranked.passage


def compose(question: str, evidence: Sequence[Evidence], relevance: Relevance) -> Draft:
    """An extractive answer to `question`. `evidence` holds at least one passage of the study."""
    by_kind = {kind: [e for e in evidence if e.ranked.passage.kind is kind] for kind in SourceKind}
    sentences = [
        *_study(question, by_kind[SourceKind.STUDY], relevance),
        *(s for e in by_kind[SourceKind.LAW] for s in _law(e)),
        *(s for e in by_kind[SourceKind.PRACTICE] for s in _practice(e)),
        *_uploads(by_kind[SourceKind.UPLOAD], relevance),
    ]
    gaps = []
    if detail := missing_detail(question, [s.text for s in sentences]):
        gaps.append(f"{Composition.NO_DETAIL[detail]} {Composition.ASK_ELSEWHERE}")
    elif max(e.ranked.score for e in evidence) < _WEAK:
        gaps.append(Composition.WEAK)
    return Draft(
        sentences=tuple(sentences),
        completeness=Completeness.PARTIAL if gaps else Completeness.COMPLETE,
        not_covered=" ".join(gaps) or None,
        model=EXTRACTIVE,
    )


def _study(question: str, evidence: Sequence[Evidence], relevance: Relevance) -> list[Sentence]:
    units = [list(group) for _, group in groupby(evidence, key=lambda e: e.ranked.passage.unit)]
    if not units:
        return []
    main = _main_section(question, units[0], relevance)
    practical = _practical(units[0], relevance)
    return main + practical + [s for unit in units[1:] if (s := _related(unit, main))]


def _main_section(question: str, evidence: Sequence[Evidence], relevance: Relevance) -> list[Sentence]:
    summary = next((e for e in evidence if e.ranked.passage.id.endswith("/kurz")), None)
    candidates = _candidates([e for e in evidence if e is not summary], relevance)
    ranked = sorted(candidates, key=lambda c: -c.fit)
    said: list[Sentence] = []
    if ranked and (summary is None or _DEFINITION.match(question) or asked_detail(question)):
        said.append(_verbatim(ranked[0].evidence, ranked[0].text, "lead"))
    if summary is not None:
        said.append(_verbatim(summary, summary.ranked.passage.text, "study" if said else "lead"))
    heard = [set(stems(s.text)) for s in said]
    chosen: list[Candidate] = []
    for candidate in ranked:
        if len(said) + len(chosen) > _STUDY_SENTENCES:
            break
        own = set(stems(candidate.text))
        if not any(_alike(own, other) for other in heard):
            chosen.append(candidate)
            heard.append(own)
    chosen.sort(key=lambda c: c.place)
    return said + [_verbatim(c.evidence, c.text, "study") for c in chosen]


def _practical(evidence: Sequence[Evidence], relevance: Relevance) -> list[Sentence]:
    """The check question or first step of the section that fits best."""
    for e in evidence:
        passage = e.ranked.passage
        if _PRACTICAL.search(passage.id):
            lines = passage.text.splitlines()
            fits = relevance(passage.unit, lines)
            line = lines[int(np.argmax(fits))]
            frame = Composition.CHECK if passage.id.endswith("fragen") else Composition.STEP
            text = frame.format(line=line)
            return [Sentence(text=text, tokens=(e.token,), quotes=(line,), part="study")]
    return []


def _candidates(evidence: Sequence[Evidence], relevance: Relevance) -> list[Candidate]:
    """Sentences that can be said alone: whole, declarative, not leaning on the one before."""
    found = [
        (sentence, e, (i, j))
        for i, e in enumerate(sorted(evidence, key=lambda e: _reading_order(e.ranked.passage)))
        if not _PRACTICAL.search(e.ranked.passage.id)
        for j, sentence in enumerate(split_sentences(e.ranked.passage.text))
        if _SHORTEST <= len(sentence) <= _LONGEST
        and not sentence.startswith("(")
        and not sentence.endswith(("?", "?“", ":"))
        and not _LEANING.match(sentence)
    ]
    if not found:
        return []
    fits = relevance(found[0][1].ranked.passage.unit, [sentence for sentence, _, _ in found])
    return [
        Candidate(s, e, place, float(fit) + _bonus(s, e.ranked.passage, place))
        for (s, e, place), fit in zip(found, fits, strict=True)
    ]


def _bonus(sentence: str, passage: Passage, place: tuple[int, int]) -> float:
    opens = place[1] == 0 and "/inhalt-" in passage.id
    return _OPENS_PARAGRAPH * opens + _SAYS_WHAT_IS_MISSING * bool(_MISSING.search(sentence))


def _related(evidence: Sequence[Evidence], said: Sequence[Sentence]) -> Sentence | None:
    """One sentence on a further section: its summary, introduced by its title."""
    summary = next((e for e in evidence if e.ranked.passage.id.endswith("/kurz")), None)
    if summary is None:
        return None
    passage = summary.ranked.passage
    own = set(stems(passage.text))
    if any(_alike(own, set(stems(s.text))) for s in said):
        return None
    text = Composition.RELATED.format(section=passage.section, title=passage.title, sentence=passage.text)
    return Sentence(text=text, tokens=(summary.token,), quotes=(passage.text,), part="study")


def _law(evidence: Evidence) -> list[Sentence]:
    """The provision with its digest, and whom it binds."""
    passage = evidence.ranked.passage
    digest = split_sentences(passage.text.partition(" Bedeutung: ")[0])
    quote = passage.text[: passage.text.index(digest[-1]) + len(digest[-1])]
    said = [
        Sentence(text=f"{passage.provision}: {quote}", tokens=(evidence.token,), quotes=(quote,), part="law")
    ]
    if passage.binds:
        binds = Composition.BINDS.format(binds=passage.binds.rstrip("."))
        if binds_only_the_federation(passage.binds):
            binds = f"{binds} {Composition.NOT_MUNICIPAL}"
        said.append(Sentence(text=binds, tokens=(evidence.token,), quotes=(quote,), part="law"))
    return said


def binds_only_the_federation(binds: str) -> bool:
    """Whether an addressee names federal bodies and nobody in the municipalities."""
    return bool(re.search(r"\bBund(?:es\w*)?\b", binds)) and not re.search(
        r"[Kk]ommun|[Gg]emeinde|[Ll]änder|alle |Behörden|öffentlich|Träger|jede", binds
    )


def _practice(evidence: Evidence) -> list[Sentence]:
    """What was done and what came of it, and where the sources differ."""
    passage = evidence.ranked.passage
    sentences = split_sentences(passage.text)
    lesson = [s for s in sentences if s.startswith("Lehre")][:1]
    quote = sentences[0]
    said = [
        Sentence(text=f"{passage.title}: {quote}", tokens=(evidence.token,), quotes=(quote,), part="practice")
    ]
    said += [Sentence(text=s, tokens=(evidence.token,), quotes=(s,), part="practice") for s in lesson]
    if "Studie" in passage.note:
        note = Composition.SOURCES_DIFFER.format(note=passage.note)
        said.append(Sentence(text=note, tokens=(evidence.token,), quotes=(quote,), part="practice"))
    return said


def _uploads(evidence: Sequence[Evidence], relevance: Relevance) -> list[Sentence]:
    candidates = sorted(_candidates(evidence, relevance), key=lambda c: -c.fit)[:2]
    return [
        Sentence(text=c.text, tokens=(c.evidence.token,), quotes=(c.text,), part="upload")
        for c in sorted(candidates, key=lambda c: c.place)
    ]


def _verbatim(evidence: Evidence, quote: str, part: Literal["lead", "study"]) -> Sentence:
    full_text = evidence.ranked.passage.origin is PassageOrigin.FULL_TEXT
    text = Composition.VERBATIM.format(sentence=quote) if full_text else quote
    return Sentence(text=text, tokens=(evidence.token,), quotes=(quote,), part=part)


def _reading_order(passage: Passage) -> tuple[str, int]:
    stem, _, number = passage.id.rpartition("-")
    return stem, int(number) if number.isdigit() else 0


def _alike(a: set[str], b: set[str]) -> bool:
    """Whether two sentences, given by their stems, say the same."""
    return len(a & b) >= _SAME * max(1, min(len(a), len(b)))
