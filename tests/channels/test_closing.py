"""The assistant switched off: nothing answers, everything can be read, and no question pays for knowing."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.app import create_app
from assistant.channels.closing import FRESH_S, ClosedAssistant, Closing
from assistant.errors import ClosedError, StorageError
from assistant.messages_de import Problems
from assistant.settings import Settings
from tests.fakes import FakeAssistant
from tests.stores import made_store

MESSAGE = "Wartung bis 14 Uhr. Fragen an Amt 11."


class Stored:
    """A message in a store that counts how often it is read."""

    def __init__(self, *messages: str | Exception):
        self.messages = list(messages)
        self.reads = 0

    async def __call__(self) -> str:
        self.reads += 1
        message = self.messages.pop(0) if len(self.messages) > 1 else self.messages[0]
        if isinstance(message, Exception):
            raise message
        return message


def test_the_message_is_read_at_most_every_other_second() -> None:
    stored, now = Stored("", MESSAGE), 100.0
    closing = Closing(stored, lambda: now)
    assert [asyncio.run(closing.message()) for _ in range(50)] == [""] * 50
    assert stored.reads == 1 and closing.last() == ""
    now += FRESH_S + 0.1
    assert asyncio.run(closing.message()) == closing.last() == MESSAGE
    assert stored.reads == 2


def test_what_this_process_changes_holds_at_once() -> None:
    stored = Stored("")
    closing = Closing(stored, lambda: 100.0)
    closing.note(MESSAGE)
    assert asyncio.run(closing.message()) == MESSAGE and stored.reads == 0


def test_while_the_store_is_away_the_last_message_counts() -> None:
    stored, now = Stored(MESSAGE, StorageError("Nicht erreichbar.")), 100.0
    closing = Closing(stored, lambda: now)
    assert asyncio.run(closing.message()) == MESSAGE
    now += FRESH_S + 0.1
    assert [asyncio.run(closing.message()) for _ in range(9)] == [MESSAGE] * 9
    assert stored.reads == 2  # an unreachable database is not asked for every question either


def test_a_closed_assistant_can_be_read_but_not_asked() -> None:
    fake = FakeAssistant()
    closed = ClosedAssistant(fake, MESSAGE)
    for ask in (closed.answer, closed.stream):
        with pytest.raises(ClosedError, match="Wartung"):
            ask("Was tun?")
    assert not fake.calls
    assert closed.passage("law/N042").provision == "§ 97 Abs. 4 GWB"
    assert closed.status().generation == "g1"


def test_switched_off_and_on_again(tmp_path: Path) -> None:
    fake = FakeAssistant()
    store = made_store(tmp_path)
    app = create_app(Settings(_env_file=None, data_dir=tmp_path), fake, store)
    question = {"question": "Was tun?"}
    with TestClient(app, base_url="http://localhost", client=("127.0.0.1", 5000)) as client:
        options = "/verwaltung/einstellungen"
        page = {"Accept": "text/html"}
        assert client.post("/api/v1/answers", json=question).status_code == 200
        client.post(f"{options}/schalter", data={"schalter": "aus", "nachricht": MESSAGE}, headers=page)

        for headers in ({}, {"Accept": "text/event-stream"}):
            refused = client.post("/api/v1/answers", json=question, headers=headers)
            assert refused.status_code == 503 and refused.headers["retry-after"]
            problem = refused.json()
            assert (problem["detail"], problem["title"]) == (MESSAGE, Problems.KINDS["ausgeschaltet"])
            assert problem["type"].endswith("ausgeschaltet")
        asked = client.post("/", data={"frage": "Was tun?", "anfrage": "a" * 32}, headers=page)
        assert asked.status_code == 503 and MESSAGE in asked.text and "Was tun?" in asked.text
        for path in ("/hilfe", "/bibliothek", "/stelle/law/N042", "/verwaltung", options):
            shown = client.get(path, headers=page)
            assert shown.status_code == 200 and MESSAGE in shown.text, path
        assert client.get("/api/v1/passages/law/N042").status_code == 200
        assert client.get("/readyz").status_code == 200
        assert len(fake.calls) == 1

        client.post(f"{options}/schalter", data={"schalter": "an"}, headers=page)
        assert client.post("/api/v1/answers", json=question).status_code == 200
        assert MESSAGE not in client.get("/hilfe", headers=page).text
