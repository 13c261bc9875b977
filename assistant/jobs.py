"""Long work of the administration (`ingest …`) as a child process: one at a time, watched, cancellable.

The child speaks JSON lines (see `assistant.channels.progress`), so nothing is read out of sentences for people. What
it says is kept in memory and bounded; it ends with the server.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal

from assistant.errors import BusyError
from assistant.messages_de import CommandLine
from assistant.messages_de import Jobs as Words

if TYPE_CHECKING:
    from assistant.settings import Settings

Kind = Literal["add", "remove", "build", "laws"]
State = Literal["running", "done", "partial", "failed", "cancelled"]

EVENTS = "INGEST_EVENTS"  # environment variable: a program reads along
PARTIAL = 8  # exit code: some laws or documents failed, and were told; the others are up to date
MOST_LINES = 200
LONGEST_LINE = 500  # characters
_SECRETS = {"llm_api_key", "store_url"}  # settings
_GRACE_S = 5.0  # to end by itself after each of the signals


@dataclass(frozen=True)
class FileOutcome:
    """What became of one file: "created", "updated", "unchanged" or "refused"; `says` is German."""

    name: str
    status: str
    says: str


@dataclass(frozen=True)
class Job:
    """One piece of work as it stands.

    Attributes:
        stage: German name of what is being done, "" before the first one is known.
        done, total: within the stage.
        files: outcomes of the files of an "add".
        lines: what else was said, the last MOST_LINES lines.
        error: the German sentence that it ended with, or "".
    """

    id: str
    kind: Kind
    state: State
    started_at: datetime
    ended_at: datetime | None = None
    stage: str = ""
    done: int = 0
    total: int = 0
    files: tuple[FileOutcome, ...] = ()
    lines: tuple[str, ...] = ()
    error: str = ""


class Jobs:
    """Runs one job at a time; safe to use from several threads.

    Args:
        settings: of this process; the child gets the same.
        program: what is called with the arguments. `-P`: the folder that the server was started in is no
            place to import from.
        now: aware moment.
    """

    def __init__(
        self,
        settings: Settings,
        program: Sequence[str] = (sys.executable, "-P", "-m", "ingest"),
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ):
        self._program = tuple(program)
        self._environment = environment_of(settings)
        self._now = now
        self._lock = threading.Lock()
        self._job: Job | None = None
        self._cancelled = False
        self._child: subprocess.Popen[str] | None = None
        self._watcher: threading.Thread | None = None

    def latest(self) -> Job | None:
        """The running job, else the last one, else None."""
        return self._job

    def start(self, kind: Kind, arguments: Sequence[str], folder: Path | None = None) -> Job:
        """Begin a job.

        Args:
            arguments: of the program.
            folder: is deleted when the job has ended, however it did, and also when it cannot begin.

        Raises:
            BusyError: another one is running.
        """
        try:
            return self._start(kind, arguments, folder)
        except BaseException:
            _delete(folder)
            raise

    def _start(self, kind: Kind, arguments: Sequence[str], folder: Path | None) -> Job:
        with self._lock:
            if self._job is not None and self._job.state == "running":
                raise BusyError(Words.BUSY)
            job = Job(secrets.token_hex(8), kind, "running", self._now())
            errors = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115 the watcher closes it
            try:
                self._child = subprocess.Popen(
                    [*self._program, *arguments],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=errors,
                    text=True,
                    encoding="utf-8",
                    errors="replace",
                    env=self._environment,
                    start_new_session=True,  # Ctrl-C is for the server, and what it starts ends with it
                )
            except BaseException:
                errors.close()
                raise
            self._job, self._cancelled = job, False
            self._watcher = threading.Thread(
                target=self._watch, args=(self._child, errors, folder), daemon=True
            )
            self._watcher.start()
            return job

    def cancel(self) -> None:
        """End the running job; what it has finished so far stays."""
        with self._lock:
            if self._job is None or self._job.state != "running":
                return
            self._cancelled = True
            child, watcher = self._child, self._watcher
        assert child is not None and watcher is not None
        _end(child)
        watcher.join()

    close = cancel

    def _watch(self, child: subprocess.Popen[str], errors: IO[str], folder: Path | None) -> None:
        """Follow the child to its end."""
        assert child.stdout is not None
        lines: deque[str] = deque(maxlen=MOST_LINES)
        files: deque[FileOutcome] = deque(maxlen=MOST_LINES)
        for line in child.stdout:
            self._take(line.strip(), lines, files)
        code = child.wait()
        _delete(folder)
        with self._lock, errors:
            assert self._job is not None
            state: State = "done" if code == 0 else "partial" if code == PARTIAL else "failed"
            if self._cancelled and state == "failed":
                state = "cancelled"
            error = _error(errors) if state == "failed" else ""
            self._job = replace(self._job, state=state, ended_at=self._now(), error=error)

    def _take(self, line: str, lines: deque[str], files: deque[FileOutcome]) -> None:
        event = _event(line)
        match event:
            case {"stage": str(stage), "done": int(done), "total": int(total)}:
                change: dict[str, object] = {"stage": stage, "done": done, "total": total}
            case {"name": str(name), "status": str(status), "says": str(says)}:
                files.append(FileOutcome(name, status, says))
                change = {"files": tuple(files)}
            case _ if line:
                lines.append(line[:LONGEST_LINE])
                change = {"lines": tuple(lines)}
            case _:
                return
        with self._lock:
            assert self._job is not None
            self._job = replace(self._job, **change)  # type: ignore[arg-type]


def environment_of(settings: Settings) -> dict[str, str]:
    """The environment that makes a child see the same settings; it needs no key and no database."""
    told = settings.model_dump(exclude=_SECRETS)
    own = {name.upper(): "" if value is None else str(value) for name, value in told.items()}
    from assistant.settings import PROJECT  # not needed where only the names above are

    python = {"PYTHONPATH": str(PROJECT), "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"}
    inherited = {name: value for name, value in os.environ.items() if name.lower() not in _SECRETS}
    return {**inherited, **own, **python, EVENTS: "1"}


def _event(line: str) -> Mapping[str, object]:
    if line.startswith("{"):
        with suppress(ValueError):
            found = json.loads(line)
            return found if isinstance(found, dict) else {}
    return {}


def _error(errors: IO[str]) -> str:
    """The sentence for people among what libraries write there, too."""
    mark = CommandLine.ERROR.format(message="")
    errors.seek(0)
    told = [line.removeprefix(mark).strip() for line in errors if line.startswith(mark)]
    return told[-1][: 2 * LONGEST_LINE] if told else ""


def _end(child: subprocess.Popen[str]) -> None:
    """Interrupted, a child still tidies up; one that was started deaf to that is ended the hard way."""
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(child.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            child.wait(_GRACE_S)
            return


def _delete(folder: Path | None) -> None:
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)
