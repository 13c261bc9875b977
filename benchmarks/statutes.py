"""What many laws cost, from the folder to the evidence: `python -m benchmarks.statutes`.

Made-up laws, or the official files of a folder, go the whole way: `ingest laws --from`, once from
nothing, once more unchanged, and with one made-up law changed. Then the search of the service is asked in a process of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from assistant.channels.command_line import command, new_app, run
from assistant.errors import AssistantError
from assistant.evaluation.metrics import percentile
from assistant.models import SourceKind
from assistant.service import build
from assistant.settings import Settings
from benchmarks.ingest_run import Run, folder_mib, run_ingest
from benchmarks.made_up_laws import MadeUpLaws
from ingest.corpus import load_corpus

HELP = "Viele Gesetze einlesen und durchsuchen: Dauer, Speicher, Platz."
QUESTIONS = 200
SEARCH = "from benchmarks.statutes import search; search()"
app = new_app(HELP)


@command(app, HELP)
def statutes(
    norms: Annotated[
        int, typer.Option(min=1, metavar="ZAHL", help="Zahl erfundener Vorschriften.")
    ] = 140_000,
    seed: Annotated[int, typer.Option(metavar="ZAHL", help="Beginn der Zufallszahlen.")] = 1,
    real: Annotated[
        Path | None,
        typer.Option(metavar="ORDNER", help="Gesetze dieses Ordners statt erfundener.", show_default=False),
    ] = None,
) -> None:
    """Ingest, ingest again, then search."""
    with TemporaryDirectory() as folder:
        data, laws = Path(folder) / "data", Path(folder) / "laws"
        if real is None:
            laws.mkdir()
            made_up = MadeUpLaws(norms, seed)
            typer.echo(f"{made_up.write(laws)} Gesetze mit {norms} Vorschriften, {folder_mib(laws):.0f} MiB")
            arguments = ["laws", "--from", str(laws), "--everything"]
            questions = made_up.questions(QUESTIONS)
        else:
            arguments = ["laws", "--from", str(real)]
            questions = _everyday_questions()
        _show("Einlesen", run_ingest(data, *arguments))
        typer.echo(
            f"Auf der Platte: {folder_mib(data):.0f} MiB, davon Index {folder_mib(data / 'index'):.0f}"
        )
        _show("Unverändert", run_ingest(data, *arguments))
        if real is None:
            MadeUpLaws(1, seed + 1).write(laws)  # over the first file
            _show("Ein Gesetz geändert", run_ingest(data, *arguments))
        typer.echo(_searched(data, questions))


def search() -> None:
    """In the process that is measured: ask the questions given as JSON, print milliseconds and MiB."""
    questions = json.load(sys.stdin)
    began = time.perf_counter()
    assistant = build(Settings())
    took = [time.perf_counter() - began]
    for question in questions:
        began = time.perf_counter()
        assistant.retrieve(question)
        took.append(time.perf_counter() - began)
    status = Path("/proc/self/status").read_text()
    most = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    print(json.dumps({"milliseconds": [seconds * 1000 for seconds in took], "mib": most // 1024}))


def _searched(data: Path, questions: list[str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", SEARCH],
        input=json.dumps(questions),
        env={**os.environ, "DATA_DIR": str(data)},
        stdout=subprocess.PIPE,
        text=True,
    )
    if done.returncode:
        raise AssistantError("Der Dienst ließ sich nicht befragen.")
    found = json.loads(done.stdout)
    start, *asked = found["milliseconds"]
    figures = ", ".join(f"p{p} {percentile(asked, p):.0f} ms" for p in (50, 95, 99))
    return f"Start {start / 1000:.1f} s; Suche ({len(asked)} Fragen) {figures}; höchstens {found['mib']} MiB"


def _everyday_questions() -> list[str]:
    """Wordings for provisions, evenly out of the corpus."""
    passages = load_corpus(Settings()).passages
    wordings = [p.text for p in passages if p.kind is SourceKind.LAW and not p.shown]
    return wordings[:: max(1, len(wordings) // QUESTIONS)][:QUESTIONS]


def _show(what: str, done: Run) -> None:
    typer.echo(f"{what}: {done.seconds:.1f} s, höchstens {done.peak_mib:.0f} MiB Speicher")
    typer.echo("".join(f"    {line}\n" for line in done.output.splitlines()), nl=False)


if __name__ == "__main__":
    sys.exit(run(app, "python -m benchmarks.statutes"))
