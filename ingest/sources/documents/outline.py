"""Finds headings in text without typography: by their numbers, by capitals, by a line drawn below."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from ingest.sources.documents.document import Block, BlockKind
from ingest.sources.documents.labels import labelled
from ingest.sources.study.lines import Line
from ingest.sources.study.typeset import ends_sentence

_RANKS = (
    (1, re.compile(r"(?:(?:Erst|Zweit|Dritt|Viert|Fünft)er )?(?:Teil|Anlage|Anhang)\b(?: (?:\d+|[A-Z]|[IVX]+)\b.*)?")),
    (2, re.compile(r"(?:(?:Erst|Zweit|Dritt|Viert|Fünft)es )?Kapitel\b(?: (?:\d+|[IVX]+)\b.*)?")),
    (3, re.compile(r"(?:(?:Erst|Zweit|Dritt|Viert|Fünft)er )?Abschnitt\b(?: (?:\d+|[A-Z]|[IVX]+)\b.*)?")),
    (3, re.compile(r"[IVX]{1,5}\. ?[A-ZÄÖÜ].*")),
    (4, re.compile(r"(?:§+|Artikel) ?\d+[a-z]?\b.*")),
)  # fmt: skip
_DECIMAL = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+[A-ZÄÖÜ„].*")
_UNDERLINE = re.compile(r"\s*(={3,}|-{3,})\s*")
_CAPITALS = re.compile(r"[^a-zäöüß]*[A-ZÄÖÜ]{4}[^a-zäöüß]*")
_LONGEST = 100
_FULL_LINE = 40
_FIRST, _LOWEST = 1, 6


def outline(lines: Sequence[Line], *, titled: bool = True) -> list[Line | Block]:
    """The lines with those that are headings made heading blocks.

    Args:
        titled: whether they are the beginning of a document, which may be its title.

    A heading stands alone: a gap above it or the start of the text, a gap below it or a paragraph that
    begins there, no full stop at its end.
    """
    items: list[Line | Block] = []
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        drawn = _UNDERLINE.fullmatch(line.text)
        if drawn and items and isinstance(above := items[-1], Line) and _could_be(above.text):
            if line.gap == 1:
                items[-1] = _heading(above, 1 if drawn[1].startswith("=") else 2)
        elif drawn:
            continue  # a rule between paragraphs
        elif level := _level(line, items[-1] if items else None, following, titled=titled):
            items.append(_heading(line, level))
        else:
            items.append(line)
    return items


def numbered_level(text: str) -> int:
    """The level that the number of a heading tells: "§ 3" is 4, "2.1" is 2; 0 without a number."""
    content = " ".join(text.split())
    decimal = _DECIMAL.fullmatch(content)
    if decimal:
        return decimal[1].count(".") + 1
    return next((level for level, pattern in _RANKS if pattern.fullmatch(content)), 0)


def _level(line: Line, last: Line | Block | None, following: Line | None, *, titled: bool) -> int:
    first = last is None
    if not _could_be(line.text) or not (first or line.gap > 1) or _in_sentence(last):
        return 0
    gap_below = following is None or following.gap > 1
    level = numbered_level(line.text)
    if _DECIMAL.fullmatch(line.text.strip()):
        # "1. Antrag" may as well be an item; then one stands above or below.
        beside = [labelled(other.text) for other in (last, following) if isinstance(other, Line)]
        counted = any(mark and mark.label[0].isdecimal() for mark in beside)
        return level if gap_below and not (level == 1 and counted) else 0
    if level:
        paragraph_below = following is not None and (found := labelled(following.text)) and found.is_paragraph
        return level if gap_below or paragraph_below else 0
    alone = gap_below and following is not None and not following.text.lstrip()[0].islower()
    return _FIRST if alone and ((first and titled) or _CAPITALS.fullmatch(line.text.strip())) else 0


def _in_sentence(last: Line | Block | None) -> bool:
    """Whether the line above is a full one that stops in a sentence: "… im / 21. Jahrhundert"."""
    return isinstance(last, Line) and len(last.text.strip()) > _FULL_LINE and not ends_sentence(last)


def _could_be(text: str) -> bool:
    content = text.strip()
    mark = labelled(content)
    return (
        0 < len(content) <= _LONGEST
        and not content.endswith((".", ",", ";", ":"))
        and (content.startswith("§") or any(char.isalpha() for char in content))
        and not (mark and (mark.surely or mark.label == "•" or mark.is_paragraph))
    )


def _heading(line: Line, level: int) -> Block:
    return Block(
        kind=BlockKind.HEADING,
        text=" ".join(line.text.split()),
        level=min(level, _LOWEST),
        page=line.page,
        last_page=line.page,
    )


def promote(blocks: list[Block], strong: Collection[str] = ()) -> list[Block]:
    """For files whose author used no heading styles: short numbered or bold paragraphs become headings.

    Args:
        strong: texts that are set in bold as a whole.
    """
    if sum(block.kind is BlockKind.HEADING for block in blocks) > 1:
        return blocks
    made = []
    for block in blocks:
        level = 0
        if block.kind is BlockKind.TEXT and "\n" not in block.text and _could_be(block.text):
            level = numbered_level(block.text) or (_LOWEST if block.text.strip() in strong else 0)
        made.append(block.model_copy(update={"kind": BlockKind.HEADING, "level": level}) if level else block)
    return made
