"""What the shelf gives out: laws, norms, hits."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.statute import LawHeader, NormUnit


@dataclass(frozen=True, slots=True)
class ShelfLaw:
    """A law on the shelf, the number of its norms (repealed ones included) and the digest of its source."""

    header: LawHeader
    norms: int
    digest: str


@dataclass(frozen=True, slots=True)
class NormEntry:
    """A norm without its text. Fields as in `Norm` and `FiledNorm`."""

    id: str
    law: LawHeader
    designation: str
    unit: NormUnit
    number: str
    until: str
    title: str
    outline: tuple[str, ...]
    notes: tuple[str, ...]
    repealed: bool
    url: str
    binds: str | None
    parts: tuple[str, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class NormHit:
    """A found norm with what each search says of it.

    `stems` and `grams` are BM25 scores (above 0, unbounded), `dense` is a cosine (-1..1); 0 where that
    search did not have the norm among its best.
    """

    norm_id: str
    stems: float = 0.0
    grams: float = 0.0
    dense: float = 0.0
