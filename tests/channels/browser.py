"""A real server with a scripted assistant, and Debian's Chromium to look at its page."""

from __future__ import annotations

import os
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI

from assistant.app import create_app
from assistant.settings import PROJECT, Settings
from assistant.store.store import Store
from tests.fakes import FakeAssistant

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
AXE = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="kein Chromium gefunden (apt-get install chromium)"
)
needs_axe = pytest.mark.skipif(not AXE.is_file(), reason="axe-core fehlt (npm ci)")


@contextmanager
def serving(
    fake: FakeAssistant, settings: Settings | None = None, store: Store | None = None, port: int = 0
) -> Iterator[str]:
    """The application on `port` or a free one; yields its address.

    What it stores goes to `store`, or where `settings` say.
    """
    with running(create_app(settings or Settings(_env_file=None), fake, store), port) as address:
        yield address


@contextmanager
def running(app: FastAPI, port: int = 0) -> Iterator[str]:
    """An application on `port` or a free one; yields its address."""
    listener = socket.create_server(("127.0.0.1", port))
    config = uvicorn.Config(app, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


def violations(page) -> list[str]:
    """What axe finds; evaluated over the debugger, since the page's policy keeps scripts out."""
    page.evaluate(Path(AXE).read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", AXE_RULES)
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found["violations"]]
