"""Reads DOCX: headings by style, numbering as Word prints it, lists, tables, footnotes, text boxes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from assistant.messages_de import Documents
from ingest.sources.documents.archive import open_archive
from ingest.sources.documents.document import Block, BlockKind, Draft, Limits, Refused, cell_text, table_text
from ingest.sources.documents.labels import SUPERSCRIPT
from ingest.sources.documents.numbering import numbered_block
from ingest.sources.documents.outline import promote
from ingest.sources.documents.word_numbering import WordStyles
from ingest.sources.study.lines import ANCHOR
from ingest.sources.study.word import FALLBACK, note_texts, paragraph_text

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NOT_SAID = (_W + "del", _W + "moveFrom", FALLBACK)  # the last repeats text boxes for old programs
_CONTENTS = ("toc", "verzeichnis", "inhaltsverzeichnis", "table of figures")


def read_docx(data: bytes, limits: Limits) -> Draft:
    """A Word file as it looks with all changes accepted. Raises Refused, or what python-docx raises."""
    import docx

    open_archive(data, limits).close()
    try:
        document = docx.Document(io.BytesIO(data))
    except ValueError:  # of another content type than an ordinary document
        raise Refused(Documents.MACROS) from None
    body = document.element.body
    for node in list(body.iter(*_NOT_SAID)):
        node.getparent().remove(node)
    reader = _Reader(document)
    blocks = promote(list(reader.blocks(body)), reader.strong)
    blocks += [
        Block(kind=BlockKind.FOOTNOTE, text=text) for text in note_texts(document, "endnote").values() if text
    ]
    title, date = "", ""
    with suppress(Exception):  # properties are often malformed, and never worth refusing a file for
        title = document.core_properties.title or ""
        changed = document.core_properties.modified or document.core_properties.created
        date = changed.date().isoformat() if changed else ""
    return Draft(blocks, title=title, date=date)


class _Reader:
    """Walks the body; `strong` collects the texts that are set in bold as a whole."""

    def __init__(self, document: Any):
        self._styles = WordStyles(document)
        self._notes = note_texts(document)
        self._noted = 0
        self.strong: set[str] = set()

    def blocks(self, parent: Any) -> Iterator[Block]:
        for node in parent.iterchildren():
            if node.tag == _W + "p":
                yield from self._paragraph(node)
            elif node.tag == _W + "tbl":
                yield from self._table(node)
            else:
                yield from self.blocks(node)  # content controls, tracked insertions

    def _paragraph(self, paragraph: Any) -> Iterator[Block]:
        if self._styles.name(paragraph).startswith(_CONTENTS):
            return
        label = self._styles.label(paragraph)
        text, notes = self._text(paragraph)
        if text.strip():
            yield self._block(paragraph, label, text)
        yield from notes
        for box in paragraph.iter(_W + "txbxContent"):
            if next(box.iterancestors(_W + "p"), None) is paragraph:
                yield from self.blocks(box)

    def _text(self, paragraph: Any) -> tuple[str, list[Block]]:
        """The text with raised numbers for its footnotes, and these."""
        text, references = paragraph_text(paragraph)
        notes = []
        for id in references:
            self._noted += 1
            text = text.replace(ANCHOR, str(self._noted).translate(SUPERSCRIPT), 1)
            notes.append(Block(kind=BlockKind.FOOTNOTE, text=self._notes.get(id, ""), label=str(self._noted)))
        return text, notes

    def _block(self, paragraph: Any, label: str, text: str) -> Block:
        level = self._styles.heading_level(paragraph)
        numbered = f"{label} {text}" if label else text
        if level:
            return Block(kind=BlockKind.HEADING, text=" ".join(numbered.split()), level=level)
        if _is_bold(paragraph):
            self.strong.add(numbered.strip())
        return numbered_block(label, text)

    def _table(self, table: Any) -> Iterator[Block]:
        """A table as one block and the footnotes in it; a table of one column only arranges the page."""
        rows = [_children(row, "tc") for row in _children(table, "tr")]
        if max((len(row) for row in rows), default=0) < 2:
            for row in rows:
                for cell in row:
                    yield from self.blocks(cell)
            return
        notes: list[Block] = []
        texts = [[cell_text(self.blocks(cell), notes) for cell in row] for row in rows]
        yield Block(kind=BlockKind.TABLE, text=table_text(texts))
        yield from notes


def _children(node: Any, name: str) -> list[Any]:
    """Rows of a table or cells of a row, also inside content controls."""
    found = []
    for child in node.iterchildren():
        if child.tag == _W + name:
            found.append(child)
        elif child.tag in (_W + "sdt", _W + "sdtContent", _W + "customXml", _W + "ins"):
            found += _children(child, name)
    return found


def _is_bold(paragraph: Any) -> bool:
    runs = [
        run for run in paragraph.iter(_W + "r") if any((t.text or "").strip() for t in run.iter(_W + "t"))
    ]
    return bool(runs) and all(_switched_on(run.find(f"{_W}rPr/{_W}b")) for run in runs)


def _switched_on(node: Any) -> bool:
    return node is not None and node.get(_W + "val", "1") not in ("0", "false", "off")
