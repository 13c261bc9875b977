"""Answers, passages and the index status for people at a terminal (Rich)."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markdown import Markdown
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from assistant.channels.evidence import Evidence, describe, framework_groups
from assistant.messages_de import CommandLine, Reply
from assistant.models import Answer, IndexStatus, RankedPassage

KIND_STYLES = {"study": "blue", "law": "red", "practice": "green", "upload": "magenta"}
# Text from documents must not steer the terminal: no control characters but line breaks and tabs.
CONTROLS = {code: None for code in (*range(32), *range(127, 160)) if code not in (9, 10)}
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
            _indented(out, _source(describe(citation)))
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
        place = passage.section or passage.provision or passage.practice or passage.upload or ""
        hint = "" if passage.shown else f" ({CommandLine.EXPANSION})"
        table.add_row(
            str(rank),
            f"{one.score:.2f}",
            Text(Reply.KINDS[passage.kind], style=KIND_STYLES[passage.kind]),
            Text(_clean(f"{place} {passage.title}{hint}".strip())),
            Text(_clean(passage.text), overflow="ellipsis"),
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
        *((f"{CommandLine.COUNT} {name}", str(count)) for name, count in status.counts.items()),
    ]
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    for name, value in rows:
        table.add_row(Text(name, style="bold"), Text(_clean(value)))
    out.print(table)
    for notice in status.notices:
        out.print(Text(f"{Reply.NOTE}: {_clean(notice)}", style="yellow"))


def _source(source: Evidence) -> Text:
    text = Text.assemble(
        f"[{source.n}] ",
        (f"{source.shape} {source.word}", KIND_STYLES[source.kind]),
        (f" {source.mark}" if source.mark else "", "yellow"),
        " ",
        (_clean(source.name), "bold"),
        f" ({_clean(source.place)})" if source.place else "",
    )
    lines = [f"„{source.quote}“"] if source.quote else []
    lines += [f"{label}: {value}" for label, value in source.facts]
    for line in lines:
        text.append(f"\n    {_clean(line)}")
    for caution in source.cautions:
        text.append(f"\n    {Reply.NOTE}: {_clean(caution)}", style="yellow")
    if source.url:
        text.append(f"\n    {source.link_text}: {_clean(source.url)}", style="dim")
    return text


def _heading(out: Console, words: str) -> None:
    out.print()
    out.print(Text(words, style="bold underline"))


def _indented(out: Console, text: Text) -> None:
    out.print(Padding(text, (0, 0, 0, 2)))


def _clean(text: str) -> str:
    return text.translate(CONTROLS)
