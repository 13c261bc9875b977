"""Takes the page furniture out of the lines: running heads, page numbers, tables of contents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from ingest.sources.study.document import Removed
from ingest.sources.study.lines import Line

_PAGE_NUMBER = re.compile(r"\s*(?:[-–|]\s*)?(?:Seite\s+)?\d{1,3}(?:\s*(?:von|/)\s*\d{1,3})?(?:\s*[-–|])?\s*")
_CONTENTS = re.compile(r".*(?:\.\s?){4,}\s*\d{1,3}\s*|.*…{2,}\s*\d{1,3}\s*")
_EDGE = 2  # lines at the top and bottom of a page that can be a running head
_LEAST_PAGES = 3
_LONGEST_HEAD = 100


def strip_furniture(lines: Sequence[Line], labels: Sequence[str]) -> tuple[list[Line], list[Removed]]:
    """The lines of the text and the ones taken out, with the reason.

    `labels` are lines that recur in the text itself, such as "Weiterführende Fragen:"; they stay.
    """
    heads = _running_heads(lines, labels)
    kept: list[Line] = []
    removed: list[Removed] = []
    for line in lines:
        if _PAGE_NUMBER.fullmatch(line.text):
            removed.append(whole_line(line, "Seitenzahl"))
        elif line.style == "contents" or _CONTENTS.fullmatch(line.text):
            removed.append(whole_line(line, "Inhaltsverzeichnis"))
        elif line.number in heads:
            removed.append(whole_line(line, "Kolumnentitel"))
        else:
            kept.append(line)
    return kept, removed


def whole_line(line: Line, reason: str) -> Removed:
    return Removed(line=line.number, column=0, text=line.text, reason=reason)


def _running_heads(lines: Sequence[Line], labels: Sequence[str]) -> set[int]:
    """Numbers of short lines at page edges that recur on several pages, whatever number they carry.

    The first of several lines that look like a heading is the heading itself and stays.
    """
    edges: list[Line] = []
    for _, group in groupby(lines, key=lambda line: line.page):
        page = [line for line in group if not _PAGE_NUMBER.fullmatch(line.text)]
        edges += page[:_EDGE] + page[max(_EDGE, len(page) - _EDGE) :]
    edges = [line for line in edges if len(line.text) <= _LONGEST_HEAD and line.text.strip() not in labels]
    seen = Counter(_masked(line) for line in edges)
    heads = [line for line in edges if seen[_masked(line)] >= _LEAST_PAGES]
    first_of = {_masked(line): line.number for line in reversed(heads)}
    return {
        line.number
        for line in heads
        if not (re.match(r"\s*\d(\.\d)?\.?\s+\D", line.text) and first_of[_masked(line)] == line.number)
    }


def _masked(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text.strip().casefold())
