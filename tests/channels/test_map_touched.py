"""The map over a conversation or an answer: what was touched, what was not, and who may see it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from starlette.testclient import TestClient

from assistant.app import create_app
from assistant.channels.web.map.marks import Marks, touched_counts, untouched_principles
from assistant.channels.web.words import load_words
from assistant.security.visitor import COOKIE
from assistant.settings import Settings
from assistant.store.store import Store
from tests.channels.map_page import (
    FRAMEWORK,
    STRANGER,
    Knowing,
    filed,
    look,
    map_server,
    notice,
    owner,
    suggested,
    talk,
    text,
    touched,
)
from tests.fakes import sample_answer

WORDS = load_words("de").map


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, Store]]:
    with map_server(tmp_path_factory.mktemp("landkarte")) as served:
        yield served


@pytest.fixture(scope="module")
def client(served: tuple[TestClient, Store]) -> TestClient:
    return served[0]


@pytest.fixture(scope="module")
def store(served: tuple[TestClient, Store]) -> Store:
    return served[1]


class TestAConversation:
    def test_shows_how_many_answers_touched_what(self, client: TestClient, store: Store) -> None:
        id, _ = talk(store, filed("2.4", "3.4"), filed("3.4", "4.5"), filed("1.2"), question="Zählen {n}")
        page = look(client, gespraech=id)
        assert touched(page) == {"2.4": "1", "3.4": "2", "4.5": "1"}
        assert page.xpath("string(//a[@data-id='3.4']/@aria-label)").endswith("berührt von 2 Antworten")
        assert page.xpath("string(//a[@data-id='2.4']/@aria-label)").endswith("berührt von 1 Antwort")
        assert "Zählen 1" in text(page.find_class("map-marked")[0])
        assert f"/gespraech/{id}" in page.xpath("//*[contains(@class, 'map-ways')]//a/@href")

    def test_goes_on_with_a_question_on_what_is_missing(self, client: TestClient, store: Store) -> None:
        id, _ = talk(store, filed("3.1", "3.2", "3.3", "3.5"), question="Weiter {n}")
        page = look(client, gespraech=id)
        assert list(suggested(page)) == ["3.4", "3.6"]
        assert page.xpath("//form[@action='/']//input[@name='gespraech']/@value") == [id]

    def test_does_not_suggest_what_was_asked(self, client: TestClient, store: Store) -> None:
        first = suggested(look(client, stellen="2.4"))["3.4"]
        id, _ = talk(store, filed("2.4"), question=first)
        assert suggested(look(client, gespraech=id))["3.4"] not in ("", first)

    def test_without_an_answer_touches_nothing(self, client: TestClient, store: Store) -> None:
        exchange = store.conversations.ask(owner(), None, "k" * 32, "Läuft noch?").exchange
        page = look(client, gespraech=exchange.conversation_id)
        assert touched(page) == {} and len(suggested(page)) == 6
        assert touched(look(client, antwort=exchange.id)) == {}

    @pytest.mark.parametrize("name", ["gespraech", "antwort"])
    def test_of_somebody_else_is_as_unknown_as_one_that_never_was(
        self, client: TestClient, store: Store, name: str
    ) -> None:
        conversation, exchange = talk(store, filed("3.4"), question="Geheim {n}")
        id = conversation if name == "gespraech" else exchange
        assert touched(look(client, **{name: id})) == {"3.4": ""}
        foreign = client.get("/landkarte", params={name: id}, headers={"Cookie": f"{COOKIE}={STRANGER}"})
        never = client.get("/landkarte", params={name: "0" * 32})
        for response in (foreign, never):
            page = html.document_fromstring(response.text)
            assert response.status_code == 200 and touched(page) == {}
            assert notice(page) == WORDS.unknown
            assert "Geheim" not in response.text

    def test_is_not_needed_to_see_the_map(self) -> None:
        broken = Settings(_env_file=None, data_dir=Path(__file__))  # a file, not a folder
        with TestClient(create_app(broken, Knowing()), headers={"Accept": "text/html"}) as client:
            assert notice(look(client)) == ""
            page = look(client, gespraech="a" * 32)
            assert len(page.find_class("map-node")) == 19
            assert notice(page) not in ("", WORDS.unknown) and str(broken.data_dir) not in notice(page)


class TestAnAnswer:
    def test_marks_what_it_is_filed_under_and_cites(self, client: TestClient, store: Store) -> None:
        citation = sample_answer().citations[0].model_copy(update={"section": "2.6"})
        answer = filed("3.4", "4.5", citations=(citation, *sample_answer().citations[1:]))
        _, exchange = talk(store, filed("2.1"), answer, question="Nur die zweite {n}")
        page = look(client, antwort=exchange)
        assert touched(page) == {"2.6": "", "3.4": "", "4.5": ""}
        assert "Nur die zweite 2" in text(page.find_class("map-marked")[0])
        assert page.xpath("//form[@action='/']//input[@name='gespraech']")

    def test_law_and_practice_touch_no_section(self) -> None:
        answer = filed("3.4", citations=sample_answer().citations[1:])
        assert dict(touched_counts([answer], FRAMEWORK)) == {"3.4": 1}

    def test_counts_once_however_often_it_cites(self) -> None:
        answer = filed("2.4", citations=(sample_answer().citations[0],) * 3)
        assert dict(touched_counts([answer, answer], FRAMEWORK)) == {"2.4": 2}


def test_questions_run_out_one_day() -> None:
    asked = frozenset(question.text for question in FRAMEWORK.questions_for("3.4"))
    marks = Marks("conversation", {}, asked=asked)
    missing = {principle.id: question for principle, question in untouched_principles(FRAMEWORK, marks)}
    assert missing["3.4"] is None and missing["3.5"] is not None


@pytest.mark.parametrize(
    "evil", ["<script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>", "{{ 7*7 }}{title}%s"]
)
def test_a_question_cannot_either(client: TestClient, store: Store, evil: str) -> None:
    question = evil.replace("{", "{{").replace("}", "}}")
    conversation, exchange = talk(store, filed("3.4"), question=question)
    for query in ({"gespraech": conversation}, {"antwort": exchange}):
        page = look(client, **query)
        assert page.xpath("//script[not(@src)] | //img | //svg/@onload") == []
        assert evil in text(page.find_class("map-marked")[0])
