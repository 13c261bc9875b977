"""Feedback on an answer: a page of its own, and the piece that the chat's script asks for."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.store.store import Store
from tests.channels.chat_site import T, ask, chat
from tests.fakes import FakeAssistant

PIECE = {"X-Stueck": "ja"}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[TestClient, Store, str]]:
    """A browser that has asked, the store, and the address of the feedback on the answer."""
    with chat(FakeAssistant(), tmp_path) as (client, store):
        page = ask(client, "Was <b>tun</b>?")
        yield client, store, f"/rueckmeldung/{page.url.fragment.removeprefix('a-')}"


def test_the_form_says_who_reads_it(site):
    client, _, address = site
    text = client.get(address).text
    assert T.feedback.intro in text and "ohne Namen" in T.feedback.intro
    for name in T.feedback.names.values():
        assert f">{name}</label>" in text
    assert "Was &lt;b&gt;tun&lt;/b&gt;?" in text
    assert not re.search(r'type="radio"[^>]*checked', text)
    assert re.search(r'value="nein" checked', client.get(f"{address}?hilfreich=nein").text)


def test_what_was_said_reaches_the_editors_without_an_owner(site):
    client, store, address = site
    sent = {"hilfreich": "nein", "grund": ["veraltet", "quelle", "erfunden"], "kommentar": " Stand <2020> "}
    page = client.post(address, data=sent)
    assert page.url.path.startswith("/gespraech/") and T.answer.rated_not_helpful in page.text
    (given,) = store.feedback.queue()
    assert (given.helpful, given.reasons, given.comment) == (False, ("veraltet", "quelle"), "Stand <2020>")
    assert given.question == "Was <b>tun</b>?" and "sitzung" not in repr(given)
    text = client.get(address).text
    assert re.search(r'value="veraltet" checked', text) and "Stand &lt;2020&gt;" in text


def test_the_last_word_counts(site):
    client, store, address = site
    client.post(address, data={"hilfreich": "nein"})
    client.post(address, data={"hilfreich": "ja"})
    assert [given.helpful for given in store.feedback.queue()] == [True]


def test_mistakes_are_told_in_the_form_and_nothing_typed_is_lost(site):
    client, store, address = site
    text = client.post(address, data={"grund": "falsch", "kommentar": "Die Zahl"})
    assert text.status_code == 422 and html.escape(T.feedback.choose) in text.text
    assert "Die Zahl</textarea>" in text.text and re.search(r'value="falsch" checked', text.text)
    long = client.post(address, data={"hilfreich": "ja", "kommentar": "ü" * 2001})
    assert long.status_code == 422 and "2000 Zeichen" in long.text and "ü" * 2001 in long.text
    assert not store.feedback.queue()


def test_the_script_gets_pieces(site):
    client, _, address = site
    form = client.get(f"{address}?hilfreich=ja", headers=PIECE).text
    assert form.strip().startswith("<form") and "<html" not in form
    wrong = client.post(address, data={}, headers=PIECE)
    assert wrong.status_code == 422 and wrong.text.strip().startswith("<form")
    done = client.post(address, data={"hilfreich": "ja"}, headers=PIECE).text
    assert T.answer.rated_helpful in done and "<html" not in done


def test_the_answers_of_others_cannot_be_rated(site):
    client, store, address = site
    client.cookies.clear()
    assert client.get(address).status_code == 404
    assert client.post(address, data={"hilfreich": "ja"}).status_code == 404
    assert not store.feedback.queue()
