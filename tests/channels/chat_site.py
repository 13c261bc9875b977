"""The chat in tests: an application with a scripted assistant and a real store."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from starlette.requests import Request
from starlette.testclient import TestClient

from assistant.app import create_app
from assistant.channels.web.words import load_words
from assistant.security.visitor import COOKIE, visitor
from assistant.settings import Settings
from assistant.store.store import Store
from tests.fakes import FakeAssistant
from tests.stores import StoppedClock, made_store

T = load_words("de")
PAGE = {"Accept": "text/html,application/xhtml+xml"}
EVENTS = {"Accept": "text/event-stream"}


@contextmanager
def chat(
    fake: FakeAssistant, folder: Path, clock: StoppedClock | None = None
) -> Iterator[tuple[TestClient, Store]]:
    """A browser without JavaScript at the chat, and the store behind it."""
    store = made_store(folder, clock)
    app = create_app(Settings(_env_file=None, data_dir=folder), fake, store)
    with TestClient(app, headers=PAGE) as client:
        yield client, store


def ask(client: TestClient, question: str, **fields: str):
    """Send the form of the page that was last seen, as its button would."""
    return client.post("/", data={"frage": question, **fields})


def typed(text: str) -> str:
    """What the question's field holds."""
    return html.unescape(re.search(r"<textarea[^>]*>\n(.*?)</textarea>", text, re.S).group(1))


def problem_at_field(text: str) -> str:
    """The message at the question's field."""
    return html.unescape(re.search(r'id="frage-fehler"[^>]*>([^<]*)<', text).group(1))


def hidden(text: str, name: str) -> str:
    """The value of a hidden field of the question form."""
    return html.unescape(re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', text).group(1))


def events_of(text: str) -> list[tuple[str, dict]]:
    """(name, data) of server-sent events."""
    blocks = [block.splitlines() for block in text.replace("\r\n", "\n").split("\n\n")]
    return [
        (lines[0].removeprefix("event: "), json.loads(lines[1].removeprefix("data: ")))
        for lines in blocks
        if lines and lines[0].startswith("event")
    ]


def owner_of(client: TestClient) -> str:
    """The key under which the store keeps what this browser asked."""
    cookie = f"{COOKIE}={client.cookies[COOKIE]}".encode()
    return visitor(Request({"type": "http", "headers": [(b"cookie", cookie)]})).owner
