"""The Markdown of answers -> blocks of a document, with `[1]` as links to the sources in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from markdown_it.token import Token

from assistant.channels.reply import parser
from assistant.export.document import Block, Bullets, Heading, Level, Paragraph, Quote, Run, Runs

_REFERENCE = re.compile(r"(\[\d{1,3}\])")
_LISTS = {"bullet_list", "ordered_list"}
Target = Callable[[int], str | None]  # number of a source -> link to its place in the document


def blocks_of(text: str, level: Level, target: Target) -> tuple[Block, ...]:
    """The blocks of an answer's text.

    Args:
        text: Markdown as answers use it.
        level: of the headings in the text, 1 to 3.
        target: where references lead; None leaves them text.
    """
    return tuple(_blocks(parser().parse(text), level, target))


def runs_of(text: str, target: Target) -> Runs:
    """One sentence of an answer (a reason, a limit)."""
    return tuple(run for token in parser().parseInline(text) for run in _runs(token, target))


def _blocks(tokens: list[Token], level: Level, target: Target) -> Iterator[Block]:
    """Lists within lists become part of the outer one; a quotation is taken paragraph by paragraph."""
    within: list[str] = []
    items: list[Runs] = []  # of the list that is being read
    for token in tokens:
        if token.nesting > 0:
            within.append(token.type.removesuffix("_open"))
            if token.type == "list_item_open":
                items.append(())
        elif token.nesting < 0:
            within.pop()
            if items and not _LISTS.intersection(within):
                yield Bullets(tuple(items), ordered=token.type == "ordered_list_close")
                items = []
        elif runs := tuple(_runs(token, target)):
            if items:
                items[-1] = (*items[-1], Run("\n"), *runs) if items[-1] else runs
            elif "blockquote" in within:
                yield Quote(_plain(runs))
            elif "heading" in within or all(run.bold for run in runs):  # answers title their parts in bold
                yield Heading(level, _plain(runs))
            else:
                yield Paragraph(runs)


def _plain(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def _runs(token: Token, target: Target) -> Iterator[Run]:
    if token.children is None:  # a block of code
        yield from (Run(token.content.rstrip()),) if token.content.strip() else ()
    bold = italic = 0
    for child in token.children or ():
        match child.type:
            case "strong_open" | "strong_close":
                bold += child.nesting
            case "em_open" | "em_close":
                italic += child.nesting
            case "softbreak":
                yield Run(" ", bool(bold), bool(italic))
            case "hardbreak":
                yield Run("\n", bool(bold), bool(italic))
            case _:
                for run in _referring(child.content, target):
                    yield replace(run, bold=bool(bold), italic=bool(italic))


def _referring(text: str, target: Target) -> Iterator[Run]:
    for piece in _REFERENCE.split(text):
        if piece:
            yield Run(piece, link=target(int(piece[1:-1])) if _REFERENCE.fullmatch(piece) else None)
