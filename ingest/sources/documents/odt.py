"""Reads ODT: headings by outline level, numbering as Writer prints it, lists, tables, footnotes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from assistant.messages_de import Documents
from ingest.sources.documents.archive import open_archive, parse_xml
from ingest.sources.documents.document import Block, BlockKind, Draft, Limits, Refused, cell_text, table_text
from ingest.sources.documents.labels import SUPERSCRIPT
from ingest.sources.documents.metadata import iso_date
from ingest.sources.documents.numbering import Numbering, numbered_block
from ingest.sources.documents.odt_numbering import OdtNumbering
from ingest.sources.documents.outline import promote

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_NOT_SAID = (
    _TEXT + "tracked-changes",  # what was deleted
    _OFFICE + "annotation",
    _TEXT + "ruby-text",
    *(_TEXT + f"{kind}-index" for kind in ("alphabetical", "illustration", "object", "table", "user")),
    _TEXT + "table-of-content",
    _TEXT + "bibliography",
)
_MOST_SPACES = 100


def read_odt(data: bytes, limits: Limits) -> Draft:
    """A Writer file. Raises Refused, or what zipfile and lxml raise."""
    with open_archive(data, limits) as archive:
        names = archive.namelist()
        if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise Refused(Documents.ENCRYPTED)
        content = parse_xml(archive.read("content.xml"))
        styles = parse_xml(archive.read("styles.xml")) if "styles.xml" in names else None
        meta = parse_xml(archive.read("meta.xml")) if "meta.xml" in names else None
    body = content.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise Refused(Documents.DAMAGED.format(kind="ODT"))
    for node in list(body.iter(*_NOT_SAID)):
        _remove(node)
    blocks = promote(list(_Reader(OdtNumbering(content, styles)).blocks(body)))
    date = _said(meta, _DC + "date") or _said(meta, _META + "creation-date")
    return Draft(blocks, title=_said(meta, _DC + "title"), date=iso_date(date))


class _List(NamedTuple):
    """The list that a paragraph stands in: its counters, its depth from 0, its style."""

    numbering: Numbering
    depth: int
    style: str


class _Reader:
    """Walks the text; text boxes follow the paragraph that holds them."""

    def __init__(self, numbering: OdtNumbering):
        self._numbering = numbering
        self._continued: dict[str, Numbering] = {}  # by xml:id, for lists that go on elsewhere

    def blocks(self, parent: Any) -> Iterator[Block]:
        for node in parent:
            if node.tag in (_TEXT + "p", _TEXT + "h"):
                yield from self._paragraph(node)
            elif node.tag == _TEXT + "list":
                yield from self._list(node, None)
            elif node.tag == _TABLE + "table":
                yield from self._table(node)
            else:
                yield from self.blocks(node)  # sections, frames between paragraphs

    def _paragraph(self, node: Any, label: str = "") -> Iterator[Block]:
        notes: list[Block] = []
        boxes: list[Any] = []
        text = "".join(self._pieces(node, notes, boxes))
        level = node.get(_TEXT + "outline-level", "1")
        if text.strip() and node.tag == _TEXT + "h":
            depth = int(level) if level.isdecimal() and 0 < int(level) < 11 else 1
            label = label or self._numbering.heading(depth)
            yield Block(kind=BlockKind.HEADING, text=" ".join(f"{label} {text}".split()), level=depth)
        elif text.strip():
            yield numbered_block(label, text)
        yield from notes
        for box in boxes:
            yield from self.blocks(box)

    def _list(self, node: Any, outer: _List | None) -> Iterator[Block]:
        style = node.get(_TEXT + "style-name") or (outer.style if outer else "")
        if outer:
            current = _List(outer.numbering, outer.depth + 1, style)
        else:
            earlier = self._continued.get(node.get(_TEXT + "continue-list", ""))
            goes_on = node.get(_TEXT + "continue-numbering") == "true"
            current = _List(earlier or self._numbering.list(style, goes_on), 0, style)
        if node.get(_XML_ID):
            self._continued[node.get(_XML_ID)] = current.numbering
        for item in node.iterchildren(_TEXT + "list-item", _TEXT + "list-header"):
            label = ""
            if item.tag == _TEXT + "list-item" and any(c.tag != _TEXT + "list" for c in item):
                start = item.get(_TEXT + "start-value", "")
                if start.isdecimal():
                    current.numbering.restart(current.depth, int(start))
                label = current.numbering.next(current.depth)
            for child in item:
                if child.tag == _TEXT + "list":
                    yield from self._list(child, current)
                elif child.tag in (_TEXT + "p", _TEXT + "h"):
                    yield from self._paragraph(child, label)
                    label = ""
                else:
                    yield from self.blocks([child])

    def _table(self, table: Any) -> Iterator[Block]:
        """A table as one block and the footnotes in it; a table of one column only arranges the page."""
        rows = [
            list(row.iterchildren(_TABLE + "table-cell", _TABLE + "covered-table-cell"))
            for row in table.iter(_TABLE + "table-row")
            if next(row.iterancestors(_TABLE + "table")) is table
        ]
        if max((len(row) for row in rows), default=0) < 2:
            for row in rows:
                for cell in row:
                    yield from self.blocks(cell)
            return
        notes: list[Block] = []
        texts = [[cell_text(self.blocks(cell), notes) for cell in row] for row in rows]
        yield Block(kind=BlockKind.TABLE, text=table_text(texts))
        yield from notes

    def _pieces(self, node: Any, notes: list[Block], boxes: list[Any]) -> Iterator[str]:
        """The text of a paragraph; its footnotes and text boxes are put into the lists."""
        yield node.text or ""
        for child in node:
            name = str(child.tag)
            if name == _TEXT + "s":
                count = child.get(_TEXT + "c", "1")
                yield " " * (min(int(count), _MOST_SPACES) if count.isdecimal() else 1)
            elif name == _TEXT + "tab":
                yield " "
            elif name == _TEXT + "line-break":
                yield "\n"
            elif name == _TEXT + "note":
                yield self._note(child, notes)
            elif name == _DRAW + "text-box":
                boxes.append(child)
            else:
                yield from self._pieces(child, notes, boxes)
            yield child.tail or ""

    def _note(self, note: Any, notes: list[Block]) -> str:
        number = "".join(note.find(_TEXT + "note-citation").itertext()).strip()
        parts = [block.text for block in self.blocks(note.find(_TEXT + "note-body"))]
        notes.append(Block(kind=BlockKind.FOOTNOTE, text=" ".join(parts), label=number))
        return number.translate(SUPERSCRIPT)


def _remove(node: Any) -> None:
    """Take an element out and leave the text behind it where it was."""
    parent, tail = node.getparent(), node.tail or ""
    before = node.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(node)


def _said(meta: Any, name: str) -> str:
    node = next(meta.iter(name), None) if meta is not None else None
    return "".join(node.itertext()) if node is not None else ""
