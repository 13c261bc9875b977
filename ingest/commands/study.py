"""`ingest study` and `ingest forget-study`: the operator's own copy of the study."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.channels.command_line import command, read_settings
from assistant.errors import InputError
from assistant.messages_de import CommandLine
from ingest.commands.application import app
from ingest.commands.index import build_index

if TYPE_CHECKING:
    from ingest.sources.study.document import StudyDocument


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
    build_index(settings)


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
    build_index(settings)  # also without the file: an earlier attempt may have stopped here
    forget_previous(settings)  # the generation before still holds the study's wording
    typer.echo(CommandLine.STUDY_FORGOTTEN)


def _show_sections(document: StudyDocument) -> None:
    """The sections as found, so that the operator sees at a glance whether the file was read well."""
    typer.echo(CommandLine.SECTIONS_FOUND.format(count=len(document.sections)))
    for section in document.sections:
        size = sum(len(block.text) for block in section.blocks)
        typer.echo(f"  {section.id:<5} {section.title} ({CommandLine.CHARACTERS.format(count=size)})")
    typer.echo(CommandLine.STUDY_STORED)
