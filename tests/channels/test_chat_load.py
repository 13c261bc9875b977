"""Many at once: never more than eight answers are worked on, and everyone gets theirs."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import httpx

from assistant.models import AnswerEvent, Turn
from assistant.settings import Settings
from tests.channels.browser import serving
from tests.channels.chat_site import EVENTS, PAGE, events_of
from tests.fakes import FakeAssistant


class Counting(FakeAssistant):
    """Knows how many of its streams are open at the same time."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self.open = self.most = 0

    def stream(
        self, question: str, history: Sequence[Turn] = (), department: str | None = None
    ) -> Iterator[AnswerEvent]:
        with self._lock:
            self.open += 1
            self.most = max(self.most, self.open)
        try:
            time.sleep(0.02)
            yield from super().stream(question, history, department)
        finally:
            with self._lock:
                self.open -= 1


def test_never_more_than_eight_at_once_and_everyone_is_answered(tmp_path):
    fake = Counting()
    with serving(fake, Settings(_env_file=None, data_dir=tmp_path)) as address:

        def ask(n: int) -> str:
            streams = n % 2
            reply = httpx.post(
                address,
                data={"frage": f"Frage {n}", "anfrage": f"{n:032d}"},
                headers=EVENTS if streams else PAGE,
                timeout=60,
            )
            return events_of(reply.text)[-1][0] if streams else str(reply.status_code)

        with ThreadPoolExecutor(30) as people:
            assert set(people.map(ask, range(30))) == {"answer", "303"}
    assert len(fake.calls) == 30
    assert 1 < fake.most <= 8 and fake.open == 0


def test_the_same_form_sent_many_times_at_once_asks_once(tmp_path):
    fake = Counting()
    sent = {"frage": "Was tun?", "anfrage": "f" * 32}
    settings = Settings(_env_file=None, data_dir=tmp_path)
    with serving(fake, settings) as address, ThreadPoolExecutor(10) as hands:

        def ask(_: int) -> str:
            return httpx.post(address, data=sent, headers=EVENTS, timeout=60).text

        replies = list(hands.map(ask, range(10)))
    starts = {str(events_of(reply)[0]) for reply in replies}
    assert len(starts) == 1 and {events_of(reply)[-1][0] for reply in replies} == {"answer"}
    assert len(fake.calls) == 1
