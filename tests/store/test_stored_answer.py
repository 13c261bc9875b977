"""An answer is read again years later, by a version that has other fields."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import update

from assistant.messages_de import Storage
from assistant.models import AnswerStatus
from assistant.store.store import Store
from assistant.store.stored_answer import from_json, to_json
from assistant.store.tables import ExchangeRow
from tests.fakes import refusal, sample_answer

ANNA = "sitzung:anna"
ANSWER = sample_answer()


def changed(**changes: Any) -> str:
    """The stored answer, with other fields; None takes one away."""
    data = {**json.loads(to_json(ANSWER)), **changes}
    return json.dumps({name: value for name, value in data.items() if value is not None})


@pytest.mark.parametrize("answer", [ANSWER, refusal(), sample_answer(text="ä\x00<b>🚲")])
def test_what_was_kept_is_read(answer):
    assert from_json(to_json(answer), "", "") == answer


def test_fields_of_a_newer_version_are_left_out():
    citations = [{**citation, "page": 7} for citation in json.loads(to_json(ANSWER))["citations"]]
    assert from_json(changed(mood="heiter", citations=citations), "", "") == ANSWER


def test_optional_fields_of_a_newer_version_have_their_defaults():
    read = from_json(changed(follow_ups=None, timings_ms=None), "", "")
    assert read == ANSWER.model_copy(update={"follow_ups": (), "timings_ms": {}})


def test_what_is_left_of_an_old_answer_is_shown_and_said():
    first, *others = json.loads(to_json(ANSWER))["citations"]
    del first["title"]
    read = from_json(changed(model=None, status="verjährt", citations=[first, *others]), "", "")
    assert (read.text, read.principles, read.model) == (ANSWER.text, ANSWER.principles, "")
    assert read.citations == ANSWER.citations[1:]
    assert read.status is AnswerStatus.PARTIAL
    assert read.notices == (Storage.OLD_ANSWER,)


@pytest.mark.parametrize("noise", ["", "{", "[]", "null", "7", '{"text": 7, "citations": 7}'])
def test_noise_leaves_question_and_text(noise):
    read = from_json(noise, "Wie?", "So [1].")
    assert (read.question, read.text, read.citations) == ("Wie?", "So [1].", ())


def test_one_unreadable_answer_does_not_break_a_conversation(store: Store):
    first = store.conversations.ask(ANNA, None, "k1", "Eins?").exchange
    second = store.conversations.ask(ANNA, first.conversation_id, "k2", "Zwei?").exchange
    for exchange in (first, second):
        store.conversations.finish(exchange.id, ANSWER)
    with store._database.write() as session:
        session.execute(update(ExchangeRow).where(ExchangeRow.id == first.id).values(answer="{"))
    broken, whole = store.conversations.get(ANNA, first.conversation_id).exchanges
    assert (broken.answer.text, broken.answer.notices) == (ANSWER.text, (Storage.OLD_ANSWER,))
    assert whole.answer == ANSWER
    assert store.conversations.list(ANNA, "zwei")
