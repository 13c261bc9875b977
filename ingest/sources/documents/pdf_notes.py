"""Takes the footnotes out of a page of a PDF: small type at its foot that begins with a number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.sources.documents.document import Block, BlockKind
from ingest.sources.documents.pdf_page import PdfLine, PdfTable
from ingest.sources.documents.printed import join_lines
from ingest.sources.study.hyphens import Hyphens

_SMALL = 0.93  # of the body's size
_NUMBER = re.compile(r"\s*([\d⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})[.)]?\s*(?=\S)")
_NORMAL = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def take_notes(
    items: Sequence[PdfLine | PdfTable], body_size: float
) -> tuple[list[PdfLine | PdfTable], list[Block]]:
    """The items without the footnotes at the foot of the page, and these."""
    start = len(items)
    while start > 0 and isinstance(line := items[start - 1], PdfLine) and line.size < _SMALL * body_size:
        start -= 1
    tail = [line for line in items[start:] if isinstance(line, PdfLine)]
    while tail and not _NUMBER.match(tail[0].text):
        tail.pop(0)
        start += 1
    notes: list[Block] = []
    for line in tail:
        number = _NUMBER.match(line.text)
        if number:
            label = number[1].translate(_NORMAL)
            text = line.text[number.end() :]
            notes.append(
                Block(kind=BlockKind.FOOTNOTE, text=text, label=label, page=line.page, last_page=line.page)
            )
        else:
            joined = join_lines((notes[-1].text, line.text), Hyphens(()))
            notes[-1] = notes[-1].model_copy(update={"text": joined})
    return list(items[:start]), notes
