"""Broken and senseless input for every reader: `python -m benchmarks.fuzz [READER …] [--examples N]`.

A reader gives a value or one of its own errors; everything else is a failure, also to need longer than a
minute. The input is that of the tests, only more of it.
"""

from __future__ import annotations

import hashlib
import logging
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from assistant.channels.command_line import command, new_app, run
from assistant.errors import AssistantError, CorpusError, InputError
from ingest.sources.documents.document import Refused
from tests.ingest.documents.fuzzed_documents import READERS as DOCUMENT_READERS
from tests.ingest.documents.fuzzed_documents import documents
from tests.ingest.statutes.fuzzed_acts import acts, read_act
from tests.ingest.statutes.fuzzed_laws import laws, read_law

HELP = "Alle Leser mit kaputten und sinnlosen Dateien füttern."
LONGEST_S = 60
app = new_app(HELP)


@dataclass(frozen=True)
class Reader:
    """A reader, its input, and the errors with which it may refuse it."""

    name: str
    inputs: st.SearchStrategy[bytes]
    read: Callable[[bytes], object]
    allowed: type[AssistantError]


READERS = (
    Reader("gii", laws(), read_law, CorpusError),
    Reader("formex", acts(), read_act, CorpusError),
    *(Reader(format.value, documents(format), read, Refused) for format, read in DOCUMENT_READERS.items()),
)


@dataclass
class Tally:
    """What came of the examples; times in seconds, failures by what was raised and where."""

    accepted: int = 0
    refused: int = 0
    longest: float = 0.0
    failures: Counter[str] = field(default_factory=Counter)

    @property
    def examples(self) -> int:
        return self.accepted + self.refused + self.failures.total()


class _TooLong(BaseException):
    """Not an Exception: readers that catch everything of a library must not take it for a damaged file."""


def fuzz(reader: Reader, examples: int, keep: Path | None = None) -> Tally:
    """Gives a reader so many examples.

    Args:
        keep: folder for the input of failures, named after reader and digest.
    """
    tally = Tally()

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(reader.inputs)
    def feed(data: bytes) -> None:
        began = time.perf_counter()
        try:
            with _alarm():
                reader.read(data)
            tally.accepted += 1
        except reader.allowed:
            tally.refused += 1
        except (Exception, _TooLong) as failure:
            tally.failures[_named(failure)] += 1
            if keep:
                digest = hashlib.sha256(data).hexdigest()[:12]
                keep.mkdir(parents=True, exist_ok=True)
                (keep / f"{reader.name}-{digest}").write_bytes(data)
        tally.longest = max(tally.longest, time.perf_counter() - began)

    feed()
    return tally


@contextmanager
def _alarm() -> Iterator[None]:
    def stop(number: int, frame: FrameType | None) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, LONGEST_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _named(failure: BaseException) -> str:
    """ "TypeError in norms.py:31": the kind of error and the innermost line that raised it, or was stopped."""
    frames = [f for f in traceback.extract_tb(failure.__traceback__) if f.filename != __file__]
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    return f"{type(failure).__name__} in {place}"


def chosen(names: list[str]) -> list[Reader]:
    """The readers with these names, all for none. Raises InputError for a name that is not known."""
    known = {reader.name: reader for reader in READERS}
    for name in names:
        if name not in known:
            raise InputError(f"Den Leser „{name}“ gibt es nicht. Bekannt sind: {', '.join(known)}.")
    return [known[name] for name in names or known]


@command(app, HELP)
def run_fuzz(
    names: Annotated[list[str] | None, typer.Argument(metavar="LESER", help="nur diese Leser")] = None,
    examples: Annotated[int, typer.Option(min=1, help="Beispiele je Leser")] = 10_000,
    keep: Annotated[Path | None, typer.Option(help="Ordner für Eingaben, die einen Fehler auslösen")] = None,
) -> None:
    """Feed the readers and print a line for each."""
    failed = 0
    for reader in chosen(names or []):
        tally = fuzz(reader, examples, keep)
        failed += tally.failures.total()
        typer.echo(
            f"{reader.name}: {tally.examples} Beispiele, {tally.accepted} angenommen, {tally.refused} abgelehnt, "
            f"{tally.failures.total()} Fehler, längstes {tally.longest * 1000:.0f} ms"
        )
        for failure, times in tally.failures.most_common():
            typer.echo(f"  {times} × {failure}")
    if failed:
        raise CorpusError(f"{failed} Eingaben haben einen Fehler ausgelöst.")


if __name__ == "__main__":
    logging.disable(logging.ERROR)  # what libraries say of damaged files
    sys.exit(run(app, "python -m benchmarks.fuzz"))
