"""Norms and their pieces as passages: made when they are asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

from assistant.index.statutes.entries import NormEntry
from assistant.models import Passage, PassageOrigin, SourceKind
from assistant.statute import LawHeader, Piece

PREFIX = "statute/"
_REPEALED = "weggefallen"
_LONGEST_NOTE = 300  # characters


def norm_of(id_: str) -> str | None:
    """The norm whose passage this is; None for what cannot be one."""
    norm_id, _, n = id_.removeprefix(PREFIX).rpartition("/")
    return norm_id if id_.startswith(PREFIX) and norm_id and n.isdigit() else None


def passages_of(norm: NormEntry, pieces: Sequence[Piece]) -> list[Passage]:
    """One per piece; a norm without text has one that says what it is called, or that it is repealed."""
    printed = f"({_REPEALED.capitalize()})" if norm.repealed else norm.title or norm.designation
    return [_passage(norm, n, piece) for n, piece in enumerate(pieces or [Piece("", printed)], start=1)]


def cited_as(norm: NormEntry, paragraph: str = "") -> str:
    """Canonical citation: "§ 97 Abs. 4 GWB", "Anlage 2 KSG", "Präambel GG"; of a range "§§ 8 bis 10 BauGB"."""
    place = [norm.unit, norm.number] if norm.unit else [norm.designation]
    if norm.until:
        place = ["§§" if norm.unit == "§" else norm.unit, norm.number, "bis", norm.until]
    if paragraph:
        place += ["Abs.", paragraph]
    return " ".join(part for part in (*place, norm.law.name) if part)


def _passage(norm: NormEntry, n: int, piece: Piece) -> Passage:
    provision, name = cited_as(norm, piece.paragraph), cited_as(norm)
    passage = Passage(
        id=f"{PREFIX}{norm.id}/{n}",
        kind=SourceKind.LAW,
        origin=PassageOrigin.FULL_TEXT,
        unit=f"law:{norm.id}",
        title=f"{name}: {norm.title}" if norm.title else name,
        text=f"{piece.lead}\n{piece.text}" if piece.lead else piece.text,
        locator=provision,
        heading_path=(*norm.outline, norm.title) if norm.title else norm.outline,
        provision=provision,
        principles=_of_chapter("3.", norm.parts),
        levels=_of_chapter("2.", norm.parts),
        measures=_of_chapter("4.", norm.parts),
        url=norm.url or norm.law.url or None,
        stand=stand_of(norm.law),
        binds=norm.binds,
        note=_note(norm),
        digest="",
    )
    content = passage.model_dump_json(exclude={"digest"})
    return passage.model_copy(update={"digest": hashlib.sha256(content.encode()).hexdigest()})


def stand_of(law: LawHeader) -> str:
    """The official comments verbatim, with the dates of the file: several dates, none of them computed."""
    dates = f"Amtliche Datei vom {_german(law.built)}" if law.built else "Amtliche Datei ohne Datum"
    if law.retrieved:
        dates += f", abgerufen am {_german(law.retrieved)}"
    return f"{law.stand or 'keine Änderungsangabe'} ({dates})"


def _note(norm: NormEntry) -> str:
    notes = [note for note in norm.notes if len(note) <= _LONGEST_NOTE]
    return " ".join([_REPEALED, *notes] if norm.repealed else notes)


def _of_chapter(chapter: str, parts: Sequence[str]) -> tuple[str, ...]:
    return tuple(part for part in parts if part.startswith(chapter))


def _german(iso: str) -> str:
    """ "2025-03-26" as "26.03.2025"; anything else as it is."""
    try:
        return date.fromisoformat(iso[:10]).strftime("%d.%m.%Y")
    except ValueError:
        return iso
