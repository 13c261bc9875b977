"""Cold start and latency of answers from the existing index: `python -m benchmarks.answer`."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from assistant.channels.command_line import command, new_app, read_settings, run
from assistant.evaluation.metrics import percentile
from assistant.evaluation.questions import read_questions

HELP = "Kaltstart und Dauer von Suche und Antwort mit dem vorhandenen Index messen."
QUESTIONS = Path("tests/data/questions.jsonl")
app = new_app(HELP)


@command(app, HELP)
def answer(
    file: Annotated[Path, typer.Argument(metavar="DATEI", help="JSONL-Datei mit Fragen.")] = QUESTIONS,
    rounds: Annotated[int, typer.Option(min=1, metavar="ZAHL", help="Durchgänge durch die Datei.")] = 1,
) -> None:
    """Open the assistant, ask every question, print percentiles."""
    questions = list(read_questions(file).values()) * rounds
    began = time.perf_counter()
    from assistant.service import build

    assistant = build(read_settings())
    opened = time.perf_counter()
    assistant.answer(questions[0].question, questions[0].history)
    first = time.perf_counter()
    retrieve_ms, answer_ms = [], []
    for one in questions:
        start = time.perf_counter()
        assistant.retrieve(one.question, history=one.history)
        retrieved = time.perf_counter()
        assistant.answer(one.question, one.history)
        retrieve_ms.append((retrieved - start) * 1000)
        answer_ms.append((time.perf_counter() - retrieved) * 1000)
    status = assistant.status()
    typer.echo(f"Vektormodell {status.embedding}, Sprachmodell {status.language_model or 'keines'}")
    first_ms = (first - opened) * 1000
    typer.echo(f"Kaltstart: Bibliotheken und Index {opened - began:.2f} s, erste Antwort {first_ms:.0f} ms")
    typer.echo(f"Suche ({len(questions)} Fragen): {_percentiles(retrieve_ms)}")
    typer.echo(f"Antwort ({len(questions)} Fragen): {_percentiles(answer_ms)}")


def _percentiles(milliseconds: Sequence[float]) -> str:
    return ", ".join(f"p{p} {percentile(milliseconds, p):.0f} ms" for p in (50, 95, 99))


if __name__ == "__main__":
    sys.exit(run(app, "python -m benchmarks.answer"))
