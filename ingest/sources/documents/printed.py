"""Makes paragraphs and list items out of printed lines (PDF, plain text, recognised text)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.sources.documents.document import Block, BlockKind
from ingest.sources.documents.labels import Labelled, labelled
from ingest.sources.study.hyphens import Hyphen, Hyphens
from ingest.sources.study.lines import Line
from ingest.sources.study.typeset import Typeset

_LINE_END_HYPHEN = re.compile(r"(\w+)[-\u00ad]$")
_LONGEST_WORD = 100
_NO_WORD = re.compile(rf"\S{{{_LONGEST_WORD},}}")
_LETTERS = re.compile(r"[^\W\d_]+")
_OPENS_LABEL = re.compile(r"(?:[.:;,!?…)\"“”']|\b(?:und|oder|sowie|bzw\.))\s*$")


@dataclass
class _Draft:
    """A block while its lines are collected; the first line has lost its label."""

    kind: BlockKind
    label: str
    lines: list[Line]


def printed_blocks(items: Sequence[Line | Block], hyphens: Hyphens, typeset: Typeset) -> list[Block]:
    """Blocks in order, one for each paragraph and item of the lines.

    Args:
        items: printed lines, and blocks that are ready (headings, tables). A footnote does not end the
            paragraph that it stands in.
        typeset: tells where paragraphs end; a line with a gap above the usual begins one.
    """
    blocks: list[Block] = []
    draft: _Draft | None = None
    waiting: list[Block] = []  # footnotes

    def close() -> None:
        nonlocal draft
        if draft is not None:
            blocks.append(_block(draft, hyphens))
        blocks.extend(waiting)
        waiting.clear()
        draft = None

    for item in items:
        if isinstance(item, Block):
            if item.kind is BlockKind.FOOTNOTE and draft is not None:
                waiting.append(item)
                continue
            close()
            blocks.append(item)
            continue
        label = _label(item, draft, typeset)
        if draft is None or label is not None or _ends(draft, item, typeset):
            close()
            draft = _draft(item, label)
        else:
            draft.lines.append(item)
    close()
    return blocks


def join_lines(texts: Iterable[str], hyphens: Hyphens) -> str:
    """Printed lines as running text: words divided at line ends are put together again."""
    joined: list[str] = []
    for line in (" ".join(part.split()) for part in texts):
        if not line:
            continue
        last = joined[-1] if joined else ""
        broken, begins = _LINE_END_HYPHEN.search(last[-_LONGEST_WORD:]), _LETTERS.match(line)
        if broken and begins:
            fate = Hyphen.REMOVE
            if last.endswith("-"):
                left = _LETTERS.findall(broken[1])
                fate = hyphens.decide(left[-1] if left else "1", begins[0], at_line_end=True)
            if fate is Hyphen.REMOVE:
                joined[-1] = last[:-1]
            elif fate is Hyphen.KEEP_WITH_SPACE:
                joined.append(" ")
        elif joined:
            joined.append(" ")
        joined.append(line)
    return "".join(joined)


def hyphens_of(lines: Iterable[Line]) -> Hyphens:
    """What the printed lines of a document tell about its hyphens; strings of signs tell nothing."""
    return Hyphens(_NO_WORD.sub(" ", line.text) for line in lines)


def lines_of(items: Iterable[object]) -> list[Line]:
    """The printed lines among other things."""
    return [item for item in items if isinstance(item, Line)]


def _label(line: Line, draft: _Draft | None, typeset: Typeset) -> Labelled | None:
    """The label of a line, unless the line rather goes on with a sentence ("nach Absatz / (2) gilt")."""
    label = labelled(line.text)
    if label is None or label.surely or draft is None or _ends(draft, line, typeset):
        return label
    last = draft.lines[-1].text
    same_list = draft.kind is BlockKind.ITEM and _family(draft.label) == _family(label.label)
    return label if same_list or _OPENS_LABEL.search(last) else None


def _family(label: str) -> str:
    return re.sub(r"[a-z]+", "a", re.sub(r"\d+", "1", label))


def _ends(draft: _Draft, line: Line, typeset: Typeset) -> bool:
    last = draft.lines[-1]
    if not last.text.strip():
        return False  # a label alone on its line belongs to the next
    return typeset.paragraph_ends(last, line)


def _draft(line: Line, label: Labelled | None) -> _Draft:
    if label is None or label.is_paragraph:
        return _Draft(BlockKind.TEXT, "", [line])
    rest = Line(line.number, label.text, line.page, line.gap, line.style)
    return _Draft(BlockKind.ITEM, label.label, [rest])


def _block(draft: _Draft, hyphens: Hyphens) -> Block:
    return Block(
        kind=draft.kind,
        text=join_lines((line.text for line in draft.lines), hyphens),
        label=draft.label,
        page=draft.lines[0].page,
        last_page=draft.lines[-1].page,
    )
