"""One run of `ingest` in a process and data folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from assistant.errors import AssistantError

MIB = 1024 * 1024


class Run(NamedTuple):
    """What a finished run took."""

    seconds: float
    peak_mib: float  # largest resident memory of the process
    output: str


def run_ingest(data_dir: Path, *arguments: str) -> Run:
    """Run `ingest` with `data_dir` instead of the operator's data; progress goes to stderr.

    Raises:
        AssistantError: the run failed; its own message is on stderr already.
    """
    environment = {**os.environ, "DATA_DIR": str(data_dir)}
    command = [sys.executable, "-m", "ingest", *arguments]
    began = time.perf_counter()
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - began
    if process.returncode:
        raise AssistantError(f"„ingest {arguments[0]}“ endete mit Code {process.returncode}.")
    return Run(seconds, usage.ru_maxrss / 1024, output)  # Linux counts KiB


def folder_mib(folder: Path) -> float:
    """Size of all files below `folder`."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / MIB
