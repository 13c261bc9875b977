"""Finds footnotes at the foot of pages by their numbers, and the markers in the text that call them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.sources.study.lines import Line

_START = re.compile(r"\s*(\d{1,2})\s?(?=[A-ZÄÖÜ„»(])")


@dataclass(frozen=True, slots=True)
class Marker:
    """The digits in the text that call a footnote: line number, column and length."""

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


def take_footnotes(lines: Sequence[Line]) -> tuple[list[Line], list[Footnote]]:
    """The lines without footnotes, and the footnotes.

    A footnote begins with the next number in turn, has its marker further up on the page, and lasts
    to the next footnote or the end of the page; without pages, to the next empty line.
    """
    body: list[Line] = []
    notes: list[Footnote] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        start = _START.match(line.text)
        wanted = len(notes) + 1
        marker = None
        if start and int(start[1]) == wanted:
            marker = _find_marker([above for above in body if _near(above, line)], wanted)
        if start is None or marker is None:
            body.append(line)
            index += 1
            continue
        stop = _end(lines, index, wanted)
        notes.append(Footnote(wanted, tuple(lines[index:stop]), start.end(), marker))
        index = stop
    return body, notes


def _near(above: Line, note: Line) -> bool:
    """Whether a marker can stand in a line: the same page, or for DOCX the paragraph just before."""
    return above.number >= note.number - 4 if note.style == "footnote" else above.page == note.page


def _find_marker(lines: Sequence[Line], number: int) -> Marker | None:
    """The last place with the number right after a sentence, else right after a word."""
    after_mark = re.compile(rf"(?<=[.,;:!?“”)])(?<!\d[.,]){number}(?=\s|$)")
    after_word = re.compile(rf"(?<=[a-zäöüß]){number}(?=[\s.,;:)]|$)")
    detached = re.compile(rf"(?<=[.!?“”]\s){number}(?=\s+[A-ZÄÖÜ„]|\s*$)")
    for pattern in (after_mark, after_word, detached):
        for line in reversed(lines):
            for found in reversed(list(pattern.finditer(line.text))):
                return Marker(line.number, found.start(), len(str(number)))
    return None


def _end(lines: Sequence[Line], first: int, number: int) -> int:
    """Index after the last line of footnote `number`, which begins at `first`."""
    if lines[first].style == "footnote":
        return first + 1
    paged = lines[-1].page > 1
    for index in range(first + 1, len(lines)):
        line = lines[index]
        following = _START.match(line.text)
        if line.page != lines[first].page or (following and int(following[1]) == number + 1):
            return index
        if not paged and line.gap > 1:
            return index
    return len(lines)
