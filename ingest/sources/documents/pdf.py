"""Reads PDF: lines in reading order, tables, headings, footnotes, without the furniture of pages."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from statistics import median
from typing import Any

from assistant.messages_de import Documents
from ingest.sources.documents.document import Block, BlockKind, Draft, Limits, Refused, Scanned, table_text
from ingest.sources.documents.metadata import iso_date
from ingest.sources.documents.outline import outline
from ingest.sources.documents.pdf_furniture import strip_furniture
from ingest.sources.documents.pdf_headings import Headings
from ingest.sources.documents.pdf_notes import take_notes
from ingest.sources.documents.pdf_page import PdfLine, PdfPage, PdfTable, read_page
from ingest.sources.documents.plain import page_lines
from ingest.sources.documents.printed import hyphens_of, join_lines, lines_of, printed_blocks
from ingest.sources.study.hyphens import Hyphens
from ingest.sources.study.lines import Line
from ingest.sources.study.typeset import Typeset

Recognise = Callable[[int], str]  # page number from 1 -> its text by OCR

_WIDE = 1.3  # times the usual distance of lines: a paragraph ends
_INDENT = 0.8  # of the type size
_UNREADABLE = 0.3  # share of letters without a meaning
_PDF_DATE = re.compile(r"(?:D:)?(\d{4})(\d{2})(\d{2})")


def read_pdf(data: bytes, limits: Limits, recognise: Recognise | None = None) -> Draft:
    """A PDF with a text layer.

    Args:
        recognise: reads pages that are pictures; without it their numbers are told.

    Raises Refused for protected and too long files, Scanned where no page has text, and whatever
    pdfminer raises for damaged ones.
    """
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.pdf import PDF
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        pdf = PDF(io.BytesIO(data), raise_unicode_errors=False)
    except PdfminerException as problem:
        if problem.args and isinstance(problem.args[0], PDFPasswordIncorrect):
            raise Refused(Documents.ENCRYPTED) from problem
        raise
    pages = list(_pages(pdf, limits))
    if not pages:
        raise Refused(Documents.DAMAGED.format(kind="PDF"))
    pictures = tuple(page.number for page in pages if page.is_picture or page.unmapped > _UNREADABLE)
    if len(pictures) == len(pages) and recognise is None:
        raise Scanned(Documents.SCAN if any(page.is_picture for page in pages) else Documents.NO_LETTERS)
    recognised = {number: recognise(number) for number in pictures} if recognise else {}
    return Draft(
        _blocks(strip_furniture(pages), recognised, _bookmarks(pdf)),
        title=_title(pdf),
        date=_date(pdf),
        pages=len(pages),
        without_text=() if recognise else pictures,
        recognised=tuple(recognised),
    )


def _pages(pdf: Any, limits: Limits) -> Iterator[PdfPage]:
    """Each page by itself, so that a long file does not fill the memory."""
    from pdfminer.pdfpage import PDFPage
    from pdfplumber.page import Page

    for number, raw in enumerate(PDFPage.create_pages(pdf.doc), start=1):
        if number > limits.max_pages:
            raise Refused(Documents.TOO_MANY_PAGES.format(limit=limits.max_pages))
        yield read_page(Page(pdf, raw, page_number=number))


def _blocks(pages: Sequence[PdfPage], recognised: dict[int, str], bookmarks: dict[str, int]) -> list[Block]:
    printed = [page for page in pages if page.number not in recognised]
    lines = [item for page in printed for item in page.items if isinstance(item, PdfLine)]
    headings = Headings(lines, bookmarks)
    pitch = _pitch(lines)
    items: list[Line | Block | PdfTable] = []
    for page in pages:
        if page.number in recognised:
            items += outline(page_lines(recognised[page.number], page.number), titled=page.number == 1)
            continue
        body, notes = take_notes(page.items, headings.body_size)
        last: PdfLine | None = None
        for level, group in headings.groups(body):
            for item in group if not level else ():
                items.append(item if isinstance(item, PdfTable) else _printed(item, last, pitch))
                last = item if isinstance(item, PdfLine) else None
            if level:
                items.append(_heading([line for line in group if isinstance(line, PdfLine)], level))
                last = None
        items += notes
    if not any(isinstance(item, Block) and item.kind is BlockKind.HEADING for item in items):
        items = _outlined(items)
    running = lines_of(items)
    hyphens = hyphens_of(running)
    ready = [_table(item, hyphens) if isinstance(item, PdfTable) else item for item in items]
    return printed_blocks(ready, hyphens, replace(Typeset.of(running), gap=1))


def _printed(line: PdfLine, last: PdfLine | None, pitch: float) -> Line:
    """The line with a gap of 2 where its place on the page tells that a paragraph begins."""
    gap = 1
    if last is not None and last.page == line.page:
        wide = line.top - last.top > _WIDE * pitch * max(line.size, 1)
        indented = line.x0 > last.x0 + _INDENT * line.size and last.text.rstrip().endswith(
            (".", ":", "!", "?")
        )
        gap = 2 if wide or indented or line.size != last.size else 1
    elif last is None:
        gap = 2
    return Line(0, line.text, line.page, gap)


def _pitch(lines: Sequence[PdfLine]) -> float:
    """The usual distance of lines, in type sizes."""
    steps = [
        (line.top - last.top) / line.size
        for last, line in zip(lines, lines[1:], strict=False)
        if last.page == line.page and last.size == line.size > 0 and 0 < line.top - last.top < 3 * line.size
    ]
    return median(steps) if steps else 1.2


def _heading(lines: Sequence[PdfLine], level: int) -> Block:
    text = join_lines((line.text for line in lines), Hyphens(()))
    page = lines[0].page
    return Block(kind=BlockKind.HEADING, text=text, level=level, page=page, last_page=page)


def _table(table: PdfTable, hyphens: Hyphens) -> Block:
    rows = [[join_lines(cell, hyphens) for cell in row] for row in table.rows]
    return Block(kind=BlockKind.TABLE, text=table_text(rows), page=table.page, last_page=table.page)


def _outlined(items: Sequence[Line | Block | PdfTable]) -> list[Line | Block | PdfTable]:
    """For files set in one type: headings by their numbers, in the runs of lines between other items."""
    made: list[Line | Block | PdfTable] = []
    run: list[Line] = []
    for item in items:
        if isinstance(item, Line):
            run.append(item)
        else:
            made += [*outline(run, titled=not made), item]
            run = []
    return [*made, *outline(run, titled=not made)]


def _bookmarks(pdf: Any) -> dict[str, int]:
    """Levels from 1 by title; as many as a damaged outline gives."""
    found: dict[str, int] = {}
    with suppress(Exception):
        for level, title, *_ in pdf.doc.get_outlines():
            found.setdefault(str(title), max(1, int(level)))
    return found


def _title(pdf: Any) -> str:
    title = pdf.metadata.get("Title")
    return title if isinstance(title, str) else ""


def _date(pdf: Any) -> str:
    for name in ("ModDate", "CreationDate"):
        found = _PDF_DATE.match(str(pdf.metadata.get(name) or ""))
        if found:
            return iso_date("-".join(found.groups()))
    return ""
