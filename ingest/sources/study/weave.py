"""Joins printed lines to running text and records every character that is left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ingest.sources.study.document import Removed
from ingest.sources.study.hyphens import Hyphen, Hyphens
from ingest.sources.study.lines import Line

_HYPHEN = re.compile(r"(?<=\w)[-\u00ad]( ?)(?=\w)")


class Glyph(NamedTuple):
    """A character and where it stood in the source; line 0 marks a space made of a line end."""

    char: str
    line: int
    column: int


def glyphs(line: Line) -> list[Glyph]:
    """The characters of a line with their places."""
    return [Glyph(char, line.number, column) for column, char in enumerate(line.text)]


def weave(rows: Iterable[Sequence[Glyph]], hyphens: Hyphens) -> tuple[str, list[Removed]]:
    """Running text of the rows: single spaces, hyphens of the layout removed and listed."""
    stream = _join(rows)
    text = "".join(glyph.char for glyph in stream)
    dropped: set[int] = set()
    removed: list[Removed] = []
    for match in _HYPHEN.finditer(text):
        at_line_end = bool(match[1])
        if at_line_end and stream[match.end() - 1].line:
            continue  # a hyphen before a real space: "Für- und Vorsorge"
        left, right = _letters_before(text, match.start()), _letters_after(text, match.end())
        fate = hyphens.decide(left, right, at_line_end=at_line_end) if match[0][0] == "-" else Hyphen.REMOVE
        if at_line_end and fate is not Hyphen.KEEP_WITH_SPACE:
            dropped.add(match.end() - 1)
        if fate is Hyphen.REMOVE:
            dropped.add(match.start())
    dropped.update(index for index, char in enumerate(text) if char == "\u00ad")
    for index in sorted(dropped):
        char, line, column = stream[index]
        if char != " ":
            removed.append(Removed(line=line, column=column, text=char, reason="Trennstrich"))
    return "".join(char for index, char in enumerate(text) if index not in dropped), removed


def _join(rows: Iterable[Sequence[Glyph]]) -> list[Glyph]:
    stream: list[Glyph] = []
    for row in rows:
        for glyph in (*row, Glyph("\n", 0, 0)):
            made = Glyph(" ", 0, 0) if glyph.char == "\n" else glyph._replace(char=" ")
            if not glyph.char.isspace():
                stream.append(glyph)
            elif stream and stream[-1].char != " ":
                stream.append(made)
            elif stream and glyph.char == "\n":
                stream[-1] = made  # a blank before a line end counts as the line end
    while stream and stream[-1].char == " ":
        stream.pop()
    return stream


def _letters_before(text: str, index: int) -> str:
    found = re.search(r"\w+$", text[max(0, index - 60) : index])
    return found[0] if found else ""


def _letters_after(text: str, index: int) -> str:
    found = re.match(r"\w+", text[index : index + 60])
    return found[0] if found else ""
