"""Start time, memory and latency of the server with the existing index: `python -m benchmarks.serve`."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from typing import Annotated

import typer

from assistant.channels.command_line import command, new_app, run
from assistant.errors import AssistantError
from assistant.evaluation.metrics import percentile
from assistant.evaluation.questions import LabelledQuestion, read_questions
from assistant.messages_de import Problems

HELP = "Den Dienst mit dem vorhandenen Index starten; Startzeit, Speicher und Dauer der Antworten messen."
QUESTIONS = Path("tests/data/questions.jsonl")
SERVER = "import sys; from assistant.cli import main; sys.argv[0] = 'assistant'; main()"
PATIENCE_S = 60.0  # then the server is given up
app = new_app(HELP)


@command(app, HELP)
def serve(
    file: Annotated[Path, typer.Argument(metavar="DATEI", help="JSONL-Datei mit Fragen.")] = QUESTIONS,
    count: Annotated[int, typer.Option(min=1, metavar="ZAHL", help="Zahl der gestellten Fragen.")] = 200,
) -> None:
    """Start, wait until ready, ask over HTTP one after the other, stop."""
    questions = list(islice(cycle(read_questions(file).values()), count))
    began = time.perf_counter()
    with _server() as (process, address):
        _wait_until_ready(address, process)
        typer.echo(f"Bereit nach {time.perf_counter() - began:.2f} s, {_memory(process.pid)}")
        milliseconds = [_ask(address, question) for question in questions]
        figures = ", ".join(f"p{p} {percentile(milliseconds, p):.0f} ms" for p in (50, 95, 99))
        typer.echo(f"Nach {count} Fragen: {_memory(process.pid)}; Antwort über HTTP {figures}")


@contextmanager
def _server() -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The server on a free port of the loopback device, and its address as it prints it."""
    command_line = [sys.executable, "-c", SERVER, "serve", "--host", "127.0.0.1", "--port", "0"]
    environment = {**os.environ, "LOG_LEVEL": "WARNING"}  # not a line per request
    with subprocess.Popen(
        command_line, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        try:
            assert process.stdout is not None
            addresses = (re.search(r"http://\S+", line) for line in process.stdout)
            address = next((found.group() for found in addresses if found), None)
            if address is None:
                raise AssistantError("Der Dienst ist nicht gestartet.")
            yield process, address
        finally:
            process.terminate()


def _wait_until_ready(address: str, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5) as response:
                if json.load(response)["status"] == "ok":
                    return
        except urllib.error.HTTPError as error:
            if (detail := json.load(error)["detail"]) != Problems.OPENING:
                raise AssistantError(detail) from None
        except OSError:
            pass  # not listening yet
        time.sleep(0.02)
    raise AssistantError("Der Dienst wurde nicht bereit.")


def _ask(address: str, question: LabelledQuestion) -> float:
    """Milliseconds until the whole answer is there."""
    body = question.model_dump_json(include={"question", "history"}).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{address}/api/v1/answers", body, headers)
    began = time.perf_counter()
    with urllib.request.urlopen(request, timeout=60) as response:
        response.read()
    return (time.perf_counter() - began) * 1000


def _memory(pid: int) -> str:
    """Resident memory now and at most (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text()
    now, most = (int(re.findall(rf"{name}:\s+(\d+) kB", status)[0]) // 1024 for name in ("VmRSS", "VmHWM"))
    return f"{now} MiB Speicher (höchstens {most})"


if __name__ == "__main__":
    sys.exit(run(app, "python -m benchmarks.serve"))
