"""The process that reads one file: limits first, then the reader; the result is JSON on standard output.

Started by `isolation` as `python -m ingest.sources.documents.worker JOB`.
"""

from __future__ import annotations

import logging
import resource
import sys
from pathlib import Path

from assistant.messages_de import Documents
from assistant.models import Frozen
from ingest.sources.documents.document import Limits, OwnDocument, Refused, Scanned

_MOST_OUTPUT = 20  # characters of JSON for one of text; the result must not fill the parent's memory
_FRAME = 1_000_000  # of a small document


class Job(Frozen):
    """What to read. `ocr` is the language in which pictures are read; None leaves them."""

    path: str
    name: str
    limits: Limits
    ocr: str | None = None


class Outcome(Frozen):
    """A document, or why there is none."""

    document: OwnDocument | None = None
    refused: str = ""
    scanned: bool = False


def main() -> None:
    job = Job.model_validate_json(sys.argv[1])
    _limit(job.limits)
    logging.disable(logging.CRITICAL)  # the libraries' remarks on odd files
    result = _outcome(job).model_dump_json()
    if len(result) > _MOST_OUTPUT * job.limits.max_chars + _FRAME:
        refused = Documents.TOO_MUCH_TEXT.format(limit=job.limits.max_chars)
        result = Outcome(refused=refused).model_dump_json()
    sys.stdout.write(result)


def _limit(limits: Limits) -> None:
    memory = limits.memory_mb * 1024 * 1024
    # The parent watches the clock; the processor's is for a worker that has lost its parent.
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, limits.seconds + 1),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def _outcome(job: Job) -> Outcome:
    try:
        from ingest.sources.documents.reader import read_document

        data = Path(job.path).read_bytes()
        recognise = None
        if job.ocr is not None:
            from ingest.sources.documents.ocr import Recogniser

            recognise = Recogniser(data, job.ocr)
        return Outcome(document=read_document(data, job.name, job.limits, recognise))
    except Scanned as problem:
        return Outcome(refused=problem.message, scanned=True)
    except Refused as problem:
        return Outcome(refused=problem.message)
    except MemoryError:
        return Outcome(refused=Documents.TOO_MUCH_MEMORY.format(limit=job.limits.memory_mb))


if __name__ == "__main__":
    main()
