"""What Word says about numbering and heading levels: in numbering.xml and in the styles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.sources.documents.numbering import Level, Numbering

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FORMATS = {
    "lowerLetter": "a",
    "upperLetter": "A",
    "lowerRoman": "i",
    "upperRoman": "I",
    "bullet": "bullet",
    "none": "",
}
_DEEPEST_STYLE = 20  # styles are based on each other, damaged ones in a circle
_DEEPEST_HEADING = 9


class WordStyles:
    """Names, heading levels and numbering of the paragraph styles of a document (python-docx)."""

    def __init__(self, document: Any):
        self._styles = {style.style_id: style.element for style in document.styles}
        self._names = {style.style_id: (style.name or "").lower() for style in document.styles}
        self._numberings = _Numberings(document)

    def name(self, paragraph: Any) -> str:
        """The style's name in small letters ("heading 1", "toc 2")."""
        return self._names.get(_style_id(paragraph), "")

    def heading_level(self, paragraph: Any) -> int:
        """From 1 for the highest; 0 for text."""
        if self.name(paragraph) in ("title", "titel"):
            return 1
        for properties in self._properties(paragraph):
            outline = _value(properties, "outlineLvl")
            if outline.isdecimal():
                return int(outline) + 1 if int(outline) < _DEEPEST_HEADING else 0
        return 0

    def label(self, paragraph: Any) -> str:
        """The number or bullet that Word prints before a paragraph; each call counts it once."""
        number, depth = "", ""
        for properties in self._properties(paragraph):
            numbering = properties.find(_W + "numPr")
            if numbering is not None:
                number = number or _value(numbering, "numId")
                depth = depth or _value(numbering, "ilvl")
        if not number:
            return ""
        if not depth.isdecimal():
            depth = self._numberings.depth_of(number, _style_id(paragraph))
        return self._numberings.next(number, int(depth))

    def _properties(self, paragraph: Any) -> Iterator[Any]:
        """The paragraph's own properties, then those of its style and the styles below."""
        id = _style_id(paragraph)
        own = paragraph.find(_W + "pPr")
        if own is not None:
            yield own
        for _ in range(_DEEPEST_STYLE):
            style = self._styles.get(id)
            if style is None:
                return
            properties = style.find(_W + "pPr")
            if properties is not None:
                yield properties
            id = _value(style, "basedOn")


class _Numberings:
    """All numberings; those that share a definition share its counters."""

    def __init__(self, document: Any):
        root = _numbering_root(document)
        nodes = list(root.iter(_W + "abstractNum")) if root is not None else []
        self._style_depth = {
            (node.get(_W + "abstractNumId"), _value(level, "pStyle")): level.get(_W + "ilvl", "0")
            for node in nodes
            for level in node.iter(_W + "lvl")
        }
        self._definitions = {node.get(_W + "abstractNumId"): Numbering(_levels(node)) for node in nodes}
        self._numbers = {node.get(_W + "numId"): node for node in root.iter(_W + "num")} if nodes else {}
        self._used: set[str] = set()

    def depth_of(self, number: str, style: str) -> str:
        depth = self._style_depth.get((self._definition(number), style), "0")
        return depth if depth.isdecimal() else "0"

    def next(self, number: str, depth: int) -> str:
        numbering = self._definitions.get(self._definition(number))
        if numbering is None:
            return ""
        if number not in self._used:
            self._used.add(number)
            for override in self._numbers[number].iter(_W + "lvlOverride"):
                start, level = _value(override, "startOverride"), override.get(_W + "ilvl", "")
                if start.isdecimal() and level.isdecimal():
                    numbering.restart(int(level), int(start))
        return numbering.next(depth)

    def _definition(self, number: str) -> str:
        node = self._numbers.get(number)
        return _value(node, "abstractNumId") if node is not None else ""


def _numbering_root(document: Any) -> Any:
    from docx.oxml import parse_xml

    for relation in document.part.rels.values():
        if relation.reltype.endswith("/numbering") and not relation.is_external:
            return parse_xml(relation.target_part.blob)
    return None


def _levels(definition: Any) -> dict[int, Level]:
    levels = {}
    for node in definition.iter(_W + "lvl"):
        depth, start = node.get(_W + "ilvl", ""), _value(node, "start")
        if depth.isdecimal():
            style = _FORMATS.get(_value(node, "numFmt"), "1")
            first = int(start) if start.isdecimal() else 1
            levels[int(depth)] = Level(style, _value(node, "lvlText"), first)
    return levels


def _style_id(paragraph: Any) -> str:
    properties = paragraph.find(_W + "pPr")
    return _value(properties, "pStyle") if properties is not None else ""


def _value(node: Any, child: str) -> str:
    found = node.find(_W + child)
    return (found.get(_W + "val") or "") if found is not None else ""
