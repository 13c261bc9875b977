"""Cuts own documents into passages that say on which page and under which heading they stand."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from assistant.messages_de import Documents
from assistant.models import Passage, PassageOrigin, SourceKind
from assistant.settings import Settings
from ingest.chunking import LONGEST, Chunk, chunk_paragraphs
from ingest.documents.intake import is_contents
from ingest.documents.record import KeptDocument
from ingest.documents.store import Store
from ingest.passages import make_passage
from ingest.sources.documents.document import Block, BlockKind, OwnDocument
from ingest.sources.documents.labels import SUPERSCRIPT
from ingest.sources.documents.metadata import german_date

_LONGEST_HEADING = 80  # characters in a locator


@dataclass
class _Paragraph:
    """A paragraph with the blocks it is made of; `table` is the head of the table that it goes on with."""

    text: str
    blocks: list[Block]
    table: str = ""


@dataclass
class _Section:
    """What stands under one heading, up to the next."""

    path: tuple[str, ...]
    paragraphs: list[_Paragraph] = field(default_factory=list)


class _Piece(NamedTuple):
    """A chunk with its headings, the head of the table it goes on with, its first and last page."""

    chunk: Chunk
    path: tuple[str, ...]
    table: tuple[str, ...]
    pages: tuple[int, ...]


def document_passages(settings: Settings) -> tuple[Passage, ...]:
    """Passages of all documents that everyone may see, by document. Raises CorpusError for damaged ones."""
    store = Store(settings)
    searched = (record for record in store.records() if record.is_searched)
    return tuple(passage for record in searched for passage in passages_of(record, store.document(record.id)))


def passages_of(record: KeptDocument, document: OwnDocument) -> tuple[Passage, ...]:
    """The passages of one document; together they are its text, headings aside."""
    pieces = (piece for section in _sections(document, record.title) for piece in _pieces(section))
    note = _note(record)
    passages = []
    for number, (chunk, path, table, pages) in enumerate(pieces, start=1):
        path = path[1:] if path[:1] == (record.title,) else path
        passages.append(
            make_passage(
                id=f"upload/{record.id}/{number}",
                kind=SourceKind.UPLOAD,
                origin=PassageOrigin.DOCUMENT,
                unit=f"upload:{record.id}",
                title=record.title,
                upload=record.title,
                valid_from=record.details.valid_from or None,
                valid_until=record.details.valid_until or None,
                text=chunk.text,
                locator=_locator(chunk, path, pages),
                heading_path=(*path, *table),
                url=f"/dokumente/{record.id}" + (f"#page={pages[0]}" if pages else ""),
                stand=german_date(record.details.date) if record.details.date else None,
                note=note,
            )
        )
    return tuple(passages)


def _sections(document: OwnDocument, title: str) -> Iterator[_Section]:
    """The sections that say something. A heading with nothing below is text of the section around it."""
    section = _Section(())
    for block, following in zip(document.blocks, (*document.blocks[1:], None), strict=True):
        if block.kind is not BlockKind.HEADING:
            _append(section, block)
            continue
        bare = following is None or (
            following.kind is BlockKind.HEADING and block.text not in following.path[len(block.path) :]
        )
        path = block.path if bare else (*block.path, block.text)
        if not bare or path != section.path:
            yield section
            section = _Section(path)
        if bare and block.text != title and not is_contents(block.text):
            section.paragraphs.append(_Paragraph(block.text, [block]))
    yield section


def _append(section: _Section, block: Block) -> None:
    last = section.paragraphs[-1] if section.paragraphs else None
    if block.kind is BlockKind.TABLE:
        section.paragraphs += _table_parts(block)
    elif block.kind is BlockKind.FOOTNOTE:
        mark = f"{block.label.translate(SUPERSCRIPT)} " if block.label else ""
        section.paragraphs.append(_Paragraph(mark + block.text, [block]))
    elif block.kind is not BlockKind.ITEM:
        section.paragraphs.append(_Paragraph(block.text, [block]))
    elif last is None or last.blocks[-1].kind not in (BlockKind.ITEM, BlockKind.TEXT):
        section.paragraphs.append(_Paragraph(f"{block.label} {block.text}", [block]))
    else:
        last.text += f"\n{block.label} {block.text}"
        last.blocks.append(block)


def _table_parts(block: Block) -> Iterator[_Paragraph]:
    """The rows of a table in groups that need no further cut; later ones name the table's head."""
    head, *rows = block.text.split("\n")
    part = _Paragraph(head, [block])
    for row in rows:
        if len(part.text) + len(row) < LONGEST:
            part.text += f"\n{row}"
        else:
            yield part
            part = _Paragraph(row, [block], table=head)
    yield part


def _pieces(section: _Section) -> Iterator[_Piece]:
    marks = _marks(section.paragraphs)
    starts, stops = [mark[0] for mark in marks], [mark[1] for mark in marks]
    begin = 0
    for chunk in chunk_paragraphs([paragraph.text for paragraph in section.paragraphs]):
        end = begin + _letters(chunk.text)
        blocks = [block for _, _, block in marks[bisect_right(stops, begin) : bisect_left(starts, end)]]
        begin = end
        first = min((block.page for block in blocks if block.page), default=0)
        last = max((block.last_page or block.page or 0 for block in blocks), default=0)
        table = section.paragraphs[chunk.first - 1].table
        head = (Documents.TABLE.format(header=_short(table)),) if table else ()
        yield _Piece(chunk, section.path, head, (first, last) if first else ())


def _marks(paragraphs: Sequence[_Paragraph]) -> list[tuple[int, int, Block]]:
    """Where each block begins and ends, in characters other than white space from the section's start."""
    marks = []
    position = 0
    for paragraph in paragraphs:
        start = position
        position += _letters(paragraph.text)
        for number, block in enumerate(paragraph.blocks, start=1):
            own = _letters(block.label) * (block.kind is BlockKind.ITEM) + _letters(block.text)
            stop = position if number == len(paragraph.blocks) else start + own
            marks.append((start, stop, block))
            start = stop
    return marks


def _letters(text: str) -> int:
    return len("".join(text.split()))


def _locator(chunk: Chunk, path: Sequence[str], pages: Sequence[int]) -> str:
    parts = []
    if pages:
        sentence = Documents.ON_PAGE if pages[0] == pages[1] else Documents.ON_PAGES
        parts.append(sentence.format(first=pages[0], last=pages[1]))
    if path:
        parts.append(Documents.IN_SECTION.format(heading=_short(path[-1])))
    if not parts:
        sentence = Documents.PARAGRAPH if chunk.first == chunk.last else Documents.PARAGRAPHS
        parts.append(sentence.format(first=chunk.first, last=chunk.last))
    return ", ".join(parts)


def _short(text: str) -> str:
    if len(text) <= _LONGEST_HEADING:
        return text
    return text[:_LONGEST_HEADING].rsplit(" ", 1)[0] + " …"


def _note(record: KeptDocument) -> str:
    details = record.details
    start = german_date(details.valid_from) if details.valid_from else ""
    end = german_date(details.valid_until) if details.valid_until else ""
    sentences = []
    if start or end:
        both = (
            Documents.VALID_FROM if not end else Documents.VALID_BETWEEN if start else Documents.VALID_UNTIL
        )
        sentences.append(both.format(start=start, end=end))
    if details.responsible:
        sentences.append(Documents.RESPONSIBLE.format(unit=details.responsible))
    if record.recognised:
        sentences.append(Documents.RECOGNISED)
    return " ".join(sentences)
