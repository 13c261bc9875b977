"""Reads a file in a process of its own, which is stopped when it takes too long or too much memory."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from pydantic import ValidationError

from assistant.messages_de import Documents
from assistant.settings import PROJECT, Settings
from ingest.sources.documents import ocr
from ingest.sources.documents.document import Limits, OwnDocument, Refused
from ingest.sources.documents.worker import Job, Outcome

_KEPT_ENVIRONMENT = ("PATH", "TESSDATA_PREFIX", "LD_LIBRARY_PATH", "TMPDIR")


def read_isolated(path: Path, name: str, settings: Settings) -> OwnDocument:
    """The document in a file; scans are recognised where that is switched on and possible.

    Args:
        name: the file's own name, where `path` is a copy of it.

    Raises Refused with one German line.
    """
    limits = Limits.of(settings)
    outcome = _outcome(Job(path=str(path), name=name, limits=limits))
    pictures = outcome.scanned or (outcome.document is not None and outcome.document.without_text)
    if pictures and settings.document_ocr and ocr.available():
        longer = limits.model_copy(update={"seconds": settings.document_ocr_timeout_s})
        job = Job(path=str(path), name=name, limits=longer, ocr=settings.document_ocr_language)
        recognised = _outcome(job)
        if recognised.document is not None or outcome.document is None:
            outcome = recognised
    if outcome.document is None:
        raise Refused(outcome.refused)
    return outcome.document


def _outcome(job: Job) -> Outcome:
    # -P: a folder that the command happens to be called in is no place to import from.
    command = [sys.executable, "-P", "-m", "ingest.sources.documents.worker", job.model_dump_json()]
    with tempfile.TemporaryFile() as result:
        worker = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=result,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            start_new_session=True,  # so that what it starts (Tesseract) ends with it
        )
        try:
            code = worker.wait(timeout=job.limits.seconds)
        except subprocess.TimeoutExpired:
            return Outcome(refused=Documents.TOO_SLOW.format(limit=job.limits.seconds))
        finally:
            _end(worker)
        return _read(result, job) if code == 0 else Outcome(refused=_cause(code, job))


def _read(result: BinaryIO, job: Job) -> Outcome:
    result.seek(0)
    try:
        return Outcome.model_validate_json(result.read())
    except ValidationError:
        return Outcome(refused=Documents.CRASHED)


def _cause(code: int, job: Job) -> str:
    if code == -signal.SIGXCPU:
        return Documents.TOO_SLOW.format(limit=job.limits.seconds)
    return Documents.CRASHED


def _end(worker: subprocess.Popen[bytes]) -> None:
    """Stop the worker and everything it started, and wait for it."""
    with suppress(ProcessLookupError):
        os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


def _environment() -> dict[str, str]:
    """No keys of the service in a process that reads foreign files; one thread, of two cores."""
    kept = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
    return {**kept, "PYTHONPATH": str(PROJECT), "LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}
