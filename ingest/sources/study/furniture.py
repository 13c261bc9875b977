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


def strip_furniture(
    lines: Sequence[Line], labels: Sequence[str], titles: Sequence[str]
) -> tuple[list[Line], list[Removed]]:
    """The lines of the text and the ones taken out, with the reason.

    Args:
        labels: lines that recur in the text itself, such as "Weiterführende Fragen:"; they stay.
        titles: of the sections; where a head repeats one, its first occurrence is the heading and stays.
    """
    heads = _running_heads(lines, {_masked(label) for label in labels}, {_masked(title) for title in titles})
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


def _running_heads(lines: Sequence[Line], labels: set[str], titles: set[str]) -> set[int]:
    """Numbers of the short lines at page edges that recur on several pages, whatever number they carry."""
    edges: list[Line] = []
    for _, group in groupby(lines, key=lambda line: line.page):
        page = [line for line in group if not _PAGE_NUMBER.fullmatch(line.text)]
        edges += page[:_EDGE] + page[max(_EDGE, len(page) - _EDGE) :]
    edges = [line for line in edges if len(line.text) <= _LONGEST_HEAD and _masked(line.text) not in labels]
    seen = Counter(_masked(line.text) for line in edges)
    heads = [line for line in edges if seen[_masked(line.text)] >= _LEAST_PAGES]
    first_of = {_masked(line.text): line.number for line in reversed(heads)}
    headings = {first_of[head] for head in first_of if head in titles}
    return {line.number for line in heads} - headings


def _masked(text: str) -> str:
    """Letters only: page and section numbers, marks and blanks do not count."""
    return re.sub(r"[\W\d_]+", "", text.casefold())
