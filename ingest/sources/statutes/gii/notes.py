"""What is said about a norm and is not its text: footnotes, editorial remarks, pictures that are missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from ingest.sources.statutes.gii.page import Page
from ingest.sources.statutes.gii.setting import on_one_line, set_content

_OPEN, _CLOSE = "(+++", "+++)"  # the editors' brackets around a remark
_BETWEEN_REMARKS = re.compile(r"(?<=\+\+\+\))\s+")
_LISTED = 3  # more missing pictures than these are counted, not listed


def footnote_marks(text: etree._Element | None) -> dict[str, str]:
    """The printed mark of every footnote ("*)") by its id."""
    return {
        id: "".join(note.get(part, "") for part in ("Prefix", "FnZ", "Postfix"))
        for note in (() if text is None else text.iterfind("Footnotes/Footnote"))
        if (id := note.get("ID"))
    }


def read_notes(data: etree._Element | None, page: Page) -> tuple[str, ...]:
    """The notes of a norm, each readable alone.

    Args:
        data: its `textdaten` element, if it has one.
        page: on which its text has been set; it knows the remarks that stood there and what is missing.
    """
    if data is None:
        return ()
    notes = []
    for note in data.iterfind("text/Footnotes/Footnote"):
        text, sign = on_one_line(note, page), note.get("FnZ", "")
        notes.append(f"Fußnote {sign}: {text}" if sign and text else text)
    aside = page.aside()
    for block in data.iterfind("fussnoten"):
        set_content(block, aside)
    remarks = list(_remarks([line.text for line in aside.take_lines()]))
    notes += [*page.remarks, *remarks, *_missing("Abbildung", page.pictures), *_missing("Datei", page.files)]
    return tuple(note for note in notes if note)


def _remarks(lines: Sequence[str]) -> Iterator[str]:
    """A remark a line, without the editors' brackets; what a bracket holds is one remark even over lines."""
    waiting: list[str] = []  # the lines of a remark whose bracket is still open
    for part in (part for line in lines for part in _BETWEEN_REMARKS.split(line)):
        if waiting and part.startswith(_OPEN):  # the one before was never closed
            yield _unwrapped(waiting)
            waiting = []
        waiting.append(part)
        if not waiting[0].startswith(_OPEN) or part.endswith(_CLOSE):
            yield _unwrapped(waiting)
            waiting = []
    if waiting:
        yield _unwrapped(waiting)


def _unwrapped(lines: Sequence[str]) -> str:
    remark = " ".join(lines)
    return remark.removeprefix(_OPEN).removesuffix(_CLOSE).strip() if remark.startswith(_OPEN) else remark


def _missing(what: str, names: Sequence[str]) -> Iterator[str]:
    """One note for all that the file points to but does not hold."""
    plural = {"Abbildung": "Abbildungen", "Datei": "Dateien"}[what]
    quoted = [f"„{name}“" for name in names]
    if len(names) == 1:
        yield f"{what} {quoted[0]} fehlt hier: siehe amtliche Seite."
    elif 1 < len(names) <= _LISTED:
        yield f"{plural} {', '.join(quoted[:-1])} und {quoted[-1]} fehlen hier: siehe amtliche Seite."
    elif names:
        yield f"{len(names)} {plural} ({quoted[0]} bis {quoted[-1]}) fehlen hier: siehe amtliche Seite."
