"""A law as it was published: header, norms, paragraphs. Readers make these values, the index keeps them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

NormUnit = Literal["§", "Art.", "Anlage", "Erwägungsgrund", ""]


@dataclass(frozen=True, slots=True)
class LawHeader:
    """What is known of a law as a whole.

    Attributes:
        slug: name of its folder and of its official address: "gwb", "bdsg_2018", "eu-32016r0679".
        doknr: official document number ("BJNR252110998") or CELEX number ("32016R0679").
        name: short form as it is cited and as `german.citations` writes it: "GWB", "SGB IX", "DSGVO".
        names: every short form it goes by, `name` first: ("BauGB", "BBauG").
        title: full official title.
        stand: official comments on the state of the text, verbatim; "" when the file gives none.
        built: ISO date on which the official file was made (not a date of the text, not the retrieval).
        retrieved: ISO date on which this version of the file was fetched; "" when it is not known.
        url: official page of the law.
        source: name of the publisher, "gesetze-im-internet.de" or "EUR-Lex".
    """

    slug: str
    doknr: str
    name: str
    names: tuple[str, ...]
    title: str
    stand: str
    built: str
    retrieved: str
    url: str
    source: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One Absatz, or the whole text of what has none. Items of lists stand on lines of their own."""

    number: str  # "1", "2a"; "" for text without a number
    text: str


@dataclass(frozen=True, slots=True)
class Norm:
    """One provision, annex or recital.

    Attributes:
        id: official document number, unique in all laws ("BJNR252110998BJNE009801311"); designations
            repeat within a law, so they are no key. EU acts: "32016R0679/art-5", "…/erw-12".
        designation: as printed, blanks made ordinary: "§ 13", "Art 28", "Anlage 1", "(XXXX) §§ 57a bis 57c".
        unit, number: ("§", "13"), ("Art.", "28"), ("Anlage", "1"), ("Erwägungsgrund", "12"); both "" for
            what is not cited by number (preamble, table of contents).
        until: last number of a repealed range, else "".
        title: heading without its number.
        outline: headings above it, outermost first: ("Teil 4 Vergabe …", "Kapitel 1 …").
        paragraphs: its text in order; empty for a repealed norm.
        notes: footnotes, editorial remarks and what the file cannot show (pictures), each readable alone.
        repealed: the norm is there in name only.
        url: official page of the norm.
    """

    id: str
    designation: str
    unit: NormUnit
    number: str
    until: str
    title: str
    outline: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]
    notes: tuple[str, ...]
    repealed: bool
    url: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a norm of a good size to find and to quote: a paragraph, or a part of a long one.

    `lead` is the sentence that a cut list begins with, repeated so that the piece reads alone; "" else.
    """

    paragraph: str
    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class FiledNorm:
    """A norm with what the corpus knows of it: ready to be kept in the index.

    `parts` are the ids of the principles, levels and measures it belongs to, `confidence` (0..1) says
    how surely; 1.0 when a person has filed it.
    """

    norm: Norm
    pieces: tuple[Piece, ...]
    binds: str | None = None
    parts: tuple[str, ...] = ()
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class LawSource:
    """A law that can be read when it is needed.

    `digest` (sha256) changes whenever `load` would give something else: other file, reader or filing.
    """

    slug: str
    digest: str
    load: Callable[[], tuple[LawHeader, Iterator[FiledNorm]]]
