"""`ingest laws`: official statutes, what changed in them, and which digests were reviewed."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.channels.command_line import command, read_settings
from assistant.errors import InputError
from assistant.jobs import PARTIAL
from assistant.messages_de import CommandLine
from ingest.commands.application import app
from ingest.commands.index import build_index

if TYPE_CHECKING:
    from assistant.settings import Settings
    from ingest.laws.source import Source


@command(app, CommandLine.LAWS)
def laws(
    folder: Annotated[
        Path | None,
        typer.Option("--from", metavar="ORDNER", help=CommandLine.LAWS_FROM, show_default=False),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--everything", metavar="", help=CommandLine.LAWS_EVERYTHING, show_default=False)
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", metavar="", help=CommandLine.LAWS_DIFF, show_default=False)
    ] = False,
    prune: Annotated[
        bool, typer.Option("--prune", metavar="", help=CommandLine.LAWS_PRUNE, show_default=False)
    ] = False,
    reviewed: Annotated[
        list[str] | None,
        typer.Option("--reviewed", metavar="ZEILE", help=CommandLine.LAWS_REVIEWED, show_default=False),
    ] = None,
) -> None:
    """Synchronise the laws and build the index; or show what changed; or note a review."""
    settings = read_settings()
    if diff:
        _show_changes(settings)
    elif reviewed:
        from ingest.laws.reviews import mark_reviewed

        mark_reviewed(settings, reviewed, date.today())
        typer.echo(CommandLine.REVIEWED.format(ids=", ".join(reviewed)))
        build_index(settings)
    else:
        with _source(settings, folder, everything) as source:
            complete = _synchronise(settings, source, prune)
        build_index(settings)
        if not complete:
            raise typer.Exit(PARTIAL)


def _source(settings: Settings, folder: Path | None, everything: bool) -> AbstractContextManager[Source]:
    if folder is not None:
        from ingest.laws.folder import FolderLaws

        return nullcontext(FolderLaws(folder, settings.laws_max_bytes, everything))
    if everything:
        raise InputError(CommandLine.ONLY_FOLDER)
    from ingest.laws.online import official_sites

    return official_sites(settings)


def _synchronise(settings: Settings, source: Source, prune: bool) -> bool:
    """Returns whether all that the source offers was taken in, and nothing about it is doubtful."""
    from assistant.channels.progress import shown_progress
    from ingest.laws.catalogue import load_catalogue
    from ingest.laws.render import render_report
    from ingest.laws.synchronise import synchronise_laws

    catalogue = load_catalogue(settings.corpus_dir)
    with shown_progress() as report:
        done = synchronise_laws(settings, catalogue, source, report, remove_vanished=prune)
    typer.echo(render_report(done, settings))
    return not done.failed and not done.doubtful


def _show_changes(settings: Settings) -> None:
    from assistant.law_changes import read_history
    from ingest.laws.render import render_changes

    typer.echo(render_changes(read_history(settings)))
