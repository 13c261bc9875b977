"""Finds footnotes at the foot of pages by their numbers, and the markers in the text that call them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.sources.study.lines import ANCHOR, Line
from ingest.sources.study.typeset import Typeset

_START = re.compile(r"\s*(\d{1,2})\s?(?=[A-ZÄÖÜ„»(]|vgl|siehe|ebd|http)")
_STYLED_START = re.compile(r"\s*(\d+)\s")


@dataclass(frozen=True, slots=True)
class Marker:
    """The digits (and anchor) in the text that call a footnote: line number, column and length."""

    line: int
    column: int
    length: int


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote: its number, its lines, the column where its text begins in the first, its marker."""

    number: int
    lines: tuple[Line, ...]
    column: int
    marker: Marker


def take_footnotes(lines: Sequence[Line], typeset: Typeset) -> tuple[list[Line], list[Footnote]]:
    """The lines without footnotes, and the footnotes.

    A footnote begins with a higher number than the one before, has its marker further up on the page,
    and lasts to the next footnote or the end of the page; without pages, to the end of its paragraph.
    """
    body: list[Line] = []
    notes: list[Footnote] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        start = (_STYLED_START if line.style == "footnote" else _START).match(line.text)
        number = int(start[1]) if start else 0
        marker = None
        if number > (notes[-1].number if notes else 0):
            marker = _find_marker([above for above in body if _near(above, line)], number)
        if start is None or marker is None:
            body.append(line)
            index += 1
            continue
        stop = _end(lines, index, number, typeset)
        notes.append(Footnote(number, tuple(lines[index:stop]), start.end(), marker))
        index = stop
    return body, notes


def _near(above: Line, note: Line) -> bool:
    """Whether a marker can stand in a line: the same page, or for DOCX the paragraph just before."""
    return above.number >= note.number - 4 if note.style == "footnote" else above.page == note.page


def _find_marker(lines: Sequence[Line], number: int) -> Marker | None:
    """The last place where the format marks the number, else right after a sentence, else after a word."""
    anchored = re.compile(rf"{ANCHOR}{number}(?!\d)")
    after_mark = re.compile(rf"(?<=[.,;:!?“”)])(?<!\d[.,]){number}(?=\s|$)")
    after_word = re.compile(rf"(?<=[a-zäöüß]){number}(?=[\s.,;:)]|$)")
    detached = re.compile(rf"(?<=[.!?“”]\s){number}(?=\s+[A-ZÄÖÜ„]|\s*$)")
    for pattern in (anchored, after_mark, after_word, detached):
        for line in reversed(lines):
            for found in reversed(list(pattern.finditer(line.text))):
                return Marker(line.number, found.start(), len(found[0]))
    return None


def _end(lines: Sequence[Line], first: int, number: int, typeset: Typeset) -> int:
    """Index after the last line of footnote `number`, which begins at `first`."""
    if lines[first].style == "footnote":
        return first + 1
    paged = lines[-1].page > 1
    for index in range(first + 1, len(lines)):
        line = lines[index]
        following = _START.match(line.text)
        if line.page != lines[first].page or (following and int(following[1]) == number + 1):
            return index
        if not paged and (line.gap > 1 or typeset.paragraph_ends(lines[index - 1], line)):
            return index
    return len(lines)
