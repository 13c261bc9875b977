"""The command `assistant`: ask, retrieve, evaluate, serve, status. Heavy imports wait for their command."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.channels.command_line import command, new_app, read_settings, run
from assistant.errors import InputError
from assistant.messages_de import CommandLine

if TYPE_CHECKING:
    from assistant.channels.interface import Answering

app = new_app(CommandLine.ASSISTANT)

STDIN = "-"
Question = Annotated[
    str | None, typer.Argument(metavar="FRAGE", help=CommandLine.QUESTION, show_default=False)
]
Batch = Annotated[
    str | None, typer.Option("--batch", metavar="DATEI", help=CommandLine.BATCH, show_default=False)
]
AsJson = Annotated[bool, typer.Option("--json", metavar="", help=CommandLine.JSON, show_default=False)]


def main() -> None:
    """Entry point of the console script."""
    sys.exit(run(app, "assistant"))


def open_assistant() -> Answering:
    """The assistant of this machine's index, as the settings say."""
    from assistant.service import build

    return build(read_settings())


@command(app, CommandLine.ASK)
def ask(
    context: typer.Context, question: Question = None, as_json: AsJson = False, batch: Batch = None
) -> int:
    """Answer one question, or every line of a batch file."""
    _one_of(question, batch)
    if batch is not None:
        from assistant.channels.batch import answer_lines

        return _print_lines(answer_lines(_assistant(context), batch))
    answer = _assistant(context).answer(_read(question))
    if as_json:
        typer.echo(answer.model_dump_json())
    else:
        from assistant.channels.terminal import console, show_answer

        show_answer(answer, console())
    return 0


@command(app, CommandLine.RETRIEVE)
def retrieve(
    context: typer.Context,
    question: Question = None,
    k: Annotated[int, typer.Option("--k", min=1, max=200, metavar="ZAHL", help=CommandLine.K)] = 20,
    as_json: AsJson = False,
    batch: Batch = None,
) -> int:
    """Show the best passages for one question, or for every line of a batch file."""
    _one_of(question, batch)
    if batch is not None:
        from assistant.channels.batch import retrieval_lines

        return _print_lines(retrieval_lines(_assistant(context), batch, k))
    ranked = _assistant(context).retrieve(_read(question), k)
    if as_json:
        from assistant.channels.wire import PassageRow

        rows = [PassageRow.of(one).model_dump(mode="json") for one in ranked]
        _print_json({"id": None, "passages": rows})
    else:
        from assistant.channels.terminal import console, show_passages

        show_passages(ranked, console())
    return 0


@command(app, CommandLine.EVALUATE)
def evaluate(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="DATEI", help=CommandLine.EVALUATION_FILE)],
    filing: Annotated[
        bool, typer.Option("--filing", metavar="", help=CommandLine.FILING, show_default=False)
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Measure the quality on labelled questions."""
    from assistant.evaluation.run import evaluate_file

    if not file.is_file():
        raise InputError(CommandLine.NO_FILE.format(name=file))
    from assistant.channels.progress import shown_progress

    with shown_progress() as progress:
        report = evaluate_file(_assistant(context), file, progress)
    if filing:
        from assistant.evaluation.filing import measure_served

        report = report.model_copy(update={"filing": measure_served(read_settings())})
    if as_json:
        typer.echo(report.model_dump_json())
    else:
        from assistant.channels.terminal import console
        from assistant.evaluation.tables import render

        console().print(render(report))
    return 0


@command(app, CommandLine.SERVE)
def serve(
    host: Annotated[
        str | None, typer.Option(metavar="ADRESSE", help=CommandLine.HOST, show_default=False)
    ] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, metavar="ZAHL", help=CommandLine.PORT, show_default=False)
    ] = None,
) -> int:
    """Serve the page and the API until interrupted."""
    from assistant.app import serve as serve_until_interrupted

    settings = read_settings()
    changed = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    serve_until_interrupted(settings.model_copy(update=changed), typer.echo)
    return 0


@command(app, CommandLine.STATUS)
def status(context: typer.Context, as_json: AsJson = False) -> int:
    """Show index, models and counts."""
    now = _assistant(context).status()
    if as_json:
        typer.echo(now.model_dump_json())
    else:
        from assistant.channels.terminal import console, show_status

        show_status(now, console())
    return 0


def _assistant(context: typer.Context) -> Answering:
    """The assistant handed in with the call (`obj`), else the one of this machine."""
    return context.obj if context.obj is not None else open_assistant()


def _one_of(question: str | None, batch: str | None) -> None:
    if (question is None) == (batch is None):
        raise InputError(CommandLine.ONE_QUESTION)


def _read(question: str | None) -> str:
    """The question itself; "-" stands for standard input."""
    try:
        if question == STDIN:
            return sys.stdin.buffer.read().decode("utf-8-sig").strip()
        return (question or "").encode("utf-8").decode("utf-8")  # arguments that are not text fail here
    except UnicodeError:
        raise InputError(CommandLine.NOT_UTF8.format(name=CommandLine.INPUT)) from None


def _print_json(data: Any) -> None:
    typer.echo(json.dumps(data, ensure_ascii=False))


def _print_lines(rows: Iterable[dict[str, Any]]) -> int:
    """Print each row as soon as it is there; 1 when a line could not be worked on."""
    from assistant.channels.batch import failed

    code = 0
    for row in rows:
        _print_json(row)
        sys.stdout.flush()
        code = 1 if failed(row) else code
    return code
