"""Pages that only inform, and the way back after the choice of a language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.app import create_app
from assistant.channels.web.words import load_words
from assistant.settings import Settings
from tests.fakes import FakeAssistant

BROWSER = {"Accept": "text/html"}


def site(folder: Path, **settings: object) -> TestClient:
    app = create_app(Settings(_env_file=None, data_dir=folder, **settings), FakeAssistant())
    return TestClient(app, headers=BROWSER)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with site(tmp_path) as made:
        yield made


@pytest.mark.parametrize("address", ["/", "/bibliothek?q=Bus&seite=2", "/karte/2.4#text"])
def test_back_to_where_the_language_was_chosen(client: TestClient, address: str) -> None:
    chosen = client.post("/sprache", data={"sprache": "en", "zurueck": address}, follow_redirects=False)
    assert (chosen.status_code, chosen.headers["location"]) == (303, address)
    assert 'lang="en"' in client.get("/hilfe").text


@pytest.mark.parametrize(
    "address",
    [
        "",
        "hilfe",
        "//boese.example",
        "/\\boese.example",
        "https://boese.example",
        "/\t/boese.example",
        "//[",
        "/\n/[",
    ],
)
def test_never_to_another_site(client: TestClient, address: str) -> None:
    chosen = client.post("/sprache", data={"sprache": "en", "zurueck": address}, follow_redirects=False)
    assert (chosen.status_code, chosen.headers["location"]) == (303, "/")


def test_after_a_form_back_to_its_page(client: TestClient) -> None:
    """The address that takes the form in answers to no link."""
    wrong = {"titel": "x" * 201}
    sent = {"Referer": "http://testserver/gespraeche?suche=Bus"}
    page = client.post(f"/gespraech/{'0' * 32}/titel", data=wrong, headers=sent)
    assert page.status_code == 422
    assert 'name="zurueck" value="/gespraeche?suche=Bus"' in page.text
    page = client.post(
        f"/gespraech/{'0' * 32}/titel", data=wrong, headers={"Referer": "http://testserver.example/x"}
    )
    assert 'name="zurueck" value="/"' in page.text


def test_privacy_says_whether_a_language_model_reads_along(client: TestClient, tmp_path: Path) -> None:
    words = load_words("de").privacy
    assert words.no_model in client.get("/datenschutz").text
    with site(tmp_path / "mit", llm_model="ollama:qwen3:8b") as other:
        assert words.with_model.format(model="ollama:qwen3:8b") in other.get("/datenschutz").text
