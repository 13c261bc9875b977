"""Time, memory and size of an index built from nothing: `python -m benchmarks.build`."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import typer

from assistant.channels.command_line import command, new_app, run
from benchmarks.ingest_run import folder_mib, run_ingest

HELP = "Einen Index aus dem Korpus in einem Wegwerfordner bauen und messen."
app = new_app(HELP)


@command(app, HELP)
def build() -> None:
    """Build once, then once more when nothing has changed."""
    with TemporaryDirectory() as folder:
        data = Path(folder)
        first = run_ingest(data, "build")
        size = folder_mib(data / "index")
        again = run_ingest(data, "build")
    typer.echo(first.output.strip())
    typer.echo(f"Index bauen: {first.seconds:.1f} s, höchstens {first.peak_mib:.0f} MiB Speicher")
    typer.echo(f"Index auf der Platte: {size:.1f} MiB")
    typer.echo(f"Abgleich ohne Änderung: {again.seconds:.1f} s, höchstens {again.peak_mib:.0f} MiB Speicher")


if __name__ == "__main__":
    sys.exit(run(app, "python -m benchmarks.build"))
