"""`ingest add`, `remove` and `list`: the administration's own documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.channels.command_line import command, read_settings
from assistant.jobs import PARTIAL
from assistant.messages_de import CommandLine, Documents
from ingest.commands.application import app
from ingest.commands.index import build_index

if TYPE_CHECKING:
    from ingest.documents.record import KeptDocument


def _detail(name: str) -> object:
    flag = f"--{name.replace('_', '-')}"
    return typer.Option(flag, metavar="TEXT", help=CommandLine.DOCUMENT_OPTIONS[name], show_default=False)


@command(app, CommandLine.ADD)
def add(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PFAD…", help=CommandLine.ADD_PATHS, show_default=False)
    ],
    titel: Annotated[str | None, _detail("titel")] = None,
    datum: Annotated[str | None, _detail("datum")] = None,
    gueltig_von: Annotated[str | None, _detail("gueltig_von")] = None,
    gueltig_bis: Annotated[str | None, _detail("gueltig_bis")] = None,
    zustaendig: Annotated[str | None, _detail("zustaendig")] = None,
    sichtbarkeit: Annotated[str | None, _detail("sichtbarkeit")] = None,
    namen: Annotated[
        Path | None,
        typer.Option("--namen", metavar="DATEI", help=CommandLine.ADD_NAMES, show_default=False),
    ] = None,
) -> None:
    """Take in documents; one line for each, and the run goes on whatever is wrong with one of them."""
    from assistant.channels.progress import for_a_program, shown_progress
    from ingest.documents.add import add as take_in
    from ingest.documents.gather import read_names
    from ingest.documents.results import Status

    settings = read_settings()
    given = {
        "titel": titel,
        "datum": datum,
        "gueltig_von": gueltig_von,
        "gueltig_bis": gueltig_bis,
        "zustaendig": zustaendig,
        "sichtbarkeit": sichtbarkeit,
    }
    options = {name: value for name, value in given.items() if value is not None}
    with shown_progress() as report:
        done = take_in(settings, paths, options, report, names=read_names(namen) if namen else ())
    for file in done.files:
        typer.echo(file.model_dump_json() if for_a_program() else file.line)
    build_index(settings)  # also without a change: an earlier run may have stopped before
    if done.count(Status.REFUSED):
        raise typer.Exit(PARTIAL)


@command(app, CommandLine.REMOVE)
def remove(
    names: Annotated[
        list[str], typer.Argument(metavar="DOKUMENT…", help=CommandLine.REMOVE_NAMES, show_default=False)
    ],
) -> None:
    """Remove documents from the store and from every generation of the index."""
    from assistant.index.build import forget_previous
    from ingest.documents.remove import remove as take_out

    settings = read_settings()
    for gone in take_out(settings, names):
        typer.echo(CommandLine.REMOVED.format(title=gone.title or gone.id, id=gone.id))
    build_index(settings)
    forget_previous(settings)  # the generation before still holds their text


@command(app, CommandLine.LIST, name="list")
def show() -> None:
    """Show the documents with their details."""
    from ingest.documents.remove import list_documents

    documents = list_documents(read_settings())
    if not documents:
        typer.echo(CommandLine.NO_DOCUMENTS)
    for document in documents:
        typer.echo(_line(document))


def _line(document: KeptDocument) -> str:
    from ingest.sources.documents.metadata import german_date

    details = document.details
    facts = [
        german_date(details.date) if details.date else "",
        Documents.VALID_UNTIL.format(end=german_date(details.valid_until)) if details.valid_until else "",
        Documents.RESPONSIBLE.format(unit=details.responsible) if details.responsible else "",
        "" if document.is_searched else Documents.RESTRICTED.format(units=", ".join(details.visibility)),
    ]
    return "  ".join([document.id, f"„{details.title}“", document.name, *(fact for fact in facts if fact)])
