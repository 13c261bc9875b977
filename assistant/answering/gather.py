"""Step 3b: choose the evidence for an answer; study, law and practice each get their share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.answering.evidence import Evidence
from assistant.models import RankedPassage, SourceKind
from assistant.retrieval import RankedUnit, Retrieval, Searcher


@dataclass(frozen=True)
class Share:
    """How many units of a kind may speak, from which score on, and with how many passages each."""

    units: int
    at_least: float
    of_the_best: float  # share of the best unit's score that a further unit must reach
    passages: tuple[int, ...]


SHARES = {
    SourceKind.STUDY: Share(units=3, at_least=0.12, of_the_best=0.45, passages=(40, 12, 12)),
    SourceKind.LAW: Share(units=2, at_least=0.42, of_the_best=0.7, passages=(1, 1)),
    SourceKind.PRACTICE: Share(units=2, at_least=0.42, of_the_best=0.7, passages=(1, 1)),
    SourceKind.UPLOAD: Share(units=2, at_least=0.4, of_the_best=0.7, passages=(3, 2)),
}


def gather(searcher: Searcher, retrieval: Retrieval) -> tuple[Evidence, ...]:
    """Evidence in order: study, law, practice, own documents; within a kind the best unit first.

    The best study section is always among it: even a weak match is the nearest source to name.
    """
    chosen = [passage for kind in SourceKind for passage in _of_kind(searcher, retrieval, kind)]
    return tuple(Evidence(token=f"Q{i}", ranked=passage) for i, passage in enumerate(chosen, start=1))


def _of_kind(searcher: Searcher, retrieval: Retrieval, kind: SourceKind) -> Iterator[RankedPassage]:
    for unit, limit in zip(_units(retrieval, kind), SHARES[kind].passages, strict=False):
        ranked = searcher.passages_of(retrieval, unit)
        # What nobody has checked against its source is found and shown, but never stated in an answer.
        yield from [r for r in ranked if r.passage.verified][:limit]


def _units(retrieval: Retrieval, kind: SourceKind) -> list[RankedUnit]:
    share, best = SHARES[kind], retrieval.best(kind)
    if best is None:
        return []
    floor = max(share.at_least, best.score * share.of_the_best)
    kept = [unit for unit in retrieval.units[kind] if unit.score >= floor][: share.units]
    return kept or ([best] if kind is SourceKind.STUDY else [])
