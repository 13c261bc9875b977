"""Makes the blocks of a section out of its lines: where paragraphs end, what is a bullet, a question …"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.sources.study.document import Block, BlockKind, Removed
from ingest.sources.study.furniture import whole_line
from ingest.sources.study.hyphens import Hyphens
from ingest.sources.study.lines import Line
from ingest.sources.study.typeset import Typeset, ends_sentence
from ingest.sources.study.weave import Glyph, glyphs, weave

QUESTIONS_LABEL = "Weiterführende Fragen:"
_LABEL = re.compile(r"\s*Weiterführende Fragen\s*:?\s*")
_BULLET = re.compile(r"\s*[•‣●▪◦\uf0b7]\s*")
_CAPTION = re.compile(r"\s*(?:Abbildung|Abb\.|Tabelle|Tab\.)\s*\d+\s*[:.–]\s*\w")
_QUOTE = re.compile(r"„[^“]+“\s*(?:\([^()]*\))?\.?")
_LONGEST_MOTTO = 120


@dataclass
class _Draft:
    """A block while its lines are collected."""

    kind: BlockKind
    lines: list[Line]


def build_blocks(
    lines: Sequence[Line], typeset: Typeset, hyphens: Hyphens, cuts: Mapping[int, Sequence[tuple[int, int]]]
) -> tuple[list[Block], list[Removed]]:
    """The blocks of one section in reading order, and what was taken out of its lines.

    Args:
        lines: the lines between two headings, footnotes already taken out.
        cuts: per line number the columns (from, to) of footnote markers.
    """
    blocks: list[Block] = []
    removed: list[Removed] = []
    drafts, labels = _drafts(lines, typeset)
    removed += [whole_line(line, "Zwischenüberschrift") for line in labels]
    for draft in drafts:
        rows: list[list[Glyph]] = []
        for line in draft.lines:
            row, gone = without(line, _marks(line, draft.kind) + list(cuts.get(line.number, ())))
            rows.append(row)
            removed += gone
        text, hyphens_removed = weave(rows, hyphens)
        removed += hyphens_removed
        kind = BlockKind.QUOTE if draft.kind is BlockKind.PARAGRAPH and _QUOTE.fullmatch(text) else draft.kind
        blocks.append(Block(kind=kind, text=text, lines=tuple(line.number for line in draft.lines)))
    return blocks, removed


def _drafts(lines: Sequence[Line], typeset: Typeset) -> tuple[list[_Draft], list[Line]]:
    """Lines grouped into blocks, and the labels above the questions."""
    drafts: list[_Draft] = []
    labels: list[Line] = []
    text: _Draft | None = None  # the block that running text goes on with, across captions
    asking = False
    for index, line in enumerate(lines):
        if _LABEL.fullmatch(line.text):
            labels.append(line)
            asking, text = True, None
        elif _is_caption(lines, index, drafts, typeset):
            if drafts and drafts[-1].kind is BlockKind.CAPTION and not _CAPTION.match(line.text):
                drafts[-1].lines.append(line)
            else:
                drafts.append(_Draft(BlockKind.CAPTION, [line]))
        elif text is None or _begins_block(text, line, typeset, asking):
            kind = _kind(line, asking, first=not drafts, following=lines[index + 1 : index + 2])
            text = _Draft(kind, [line])
            drafts.append(text)
        else:
            text.lines.append(line)
    return drafts, labels


def _is_caption(lines: Sequence[Line], index: int, drafts: Sequence[_Draft], typeset: Typeset) -> bool:
    """A caption's first line, or one that follows it more closely than text lines do."""
    line = lines[index]
    if line.style == "caption" or _CAPTION.match(line.text):
        return True
    after_caption = (
        bool(drafts) and drafts[-1].kind is BlockKind.CAPTION and drafts[-1].lines[-1] is lines[index - 1]
    )
    return after_caption and not line.style and line.page == lines[index - 1].page and line.gap < typeset.gap


def _begins_block(text: _Draft, line: Line, typeset: Typeset, asking: bool) -> bool:
    last = text.lines[-1]
    if _BULLET.match(line.text):
        return len(text.lines) > 1 or not _BULLET.fullmatch(last.text)
    if _BULLET.fullmatch(last.text):
        return False  # a bullet alone on its line belongs to the next
    if text.kind is BlockKind.MOTTO:
        return True
    if last.style or line.style:  # whole paragraphs; only a page break in a sentence joins two
        return ends_sentence(last) or not line.text.strip()[:1].islower() or line.style == "bullet"
    if asking:
        return False
    return typeset.paragraph_ends(last, line)


def _kind(line: Line, asking: bool, first: bool, following: Sequence[Line]) -> BlockKind:
    content = line.text.strip()
    if asking:
        return BlockKind.QUESTION
    if _BULLET.match(content) or line.style == "bullet":
        return BlockKind.BULLET
    if line.style == "quote":
        return BlockKind.QUOTE
    alone = not following or following[0].text.strip()[:1].isupper()
    pair_or_call = re.fullmatch(r"\w+/\w+", content) or re.fullmatch(r"[A-ZÄÖÜ][^.!?]*\.", content)
    if first and alone and pair_or_call and len(content) <= _LONGEST_MOTTO:
        return BlockKind.MOTTO
    return BlockKind.PARAGRAPH


def _marks(line: Line, kind: BlockKind) -> list[tuple[int, int]]:
    bullet = _BULLET.match(line.text) if kind in (BlockKind.BULLET, BlockKind.QUESTION) else None
    return [bullet.span()] if bullet else []


def without(line: Line, cuts: Sequence[tuple[int, int]]) -> tuple[list[Glyph], list[Removed]]:
    """The glyphs of a line outside the cuts, and the cuts as removals."""
    row = [glyph for glyph in glyphs(line) if not any(a <= glyph.column < b for a, b in cuts)]
    removed = []
    for a, b in cuts:
        piece = line.text[a:b]
        reason = "Aufzählungszeichen" if _BULLET.fullmatch(piece) else "Fußnotenzeichen"
        column = a + len(piece) - len(piece.lstrip())
        removed.append(Removed(line=line.number, column=column, text=piece.strip(), reason=reason))
    return row, removed
