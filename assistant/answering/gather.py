"""Step 3b: choose the evidence for an answer; study, law and practice each get their share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answering.evidence import Evidence
from assistant.models import Passage, RankedPassage, SourceKind
from assistant.retrieval import CITED, Retrieval, Searcher


@dataclass(frozen=True)
class Share:
    """How many units of a kind may speak, from which score on, and with how many passages each.

    `if_filed` is the lower score that suffices for what is filed under the best study section, and
    `if_wanted` for the kind that is asked for: law that merely sounds alike costs more trust than
    missing law. Who names provisions gets these and no others.
    """

    units: int
    at_least: float
    if_filed: float
    if_wanted: float
    of_the_best: float  # share of the best unit's score that a further unit must reach
    passages: tuple[int, ...]


SHARES = {
    SourceKind.STUDY: Share(
        units=3, at_least=0.12, if_filed=0.12, if_wanted=0.12, of_the_best=0.45, passages=(40, 12, 12)
    ),
    SourceKind.LAW: Share(
        units=2, at_least=0.72, if_filed=0.5, if_wanted=0.45, of_the_best=0.7, passages=(2, 2)
    ),
    SourceKind.PRACTICE: Share(
        units=2, at_least=0.72, if_filed=0.5, if_wanted=0.45, of_the_best=0.7, passages=(1, 1)
    ),
    SourceKind.UPLOAD: Share(
        units=2, at_least=0.5, if_filed=0.5, if_wanted=0.3, of_the_best=0.7, passages=(4, 2)
    ),
}


_LIKELY_NORM = 0.3  # score from which on a provision without a digest is named; see fusion.norm_score
_FOR_A_MODEL = 6  # passages of a unit
_CITED_UNITS, _CITED_PASSAGES = 4, 40  # of law, when the question names them: the digest and the wording


def gather(
    searcher: Searcher, retrieval: Retrieval, wanted: SourceKind | None = None, today: date | None = None
) -> tuple[Evidence, ...]:
    """Evidence in order: study, law, practice, own documents; within a kind the best unit first.

    The best study section is always among it: even a weak match is the nearest source to name.
    The kind that the question asks for (`wanted`) is let in on its lower score.
    """
    today = today or date.today()
    chosen = [p for kind in SourceKind for p in _of_kind(searcher, retrieval, kind, kind is wanted, today)]
    return tokens_for(chosen)


def tokens_for(passages: Sequence[RankedPassage]) -> tuple[Evidence, ...]:
    """The passages as evidence, named Q1, Q2 … in order."""
    return tuple(Evidence(token=f"Q{i}", ranked=passage) for i, passage in enumerate(passages, start=1))


def likely_norm(searcher: Searcher, retrieval: Retrieval) -> list[RankedPassage]:
    """The nearest passage of a provision without a digest, when the question is surely about it."""
    for norm in retrieval.norms[:1]:
        if norm.score >= _LIKELY_NORM:
            return searcher.passages_of(retrieval, norm, 1)
    return []


def of_provisions(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The law, and of the study what the law is filed under: who asks for a provision names no topic."""
    law = [e.ranked.passage for e in evidence if e.ranked.passage.kind is SourceKind.LAW]
    filed = {part for passage in law for part in passage.parts}
    kept = tuple(e for e in evidence if e.ranked.passage in law or e.ranked.passage.section in filed)
    return kept if law else tuple(evidence)


def for_a_model(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The part of the evidence that fits a small model's context: of every unit the nearest passages."""
    counts: Counter[str] = Counter()
    kept = []
    for e in evidence:
        unit = e.ranked.passage.unit
        counts[unit] += 1
        if counts[unit] <= _FOR_A_MODEL or e.ranked.passage.id.endswith("/kurz"):
            kept.append(e)
    return tuple(kept)


def _of_kind(
    searcher: Searcher, retrieval: Retrieval, kind: SourceKind, wanted: bool, today: date
) -> Iterator[RankedPassage]:
    share, ranked_units = SHARES[kind], retrieval.units.get(kind, ())
    section = _best_section(retrieval)
    best, spoken = (ranked_units[0].score if ranked_units else 0.0), 0
    cited = kind is SourceKind.LAW and best >= CITED
    units = _CITED_UNITS if cited else share.units
    floor = CITED if cited else share.if_wanted if wanted else share.if_filed
    said: set[str] = set()  # two digests of one provision share its wording
    for unit in ranked_units:
        if spoken == units or unit.score < max(floor, best * share.of_the_best):
            break
        # The others are found and shown, too, but never stated in an answer.
        passages = [
            r
            for r in searcher.passages_of(retrieval, unit)
            if _may_be_stated(r.passage, today) and r.passage.id not in said
        ]
        sure = wanted or unit.score >= share.at_least
        if passages and (sure or section in passages[0].passage.parts):
            passages = passages[: _CITED_PASSAGES if cited else share.passages[spoken]]
            said.update(r.passage.id for r in passages)
            yield from passages
            spoken += 1
    if kind is SourceKind.LAW and wanted and not spoken and not cited:
        yield from likely_norm(searcher, retrieval)
    if kind is SourceKind.STUDY and ranked_units and not spoken:
        yield from searcher.passages_of(retrieval, ranked_units[0], share.passages[0])


def _may_be_stated(passage: Passage, today: date) -> bool:
    """Not what nobody has checked against its source, and no document that is not valid today."""
    day = today.isoformat()
    return passage.verified and (passage.valid_from or day) <= day <= (passage.valid_until or day)


def _best_section(retrieval: Retrieval) -> str | None:
    best = retrieval.best(SourceKind.STUDY)
    return best.unit.partition(":")[2] if best else None
