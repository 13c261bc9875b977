"""The administration area with a real store, a scripted assistant and a scripted program for jobs."""

from __future__ import annotations

import html
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.app import create_app
from assistant.jobs import Job, Jobs
from assistant.models import Answer
from assistant.settings import Settings
from assistant.store.store import Store
from tests.fakes import FakeAssistant, refusal, sample_answer
from tests.stores import StoppedClock, made_store

PROGRAM = (sys.executable, str(Path(__file__).parents[1] / "scripted_program.py"))
BROWSER = {"Accept": "text/html"}


@dataclass
class Site:
    """What a test holds on to. The store's clock stands at the real present: pages look back from today."""

    app: FastAPI
    client: TestClient
    store: Store
    clock: StoppedClock
    settings: Settings
    asked: int = 0

    def ask(self, question: str, answer: Answer | None = None, owner: str = "sitzung:x") -> str:
        """An answered question; returns the id of its exchange."""
        self.asked += 1
        exchange = self.store.conversations.ask(owner, None, f"{self.asked:032x}", question).exchange
        self.store.conversations.finish(exchange.id, answer or sample_answer(question))
        return exchange.id

    def unanswered(self, question: str) -> str:
        return self.ask(question, refusal(question=question))

    def rate(
        self, exchange_id: str, helpful: bool = False, comment: str = "", owner: str = "sitzung:x"
    ) -> str:
        """Feedback on an exchange; returns its id."""
        reasons = () if helpful else ("falsch", "quelle")
        return self.store.feedback.give(owner, exchange_id, helpful, reasons, comment).id

    def job(self, happened: Callable[[Job], object] = lambda job: job.state != "running") -> Job:
        """The job once it has ended, or something else has happened; a broken test does not wait forever."""
        for _ in range(6000):
            job = self.app.state.jobs.latest()
            if job is not None and happened(job):
                return job
            time.sleep(0.01)
        raise AssertionError(self.app.state.jobs.latest())


@contextmanager
def administration(folder: Path, fake: FakeAssistant | None = None, **settings: object) -> Iterator[Site]:
    """A running application, seen from the machine itself."""
    site = made_site(folder, fake, **settings)
    with site.client:
        yield site


def made_site(folder: Path, fake: FakeAssistant | None = None, **settings: object) -> Site:
    """The application before it runs."""
    clock = StoppedClock()
    clock.now = datetime.now(UTC)
    made = Settings(_env_file=None, data_dir=folder, embedding_model="fallback", **settings)
    store = made_store(folder, clock)
    app = create_app(made, fake or FakeAssistant(), store)
    app.state.jobs = Jobs(made, PROGRAM)
    client = TestClient(app, base_url="http://localhost", client=("127.0.0.1", 5000), headers=BROWSER)
    return Site(app, client, store, clock, made)


def text_of(page: str) -> str:
    """What a reader sees, on one line."""
    body = re.sub(r"<(script|style|head)\b.*?</\1>", " ", page, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())
