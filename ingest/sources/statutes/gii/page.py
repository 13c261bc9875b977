"""Lines as they are written while a norm is read: white space and characters made plain, depth kept."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

INDENT = "  "
# What nobody types and no search finds: hyphens that do not break become plain hyphens, invisible
# characters go. Blanks that do not break are white space like any other. A lone "enclosing square"
# is how the files print a box to tick.
_PLAIN = str.maketrans({"\u2011": "-", "\u20de": "☐", "\u00ad": "", "\u200b": "", "\u2060": "", "\ufeff": ""})


class Line(NamedTuple):
    """A line and its depth: 0 for running text, deeper for items of lists and rows of tables.

    What a line stands under (the sentence a list begins with, the head row of a table) is the nearest
    line above it that is less deep.
    """

    depth: int
    text: str


def plain(text: str) -> str:
    """`text` on one line, with ordinary blanks and hyphens, in Unicode form NFC."""
    text = " ".join(text.translate(_PLAIN).split())
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


@dataclass
class Page:
    """What has been read of one norm.

    Attributes:
        marks: printed mark of each footnote by its id.
        remarks: editorial remarks that stood within the text, in order.
        pictures, files: names of what the file points to but does not hold, in order.
    """

    marks: Mapping[str, str]
    remarks: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    _lines: list[Line] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _depth: int = 0

    def write(self, text: str | None) -> None:
        if text:
            self._parts.append(text)

    def end_line(self, depth: int) -> None:
        """Ends the line, if there is one; the next is of the given depth."""
        if self._parts:
            if text := plain("".join(self._parts)):
                self._lines.append(Line(self._depth, text))
            self._parts.clear()
        self._depth = depth

    def take_lines(self) -> list[Line]:
        """The lines written so far; the page goes on empty."""
        self.end_line(0)
        lines, self._lines = self._lines, []
        return lines

    def aside(self) -> Page:
        """An empty page of the same norm, for what is to stand within a line of this one."""
        return Page(self.marks, self.remarks, self.pictures, self.files)


def joined(lines: Sequence[Line]) -> str:
    """The lines as one text, indented by their depth; a text that is nothing but list loses one level."""
    least = min((line.depth for line in lines), default=0)
    return "\n".join(INDENT * (line.depth - least) + line.text for line in lines)
