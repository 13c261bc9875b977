"""The sources as a library: browsed in the corpus's order, or found by the search that answers rest on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.framework import Framework
from assistant.german.highlight import Marker, Run
from assistant.index.generation import Generation
from assistant.models import Passage, SourceKind
from assistant.retrieval import CITED, RankedUnit, Retrieval, Searcher

PAGE = 25  # entries
# The ranking puts every unit somewhere. Above this it is worth a look; answers need far more.
_WORTH_A_LOOK = 0.1
# A kind in which no word of the query occurs is searched by likeness alone. Mean cosine of the nearest
# three wordings: words with a typing error reach 0.08 and more, 10 of 10 strings of noise 0.06 and less.
_LIKE_ANYTHING = 0.07
_LOOKED_INTO = 40  # passages of a kind in which all words of the query are looked for


@dataclass(frozen=True)
class Entry:
    """A study section, provision, practice example or own document.

    Attributes:
        passage: the one nearest to the query; when browsing the first, which sums the entry up.
        title, excerpt: texts of the passage in runs, the query's words marked.
        parts: ids of the principles, levels and measures it belongs to, a study section's own included.
        score: of the search, 0..1; None when browsing.
    """

    passage: Passage
    title: tuple[Run, ...]
    excerpt: tuple[Run, ...]
    parts: tuple[str, ...]
    score: float | None = None

    @property
    def is_marked(self) -> bool:
        """Whether words of the query stand in it; otherwise the search knows it from other wordings."""
        return any(run.marked for run in (*self.title, *self.excerpt))


@dataclass(frozen=True)
class Found:
    """Some of the entries that fit, and how many there are: in all, and of each kind before choosing one."""

    entries: tuple[Entry, ...]
    total: int
    counts: Mapping[SourceKind, int]


class Library:
    """One open generation as a library. Makes itself in no time; holds nothing of its own."""

    def __init__(self, framework: Framework, generation: Generation, searcher: Searcher):
        self._framework = framework
        self._generation = generation
        self._searcher = searcher

    def find(
        self,
        query: str = "",
        kind: SourceKind | None = None,
        part: str | None = None,
        start: int = 0,
        limit: int = PAGE,
    ) -> Found:
        """Entries `start` to `start + limit` of those that fit.

        Args:
            query: words or a question; best first then. Without one, all entries in the corpus's order.
                Official wording without a digest is only found, never browsed.
            kind: only of this kind.
            part: only what belongs to this principle, level or measure.
        """
        marker = Marker(query)
        retrieval = self._searcher.search(query) if query.strip() else None
        units = self._everything() if retrieval is None else self._relevant(retrieval, marker)
        if part is not None:
            units = [unit for unit in units if part in self._parts(self._first_passage(unit))]
        counts = {k: sum(unit.kind is k for unit in units) for k in SourceKind}
        chosen = [unit for unit in units if kind in (None, unit.kind)]
        entries = tuple(self._entry(unit, retrieval, marker) for unit in chosen[start : start + limit])
        return Found(entries, len(chosen), counts)

    def _everything(self) -> list[RankedUnit]:
        kinds = self._generation.kinds
        return [
            RankedUnit(unit, kind, 0.0) for kind in kinds for unit in self._generation.passages.units(kind)
        ]

    def _relevant(self, retrieval: Retrieval, marker: Marker) -> list[RankedUnit]:
        """What the search thinks near, and whatever holds all words of the query; best first."""
        kept: dict[str, RankedUnit] = {}
        for kind, ranked in retrieval.units.items():
            enough = _WORTH_A_LOOK if self._is_spoken_of(retrieval, kind) else CITED
            holding = self._holding(retrieval.question, kind, marker)
            kept |= {u.unit: u for u in ranked if u.score >= enough or u.unit in holding}
        for norm in retrieval.norms:
            if norm.score >= _WORTH_A_LOOK or marker.holds_all(
                _text(self._searcher.provisions.wording(norm.unit))
            ):
                kept.setdefault(norm.unit, norm)
        return sorted(kept.values(), key=lambda unit: (-unit.score, unit.unit))

    def _is_spoken_of(self, retrieval: Retrieval, kind: SourceKind) -> bool:
        """Whether the query's words, or words like them, occur in texts or wordings of a kind at all."""
        if kind is SourceKind.UPLOAD:  # scored by likeness, not by rank
            return True
        if self._generation.keywords.units("stems", retrieval.question, kind, 1):
            return True
        near = (value for unit, value in retrieval.learned.similar.items() if unit.startswith(f"{kind}:"))
        return max(near, default=0.0) >= _LIKE_ANYTHING

    def _holding(self, query: str, kind: SourceKind, marker: Marker) -> set[str]:
        """Units with a passage that holds all words of the query."""
        hits = self._generation.keywords.passages("stems", query, kind, _LOOKED_INTO)
        passages = self._generation.passages.get_many([hit.id for hit in hits])
        return {passage.unit for passage in passages if marker.holds_all(_text([passage]))}

    def _entry(self, unit: RankedUnit, retrieval: Retrieval | None, marker: Marker) -> Entry:
        passage = self._first_passage(unit) if retrieval is None else self._nearest(unit, retrieval, marker)
        return Entry(
            passage=passage,
            title=marker.runs(passage.title),
            excerpt=marker.excerpt(passage.text),
            parts=self._parts(passage),
            score=None if retrieval is None else unit.score,
        )

    def _nearest(self, unit: RankedUnit, retrieval: Retrieval, marker: Marker) -> Passage:
        if unit in retrieval.norms:  # found by its words, so the piece that holds most of them is the one
            nearest = max(self._searcher.provisions.wording(unit.unit), key=lambda p: marker.held(p.text))
            if marker.held(nearest.text):
                return nearest
        return self._searcher.passages_of(retrieval, unit, 1)[0].passage

    def _first_passage(self, unit: RankedUnit) -> Passage:
        shown: Sequence[Passage] = self._generation.passages.shown_of_unit(unit.unit)
        return (shown or self._searcher.provisions.wording(unit.unit))[0]

    def _parts(self, passage: Passage) -> tuple[str, ...]:
        """What the passage is filed under; a section also belongs to those that the framework links it with."""
        parts = set(passage.parts)
        if passage.section is not None:
            links = self._framework.neighbours(passage.section)
            parts |= {passage.section, *(link.target for link in links)}
        return tuple(sorted(part for part in parts if self._framework.kind(part) != "context"))


def _text(passages: Iterable[Passage]) -> str:
    return "\n".join(f"{passage.title}\n{passage.text}" for passage in passages)
