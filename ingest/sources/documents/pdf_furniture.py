"""Takes running heads, page numbers and tables of contents out of the pages of a PDF."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.sources.documents.pdf_page import PdfLine, PdfPage

_EDGE = 0.14  # of the page's height, at top and bottom
_OUTERMOST = 4  # lines at each edge
_LEAST_PAGES = 3
_SAME_PLACE = 4  # points
_PAGE_NUMBER = re.compile(
    r"(?:[-–|]\s*)?(?:(?:Seite|S\.)\s*)?(\d{1,4})(?:\s*(?:von|/)\s*\d{1,4})?(?:\s*[-–|])?", re.IGNORECASE
)
_ROMAN = re.compile(r"[ivxl]{1,6}")
_CONTENTS = re.compile(r".*?(?:[.…]\s?){4,}\s*(?:\d{1,4}|[ivxlc]+)\s*")
_LEAST_CONTENTS = 3  # lines with leaders; fewer may be a form


def strip_furniture(pages: Sequence[PdfPage]) -> list[PdfPage]:
    """The pages without what stands at the same place of several pages."""
    heads = _running_heads(pages)
    contents = [line for page in pages for line in page.items if _is_contents(line)]
    dropped = set(contents) if len(contents) >= _LEAST_CONTENTS else set()
    for page in pages:
        for line in _edge_lines(page):
            if (
                line.tag == "Artifact"
                or (_masked(line), _zone(line, page)) in heads
                or _is_number(line, page)
            ):
                dropped.add(line)
    return [replace(page, items=tuple(item for item in page.items if item not in dropped)) for page in pages]


def _running_heads(pages: Sequence[PdfPage]) -> set[tuple[str, str]]:
    """What recurs: text with digits masked, and the edge at which it stands.

    Three times at the same height is enough, or twice where a number in it counts the pages.
    """
    places: dict[tuple[str, str], list[tuple[float, int | None]]] = {}
    for page in pages:
        for key, line in {(_masked(line), _zone(line, page)): line for line in _edge_lines(page)}.items():
            places.setdefault(key, []).append((line.top, _offset(line, page)))
    least = min(_LEAST_PAGES, max(2, len(pages)))
    return {key for key, found in places.items() if _steady(found, least)}


def _steady(places: Sequence[tuple[float, int | None]], least: int) -> bool:
    for top, offset in places[:20]:
        same = [other for height, other in places if abs(height - top) <= _SAME_PLACE]
        if len(same) >= least or (offset is not None and same.count(offset) > 1):
            return True
    return False


def _offset(line: PdfLine, page: PdfPage) -> int | None:
    """By how much the last number of a line differs from the page's; None without a number."""
    numbers = re.findall(r"\d{1,4}", line.text)
    return int(numbers[-1]) - page.number if numbers else None


def _edge_lines(page: PdfPage) -> list[PdfLine]:
    lines = sorted((item for item in page.items if isinstance(item, PdfLine)), key=lambda line: line.top)
    outer = lines[:_OUTERMOST] + lines[max(_OUTERMOST, len(lines) - _OUTERMOST) :]
    return [line for line in outer if _zone(line, page)]


def _zone(line: PdfLine, page: PdfPage) -> str:
    if line.bottom < page.height * _EDGE:
        return "top"
    return "bottom" if line.top > page.height * (1 - _EDGE) else ""


def _masked(line: PdfLine) -> str:
    return re.sub(r"\d+", "#", " ".join(line.text.split()).casefold())


def _is_number(line: PdfLine, page: PdfPage) -> bool:
    text = line.text.strip()
    found = _PAGE_NUMBER.fullmatch(text)
    if found is None:
        return _ROMAN.fullmatch(text) is not None
    return not text.isdecimal() or int(found[1]) == page.number


def _is_contents(item: object) -> bool:
    return isinstance(item, PdfLine) and _CONTENTS.fullmatch(item.text) is not None
