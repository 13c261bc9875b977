"""Start time, memory and latency of the server with the existing index: `python -m benchmarks.serve`."""

from __future__ import annotations

import sys
import time
import urllib.request
from itertools import cycle, islice
from pathlib import Path
from typing import Annotated

import typer

from assistant.channels.command_line import command, new_app, run
from assistant.evaluation.metrics import percentile
from assistant.evaluation.questions import LabelledQuestion, read_questions
from benchmarks.running import memory, running_server, wait_until_ready

HELP = "Den Dienst mit dem vorhandenen Index starten; Startzeit, Speicher und Dauer der Antworten messen."
QUESTIONS = Path("tests/data/questions.jsonl")
app = new_app(HELP)


@command(app, HELP)
def serve(
    file: Annotated[Path, typer.Argument(metavar="DATEI", help="JSONL-Datei mit Fragen.")] = QUESTIONS,
    count: Annotated[int, typer.Option(min=1, metavar="ZAHL", help="Zahl der gestellten Fragen.")] = 200,
) -> None:
    """Start, wait until ready, ask over HTTP one after the other, stop."""
    questions = list(islice(cycle(read_questions(file).values()), count))
    began = time.perf_counter()
    with running_server() as (process, address):
        wait_until_ready(address, process)
        typer.echo(f"Bereit nach {time.perf_counter() - began:.2f} s, {memory(process.pid)}")
        milliseconds = [_ask(address, question) for question in questions]
        figures = ", ".join(f"p{p} {percentile(milliseconds, p):.0f} ms" for p in (50, 95, 99))
        typer.echo(f"Nach {count} Fragen: {memory(process.pid)}; Antwort über HTTP {figures}")


def _ask(address: str, question: LabelledQuestion) -> float:
    """Milliseconds until the whole answer is there."""
    body = question.model_dump_json(include={"question", "history"}).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{address}/api/v1/answers", body, headers)
    began = time.perf_counter()
    with urllib.request.urlopen(request, timeout=60) as response:
        response.read()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    sys.exit(run(app, "python -m benchmarks.serve"))
