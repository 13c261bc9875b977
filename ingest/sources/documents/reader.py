"""Reads one file, whatever its format, and brings what was read into shape. Runs in the worker process."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.messages_de import Documents
from ingest.sources.documents.detect import detect
from ingest.sources.documents.document import Block, BlockKind, Draft, Format, Limits, OwnDocument, Refused
from ingest.sources.documents.epub import read_epub
from ingest.sources.documents.hypertext import read_html
from ingest.sources.documents.markdown import read_markdown
from ingest.sources.documents.odt import read_odt
from ingest.sources.documents.outline import promote
from ingest.sources.documents.pdf import Recognise, read_pdf
from ingest.sources.documents.plain import read_plain
from ingest.sources.documents.word import read_docx
from ingest.sources.study.lines import clean

READERS: dict[Format, Callable[[bytes, Limits], Draft]] = {
    Format.DOCX: read_docx,
    Format.ODT: read_odt,
    Format.EPUB: read_epub,
    Format.HTML: read_html,
    Format.MARKDOWN: read_markdown,
    Format.TEXT: read_plain,
}
_NAMES = {Format.PDF: "PDF", Format.DOCX: "DOCX", Format.ODT: "ODT", Format.EPUB: "EPUB"}
# Control characters, halves of characters, and what fonts use for private signs. "\n" separates lines.
_NO_TEXT = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u2060\ufeff\ufffc\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff]"
)
_LONGEST_TITLE = 300
_LONGEST_HEADING = 300  # every block below repeats it


def read_document(data: bytes, name: str, limits: Limits, recognise: Recognise | None = None) -> OwnDocument:
    """The document in a file's content.

    Args:
        name: of the file; see `detect`.
        recognise: reads pages of a PDF that are pictures.

    Raises Refused (or Scanned) with one German line for every file that cannot be taken in.
    """
    format = detect(data, name, limits)
    try:
        draft = read_pdf(data, limits, recognise) if format is Format.PDF else READERS[format](data, limits)
        return _finished(draft, format, limits)
    except (Refused, MemoryError):
        raise
    except RecursionError:
        raise Refused(Documents.TOO_DEEP) from None
    except Exception as problem:  # the libraries raise nearly everything on damaged files
        kind = _NAMES.get(format, "Textdokument")
        raise Refused(Documents.DAMAGED.format(kind=kind)) from problem


def _finished(draft: Draft, format: Format, limits: Limits) -> OwnDocument:
    blocks = [_cleaned(block) for block in draft.blocks]
    blocks = [block for block in blocks if block.text]
    if format in (Format.HTML, Format.EPUB, Format.MARKDOWN):
        blocks = promote(blocks)
    if not any(char.isalnum() for block in blocks for char in block.text):
        raise Refused(Documents.NOTHING_RECOGNISED if draft.recognised else Documents.NO_TEXT)
    document = OwnDocument(
        format=format,
        title=_line(draft.title)[:_LONGEST_TITLE],
        date=draft.date,
        stated={_line(name): value for name, value in draft.stated.items()},
        pages=draft.pages,
        without_text=draft.without_text,
        recognised=draft.recognised,
        blocks=tuple(_with_paths(blocks)),
    )
    if document.characters > limits.max_chars:
        raise Refused(Documents.TOO_MUCH_TEXT.format(limit=limits.max_chars))
    return document


def _cleaned(block: Block) -> Block:
    lines = (line.rstrip() for line in _NO_TEXT.sub("", clean(block.text)).split("\n"))
    text = "\n".join(line for line in lines if line).strip()
    too_long = block.kind is BlockKind.HEADING and len(text) > _LONGEST_HEADING
    return block.model_copy(update={"text": text, "kind": BlockKind.TEXT if too_long else block.kind})


def _line(text: str) -> str:
    return " ".join(_NO_TEXT.sub(" ", clean(text)).split())


def _with_paths(blocks: Sequence[Block]) -> list[Block]:
    """Every block with the headings above it."""
    above: list[Block] = []
    made = []
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            while above and above[-1].level >= block.level:
                above.pop()
        made.append(block.model_copy(update={"path": tuple(heading.text for heading in above)}))
        if block.kind is BlockKind.HEADING:
            above.append(block)
    return made
