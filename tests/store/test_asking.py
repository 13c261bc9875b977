"""A question is kept once, however often, by whomever and at whatever moment it is sent."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from assistant.errors import InputError, NotFoundError
from assistant.store.store import Store
from tests.fakes import sample_answer
from tests.stores import StoppedClock, made_store

ANNA, BEN = "sitzung:anna", "sitzung:ben"
QUESTION = "Was tun bei hohen Lizenzkosten?"


@pytest.fixture
def other_process(store: Store, address: str, tmp_path: Path, clock: StoppedClock) -> Iterator[Store]:
    opened = made_store(tmp_path, clock, store_url=address)
    yield opened
    opened.close()


def test_a_question_starts_a_conversation_named_after_it(store: Store, clock):
    asked = store.conversations.ask(ANNA, None, "k1", QUESTION)
    assert asked.created
    assert (asked.exchange.question, asked.exchange.state) == (QUESTION, "running")
    assert (asked.exchange.answer, asked.exchange.share, asked.exchange.feedback) == (None, None, None)
    conversation = store.conversations.get(ANNA, asked.exchange.conversation_id)
    assert (conversation.title, conversation.created_at) == (QUESTION, clock.now)
    assert conversation.exchanges == (asked.exchange,)


def test_the_same_request_is_the_same_question(store: Store):
    first = store.conversations.ask(ANNA, None, "k1", QUESTION)
    again = store.conversations.ask(ANNA, None, "k1", QUESTION)
    assert (again.created, again.exchange.id) == (False, first.exchange.id)
    # The browser may meanwhile know which conversation it is.
    known = store.conversations.ask(ANNA, first.exchange.conversation_id, "k1", QUESTION)
    assert (known.created, known.exchange.id) == (False, first.exchange.id)
    assert store.conversations.list(ANNA)[0].questions == 1


def test_an_answered_question_is_not_answered_again(store: Store):
    first = store.conversations.ask(ANNA, None, "k1", QUESTION)
    store.conversations.finish(first.exchange.id, sample_answer())
    again = store.conversations.ask(ANNA, None, "k1", QUESTION)
    assert not again.created
    assert again.exchange.answer == sample_answer()


def test_an_old_form_with_another_question_asks_something_new(store: Store):
    """Back button, the question changed, sent with the key of the old page."""
    first = store.conversations.ask(ANNA, None, "k1", QUESTION)
    changed = store.conversations.ask(ANNA, None, "k1", QUESTION + " Und bei niedrigen?")
    assert changed.created
    assert changed.exchange.id != first.exchange.id


def test_keys_of_others_mean_nothing(store: Store):
    first = store.conversations.ask(ANNA, None, "k1", QUESTION)
    other = store.conversations.ask(BEN, None, "k1", QUESTION)
    assert other.created
    assert other.exchange.conversation_id != first.exchange.conversation_id


def test_a_conversation_goes_on(store: Store, clock):
    first = store.conversations.ask(ANNA, None, "k1", QUESTION).exchange
    clock.advance(hours=1)
    second = store.conversations.ask(ANNA, first.conversation_id, "k2", "Und dann?").exchange
    conversation = store.conversations.get(ANNA, first.conversation_id)
    assert [exchange.id for exchange in conversation.exchanges] == [first.id, second.id]
    assert (conversation.title, conversation.changed_at) == (QUESTION, clock.now)


@pytest.mark.parametrize("whose", [BEN, ANNA])
def test_nobody_asks_in_a_conversation_that_is_not_theirs(store: Store, whose):
    theirs = store.conversations.ask(ANNA, None, "k1", QUESTION).exchange.conversation_id
    wrong = theirs if whose == BEN else "0" * 32
    with pytest.raises(NotFoundError):
        store.conversations.ask(whose, wrong, "k2", QUESTION)
    assert store.conversations.list(BEN) == ()


@pytest.mark.parametrize("question", ["", " \n\t ", "Was\x00?", "halb \ud83d"])
def test_what_is_no_text_is_refused(store: Store, question):
    with pytest.raises(InputError):
        store.conversations.ask(ANNA, None, "k1", question)
    assert store.conversations.list(ANNA) == ()


def test_what_can_be_no_conversation_is_refused(store: Store):
    with pytest.raises(InputError):
        store.conversations.ask(ANNA, "0\x00", "k1", QUESTION)


@pytest.mark.parametrize("conversation", [False, True])
def test_sent_at_the_same_moment_it_is_kept_once(store: Store, other_process: Store, conversation):
    """Double click, or two tabs restored at once, on two processes of the server."""
    began = store.conversations.ask(ANNA, None, "k0", "Vorher?").exchange.conversation_id
    together = Barrier(8)

    def send(number: int):
        together.wait()
        where = began if conversation else None
        process = (store, other_process)[number % 2]
        return process.conversations.ask(ANNA, where, "k1", QUESTION)

    with ThreadPoolExecutor(8) as pool:
        asked = list(pool.map(send, range(8)))
    assert [one.created for one in asked].count(True) == 1
    assert len({one.exchange.id for one in asked}) == 1
    assert sum(one.questions for one in store.conversations.list(ANNA)) == 2
    assert len(store.conversations.list(ANNA)) == (1 if conversation else 2)


def test_a_failed_question_can_be_sent_again(store: Store):
    first = store.conversations.ask(ANNA, None, "k1", QUESTION)
    assert store.conversations.fail(first.exchange.id)
    assert store.conversations.exchange(ANNA, first.exchange.id).state == "failed"
    again = store.conversations.ask(ANNA, None, "k1", QUESTION)
    assert (again.created, again.exchange.id, again.exchange.state) == (True, first.exchange.id, "running")
    assert not store.conversations.ask(ANNA, None, "k1", QUESTION).created
    assert store.conversations.finish(first.exchange.id, sample_answer())


def test_a_stopped_question_stays_stopped(store: Store):
    first = store.conversations.ask(ANNA, None, "k1", QUESTION)
    assert store.conversations.stop(first.exchange.id)
    assert not store.conversations.finish(first.exchange.id, sample_answer())
    assert not store.conversations.fail(first.exchange.id)
    again = store.conversations.ask(ANNA, None, "k1", QUESTION)
    assert (again.created, again.exchange.state, again.exchange.answer) == (False, "stopped", None)


def test_an_answer_for_a_deleted_conversation_is_dropped(store: Store):
    asked = store.conversations.ask(ANNA, None, "k1", QUESTION).exchange
    store.conversations.delete(ANNA, asked.conversation_id)
    assert not store.conversations.finish(asked.id, sample_answer())
    assert store.conversations.list(ANNA) == ()


def test_after_a_restart_the_browser_gets_its_answer_in_the_same_place(store, other_process):
    lost = store.conversations.ask(ANNA, None, "k1", QUESTION).exchange
    again = other_process.conversations.ask(ANNA, None, "k1", QUESTION)
    assert (again.created, again.exchange) == (False, lost)
    assert other_process.conversations.finish(lost.id, sample_answer())
    # Should the first process turn out to live, only one answer is kept.
    assert not store.conversations.finish(lost.id, sample_answer(text="zu spät"))
    assert not store.conversations.fail(lost.id)
    (kept,) = store.conversations.get(ANNA, lost.conversation_id).exchanges
    assert (kept.state, kept.answer) == ("answered", sample_answer())


def test_an_answer_is_better_than_a_failure(store, other_process):
    asked = store.conversations.ask(ANNA, None, "k1", QUESTION).exchange
    assert store.conversations.fail(asked.id)
    assert other_process.conversations.finish(asked.id, sample_answer())
    assert store.conversations.exchange(ANNA, asked.id).state == "answered"


def test_only_one_begins_again_with_a_failed_question(store, other_process):
    store.conversations.fail(store.conversations.ask(ANNA, None, "k1", QUESTION).exchange.id)
    together = Barrier(6)

    def send(number: int):
        together.wait()
        return (store, other_process)[number % 2].conversations.ask(ANNA, None, "k1", QUESTION)

    with ThreadPoolExecutor(6) as pool:
        assert [one.created for one in pool.map(send, range(6))].count(True) == 1


def test_an_answer_may_take_as_long_as_its_language_model(store: Store, clock):
    asked = store.conversations.ask(ANNA, None, "k1", QUESTION).exchange
    clock.advance(seconds=80)
    assert not store.conversations.ask(ANNA, None, "k1", QUESTION).created
    assert store.conversations.exchange(ANNA, asked.id).state == "running"


def test_nobody_waits_for_ever(store: Store, clock):
    asked = store.conversations.ask(ANNA, None, "k1", QUESTION).exchange
    clock.advance(minutes=2)
    assert store.conversations.exchange(ANNA, asked.id).state == "failed"
    assert store.conversations.get(ANNA, asked.conversation_id).exchanges[0].state == "failed"
    assert store.conversations.ask(ANNA, None, "k1", QUESTION).created
    assert store.conversations.exchange(ANNA, asked.id).state == "running"
