"""Document -> DOCX with real headings, lists, tables and links, in German, on A4."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC

from docx.document import Document as Word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph

from assistant.export.document import (
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    Paragraph,
    Quote,
    Run,
    Runs,
    Table,
    text_runs,
)
from assistant.export.docx_runs import add_bookmark, add_runs
from assistant.export.docx_styles import FACTS, new_word_document, numbered_from_one
from assistant.export.stamped import stamped
from assistant.messages_de import Export


def to_docx(document: Document) -> bytes:
    """The document as a file for Word and LibreOffice."""
    word = new_word_document(document)
    _properties(word, document)
    word.add_paragraph(document.title, style="Title")
    for number, block in enumerate(document.blocks):
        _add(word, block, number)
    made = io.BytesIO()
    word.save(made)
    return stamped(made.getvalue(), document.created)


def _properties(word: Word, document: Document) -> None:
    properties = word.core_properties
    properties.title = document.title[:255]  # longer ones raise
    properties.subject = document.subject[:255]
    properties.author = properties.last_modified_by = Export.AUTHOR
    properties.language = document.language
    properties.comments = ""
    # The library writes what it is given with a "Z" behind.
    properties.created = properties.modified = document.created.astimezone(UTC).replace(tzinfo=None)


def _add(word: Word, block: Block, number: int) -> None:
    match block:
        case Heading():
            heading = word.add_paragraph(block.text, style=f"Heading {block.level}")
            if block.anchor:
                add_bookmark(heading, block.anchor, number)
        case Paragraph():
            add_runs(word.add_paragraph(), block.runs)
        case Quote():
            add_runs(word.add_paragraph(style="Quote"), text_runs(block.text))
        case Facts():
            for label, value in block.pairs:
                add_runs(word.add_paragraph(style=FACTS), (Run(f"{label}: ", bold=True), Run(value)))
        case Bullets():
            for paragraph, runs in zip(_list(word, block), block.items, strict=True):
                add_runs(paragraph, runs)
        case Table():
            _table(word, block)


def _list(word: Word, block: Bullets) -> Iterator[WordParagraph]:
    """Empty paragraphs of one list."""
    style = "List Number" if block.ordered else "List Bullet"
    numbering = numbered_from_one(word, style) if block.ordered else None
    for _ in block.items:
        paragraph = word.add_paragraph(style=style)
        if numbering is not None:
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_numId().val = numbering
            properties.get_or_add_ilvl().val = 0
        yield paragraph


def _table(word: Word, table: Table) -> None:
    if table.caption:
        caption = word.add_paragraph(table.caption, style="Caption")
        caption.paragraph_format.keep_with_next = True
    rows: tuple[tuple[Runs, ...], ...] = (
        tuple((Run(cell, bold=True),) for cell in table.header),
        *(tuple(text_runs(cell) for cell in row) for row in table.rows),
    )
    made = word.add_table(len(rows), len(table.header), style="Table Grid")
    for line, cells in zip(made.rows, rows, strict=True):
        for cell, runs in zip(line.cells, cells, strict=True):
            add_runs(cell.paragraphs[0], runs)
    # Said to be a header: repeated on every page, read out with the cells.
    header = made.rows[0]._tr.get_or_add_trPr()
    header.append(OxmlElement("w:tblHeader", {qn("w:val"): "true"}))
    word.add_paragraph()
