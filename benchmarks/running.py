"""The server with the existing index as a process of its own, for measurements."""

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
from pathlib import Path

from assistant.errors import AssistantError
from assistant.messages_de import Problems

SERVER = "import sys; from assistant.cli import main; sys.argv[0] = 'assistant'; main()"
PATIENCE_S = 60.0  # then the server is given up


@contextmanager
def running_server() -> Iterator[tuple[subprocess.Popen[str], str]]:
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


def wait_until_ready(address: str, process: subprocess.Popen[str]) -> None:
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


def memory(pid: int) -> str:
    """Resident memory now and at most (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text()
    now, most = (int(re.findall(rf"{name}:\s+(\d+) kB", status)[0]) // 1024 for name in ("VmRSS", "VmHWM"))
    return f"{now} MiB Speicher (höchstens {most})"
