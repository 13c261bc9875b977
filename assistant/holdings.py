"""What a generation holds, source by source, and in which state: for those who look after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.index.generation import Generation
from assistant.models import Passage, PassageOrigin, SourceKind


@dataclass(frozen=True)
class HeldCard:
    """A card of the study; `passages` counts those that can be shown, `wordings` everyday ones."""

    section: str
    title: str
    passages: int
    wordings: int
    full_text: bool


@dataclass(frozen=True)
class HeldSource:
    """A reviewed digest of a provision, or a practice example.

    Attributes:
        id: of the passage that shows it.
        verified: it was checked against its source.
        stale: the provision's wording has changed since.
        stand: official state of the wording at the review, verbatim, or "".
    """

    id: str
    name: str
    title: str
    verified: bool
    stale: bool = False
    stand: str = ""
    url: str | None = None
    note: str = ""


@dataclass(frozen=True)
class HeldLaw:
    """A law in its official wording. `built` is the ISO date of the official file."""

    name: str
    title: str
    stand: str
    built: str
    retrieved: str
    norms: int
    url: str


@dataclass(frozen=True)
class Holdings:
    """Everything that is served, without its texts."""

    full_study: bool
    cards: tuple[HeldCard, ...]
    provisions: tuple[HeldSource, ...]
    practice: tuple[HeldSource, ...]
    laws: tuple[HeldLaw, ...]
    failed_laws: tuple[str, ...]  # German sentences on laws that could not be read
    documents: frozenset[str]  # ids of own documents that are searched

    @property
    def stale(self) -> tuple[HeldSource, ...]:
        return tuple(p for p in self.provisions if p.stale)

    @property
    def unverified(self) -> tuple[HeldSource, ...]:
        return tuple(source for source in (*self.provisions, *self.practice) if not source.verified)


def holdings_of(generation: Generation) -> Holdings:
    """Look through the passages once; a few hundred units."""
    store = generation.passages
    return Holdings(
        full_study=generation.manifest.full_study,
        cards=tuple(_card(unit, store.of_unit(unit)) for unit in store.units(SourceKind.STUDY)),
        provisions=_sources(generation, SourceKind.LAW),
        practice=_sources(generation, SourceKind.PRACTICE),
        laws=_laws(generation),
        failed_laws=generation.statutes.manifest.failed if generation.statutes else (),
        documents=frozenset(unit.partition(":")[2] for unit in store.units(SourceKind.UPLOAD)),
    )


def _card(unit: str, passages: Sequence[Passage]) -> HeldCard:
    return HeldCard(
        section=unit.partition(":")[2],
        title=passages[0].title,
        passages=sum(p.shown for p in passages),
        wordings=sum(not p.shown for p in passages),
        full_text=any(p.origin is PassageOrigin.FULL_TEXT for p in passages),
    )


def _sources(generation: Generation, kind: SourceKind) -> tuple[HeldSource, ...]:
    store = generation.passages
    firsts = (store.shown_of_unit(unit)[:1] for unit in store.units(kind))
    return tuple(
        HeldSource(
            id=p.id,
            name=p.provision or p.practice or p.title,
            title=p.title,
            verified=p.verified,
            stale=p.stale,
            stand=p.stand or "",
            url=p.url,
            note=p.note,
        )
        for first in firsts
        for p in first
    )


def _laws(generation: Generation) -> tuple[HeldLaw, ...]:
    if generation.statutes is None:
        return ()
    laws = (
        HeldLaw(
            name=law.header.name,
            title=law.header.title,
            stand=law.header.stand,
            built=law.header.built,
            retrieved=law.header.retrieved,
            norms=law.norms,
            url=law.header.url,
        )
        for law in generation.statutes.laws()
    )
    return tuple(sorted(laws, key=lambda law: law.name.casefold()))
