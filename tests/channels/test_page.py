"""The page without JavaScript: a plain form that does the whole job."""

from __future__ import annotations

import html
import re

import pytest
from starlette.testclient import TestClient

from assistant.app import create_app
from assistant.channels.web import page as page_module
from assistant.channels.web.form import continued, parse_form, turns_json
from assistant.messages_de import Page, Reply
from assistant.models import Turn
from assistant.settings import Settings
from tests.fakes import FakeAssistant, refusal, sample_answer

BROWSER = {"Accept": "text/html,application/xhtml+xml"}


@pytest.fixture
def fake() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def client(fake):
    with TestClient(create_app(Settings(_env_file=None), fake), headers=BROWSER) as client:
        yield client


def _history(text: str) -> str:
    return html.unescape(re.search(r'name="verlauf"[^>]*value="([^"]*)"', text).group(1))


def _typed(text: str) -> str:
    return html.unescape(re.search(r"<textarea[^>]*>\n(.*?)</textarea>", text, re.S).group(1))


def test_the_start_says_what_it_is(client):
    text = client.get("/").text
    assert '<html lang="de">' in text
    assert Page.AI_NOTICE in text
    assert all(html.escape(question) in text for question in Page.STARTERS)
    assert client.head("/").status_code == 200


def test_nothing_inline_and_nothing_from_outside(client):
    text = client.post("/", data={"frage": "Was tun?"}).text
    assert not re.search(r"<script(?![^>]*src=\"/)|<style|\sstyle=|\son\w+=", text)
    assert not re.search(r'(src|href)="(?!/|#)(?!https://recht\.example)', text)


def test_a_question_is_answered_on_the_page(client, fake):
    text = client.post("/", data={"frage": "Was tun?"}).text
    assert fake.calls[0].question == "Was tun?"
    for part in (
        "nie ganz los",
        "§ 97 Abs. 4 GWB",
        "Zuletzt geändert 2025",
        Reply.NOT_COVERED,
        Reply.AI_NOTICE,
    ):
        assert part in text
    assert re.search(r'href="#(a-\w+-quelle-2)"', text).group(1) in re.findall(r'id="([^"]+)"', text)
    for kind, word in Reply.KINDS.items():
        assert (f"source--{kind}" in text) == (word != "Eigenes Dokument")
    assert Reply.UNVERIFIED_MARK in text


def test_suggestions_ask_at_once_and_spare_what_was_typed(client, fake):
    text = client.post("/", data={"frage": "Noch nicht fertig", "vorschlag": "Womit fangen wir an?"}).text
    assert fake.calls[0].question == "Womit fangen wir an?"
    assert _typed(text) == "Noch nicht fertig"


def test_the_conversation_goes_on(client, fake):
    first = client.post("/", data={"frage": "Wie beteiligen wir früh?"}).text
    second = client.post("/", data={"frage": "Und auf dem Dorf?", "verlauf": _history(first)}).text
    assert [turn.content for turn in fake.calls[1].history] == [
        "Wie beteiligen wir früh?",
        sample_answer().text,
    ]
    assert Page.EARLIER in second and "Wie beteiligen wir früh?" in second
    assert _history(second).count('"role"') == 4


@pytest.mark.parametrize("question", ["", "x" * 5000, "\x00"])
def test_errors_stand_at_the_field_and_the_text_stays(client, question):
    response = client.post("/", data={"frage": question, "verlauf": '[{"role":"user","content":"Davor?"}]'})
    assert response.status_code == 422
    assert _typed(response.text) == question.replace("\x00", "\x00")
    assert 'aria-invalid="true"' in response.text
    assert re.search(r'id="frage-fehler"[^>]*>[^<]+<', response.text)
    assert "Davor?" in _history(response.text)


@pytest.mark.parametrize(
    "body", [b"frage=%ff", b"\xff", b"frage=a&verlauf={", b"frage=a&verlauf=[1]", b"&".join([b"a=b"] * 50)]
)
def test_broken_forms_are_told_in_german(client, fake, body):
    response = client.post("/", content=body, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert response.status_code == 422 and Page.BROKEN_FORM in response.text
    assert not fake.calls


def test_hostile_text_stays_text():
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    answer = sample_answer(text=evil, not_covered=evil, notices=(evil,))
    source = answer.citations[0].model_copy(
        update={"title": evil, "quote": evil, "note": evil, "url": "javascript:alert(1)"}
    )
    fake = FakeAssistant(answer.model_copy(update={"citations": (source,)}))
    history = turns_json((Turn(role="user", content=evil), Turn(role="assistant", content=evil)))
    with TestClient(create_app(Settings(_env_file=None), fake), headers=BROWSER) as client:
        text = client.post("/", data={"frage": evil, "vorschlag": evil, "verlauf": history}).text
    assert "<script>alert" not in text and "<img" not in text and "javascript:" not in text


def test_unexpected_errors_keep_the_text_too(caplog):
    fake = FakeAssistant(RuntimeError("Geheime Frage"))
    with TestClient(create_app(Settings(_env_file=None), fake), headers=BROWSER) as client:
        response = client.post("/", data={"frage": "Geheime Frage"})
    assert (response.status_code, _typed(response.text)) == (500, "Geheime Frage")
    assert "schiefgegangen" in response.text and "Geheime Frage" not in caplog.text


def test_a_refusal_has_no_empty_parts():
    with TestClient(
        create_app(Settings(_env_file=None), FakeAssistant(refusal())), headers=BROWSER
    ) as client:
        text = client.post("/", data={"frage": "Wie wird das Wetter?"}).text
    assert "Dazu sagen die Quellen nichts." in text
    for part in (Reply.FRAMEWORK, Reply.FOLLOW_UPS, f">{Reply.SOURCES}<"):
        assert part not in text


def test_wrong_addresses_lead_home(client):
    response = client.get("/gibt-es-nicht")
    assert response.status_code == 404
    assert response.headers["content-type"].startswith("text/html")
    assert f'<a href="/">{Page.HOME}</a>' in response.text


def test_the_page_works_without_the_design_system(monkeypatch, tmp_path):
    monkeypatch.setattr(page_module, "PROJECT", tmp_path)
    with TestClient(create_app(Settings(_env_file=None), FakeAssistant())) as client:
        text = client.get("/").text
        sheets = re.findall(r'href="(/assets/[^"]+)"', text)
        assert "/assets/page/plain.css" in sheets and not any("kern" in sheet for sheet in sheets)
        assert all(client.get(sheet).status_code == 200 for sheet in sheets)


def test_a_conversation_never_outgrows_the_form():
    history: tuple[Turn, ...] = ()
    for n in range(30):
        history = continued(history, f"Frage {n} " + "ü" * 3000, sample_answer(), most=12)
    assert history[-2].content.startswith("Frage 29")
    body = ("verlauf=" + "".join(f"%{byte:02X}" for byte in turns_json(history).encode())).encode()
    assert parse_form(body).history == history
    assert continued(history, "Neu", sample_answer(), most=0) == ()
