"""Step 4 without a language model: a short answer out of the best-supported sentences.

The summary of the best study section leads, or the one sentence that meets a factual question; the
best-fitting sentences of its card follow in reading order, then related sections, law and practice.
Sentences are taken whole and word for word, so that every one of them is its own quote.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from assistant.answering.detail import missing_detail
from assistant.answering.evidence import Draft, Evidence, Sentence
from assistant.answering.refuse import EXTRACTIVE
from assistant.german.analysis import stems
from assistant.german.sentences import split_sentences
from assistant.messages_de import Composition
from assistant.models import Completeness, Passage, PassageOrigin, SourceKind

# (unit, texts) -> how well each text fits the question; see LearnedIndex.relevance
Relevance = Callable[[str, Sequence[str]], np.ndarray]

_STUDY_SENTENCES = 3  # beside the lead
_LONGEST = 330
_SHORTEST = 35
_SAME = 0.55  # shared stems from which on two sentences say the same
_LEAD_MARGIN = 1.25  # by how much a sentence must fit better than the summary to lead
_WEAK = 0.35  # calibrated score under which the best section answers a question only in part

# A sentence that opens like this leans on the one before it.
_LEANING = re.compile(
    r"(?:Sie|Er|Es|Dies\w*|Das|Dort|Dem|Den|Denn|Da\w{2,6}|Deshalb|Solche\w*|So|Auch|Zudem|Außerdem|Beide\w*|Hier\w*"
    r"|Erstens|Zweitens|Drittens|Aber|Doch|Und|Oder|Vielmehr|Ihr\w*|Ihm|Ihnen|Anders|Stattdessen|Zugleich|Sonst"
    r"|Einerseits|Andererseits|Schließlich|Ebenso|Genannt|Gemeint|Jene\w*|Erst|Nur|Weiter|Ferner|Umgekehrt)\b"
)
_LABEL = re.compile(r"^\**([^:*]{2,90})\**:\s+(?=[A-ZÄÖÜ„])")


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
        *_study(by_kind[SourceKind.STUDY], relevance),
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


def _study(evidence: Sequence[Evidence], relevance: Relevance) -> list[Sentence]:
    units = [list(group) for _, group in groupby(evidence, key=lambda e: e.ranked.passage.unit)]
    if not units:
        return []
    main = _main_section(units[0], relevance)
    return main + [s for unit in units[1:] if (s := _related(unit, main))]


def _main_section(evidence: Sequence[Evidence], relevance: Relevance) -> list[Sentence]:
    summary = next((e for e in evidence if e.ranked.passage.id.endswith("/kurz")), None)
    candidates = _candidates([e for e in evidence if e is not summary], relevance)
    best = max(candidates, key=lambda c: c.fit, default=None)
    said: list[Sentence] = []
    if summary is not None:
        summary_fit = float(relevance(_unit(summary), [summary.ranked.passage.text])[0])
        if best is None or best.fit < summary_fit * _LEAD_MARGIN or _LEANING.match(best.text):
            said.append(_verbatim(summary, summary.ranked.passage.text, "lead"))
    if not said and best is not None:
        said.append(_verbatim(best.evidence, best.text, "lead"))
    chosen: list[Candidate] = []
    heard = [set(stems(s.text)) for s in said]
    for candidate in sorted(candidates, key=lambda c: -c.fit):
        if len(chosen) == _STUDY_SENTENCES:
            break
        own = set(stems(candidate.text))
        if not _LEANING.match(candidate.text) and not any(_alike(own, other) for other in heard):
            chosen.append(candidate)
            heard.append(own)
    chosen.sort(key=lambda c: c.place)
    return said + [_verbatim(c.evidence, c.text, "study") for c in chosen]


def _candidates(evidence: Sequence[Evidence], relevance: Relevance) -> list[Candidate]:
    found = [
        (sentence, e, (i, j))
        for i, e in enumerate(sorted(evidence, key=lambda e: _reading_order(e.ranked.passage)))
        for j, sentence in enumerate(split_sentences(e.ranked.passage.text))
        if _SHORTEST <= len(sentence) <= _LONGEST and not sentence.endswith("?")
    ]
    if not found:
        return []
    fits = relevance(_unit(evidence[0]), [sentence for sentence, _, _ in found])
    return [Candidate(s, e, place, float(fit)) for (s, e, place), fit in zip(found, fits, strict=True)]


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


def _verbatim(evidence: Evidence, quote: str, part: str) -> Sentence:
    text = quote
    if evidence.ranked.passage.origin is PassageOrigin.FULL_TEXT:
        text = Composition.VERBATIM.format(sentence=quote)
    elif label := _LABEL.match(quote):
        text = f"{label[1]}: {quote[label.end() :]}"
    return Sentence(text=text, tokens=(evidence.token,), quotes=(quote,), part=part)


def _unit(evidence: Evidence) -> str:
    return evidence.ranked.passage.unit


def _reading_order(passage: Passage) -> tuple[str, int]:
    stem, _, number = passage.id.rpartition("-")
    return stem, int(number) if number.isdigit() else 0


def _alike(a: set[str], b: set[str]) -> bool:
    """Whether two sentences, given by their stems, say the same."""
    return len(a & b) >= _SAME * max(1, min(len(a), len(b)))
