"""A page of a PDF: its printed lines with their type and place, and its ruled tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.sources.documents.labels import superscript
from ingest.sources.study.lines import clean

_WORD_GAP = 0.15  # of the type size; less is no blank
_RAISED_GAP = 0.5  # before a footnote's mark
_RAISED = 0.8  # of the size of the word before
_BOLD = re.compile(r"bold|black|heavy|semibold|demi|-bd|,bd", re.IGNORECASE)
_UNMAPPED = re.compile(r"\(cid:\d+\)")
_MOST_EDGES = 2000  # a drawing, not a table
_MOST_STEPS_UP = 8  # columns and tables go up now and then
_SCAN_AREA = 0.4  # of the page, covered by pictures
_SCAN_LETTERS = 50  # at most, on a page that is a picture


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A printed line; lengths in points from the upper left corner, `size` is that of its type."""

    text: str
    page: int
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool
    tag: str  # of tagged PDF: "P", "H1", "Artifact"


@dataclass(frozen=True, slots=True)
class PdfTable:
    """A ruled table: the printed lines of each cell."""

    page: int
    rows: tuple[tuple[tuple[str, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class PdfPage:
    """What stands on a page in reading order. `unmapped` is the share of letters without a meaning."""

    number: int
    height: float
    items: tuple[PdfLine | PdfTable, ...]
    is_picture: bool
    unmapped: float


def read_page(page: Any) -> PdfPage:
    """Everything on a page (pdfplumber). What lies in a table's cells is no line any more."""
    if _printed_twice(page.chars):
        page = page.dedupe_chars()
    words = page.extract_words(
        use_text_flow=True, x_tolerance_ratio=_WORD_GAP, extra_attrs=["size", "fontname", "tag"]
    )
    if _is_jumbled(words):
        words = sorted(words, key=lambda word: (round(word["top"] / 3), word["x0"]))
    items: list[PdfLine | PdfTable] = []
    loose: list[Any] = []  # words in no table since the last one
    tables = _tables(page, words)
    begun: set[int] = set()
    for number, word in enumerate(words):
        place = next((n for n, (_, inside) in enumerate(tables) if number in inside), None)
        if place is None:
            loose.append(word)
        elif place not in begun:
            begun.add(place)
            items += _lines(loose, page.page_number)
            loose = []
            items.append(tables[place][0])
    items += _lines(loose, page.page_number)
    letters = sum(char.isalpha() for word in words for char in _UNMAPPED.sub("", word["text"]))
    unmapped = sum(len(_UNMAPPED.findall(word["text"])) for word in words)
    return PdfPage(
        number=page.page_number,
        height=float(page.height),
        items=tuple(items),
        is_picture=letters < _SCAN_LETTERS and _covered(page) > _SCAN_AREA,
        unmapped=unmapped / (letters + unmapped) if unmapped else 0.0,
    )


def _lines(words: Sequence[Any], page: int) -> Iterator[PdfLine]:
    """Words on one baseline, from left to right, are a line; the file's order is kept."""
    row: list[Any] = []
    for word in words:
        if row and not _goes_on(row, word):
            yield _line(row, page)
            row = []
        row.append(word)
    if row:
        yield _line(row, page)


def _goes_on(row: Sequence[Any], word: Any) -> bool:
    last = row[-1]
    tallest = max(row, key=lambda other: other["bottom"] - other["top"])
    middle = (word["top"] + word["bottom"]) / 2
    inside = tallest["top"] <= middle <= tallest["bottom"]
    covers = word["top"] <= (last["top"] + last["bottom"]) / 2 <= word["bottom"]
    return (inside or covers) and word["x0"] > last["x0"] and word["upright"] == last["upright"]


def _line(row: Sequence[Any], page: int) -> PdfLine:
    text = row[0]["text"]
    for last, word in zip(row, row[1:], strict=False):
        raised = word["size"] < _RAISED * last["size"] and word["bottom"] < last["bottom"]
        gap = _RAISED_GAP if raised else _WORD_GAP
        close = word["x0"] - last["x1"] < gap * max(last["size"], word["size"])
        text += ("" if close else " ") + (superscript(word["text"]) if raised else word["text"])
    letters = {word["size"]: 0 for word in row}
    for word in row:
        letters[word["size"]] += len(word["text"])
    return PdfLine(
        text=clean(_UNMAPPED.sub("\ufffd", text)),
        page=page,
        x0=min(word["x0"] for word in row),
        x1=max(word["x1"] for word in row),
        top=min(word["top"] for word in row),
        bottom=max(word["bottom"] for word in row),
        size=round(max(letters, key=lambda size: letters[size]) * 2) / 2,
        bold=all(_BOLD.search(word["fontname"] or "") for word in row),
        tag=row[0]["tag"] or "",
    )


def _tables(page: Any, words: Sequence[Any]) -> list[tuple[PdfTable, set[int]]]:
    """The tables with more than one row and column, and the numbers of the words in them."""
    drawn = len(page.lines) + len(page.rects) + len(page.curves)
    if not 4 <= drawn <= _MOST_EDGES:
        return []
    found = []
    taken: set[int] = set()
    for table in page.find_tables():
        inside: set[int] = set()
        rows = []
        for row in table.rows:
            near = [n for n, word in enumerate(words) if n not in taken and _within(word, row.bbox)]
            cells = []
            for box in row.cells:
                numbers = [n for n in near if box and n not in taken and _within(words[n], box)]
                taken.update(numbers)
                inside.update(numbers)
                cells.append(tuple(line.text for line in _lines([words[n] for n in numbers], 0)))
            rows.append(tuple(cells))
        filled = [sum(bool(cell) for cell in row) for row in rows]
        if sum(count > 1 for count in filled) > 1:
            found.append((PdfTable(page.page_number, tuple(rows)), inside))
        else:
            taken -= inside  # a frame around text
    return found


def _within(word: Any, box: tuple[float, float, float, float]) -> bool:
    x, y = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _is_jumbled(words: Sequence[Any]) -> bool:
    """Whether the file's order goes up the page so often that it cannot be the order of reading."""
    steps = [word["top"] - last["top"] for last, word in zip(words, words[1:], strict=False)]
    up, down = sum(step < -2 for step in steps), sum(step > 2 for step in steps)
    return up > _MOST_STEPS_UP and up > down / 2


def _printed_twice(chars: Sequence[Any]) -> bool:
    """Bold type made by printing every letter twice."""
    places = {(char["text"], round(char["x0"]), round(char["top"])) for char in chars}
    return len(places) < 0.8 * len(chars)


def _covered(page: Any) -> float:
    """The share of the page that pictures cover, overlaps counted twice."""
    area = sum(image["width"] * image["height"] for image in page.images)
    return float(area / max(page.width * page.height, 1))
