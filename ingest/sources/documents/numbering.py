"""Counts automatic numbering ("§ 3", "(2)", "1.2.1"), which office formats compute and do not store."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from ingest.sources.documents.document import Block, BlockKind
from ingest.sources.documents.labels import BULLET, labelled, numeral

_MOST_LEVELS = 10


class Level(NamedTuple):
    """How a level is numbered.

    Attributes:
        style: "1", "a", "A", "i" or "I"; "bullet" for bullets, "" for no number.
        template: what is printed, "%1" standing for the number of the highest level: "§ %1", "(%2)".
        start: the first number.
    """

    style: str
    template: str
    start: int = 1


class Numbering:
    """The counters of one numbering."""

    def __init__(self, levels: Mapping[int, Level]):
        """`levels` by their depth, from 0."""
        self._levels = levels
        self._counts: dict[int, int] = {}

    def restart(self, depth: int, start: int) -> None:
        """Let the next number of a level be `start`."""
        self._counts[depth] = start - 1

    def next(self, depth: int) -> str:
        """The label of the next paragraph at `depth` (from 0); "" where nothing is printed."""
        level = self._levels.get(depth)
        if level is None:
            return ""
        self._counts = {other: count for other, count in self._counts.items() if other <= depth}
        self._counts[depth] = self._counts.get(depth, level.start - 1) + 1
        if level.style == "bullet":
            return BULLET
        return re.sub(r"%(\d)", lambda found: self._number(int(found[1]) - 1), level.template).strip()

    def _number(self, depth: int) -> str:
        level = self._levels.get(depth)
        if level is None or depth >= _MOST_LEVELS:
            return ""
        return numeral(self._counts.get(depth, level.start), level.style) if level.style else ""


def numbered_block(label: str, text: str) -> Block:
    """A paragraph with the label that is printed before it: an item, or text that is an Absatz: "(2) …"."""
    numbered = f"{label} {text}" if label else text
    typed = labelled(numbered)
    if typed and (label or typed.surely) and not typed.is_paragraph:
        return Block(kind=BlockKind.ITEM, text=typed.text, label=typed.label)
    return Block(kind=BlockKind.TEXT, text=numbered)
