"""How well computed filing finds what people filed: provisions and examples held out, a fifth at a time.

A row that is held out takes all its wordings along. A provision is judged by its official wording where
the index has it, since that is what a norm without a row is filed by; else by our digest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.evaluation.report import FilingGroup, pooled
from assistant.index.filing import SURE_ENOUGH, Filing
from assistant.index.generation import open_current
from assistant.models import Passage, PassageOrigin, SourceKind
from assistant.provisions import Provisions
from assistant.settings import Settings

FOLDS = 5
CHAPTERS = {"principles": "3.", "levels": "2.", "measures": "4."}
# What follows in a digest says why the study cares, in the study's words: no norm says that of itself.
_REASON = " Bedeutung: "

Judged = tuple[Passage, Mapping[str, float]]  # a row, and how surely it belongs to each part


def measure_served(settings: Settings) -> tuple[FilingGroup, ...]:
    """Measure on the rows of the published generation. Takes some seconds.

    Raises IndexUnavailableError when there is none.
    """
    generation = open_current(settings)
    try:
        provisions = Provisions(generation)
        wordings = {
            unit: _as_filed(wording)
            for unit in generation.passages.units(SourceKind.LAW)
            if (wording := provisions.wording(unit))
        }
        return measure_filing(generation.passages.all(), wordings)
    finally:
        generation.close()


def measure_filing(
    passages: Sequence[Passage], wordings: Mapping[str, str] | None = None
) -> tuple[FilingGroup, ...]:
    """Figures per kind of source and chapter of the framework; groups without rows are left out.

    Args:
        wordings: official wording by unit of a provision.
    """
    rows = {p.unit: p for p in passages if p.origin in (PassageOrigin.DIGEST, PassageOrigin.EXAMPLE)}
    judged: list[Judged] = []
    for fold in range(FOLDS):
        held_out = [row for n, (_, row) in enumerate(sorted(rows.items())) if n % FOLDS == fold and row.parts]
        units = {row.unit for row in held_out}
        filing = Filing.fit([p for p in passages if p.unit not in units])
        texts = [(wordings or {}).get(row.unit) or _own_words(row) for row in held_out]
        for row, confidences in zip(held_out, filing.confidences(texts), strict=True):
            judged.append((row, dict(zip(filing.parts, confidences.tolist(), strict=True))))
    return tuple(
        _group(kind, chapter, of_kind)
        for kind in (SourceKind.LAW, SourceKind.PRACTICE)
        if (of_kind := [one for one in judged if one[0].kind is kind])
        for chapter in CHAPTERS
    )


def _group(kind: SourceKind, chapter: str, judged: Sequence[Judged]) -> FilingGroup:
    shares: dict[str, list[tuple[float, float]]] = {
        name: [] for name in ("precision", "recall", "best_is_right", "coverage")
    }
    for row, confidences in judged:
        right = {part for part in row.parts if part.startswith(CHAPTERS[chapter])}
        scored = {part: sure for part, sure in confidences.items() if part.startswith(CHAPTERS[chapter])}
        named = {part for part, sure in scored.items() if sure >= SURE_ENOUGH}
        shares["precision"].append((len(named & right), len(named)))
        shares["recall"].append((len(named & right), len(right)))
        if scored and right:
            shares["best_is_right"].append((max(scored, key=lambda part: scored[part]) in right, 1))
        shares["coverage"].append((bool(named), 1))
    judgeable = {name: [share for share in all_ if share[1]] for name, all_ in shares.items()}
    return FilingGroup(
        kind=kind,
        chapter=chapter,
        rows=len(judged),
        figures={name: pooled(some) for name, some in judgeable.items() if some},
    )


def _own_words(row: Passage) -> str:
    return f"{row.title}. {row.text.partition(_REASON)[0]}"


def _as_filed(wording: Sequence[Passage]) -> str:
    """As `ingest` files it: the norm's title without its citation, then the text."""
    title = wording[0].title.partition(": ")[2]
    return f"{title}. " + "\n".join(passage.text for passage in wording)
