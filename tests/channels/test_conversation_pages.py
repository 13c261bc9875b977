"""The list of conversations, notes for the file and shared answers, as dialogues without a script."""

from __future__ import annotations

import html
import io
import re
import secrets
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import docx
import pytest
from httpx import Response
from starlette.testclient import TestClient

from assistant.app import create_app
from assistant.channels.web.words import load_words
from assistant.messages_de import Export, Storage
from assistant.settings import Settings
from assistant.store.store import Store
from tests.export.reading import needs_pango
from tests.fakes import FakeAssistant, sample_answer
from tests.stores import StoppedClock, made_store

BROWSER = {"Accept": "text/html"}
WORDS = load_words("de").conversations
BUS = "Wie probieren wir eine neue Buslinie aus?"
DATA = "Wem gehören die Daten unserer Stadt?"
EVIL = "<script>alert(1)</script>\"'><img src=x>"


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def store(tmp_path: Path, clock: StoppedClock) -> Iterator[Store]:
    made = made_store(tmp_path, clock)
    yield made
    made.close()


@pytest.fixture
def app(store: Store):
    return create_app(Settings(_env_file=None), FakeAssistant(sample_answer()), store)


@pytest.fixture
def anna(app) -> Iterator[TestClient]:
    with TestClient(app, headers=BROWSER) as client:
        yield client


@pytest.fixture
def bert(app, anna: TestClient) -> TestClient:
    """Somebody else, at the same running service."""
    return TestClient(app, headers=BROWSER)


def ask(client: TestClient, question: str) -> tuple[str, str]:
    """Ids of the conversation and of its exchange."""
    page = client.post("/", data={"frage": question, "anfrage": secrets.token_hex(16)})
    assert page.status_code == 200, page.text
    exchange = re.search(r'name="antwort" value="(\w+)"', page.text)
    assert exchange
    return page.url.path.rpartition("/")[2], exchange[1]


def read(page: Response) -> str:
    """What a reader sees: the text of the main part, without markup."""
    main = page.text[page.text.index("<main") : page.text.index("</main>")]
    return html.unescape(" ".join(re.sub(r"<[^>]*>", " ", main).split()))


def titles(page: Response) -> list[str]:
    return [html.unescape(t) for t in re.findall(r'<h3 class="talk__title"><a [^>]*>(.*?)</a>', page.text)]


class TestTheList:
    def test_is_empty_before_the_first_question(self, anna: TestClient) -> None:
        page = anna.get("/gespraeche")
        assert WORDS.empty in read(page)
        assert "sitzung" not in anna.cookies  # looking stores nothing

    def test_shows_what_was_asked_by_day(self, anna: TestClient, clock: StoppedClock) -> None:
        ask(anna, BUS)
        clock.advance(days=1)
        ask(anna, DATA)
        page = anna.get("/gespraeche")
        assert titles(page) == [DATA, BUS]
        text = read(page)
        assert "25.11.2026" in text and "24.11.2026" in text and "30 Tage" in text

    def test_belongs_to_one_browser(self, anna: TestClient, bert: TestClient) -> None:
        conversation, _ = ask(anna, BUS)
        assert titles(bert.get("/gespraeche")) == []
        for address in ("druck", "export/md", "teilen?antwort=x"):
            assert bert.get(f"/gespraech/{conversation}/{address}").status_code == 404
        assert bert.post(f"/gespraech/{conversation}/titel", data={"titel": "X"}).status_code == 404
        bert.post(f"/gespraech/{conversation}/loeschen")
        bert.post("/gespraeche/loeschen")
        assert titles(anna.get("/gespraeche")) == [BUS]

    def test_finds_words_and_marks_them(self, anna: TestClient) -> None:
        ask(anna, BUS)
        ask(anna, DATA)
        page = anna.get("/gespraeche", params={"suche": "BUSLINIE"})
        assert titles(page) == [BUS]
        assert "<mark>Buslinie</mark>" in page.text
        assert "1 Gespräch enthält „BUSLINIE“" in read(page)
        nothing = anna.get("/gespraeche", params={"suche": EVIL})
        assert WORDS.found_none.format(search=EVIL) in read(nothing)
        assert "<script>" not in nothing.text

    @pytest.mark.parametrize("search", ["x" * 9000, "\x00", "%", "  "])
    def test_survives_every_search(self, anna: TestClient, search: str) -> None:
        ask(anna, BUS)
        assert anna.get("/gespraeche", params={"suche": search}).status_code == 200


class TestTitles:
    def test_can_be_changed(self, anna: TestClient) -> None:
        conversation, _ = ask(anna, BUS)
        page = anna.post(f"/gespraech/{conversation}/titel", data={"titel": "  Der   Bus ", "suche": "bus"})
        assert titles(page) == ["Der Bus"]
        assert WORDS.done.umbenannt in read(page)
        assert page.url.params["suche"] == "bus"

    @pytest.mark.parametrize(
        ("title", "told"),
        [("   ", Storage.NO_TITLE), ("x" * 201, WORDS.title_too_long.format(limit=200))],
    )
    def test_what_cannot_be_saved_stays_in_the_field(self, anna: TestClient, title: str, told: str) -> None:
        conversation, _ = ask(anna, BUS)
        page = anna.post(f"/gespraech/{conversation}/titel", data={"titel": title})
        assert page.status_code == 422
        assert told in read(page)
        assert f'value="{title}"' in page.text and 'aria-invalid="true"' in page.text
        assert titles(page) == [BUS]

    def test_stay_text(self, anna: TestClient) -> None:
        conversation, _ = ask(anna, BUS)
        page = anna.post(f"/gespraech/{conversation}/titel", data={"titel": EVIL})
        assert titles(page) == [EVIL]
        assert "<script>alert" not in page.text and "<img" not in page.text


class TestDeleting:
    def test_one(self, anna: TestClient) -> None:
        conversation, _ = ask(anna, BUS)
        ask(anna, DATA)
        page = anna.post(f"/gespraech/{conversation}/loeschen")
        assert titles(page) == [DATA]
        assert WORDS.done.geloescht in read(page)
        again = anna.post(f"/gespraech/{conversation}/loeschen")  # a double click
        assert again.status_code == 200 and titles(again) == [DATA]

    def test_all_is_confirmed_first(self, anna: TestClient) -> None:
        ask(anna, BUS)
        ask(anna, DATA)
        asked = anna.get("/gespraeche/loeschen")
        assert WORDS.confirm.what_many.format(count=2) in read(asked)
        assert len(titles(anna.get("/gespraeche"))) == 2
        done = anna.post("/gespraeche/loeschen")
        assert titles(done) == [] and WORDS.done.alle in read(done)
        assert anna.get("/gespraeche/loeschen").url.path == "/gespraeche"  # nothing left to confirm


class TestNotes:
    def test_a_conversation_as_markdown(self, anna: TestClient) -> None:
        conversation, _ = ask(anna, BUS)
        file = anna.get(f"/gespraech/{conversation}/export/md")
        assert file.headers["content-type"] == "text/markdown; charset=utf-8"
        name = unquote(file.headers["content-disposition"])
        assert name == "attachment; filename*=UTF-8''Wie probieren wir eine neue Buslinie aus.md"
        assert file.text.startswith(f"# {BUS}\n")
        assert "\n### Quellen\n" in file.text

    def test_one_answer_as_docx(self, anna: TestClient) -> None:
        conversation, exchange = ask(anna, BUS)
        file = anna.get(f"/gespraech/{conversation}/export/docx", params={"antwort": exchange})
        word = docx.Document(io.BytesIO(file.content))
        assert word.paragraphs[0].text == BUS
        assert "Quellen" in [p.text for p in word.paragraphs if p.style.name == "Heading 1"]
        assert file.content == anna.get(str(file.url)).content

    @needs_pango
    def test_as_pdf(self, anna: TestClient) -> None:
        conversation, _ = ask(anna, BUS)
        file = anna.get(f"/gespraech/{conversation}/export/pdf")
        assert file.headers["content-type"] == "application/pdf" and file.content.startswith(b"%PDF-")

    def test_print_view(self, anna: TestClient) -> None:
        conversation, exchange = ask(anna, BUS)
        page = anna.get(f"/gespraech/{conversation}/druck", params={"antwort": exchange})
        text = read(page)
        assert BUS in text and "Stand: Zuletzt geändert 2025" in text and "Art. 50" in text
        assert page.text.count("<h1") == 1
        assert f"/export/pdf?antwort={exchange}" in page.text

    def test_what_there_is_not(self, anna: TestClient) -> None:
        conversation, _ = ask(anna, BUS)
        other, of_other = ask(anna, DATA)
        unknown = anna.get(f"/gespraech/{conversation}/export/exe")
        assert unknown.status_code == 404
        assert html.escape(Export.NO_FORMAT.format(formats="md, docx, pdf")) in unknown.text
        for wrong in (of_other, "gibt-es-nicht", "\x00"):
            answer = anna.get(f"/gespraech/{conversation}/export/md", params={"antwort": wrong})
            assert answer.status_code == 404
        assert anna.get(f"/gespraech/{other}/druck", params={"antwort": of_other}).status_code == 200


class TestSharing:
    def test_a_colleague_sees_one_answer(self, anna: TestClient, bert: TestClient) -> None:
        conversation, exchange = ask(anna, BUS)
        page = anna.post(f"/gespraech/{conversation}/teilen", data={"antwort": exchange})
        link = re.search(r'value="http://testserver(/antwort/[\w-]+)"', page.text)
        assert link
        assert "Der Link gilt bis zum 24.12.2026." in read(page)
        shared = bert.get(link[1])
        text = read(shared)
        for part in (BUS, "nie ganz los", "§ 97 Abs. 4 GWB", "24.11.2026", "KI-System"):
            assert part in text
        assert conversation not in shared.text
        assert 'name="vorschlag"' not in shared.text and "/rueckmeldung/" not in shared.text
        assert "sitzung" not in bert.cookies

    def test_a_link_can_be_ended(self, anna: TestClient, bert: TestClient) -> None:
        conversation, exchange = ask(anna, BUS)
        page = anna.post(f"/gespraech/{conversation}/teilen", data={"antwort": exchange})
        link = re.search(r"/antwort/[\w-]+", page.text)
        assert link
        ended = anna.post(f"/gespraech/{conversation}/teilen", data={"antwort": exchange, "beenden": "1"})
        assert WORDS.share.no_link in read(ended)
        gone = bert.get(link[0])
        assert gone.status_code == 404 and Storage.NO_SHARED.split(".")[0] in read(gone)

    def test_a_link_ends_with_its_conversation(self, anna: TestClient, bert: TestClient) -> None:
        conversation, exchange = ask(anna, BUS)
        page = anna.post(f"/gespraech/{conversation}/teilen", data={"antwort": exchange})
        link = re.search(r"/antwort/[\w-]+", page.text)
        assert link
        anna.post(f"/gespraech/{conversation}/loeschen")
        assert bert.get(link[0]).status_code == 404

    @pytest.mark.parametrize("token", ["x", "-" * 500, "%00"])
    def test_made_up_links_lead_nowhere(self, bert: TestClient, token: str) -> None:
        assert bert.get(f"/antwort/{token}").status_code in (404, 422)
