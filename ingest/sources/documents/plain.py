"""Reads plain text: lines with pages at form feeds, headings by their look, paragraphs, lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.sources.documents.document import Block, Draft, Limits
from ingest.sources.documents.encoding import decode
from ingest.sources.documents.front_matter import split_front_matter
from ingest.sources.documents.outline import outline
from ingest.sources.documents.printed import hyphens_of, lines_of, printed_blocks
from ingest.sources.study.lines import Line, clean
from ingest.sources.study.typeset import Typeset

_GOING_ON = 0.3  # of the lines after empty ones, in text with double spacing
_WIDEST = 130  # characters; nobody breaks lines later than that


def read_plain(data: bytes, limits: Limits) -> Draft:
    """A text file with its front matter. Raises Refused for data that is no text."""
    stated, text = split_front_matter(decode(data))
    pages = text.split("\f") if text.strip("\f \n").count("\f") else [text]
    lines = [line for number, page in enumerate(pages, start=1) for line in page_lines(page, number)]
    paged = len(pages) > 1
    blocks = blocks_of_lines(lines)
    if not paged:
        blocks = [block.model_copy(update={"page": None, "last_page": None}) for block in blocks]
    return Draft(blocks, stated=stated, pages=len(pages) if paged else None)


def page_lines(text: str, page: int) -> list[Line]:
    """The lines of a page that say something; `gap` counts the line breaks before each."""
    lines: list[Line] = []
    last = 0
    for number, raw in enumerate(text.split("\n"), start=1):
        content = clean(raw)
        if content.strip():
            lines.append(Line(number, content, page, number - last))
            last = number
    return lines


def blocks_of_lines(lines: Sequence[Line]) -> list[Block]:
    """Headings, paragraphs and items of lines without typography."""
    unbroken = any(len(line.text) > _WIDEST for line in lines)
    if unbroken:  # every line is a paragraph
        lines = [replace(line, gap=line.gap + 1) for line in lines]
    items = outline(lines)
    printed = lines_of(items)
    typeset = Typeset.of(printed)
    if not _is_double_spaced(printed):
        typeset = replace(typeset, gap=1)
    return printed_blocks(items, hyphens_of(printed), typeset)


def _is_double_spaced(lines: Sequence[Line]) -> bool:
    """Whether empty lines stand between the lines of a paragraph, too: many then go on in small letters."""
    apart = [line.text.strip() for line in lines if line.gap > 1]
    going_on = sum(text[0].islower() for text in apart)
    return len(apart) > len(lines) / 2 and going_on > _GOING_ON * len(apart)
