"""Answers, passages and the index status for people at a terminal (Rich)."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten

from rich.console import Console
from rich.markdown import Markdown
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from assistant.channels.evidence import Evidence, describe, framework_groups
from assistant.messages_de import CommandLine, Reply
from assistant.models import Answer, IndexStatus, Passage, RankedPassage

KIND_STYLES = {"study": "blue", "law": "red", "practice": "green", "upload": "magenta"}
# Text from documents must not steer the terminal: no control characters but line breaks and tabs.
CONTROLS = {code: None for code in (*range(32), *range(127, 160)) if code not in (9, 10)}
GLIMPSE = 220  # characters of a passage in the table
WIDEST = 100  # columns; longer lines are hard to read


def console() -> Console:
    """Standard output: colours only for people, never wider than is pleasant to read."""
    out = Console(highlight=False)
    return out if out.width <= WIDEST else Console(highlight=False, width=WIDEST)


def show_answer(answer: Answer, out: Console) -> None:
    """The whole answer: text, limits, sources, framework, next questions, notices."""
    out.print(Markdown(_clean(answer.text), hyperlinks=False))
    if answer.not_covered:
        _heading(out, Reply.NOT_COVERED)
        _indented(out, Text(_clean(answer.not_covered)))
    if answer.citations:
        _heading(out, Reply.SOURCES)
        for citation in answer.citations:
            _show_source(describe(citation), out)
    for group in framework_groups(answer):
        _heading(out, group.heading)
        for link in group.links:
            _indented(out, Text.assemble((f"{link.id} {link.title}", "bold"), f": {_clean(link.reason)}"))
    if answer.follow_ups:
        _heading(out, Reply.FOLLOW_UPS)
        for follow_up in answer.follow_ups:
            _indented(out, Text(f"– {_clean(follow_up.text)}"))
    out.print()
    for notice in answer.notices:
        out.print(Text(f"{Reply.NOTE}: {_clean(notice)}", style="yellow"))
    out.print(Text(Reply.AI_NOTICE, style="dim"))


def show_passages(ranked: Sequence[RankedPassage], out: Console) -> None:
    """Ranked passages as a table, best first."""
    if not ranked:
        out.print(CommandLine.NOTHING_FOUND)
        return
    table = Table(show_lines=False, header_style="bold", box=None, padding=(0, 1, 1, 0))
    table.add_column(CommandLine.RANK, justify="right")
    table.add_column(CommandLine.SCORE, justify="right")
    table.add_column(CommandLine.KIND)
    table.add_column(CommandLine.PLACE, ratio=2)
    table.add_column(CommandLine.TEXT, ratio=5)
    for rank, one in enumerate(ranked, 1):
        passage = one.passage
        hint = "" if passage.shown else f" ({CommandLine.EXPANSION})"
        table.add_row(
            str(rank),
            f"{one.score:.2f}",
            Text(Reply.KINDS[passage.kind], style=KIND_STYLES[passage.kind]),
            Text(_clean(f"{_place(passage)}{hint}")),
            Text(_clean(shorten(passage.text, GLIMPSE, placeholder=" …"))),
        )
    out.print(table)


def show_status(status: IndexStatus, out: Console) -> None:
    """What is served at the moment."""
    embedding = status.embedding
    rows = [
        (CommandLine.GENERATION, status.generation),
        (CommandLine.BUILT_AT, status.built_at),
        (
            CommandLine.EMBEDDING,
            CommandLine.FALLBACK.format(name=embedding) if status.embedding_is_fallback else embedding,
        ),
        (CommandLine.FULL_STUDY, CommandLine.YES if status.full_study else CommandLine.NO),
        (CommandLine.LANGUAGE_MODEL, status.language_model or CommandLine.NONE),
        (CommandLine.STATUTES, status.statutes or CommandLine.NONE),
        *((CommandLine.COUNTS.get(name, name), str(count)) for name, count in status.counts.items()),
    ]
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    for name, value in rows:
        table.add_row(Text(name, style="bold"), Text(_clean(value)))
    out.print(table)
    for notice in status.notices:
        out.print(Text(f"{Reply.NOTE}: {_clean(notice)}", style="yellow"))


def _show_source(source: Evidence, out: Console) -> None:
    headline = Text.assemble(
        f"[{source.n}] ",
        (f"{source.shape} {source.word}", KIND_STYLES[source.kind]),
        (f" {source.mark}" if source.mark else "", "yellow"),
        " ",
        (_clean(source.name), "bold"),
        f" ({_clean(source.place)})" if source.place else "",
    )
    _indented(out, headline)
    lines = [(f"»{source.quote}«", "")] if source.quote else []
    lines += [(f"{label}: {value}", "") for label, value in source.facts]
    lines += [(f"{Reply.NOTE}: {caution}", "yellow") for caution in source.cautions]
    lines += [(f"{source.link_text}: {source.url}", "dim")] if source.url else []
    for line, style in lines:
        _indented(out, Text(_clean(line), style=style), 6)


def _place(passage: Passage) -> str:
    """Title with the section, provision or name that it does not hold itself."""
    place = passage.section or passage.provision or passage.practice or passage.upload or ""
    return passage.title if place in passage.title else f"{place} {passage.title}"


def _heading(out: Console, words: str) -> None:
    out.print()
    out.print(Text(words, style="bold underline"))


def _indented(out: Console, text: Text, by: int = 2) -> None:
    out.print(Padding(text, (0, 0, 0, by)))


def _clean(text: str) -> str:
    return text.translate(CONTROLS)
