"""What an ODT file says about the numbering of its lists and headings."""

from __future__ import annotations

from typing import Any

from ingest.sources.documents.numbering import Level, Numbering

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"


class OdtNumbering:
    """Labels of list items and headings; each call counts one."""

    def __init__(self, *roots: Any):
        """`roots` are those of content.xml and styles.xml; either may be None."""
        parts = [root for root in roots if root is not None]
        self._lists = {
            node.get(_STYLE + "name"): _levels(node)
            for root in reversed(parts)
            for node in root.iter(_TEXT + "list-style")
        }
        outlines = [node for root in parts for node in root.iter(_TEXT + "outline-style")]
        self._headings = Numbering(_levels(outlines[0]) if outlines else {})
        self._open: dict[str, Numbering] = {}

    def heading(self, level: int) -> str:
        """The number before a heading of a level from 1."""
        return self._headings.next(level - 1)

    def list(self, style: str, continued: bool) -> Numbering:
        """The counters of a list that begins; without a style the list has bullets."""
        if not continued or style not in self._open:
            bullets = {depth: Level("bullet", "") for depth in range(10)}
            self._open[style] = Numbering(self._lists.get(style, bullets))
        return self._open[style]


def _levels(style: Any) -> dict[int, Level]:
    levels = {}
    for node in style:
        name = str(node.tag).removeprefix(_TEXT)
        depth = _number(node.get(_TEXT + "level"), 1) - 1
        if name == "list-level-style-bullet":
            levels[depth] = Level("bullet", "")
        elif name in ("list-level-style-number", "outline-level-style"):
            form = node.get(_STYLE + "num-format", "")
            shown = _number(node.get(_TEXT + "display-levels"), 1)
            numbers = ".".join(f"%{n}" for n in range(max(1, depth + 2 - shown), depth + 2)) if form else ""
            template = f"{node.get(_STYLE + 'num-prefix', '')}{numbers}{node.get(_STYLE + 'num-suffix', '')}"
            levels[depth] = Level(form, template if form else "", _number(node.get(_TEXT + "start-value"), 1))
    return levels


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else default
