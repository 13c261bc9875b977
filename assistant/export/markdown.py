"""Document -> Markdown (CommonMark with tables). Text stays text: whatever looks like markup is escaped."""

from __future__ import annotations

import re
from itertools import groupby, pairwise

from assistant.export.document import (
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    Paragraph,
    Quote,
    Run,
    Runs,
    Table,
    text_runs,
)

_LISTS = (Bullets, Facts)
# References like [1] stay readable; nothing here defines what they could link to.
_SPECIAL = re.compile(r"(\[\d{1,3}\])|([\\`*_{}\[\]<>#|~]|!(?=\[)|&(?=[#\w]))")
_MAKES_LINK = re.compile(r"\](?=:|\((?!<))")  # "(<" only stands in links of our own
_LINE_START = re.compile(r"^(?:([-+=])|(\d{1,9})(?=[.)]))")


def to_markdown(document: Document) -> str:
    """The document as Markdown."""
    parts = [f"# {_line(document.title)}"]
    alternate = False  # two lists in a row need different marks, or they would become one
    for before, block in pairwise((None, *document.blocks)):
        alternate = isinstance(before, _LISTS) and isinstance(block, _LISTS) and not alternate
        parts.append(_block(block, ("*", ")") if alternate else ("-", ".")))
    return "\n\n".join(part for part in parts if part) + "\n"


def _block(block: Block | None, marks: tuple[str, str]) -> str:
    bullet, point = marks
    match block:
        case Heading():
            return f"{'#' * (block.level + 1)} {_line(block.text)}"
        case Paragraph():
            return _text(block.runs)
        case Bullets():
            items = enumerate(block.items, 1)
            return "\n".join(
                _item(f"{n}{point} " if block.ordered else f"{bullet} ", runs) for n, runs in items
            )
        case Quote():
            return "> " + _text(text_runs(block.text)).replace("\n", "\n> ")
        case Facts():
            return "\n".join(_item(f"{bullet} ", _fact(*pair)) for pair in block.pairs)
        case Table():
            return _table(block)
    return ""


def _fact(label: str, value: str) -> Runs:
    return Run(f"{label}:", bold=True), Run(f" {value}")


def _item(mark: str, runs: Runs) -> str:
    return mark + _text(runs).replace("\n", "\n" + " " * len(mark))


def _table(table: Table) -> str:
    rows = [" | ".join(_line(cell) for cell in row) for row in (table.header, *table.rows)]
    rows.insert(1, " | ".join("---" for _ in table.header))
    lines = "\n".join(f"| {row} |" for row in rows)
    return f"**{_line(table.caption)}**\n\n{lines}" if table.caption else lines


def _line(text: str) -> str:
    return _inline(text_runs(" ".join(text.split())))


def _text(runs: Runs) -> str:
    """Runs as lines with hard breaks, none of which begins a block."""
    lines = (_LINE_START.sub(_disarmed, line.strip()) for line in _inline(runs).split("\n"))
    return "  \n".join(line for line in lines if line)


def _inline(runs: Runs) -> str:
    styled = groupby(runs, key=lambda run: (run.bold, run.italic))
    text = "".join(
        _marked("".join(map(_linked, group)), "*" * (2 * bold + italic)) for (bold, italic), group in styled
    )
    return _MAKES_LINK.sub(r"]\\", text)


def _linked(run: Run) -> str:
    text = _SPECIAL.sub(lambda found: found[1] or f"\\{found[2]}", run.text)
    if run.link is None or run.link.startswith("#"):  # no portable links to places in the document itself
        return text
    return f"<{run.link}>" if run.text == run.link else f"[{text}](<{run.link}>)"


def _marked(text: str, mark: str) -> str:
    """With emphasis, which must not begin or end with a blank."""
    bare = text.strip()
    return text.replace(bare, f"{mark}{bare}{mark}", 1) if bare else text


def _disarmed(start: re.Match[str]) -> str:
    return f"\\{start[1]}" if start[1] else f"{start[2]}\\"
