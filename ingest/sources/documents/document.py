"""An own document as read: blocks in reading order, each with its page and the headings above it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from assistant.errors import CorpusError
from assistant.models import Frozen
from assistant.settings import Settings

READER = 1  # counts up when readers give other blocks; documents are then read again when they are added


class Refused(CorpusError):
    """This file cannot be taken in; the message is one German line without the file's name."""


class Scanned(Refused):
    """A file of pictures, which only text recognition could read."""


class Format(StrEnum):
    """What a file is by its content; the value is also the ending it is kept under."""

    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    EPUB = "epub"
    HTML = "html"
    MARKDOWN = "md"
    TEXT = "txt"


class BlockKind(StrEnum):
    HEADING = "heading"
    TEXT = "text"
    ITEM = "item"  # of a list, with its label
    TABLE = "table"  # rows on lines, cells between " | "
    FOOTNOTE = "footnote"


class Block(Frozen):
    """A block in reading order.

    Attributes:
        level: of headings, from 1 for the highest; levels may be left out.
        label: what is printed before an item: "•", "1.", "a)"; for footnotes their number.
        page, last_page: from 1, where the format has pages.
        path: the headings above it, outermost first.
    """

    kind: BlockKind
    text: str
    level: int = 0
    label: str = ""
    page: int | None = None
    last_page: int | None = None
    path: tuple[str, ...] = ()


Stated = Mapping[str, str | tuple[str, ...]]  # details by their German names, not yet checked


class OwnDocument(Frozen):
    """A document as its reader gives it.

    Attributes:
        reader: version of the readers that made it.
        title, date: what the file's properties say (date in ISO form), or "".
        stated: details in its front matter.
        without_text: pages that hold a picture and no text.
        recognised: pages whose text was recognised (OCR).
    """

    reader: int = READER
    format: Format
    title: str = ""
    date: str = ""
    stated: Stated = {}
    pages: int | None = None
    without_text: tuple[int, ...] = ()
    recognised: tuple[int, ...] = ()
    blocks: tuple[Block, ...]

    @property
    def characters(self) -> int:
        return sum(len(block.text) for block in self.blocks)


@dataclass
class Draft:
    """What a reader has found, before it is cleaned, measured and made an OwnDocument."""

    blocks: list[Block]
    title: str = ""
    date: str = ""
    stated: Stated = field(default_factory=dict)
    pages: int | None = None
    without_text: tuple[int, ...] = ()
    recognised: tuple[int, ...] = ()


class Limits(Frozen):
    """How large a document may be, and how much may be spent on reading it."""

    max_bytes: int
    max_pages: int
    max_chars: int
    seconds: int
    memory_mb: int

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        return cls(
            max_bytes=settings.document_max_bytes,
            max_pages=settings.document_max_pages,
            max_chars=settings.document_max_chars,
            seconds=settings.document_timeout_s,
            memory_mb=settings.document_memory_mb,
        )


def table_text(rows: list[list[str]]) -> str:
    """The readable form of a table: a line for each row that says something, cells between " | "."""
    lines = []
    for row in rows:
        cells = [" ".join(cell.split()) for cell in row]
        if any(cells):
            lines.append(" | ".join(cells).rstrip(" |"))
    return "\n".join(lines)


def cell_text(blocks: Iterable[Block], notes: list[Block]) -> str:
    """The text of a table's cell that holds `blocks`; its footnotes are added to `notes`."""
    parts = []
    for block in blocks:
        if block.kind is BlockKind.FOOTNOTE:
            notes.append(block)
        else:
            parts.append(f"{block.label} {block.text}".strip())
    return " ".join(parts)
