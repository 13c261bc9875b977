"""`ingest build`, and what every command does at its end: bring the index in line, and say what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.channels.command_line import command, read_settings
from assistant.messages_de import CommandLine
from ingest.commands.application import app

if TYPE_CHECKING:
    from assistant.index.build import BuildReport
    from assistant.index.generation import Generation
    from assistant.settings import Settings


@command(app, CommandLine.BUILD)
def build(
    force: Annotated[
        bool, typer.Option("--force", metavar="", help=CommandLine.FORCE, show_default=False)
    ] = False,
) -> None:
    """Bring the index in line with the corpus."""
    build_index(read_settings(), force=force)


def build_index(settings: Settings, force: bool = False) -> None:
    """Read all sources, build what is not up to date, check the follow-up questions, publish."""
    from assistant.channels.progress import shown_progress
    from assistant.framework import load_framework
    from assistant.service import check_follow_ups
    from ingest.sync import synchronise

    framework = load_framework(settings.corpus_dir / "framework")
    with shown_progress() as report:

        def check(generation: Generation) -> None:
            """Only questions that this very generation answers are ever offered."""
            report(CommandLine.CHECKING, 0, len(framework.questions))
            answerable = check_follow_ups(settings, framework, generation)
            report(CommandLine.CHECKING, answerable, len(framework.questions))

        built = synchronise(settings, report, force=force, before_publish=(check,))
    _show_build(built)


def _show_build(built: BuildReport) -> None:
    if not built.published:
        typer.echo(CommandLine.NO_CHANGE)
    counts = (
        (built.created, CommandLine.CREATED),
        (built.updated, CommandLine.UPDATED),
        (built.skipped, CommandLine.SKIPPED),
        (built.deleted, CommandLine.DELETED),
    )
    typer.echo(f"{CommandLine.PASSAGES}: " + ", ".join(f"{count} {word}" for count, word in counts))
    name = built.embedding
    embedding = CommandLine.FALLBACK.format(name=name) if built.embedding_is_fallback else name
    typer.echo(f"{CommandLine.GENERATION}: {built.generation}")
    typer.echo(f"{CommandLine.EMBEDDING}: {embedding}")
    typer.echo(f"{CommandLine.FULL_STUDY}: {CommandLine.YES if built.full_study else CommandLine.NO}")
    for notice in built.notices:
        typer.echo(f"{CommandLine.NOTE}: {notice}")
