"""The command `ingest`: build the index, take in the operator's own study, remove it again."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.channels.command_line import command, new_app, read_settings, run
from assistant.errors import InputError
from assistant.messages_de import CommandLine

if TYPE_CHECKING:
    from assistant.index.build import BuildReport
    from assistant.index.generation import Generation
    from assistant.settings import Settings
    from ingest.sources.study.document import StudyDocument

app = new_app(CommandLine.INGEST)


def main() -> None:
    """Entry point of the console script and of `python -m ingest`."""
    sys.exit(run(app, "ingest"))


@command(app, CommandLine.BUILD)
def build(
    force: Annotated[
        bool, typer.Option("--force", metavar="", help=CommandLine.FORCE, show_default=False)
    ] = False,
) -> None:
    """Bring the index in line with the corpus."""
    _synchronise(read_settings(), force=force)


@command(app, CommandLine.STUDY)
def study(
    file: Annotated[Path, typer.Argument(metavar="DATEI", help=CommandLine.STUDY_FILE, show_default=False)],
) -> None:
    """Read the operator's study, keep it in the data folder, build the index with it."""
    from ingest.corpus import import_study

    if not file.is_file():
        raise InputError(CommandLine.NO_FILE.format(name=file))
    settings = read_settings()
    _show_sections(import_study(file, settings))
    _synchronise(settings)


@command(app, CommandLine.FORGET_STUDY)
def forget_study() -> None:
    """Remove the imported study and build the index without it."""
    settings = read_settings()
    kept = settings.sources_dir / "study.json"  # where ingest.corpus.import_study keeps it
    from assistant.index.build import forget_previous, serves_study

    if not kept.exists() and not serves_study(settings):
        typer.echo(CommandLine.NO_STUDY)
        return
    kept.unlink(missing_ok=True)
    _synchronise(settings)  # also without the file: an earlier attempt may have stopped here
    forget_previous(settings)  # the generation before still holds the study's wording
    typer.echo(CommandLine.STUDY_FORGOTTEN)


def _synchronise(settings: Settings, force: bool = False) -> None:
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


def _show_sections(document: StudyDocument) -> None:
    """The sections as found, so that the operator sees at a glance whether the file was read well."""
    typer.echo(CommandLine.SECTIONS_FOUND.format(count=len(document.sections)))
    for section in document.sections:
        size = sum(len(block.text) for block in section.blocks)
        typer.echo(f"  {section.id:<5} {section.title} ({CommandLine.CHARACTERS.format(count=size)})")
    typer.echo(CommandLine.STUDY_STORED)


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
