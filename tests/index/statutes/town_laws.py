"""Made-up laws of a town, small enough to see what is where."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from assistant.errors import AssistantError
from assistant.index import folders
from assistant.index.embedding import Embedder
from assistant.index.statutes import shelves
from assistant.index.statutes.shelf import StatuteShelf, open_shelf
from assistant.index.statutes.update import ShelfReport, update_shelf
from assistant.settings import Settings
from assistant.statute import FiledNorm, LawHeader, LawSource, Norm, NormUnit, Paragraph, Piece


def norm(
    designation: str,
    *texts: str,
    title: str = "",
    until: str = "",
    repealed: bool = False,
    outline: tuple[str, ...] = ("Teil 1 Allgemeines",),
    notes: tuple[str, ...] = (),
    parts: tuple[str, ...] = (),
    binds: str | None = None,
    lead: str = "",
) -> FiledNorm:
    """A norm with one paragraph and piece per text; its id is completed by `law`."""
    unit, number = _cited(designation)
    numbers = [str(n) if len(texts) > 1 else "" for n in range(1, len(texts) + 1)]
    return FiledNorm(
        Norm(
            id="",
            designation=designation,
            unit=unit,
            number=number,
            until=until,
            title=title,
            outline=outline,
            paragraphs=tuple(map(Paragraph, numbers, texts)),
            notes=notes,
            repealed=repealed,
            url="",
        ),
        tuple(Piece(number, text, lead) for number, text in zip(numbers, texts, strict=True)),
        binds=binds,
        parts=parts,
        confidence=1.0 if parts else 0.0,
    )


def law(
    slug: str,
    *norms: FiledNorm | AssistantError,
    names: Sequence[str] = (),
    stand: str = "Zuletzt geändert durch Satzung v. 3.2.2026",
    built: str = "2026-02-04",
    retrieved: str = "2026-11-24",
    read: list[str] | None = None,
    ids: str = "",
) -> LawSource:
    """A law with these norms in order; an error among them is raised where it stands.

    `read` notes the slug whenever the law is read; `ids` begins its norms' ids (by default the slug).
    """
    names = names or (f"{slug.capitalize()}G",)
    header = LawHeader(
        slug=slug,
        doknr=f"BJNR-{slug}",
        name=names[0],
        names=tuple(names),
        title=f"Gesetz über {slug}",
        stand=stand,
        built=built,
        retrieved=retrieved,
        url=f"https://recht.example/{slug}/",
        source="recht.example",
    )

    def load() -> tuple[LawHeader, Iterator[FiledNorm]]:
        if read is not None:
            read.append(slug)
        return header, filed()

    def filed() -> Iterator[FiledNorm]:
        for place, item in enumerate(norms, start=1):
            if isinstance(item, AssistantError):
                raise item
            yield _with_id(item, f"{ids or slug}-{place}")

    return LawSource(slug, hashlib.sha256(repr((header, norms, ids)).encode()).hexdigest(), load)


def update(
    settings: Settings, laws: Sequence[LawSource], embedder: Embedder, report: Callable
) -> ShelfReport:
    """Update as a build does it: as the only writer."""
    with folders.writing(settings.index_dir):
        return update_shelf(settings, laws, embedder, report)


def folder_of(settings: Settings, report: ShelfReport) -> Path:
    return shelves.folder_of(settings.index_dir, report.key)


def opened(settings: Settings, report: ShelfReport) -> StatuteShelf:
    return open_shelf(settings, folder_of(settings, report))


def texts_of(shelf: StatuteShelf) -> dict[str, list[str]]:
    """What stands in every norm of every law, in order: designation and text."""
    return {
        entry.header.slug: [
            f"{n.designation}: {' '.join(p.text for p in shelf.passages(n.id))}"
            for n in shelf.norms(entry.header.slug)
        ]
        for entry in shelf.laws()
    }


def _with_id(filed: FiledNorm, id_: str) -> FiledNorm:
    fields = {name: getattr(filed.norm, name) for name in Norm.__slots__} | {"id": id_}
    return FiledNorm(Norm(**fields), filed.pieces, filed.binds, filed.parts, filed.confidence)


def _cited(designation: str) -> tuple[NormUnit, str]:
    units: dict[str, NormUnit] = {
        "§": "§",
        "Art": "Art.",
        "Anlage": "Anlage",
        "Erwägungsgrund": "Erwägungsgrund",
    }
    unit, _, number = designation.removeprefix("(XXXX) §").removeprefix("§").strip().partition(" ")
    if designation.startswith(("§", "(XXXX)")):
        return "§", unit
    return (units[unit], number) if unit in units else ("", "")
