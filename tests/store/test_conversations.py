"""What an owner does with conversations, and what nobody else can."""

from __future__ import annotations

import pytest

from assistant.errors import InputError, NotFoundError
from assistant.models import Turn
from assistant.store.records import turns
from assistant.store.store import Store
from tests.fakes import refusal, sample_answer
from tests.stores import StoppedClock

ANNA, BEN = "sitzung:anna", "sitzung:ben"


def answered(store: Store, question: str, text: str = "So geht es [1].", key: str = "", where=None):
    asked = store.conversations.ask(ANNA, where, key or question, question).exchange
    assert store.conversations.finish(asked.id, sample_answer(question, text=text))
    return store.conversations.exchange(ANNA, asked.id)


def test_an_answer_comes_back_as_it_was(store: Store):
    exchange = answered(store, "Wie?")
    assert exchange.state == "answered"
    assert exchange.answer == sample_answer("Wie?", text="So geht es [1].")


def test_others_see_change_and_delete_nothing(store: Store):
    exchange = answered(store, "Wie?")
    attempts = (
        lambda: store.conversations.get(BEN, exchange.conversation_id),
        lambda: store.conversations.exchange(BEN, exchange.id),
        lambda: store.conversations.rename(BEN, exchange.conversation_id, "Meins"),
        lambda: store.conversations.delete(BEN, exchange.conversation_id),
        lambda: store.conversations.share(BEN, exchange.id),
        lambda: store.conversations.unshare(BEN, exchange.id),
        lambda: store.feedback.give(BEN, exchange.id, True),
    )
    for attempt in attempts:
        with pytest.raises(NotFoundError):
            attempt()
    assert store.conversations.list(BEN) == ()
    assert store.conversations.delete_all(BEN) == 0
    assert store.conversations.exchange(ANNA, exchange.id) == exchange


def test_the_list_begins_with_the_latest(store: Store, clock: StoppedClock):
    for question in ("Erste?", "Zweite?", "Dritte?"):
        answered(store, question)
        clock.advance(minutes=1)
    first = store.conversations.list(ANNA)[-1]
    answered(store, "Noch etwas?", where=first.id)
    listed = store.conversations.list(ANNA)
    assert [one.title for one in listed] == ["Erste?", "Dritte?", "Zweite?"]
    assert [one.questions for one in listed] == [2, 1, 1]
    assert {one.found for one in listed} == {""}


@pytest.mark.parametrize(
    "search",
    ["ÄRZTE", "ärzte", "aerzte", "Straße", "STRASSE", "ärzte  straße", "förder", "Markt_1", "100%", ""],
)
def test_a_search_knows_neither_case_nor_umlauts(store: Store, search):
    answered(store, "Wohin mit dem Gemeindehaus?", "Dazu gibt es **Fördermittel** [1].", key="k0")
    hit = answered(
        store, "Wie gewinnen wir Ärzte?", "In der Straße Markt_1 gibt es zu 100% Förderung [1].", key="k1"
    )
    found = store.conversations.list(ANNA, search)
    assert hit.conversation_id in [one.id for one in found]
    if search not in ("förder", ""):
        assert len(found) == 1


def test_a_search_shows_where_it_found_something(store: Store):
    long = "Vieles steht davor. " * 20 + "Die **Bürgerwerkstatt** [1] hilft dabei. " + "Und danach. " * 30
    answered(store, "Wer hilft?", long)
    (hit,) = store.conversations.list(ANNA, "bürgerwerk")
    assert hit.found.startswith("… ") and hit.found.endswith(" …")
    assert "Die Bürgerwerkstatt hilft dabei." in hit.found
    assert len(hit.found) < 200


def test_all_words_of_a_search_must_occur_somewhere(store: Store):
    answered(store, "Wer pflegt den Bach?", "Ein Verein [1].")
    assert store.conversations.list(ANNA, "verein bach")
    assert store.conversations.list(ANNA, "verein see") == ()


def test_a_title_given_later_is_found_too(store: Store):
    where = answered(store, "Wer pflegt den Bach?").conversation_id
    store.conversations.rename(ANNA, where, "  Gewässer \n dritter Ordnung ")
    (hit,) = store.conversations.list(ANNA, "GEWÄSSER")
    assert hit.title == hit.found == "Gewässer dritter Ordnung"


@pytest.mark.parametrize("title", ["", "  \n ", "x\x00"])
def test_a_title_must_be_text(store: Store, title):
    where = answered(store, "Wer pflegt den Bach?").conversation_id
    with pytest.raises(InputError):
        store.conversations.rename(ANNA, where, title)
    assert store.conversations.get(ANNA, where).title == "Wer pflegt den Bach?"


def test_a_long_question_makes_a_short_title(store: Store):
    words = store.conversations.ask(ANNA, None, "k1", "Warum geht das so? " * 30).exchange
    noise = store.conversations.ask(ANNA, None, "k2", "W" * 3000).exchange
    titles = [store.conversations.get(ANNA, e.conversation_id).title for e in (words, noise)]
    assert all(len(title) <= 80 and title.endswith("…") for title in titles)
    assert titles[0].startswith("Warum geht das so? Warum")


def test_markup_stays_text(store: Store):
    evil = "<script>alert('ä')</script> %_\\ '; DROP TABLE exchanges; --"
    exchange = answered(store, evil, text=evil)
    assert (exchange.question, exchange.answer.text) == (evil, evil)
    (hit,) = store.conversations.list(ANNA, "<script>")
    assert hit.found.startswith("<script")


def test_deleting_one_leaves_the_others(store: Store):
    gone, kept = answered(store, "Eins?"), answered(store, "Zwei?")
    store.conversations.delete(ANNA, gone.conversation_id)
    assert [one.id for one in store.conversations.list(ANNA)] == [kept.conversation_id]
    for lost in (
        lambda: store.conversations.get(ANNA, gone.conversation_id),
        lambda: store.conversations.exchange(ANNA, gone.id),
        lambda: store.conversations.delete(ANNA, gone.conversation_id),
    ):
        with pytest.raises(NotFoundError):
            lost()


def test_deleting_all_counts_them(store: Store):
    for question in ("Eins?", "Zwei?"):
        answered(store, question)
    theirs = store.conversations.ask(BEN, None, "k", "Meins?").exchange
    assert store.conversations.delete_all(ANNA) == 2
    assert store.conversations.list(ANNA) == ()
    assert store.conversations.exchange(BEN, theirs.id) == theirs


def test_a_link_shows_one_answer_to_whoever_has_it(store: Store):
    exchange = answered(store, "Wie?")
    token = store.conversations.share(ANNA, exchange.id)
    assert len(token) >= 22
    assert store.conversations.share(ANNA, exchange.id) == token
    assert store.conversations.exchange(ANNA, exchange.id).share == token
    store.feedback.give(ANNA, exchange.id, False, comment="Nur für die Redaktion")
    shared = store.conversations.shared(token)
    assert (shared.id, shared.answer, shared.feedback) == (exchange.id, exchange.answer, None)


def test_a_link_ends_with_its_release_or_its_conversation(store: Store):
    first, second = answered(store, "Eins?"), answered(store, "Zwei?")
    tokens = [store.conversations.share(ANNA, one.id) for one in (first, second)]
    store.conversations.unshare(ANNA, first.id)
    store.conversations.delete(ANNA, second.conversation_id)
    for token in (*tokens, "", "None", "x" * 500):
        with pytest.raises(NotFoundError):
            store.conversations.shared(token)
    assert store.conversations.share(ANNA, first.id) not in tokens


def test_only_an_answer_can_be_shared(store: Store):
    asked = store.conversations.ask(ANNA, None, "k1", "Wie?").exchange
    with pytest.raises(InputError):
        store.conversations.share(ANNA, asked.id)


def test_the_history_of_a_conversation(store: Store):
    where = answered(store, "Eins?", "Erstens [1].").conversation_id
    stopped = store.conversations.ask(ANNA, where, "k2", "Abgebrochen?").exchange
    store.conversations.stop(stopped.id)
    refused = store.conversations.ask(ANNA, where, "k3", "Zwei?").exchange
    store.conversations.finish(refused.id, refusal("Weiß ich nicht."))
    conversation = store.conversations.get(ANNA, where)
    everything = (
        Turn(role="user", content="Eins?"),
        Turn(role="assistant", content="Erstens [1]."),
        Turn(role="user", content="Zwei?"),
        Turn(role="assistant", content="Weiß ich nicht."),
    )
    assert turns(conversation, 12) == everything
    assert turns(conversation, 2) == everything[2:]
    assert turns(conversation, 0) == ()
