"""The chat without JavaScript: a plain form that does the whole job, and keeps what was asked."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.app import create_app
from assistant.channels.web import page as page_module
from assistant.errors import IndexUnavailableError
from assistant.settings import Settings
from assistant.store.store import Store
from tests.channels.chat_site import (
    EVENTS,
    PAGE,
    T,
    ask,
    chat,
    events_of,
    hidden,
    owner_of,
    problem_at_field,
    typed,
)
from tests.fakes import FakeAssistant, refusal, sample_answer
from tests.stores import StoppedClock

IBAN = "DE89 3704 0044 0532 0130 00"


@pytest.fixture
def fake() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def site(fake: FakeAssistant, tmp_path: Path) -> Iterator[tuple[TestClient, Store]]:
    with chat(fake, tmp_path) as opened:
        yield opened


@pytest.fixture
def client(site) -> TestClient:
    return site[0]


def test_the_start_says_what_it_is_and_stores_nothing(client):
    response = client.get("/")
    text = response.text
    assert '<html lang="de">' in text and text.count("<h1") == 2  # that of a conversation is hidden
    for part in (T.chat.welcome, *T.chat.can, *T.chat.cannot, T.shell.ai_notice, T.device.keep):
        assert html.escape(part) in text
    assert len(re.findall(r'name="vorschlag"', text)) == 6
    assert "set-cookie" not in response.headers
    assert client.head("/").status_code == 200


def test_nothing_inline_and_nothing_from_outside(client):
    for text in (client.get("/").text, ask(client, "Was tun?").text):
        assert not re.search(r"<script(?![^>]*src=\"/)|<style|\sstyle=|\son\w+=", text)
        assert not re.search(r'(src|href)="(?!/|#)(?!https://recht\.example)', text)


def test_a_question_gets_its_own_address(client, fake):
    response = ask(client, "Was tun?")
    assert [r.status_code for r in response.history] == [303]
    assert re.fullmatch(r"/gespraech/\w+", response.url.path) and response.url.fragment
    assert f'id="{response.url.fragment}"' in response.text
    assert typed(response.text) == ""
    for part in ("nie ganz los", "§ 97 Abs. 4 GWB", "Zuletzt geändert 2025", "Bindet", T.answer.not_covered):
        assert part in response.text
    for part in (T.answer.ai_notice, T.answer.unverified_mark, 'href="/karte/3.4"', "/landkarte?antwort="):
        assert part in response.text
    assert re.search(r'href="#(a-\w+-quelle-2)"', response.text).group(1) in re.findall(
        r'id="([^"]+)"', response.text
    )
    cookie = response.history[0].headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Max-Age" not in cookie


def test_reloading_and_sending_twice_ask_once(client, fake):
    key = hidden(client.get("/").text, "anfrage")
    first = ask(client, "Was tun?", anfrage=key)
    assert client.get(first.url.path).status_code == 200
    again = ask(client, "Was tun?", anfrage=key)
    assert again.url == first.url and len(fake.calls) == 1
    other = ask(client, "Was noch?", anfrage=key)  # gone back, changed, sent from the same page
    assert other.url.path != first.url.path and len(fake.calls) == 2


def test_a_double_click_of_a_new_visitor_is_one_visitor(fake, tmp_path):
    with chat(fake, tmp_path) as (client, _):
        key = hidden(client.get("/").text, "anfrage")
        first = client.post("/", data={"frage": "Was tun?", "anfrage": key}, follow_redirects=False)
        client.cookies.clear()  # the first response has not arrived
        second = client.post("/", data={"frage": "Was tun?", "anfrage": key}, follow_redirects=False)
    assert first.headers["location"] == second.headers["location"]
    assert first.headers["set-cookie"] == second.headers["set-cookie"]
    assert len(fake.calls) == 1


def test_the_conversation_goes_on_with_its_history(client, fake):
    first = ask(client, "Wie beteiligen wir früh?")
    second = ask(client, "Und auf dem Dorf?", gespraech=hidden(first.text, "gespraech"), bereich="verkehr")
    assert second.url.path == first.url.path
    assert second.text.count('class="exchange"') == 2
    assert [turn.content for turn in fake.calls[1].history] == [
        "Wie beteiligen wir früh?",
        sample_answer().text,
    ]
    assert [call.department for call in fake.calls] == [None, "verkehr"]
    start = client.get("/").text
    assert T.chat.recent in start and f'href="{first.url.path}"' in start


def test_a_long_conversation_shows_its_end_first(client):
    page = ask(client, "Frage 0")
    for n in range(1, 10):
        page = ask(client, f"Frage {n}", gespraech=hidden(page.text, "gespraech"))
    assert page.text.count('class="exchange"') == 8 and ">Frage 0</h2>" not in page.text
    assert T.chat.folded.format(count=10) in page.text
    assert client.get(f"{page.url.path}?alle=ja").text.count('class="exchange"') == 10


def test_a_suggestion_asks_at_once(client, fake):
    text = ask(client, "Noch nicht fertig", vorschlag="Womit fangen wir an?").text
    assert fake.calls[0].question == "Womit fangen wir an?"
    assert ">Womit fangen wir an?</h2>" in text


@pytest.mark.parametrize("question", ["", "   \n", "x" * 5000, "\x00", "\x01\x02\x03\x04"])
def test_errors_stand_at_the_field_and_the_text_stays(client, fake, question):
    before = ask(client, "Davor?")
    response = ask(client, question, gespraech=hidden(before.text, "gespraech"))
    assert response.status_code == 422
    assert typed(response.text) == question
    assert problem_at_field(response.text)
    assert 'aria-invalid="true"' in response.text and "frage-fehler" in response.text
    assert ">Davor?</h2>" in response.text and len(fake.calls) == 1


def test_other_scripts_and_odd_characters_are_questions_like_any_other(client, fake):
    for question in ("Что делать?", "如何参与？", "\u202eumgekehrt\u202c", "😀" * 10, "a\u0301"):
        assert ask(client, question).status_code == 200
    assert len(fake.calls) == 5


@pytest.mark.parametrize("body", [b"frage=%ff", b"frage=%ED%A0%80", b"\xff", b"&".join([b"a=b"] * 500)])
def test_broken_forms_are_told_in_german(client, fake, body):
    response = client.post("/", content=body, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert response.status_code == 422 and "unvollständig" in problem_at_field(response.text)
    assert not fake.calls


def test_odd_values_in_hidden_fields_do_no_harm(client, fake):
    odd = {"anfrage": "../../x", "gespraech": "' OR 1=1", "bereich": "<b>"}
    assert ask(client, "Was tun?", **odd).status_code == 200
    assert fake.calls[0].department is None


def test_unknown_conversations_offer_a_new_one(client):
    response = client.get("/gespraech/gibt-es-nicht")
    assert response.status_code == 404 and T.chat.gone in response.text
    assert 'name="frage"' in response.text and hidden(response.text, "gespraech") == ""
    asked = ask(client, "Meine Frage", gespraech="a" * 32)
    assert asked.status_code == 404
    assert problem_at_field(asked.text) == T.chat.gone_while_asking and typed(asked.text) == "Meine Frage"
    assert ask(client, "Meine Frage", gespraech=hidden(asked.text, "gespraech")).status_code == 200


def test_conversations_of_others_are_unknown(client, fake, tmp_path):
    mine = ask(client, "Was tun?").url.path
    client.cookies.clear()
    assert client.get(mine).status_code == 404


def test_errors_of_the_assistant_keep_the_text_and_the_next_try_works(tmp_path, caplog):
    missing = IndexUnavailableError("Es gibt noch keinen Index. Bitte „ingest build“ ausführen.")
    fake = FakeAssistant(missing, RuntimeError("Geheime Frage"), sample_answer())
    with chat(fake, tmp_path) as (client, _):
        first = ask(client, "Geheime Frage")
        assert (first.status_code, problem_at_field(first.text)) == (503, missing.message)
        second = ask(client, "Geheime Frage", gespraech=hidden(first.text, "gespraech"))
        assert second.status_code == 500 and "schiefgegangen" in problem_at_field(second.text)
        assert typed(second.text) == "Geheime Frage" and "Geheime Frage" not in caplog.text
        third = ask(client, "Geheime Frage", gespraech=hidden(second.text, "gespraech"))
        assert third.status_code == 200 and third.text.count(T.answer.failed) == 2
        assert third.text.count(f">{T.answer.again}<") == 2


def test_a_closed_assistant_says_so_at_the_field(tmp_path):
    fake = FakeAssistant()
    with chat(fake, tmp_path) as (client, _):
        client.app.state.closed = lambda: "Wartung bis 12 Uhr."
        response = ask(client, "Was tun?")
        assert (response.status_code, problem_at_field(response.text)) == (503, "Wartung bis 12 Uhr.")
        assert typed(response.text) == "Was tun?" and not fake.calls


def test_personal_data_is_asked_about_before_anything_is_stored(site, fake):
    client, _ = site
    question = f"Wohin mit {IBAN} und max@stadt.example?"
    told = ask(client, question)
    assert told.status_code == 422 and typed(told.text) == question
    assert T.chat.personal.kinds["iban"] in problem_at_field(told.text)
    assert T.chat.personal.kinds["email"] in problem_at_field(told.text)
    assert "set-cookie" not in told.headers and not fake.calls
    masked = ask(client, question, maskiert="")
    assert masked.status_code == 200 and IBAN not in masked.text
    assert fake.calls[0].question == "Wohin mit [IBAN] und [E-Mail-Adresse]?"
    ask(client, question, trotzdem="")
    assert fake.calls[1].question == question


def test_personal_data_in_a_suggestion_leaves_the_typed_text_alone(client, fake):
    suggestion = f"Wohin mit {IBAN}?"
    told = ask(client, "Angefangen", vorschlag=suggestion).text
    assert typed(told) == "Angefangen"
    assert T.chat.personal.about.format(question=suggestion) in told
    assert f'name="maskiert" value="{suggestion}"' in told
    ask(client, "Angefangen", maskiert=suggestion)
    assert fake.calls[0].question == "Wohin mit [IBAN]?"


def test_a_finished_answer_cannot_be_stopped(client):
    page = ask(client, "Was tun?")
    exchange = page.url.fragment.removeprefix("a-")
    unchanged = client.post(f"{page.url.path}/abbrechen", data={"antwort": exchange})
    assert "nie ganz los" in unchanged.text and T.answer.stopped not in unchanged.text


def test_a_stopped_question_returns_to_the_field(site):
    client, store = site
    page = ask(client, "Erste Frage")
    owner = owner_of(client)
    conversation = hidden(page.text, "gespraech")
    asked = store.conversations.ask(owner, conversation, "k" * 32, "Zweite Frage")
    running = client.get(page.url.path).text
    assert T.answer.writing in running and typed(running) == ""
    stopped = client.post(f"{page.url.path}/abbrechen", data={"antwort": asked.exchange.id}).text
    assert T.answer.stopped in stopped and typed(stopped) == "Zweite Frage"


def test_copies_carry_question_answer_and_sources(client):
    page = ask(client, "Was <b>tun</b>?")
    address = html.unescape(re.search(r'data-copy="([^"]+)"', page.text).group(1))
    copy = client.get(address).json()
    assert copy["text"].startswith("Was <b>tun</b>?\n\nEine Kommune")
    assert "[2] Recht: § 97 Abs. 4 GWB" in copy["text"] and "KI-System" in copy["text"]
    assert copy["html"].startswith("<p><strong>Was &lt;b&gt;tun&lt;/b&gt;?</strong></p>")


def test_a_refusal_has_no_empty_parts(tmp_path):
    with chat(FakeAssistant(refusal()), tmp_path) as (client, _):
        text = ask(client, "Wie wird das Wetter?").text
    assert "Dazu sagen die Quellen nichts." in text
    for part in (T.answer.framework, T.answer.follow_ups, T.answer.sources):
        assert f">{part}<" not in text


def test_english_labels_around_german_sources(client):
    client.cookies.set("sprache", "en")
    text = ask(client, "Was tun?").text
    assert '<html lang="en">' in text and ">Sources<" in text and "Official text" in text
    assert 'class="prose" lang="de"' in text and 'class="source__name" lang="de"' in text


def test_the_session_is_kept_on_request(client):
    page = ask(client, "Was tun?")
    kept = client.post("/geraet", data={"merken": "ja", "zurueck": page.url.path}, follow_redirects=False)
    cookies = kept.headers.get_list("set-cookie")
    assert all(f"Max-Age={30 * 24 * 60 * 60}" in cookie for cookie in cookies) and len(cookies) == 2
    assert kept.headers["location"] == page.url.path
    assert re.search(r'id="merken"[^>]* checked', client.get("/").text)
    ended = client.post("/geraet", data={}, follow_redirects=False)
    assert not any("Max-Age=2" in cookie for cookie in ended.headers.get_list("set-cookie"))
    assert not re.search(r'id="merken"[^>]* checked', client.get("/").text)
    assert client.get(page.url.path).status_code == 200


def test_answers_are_counted_without_texts(tmp_path):
    clock = StoppedClock()
    fake = FakeAssistant(sample_answer(), refusal())
    with chat(fake, tmp_path, clock) as (client, store):
        ask(client, "Was tun?")
        client.post("/", data={"frage": "Wetter?"}, headers=EVENTS)
        client.post("/api/v1/answers", json={"question": "Wetter?"})
        days = {(day.channel, day.status): day.count for day in store.figures.days(clock.now.date())}
    assert days == {("web", "partial"): 1, ("web", "no_source"): 1, ("api", "no_source"): 1}


def test_problems_are_documents_for_the_script(client):
    response = client.post("/", data={"frage": f"Wohin mit {IBAN}?"}, headers=EVENTS)
    assert response.status_code == 422
    assert response.json()["type"] == "urn:assistent:problem:personenbezug"
    assert "IBAN" in response.json()["detail"]


def test_events_tell_the_address_and_can_be_had_again(client, fake):
    sent = {"frage": "Was tun?", "anfrage": "k" * 32}
    first = events_of(client.post("/", data=sent, headers=EVENTS).text)
    again = events_of(client.post("/", data=sent, headers=EVENTS).text)
    assert [name for name, _ in first][:2] == ["start", "text"] and first[-1][0] == "answer"
    assert [name for name, _ in again] == ["start", "answer"] and again[0] == first[0]
    assert again[-1] == first[-1] and len(fake.calls) == 1
    assert "Quellen: 3." in first[-1][1]["spoken"]
    start = first[0][1]
    assert client.get(start["url"]).status_code == 200
    followed = client.get(f"{start['url']}/antwort/{start['exchange']}", headers=EVENTS)
    assert events_of(followed.text)[-1] == first[-1]
    assert client.get(f"{start['url']}/antwort/{start['exchange']}").url.path == start["url"]


def test_the_page_works_without_the_design_system(monkeypatch, tmp_path):
    monkeypatch.setattr(page_module, "PROJECT", tmp_path)
    with chat(FakeAssistant(), tmp_path) as (client, _):
        text = client.get("/").text
        sheets = re.findall(r'href="(/assets/[^"]+)"', text)
        assert "/assets/page/plain.css" in sheets and not any("kern" in sheet for sheet in sheets)
        assert all(client.get(sheet).status_code == 200 for sheet in sheets)


def test_without_a_store_the_start_is_there_and_the_question_is_not_lost(tmp_path):
    blocked = tmp_path / "datei"
    blocked.write_text("kein Ordner")
    app = create_app(Settings(_env_file=None, data_dir=blocked), FakeAssistant())
    with TestClient(app, headers=PAGE) as client:
        assert client.get("/").status_code == 200
        response = ask(client, "Was tun?")
    assert response.status_code >= 500
    assert typed(response.text) == "Was tun?" and problem_at_field(response.text)
    assert str(tmp_path) not in response.text
