"""`ingest check`: are the addresses that the corpus cites still there?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from assistant.channels.command_line import command, read_settings
from assistant.jobs import PARTIAL
from assistant.messages_de import CommandLine, Links
from ingest.commands.application import app

if TYPE_CHECKING:
    from ingest.links import Finding


@command(app, CommandLine.CHECK_LINKS)
def check() -> None:
    """Ask for every address once; dead ones give an exit code, unsure ones only a line."""
    from assistant.channels.progress import shown_progress
    from ingest.links import check_links, corpus_links, reached_nothing

    links = corpus_links(read_settings().corpus_dir)
    with shown_progress() as report:
        found = check_links(links, lambda done, total: report(Links.CHECKING, done, total))
    if reached_nothing(found):
        typer.echo(Links.OFFLINE)
        raise typer.Exit(PARTIAL)
    dead = [f for f in found if f.dead]
    unsure = [f for f in found if f.reason and not f.dead]
    _show(Links.DEAD, dead)
    _show(Links.UNSURE, unsure)
    good = len(found) - len(dead) - len(unsure)
    typer.echo(Links.SUMMARY.format(total=len(found), good=good, dead=len(dead), unsure=len(unsure)))
    if dead:
        raise typer.Exit(PARTIAL)


def _show(heading: str, found: Sequence[Finding]) -> None:
    if found:
        typer.echo(heading)
    for f in found:
        typer.echo("  " + Links.LINE.format(url=f.link.url, reason=f.reason, rows=", ".join(f.link.rows)))
