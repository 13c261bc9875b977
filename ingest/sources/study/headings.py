"""Finds the headings of the study: by number and title, or by DOCX style and title."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.sources.study.lines import Line

END = "ende"
_NUMBERED = re.compile(r"\s*(\d)(?:\.\s?(\d))?\.?\s+(?=[A-ZÄÖÜ„])(.*\S)\s*")
_END_MATTER = re.compile(
    r"\s*(?:\d\.?\s+)?(?:Literatur|Quellen|Bibliogra|Referenzen|Anhang|Impressum|Danksagung|Endnoten|Über die Autor)"
    r"[\wäöüß* -]{0,40}\s*"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading and the index (not number) of its first line and of the line after it."""

    id: str
    title: str
    start: int
    stop: int


def find_headings(lines: Sequence[Line], titles: Mapping[str, str]) -> list[Heading]:
    """The headings in order, the end matter last.

    Args:
        titles: section ids and titles of the study. A heading of a known id must have its title; the
            chapters may be missing here and are then taken as printed.

    A table of contents repeats all headings: of several runs the most complete counts, then the last.
    """
    candidates = [found for index in range(len(lines)) if (found := _heading_at(lines, index, titles))]
    starts = [n for n, found in enumerate(candidates) if found.id in ("1", "1.1")] or [0]
    runs = [_run(candidates[start:]) for start in starts]
    best = max(reversed(runs), key=len, default=[])
    if best:
        best += [
            found for index in range(best[-1].stop, len(lines)) if (found := _end_matter(lines[index], index))
        ][:1]
    return best


def same_title(printed: str, title: str) -> bool:
    return _folded(printed) == _folded(title)


def _run(candidates: Sequence[Heading]) -> list[Heading]:
    """The headings that follow each other in the order of their numbers."""
    run: list[Heading] = []
    for found in candidates:
        if not run or found.id > run[-1].id:
            run.append(found)
    return run


def _heading_at(lines: Sequence[Line], index: int, titles: Mapping[str, str]) -> Heading | None:
    line = lines[index]
    numbered = _NUMBERED.fullmatch(line.text)
    if numbered:
        id = ".".join(part for part in numbered.groups()[:2] if part)
        printed = numbered[3]
    elif line.style == "heading":
        printed = line.text.strip()
        id = next((known for known, title in titles.items() if same_title(printed, title)), "")
    else:
        return None
    if id in titles:
        return _with_title(lines, index, id, printed, titles[id])
    chapter = any(known.startswith(f"{id}.") for known in titles) and re.match(r"\s*\d\.\s", line.text)
    if chapter and not printed.endswith((".", ",", ";", ":")):
        return Heading(id, printed, index, index + 1)
    return None


def _with_title(lines: Sequence[Line], index: int, id: str, printed: str, title: str) -> Heading | None:
    """The heading if the lines from here say the expected title; it may take several lines."""
    stop = index + 1
    wanted = _folded(title)
    while wanted.startswith(_folded(printed)) and _folded(printed) != wanted and stop < len(lines):
        longer = f"{printed} {lines[stop].text.strip()}"
        if not wanted.startswith(_folded(longer)):
            break
        printed, stop = longer, stop + 1
    return Heading(id, printed, index, stop) if _folded(printed) == wanted else None


def _end_matter(line: Line, index: int) -> Heading | None:
    return Heading(END, line.text.strip(), index, index + 1) if _END_MATTER.fullmatch(line.text) else None


def _folded(title: str) -> str:
    """Letters of a title; additions in brackets, hyphens and case do not count."""
    bare = re.sub(r"\([^()]*\)\s*$", "", title)
    return re.sub(r"[^a-zäöüß]", "", bare.lower())
