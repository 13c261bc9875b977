"""Refusals are ordinary answers: friendly, typed, and near the topics with the nearest source."""

from __future__ import annotations

import pytest

from assistant.answering.refuse import refuse, reply, status_of
from assistant.framework import Framework
from assistant.messages_de import Refusals
from assistant.models import AnswerStatus, Completeness
from assistant.settings import Settings
from ingest.corpus import read_refusals
from tests.answering.material import LAW, PRACTICE, STUDY, evidence, passage

SUMMARY = passage("Kommunen sollen ihre Bindungen kennen.", id="study/2.4/kurz")


@pytest.mark.parametrize("category", Refusals.NEAR)
def test_near_the_topics_the_nearest_source_is_named_and_quoted(
    category: str, real_framework: Framework
) -> None:
    draft = refuse(category, evidence(STUDY, SUMMARY, LAW), real_framework)
    first, pointer = draft.sentences
    assert first.text == Refusals.NEAR[category] and not first.tokens
    assert "Abschnitt 2.4" in pointer.text and real_framework.title("2.4") in pointer.text
    assert (pointer.tokens, pointer.quotes) == (("Q2",), (SUMMARY.text,))
    assert status_of(category) is AnswerStatus.NO_SOURCE
    assert draft.completeness is Completeness.NONE


@pytest.mark.parametrize("category", Refusals.OFF)
def test_off_the_purpose_nothing_is_cited(category: str, real_framework: Framework) -> None:
    draft = refuse(category, evidence(SUMMARY), real_framework)
    assert draft == reply(Refusals.OFF[category])
    assert status_of(category) in {
        AnswerStatus.OUT_OF_SCOPE,
        AnswerStatus.CLARIFICATION,
        AnswerStatus.BLOCKED,
    }


@pytest.mark.parametrize(
    ("category", "status"),
    [
        ("begruessung", AnswerStatus.CLARIFICATION),
        ("unklar", AnswerStatus.CLARIFICATION),
        ("klage", AnswerStatus.CLARIFICATION),
        ("zeichensalat", AnswerStatus.CLARIFICATION),
        ("anweisung_umgehen", AnswerStatus.BLOCKED),
        ("beleidigung", AnswerStatus.BLOCKED),
        ("notlage", AnswerStatus.OUT_OF_SCOPE),
        ("dank", AnswerStatus.OUT_OF_SCOPE),
        ("gebuehren", AnswerStatus.NO_SOURCE),
        ("noch nie gehört", AnswerStatus.NO_SOURCE),
    ],
)
def test_status_by_category(category: str, status: AnswerStatus) -> None:
    assert status_of(category) is status


def test_without_a_section_nothing_is_pointed_to(real_framework: Framework) -> None:
    for chosen in ((LAW,), (PRACTICE,), (STUDY,)):
        assert len(refuse("gebuehren", evidence(*chosen), real_framework).sentences) == 1
    assert len(refuse("gebuehren", (), real_framework).sentences) == 1


def test_an_unknown_category_has_a_reply_of_its_own(real_framework: Framework) -> None:
    assert refuse("neu", (), real_framework).sentences[0].text == Refusals.OTHER


def test_every_category_of_the_corpus_has_its_reply() -> None:
    folder = Settings(_env_file=None).corpus_dir / "unanswerable"  # type: ignore[call-arg]
    categories = {refusal.category for refusal in read_refusals(folder)}
    assert categories | {"notfall"} == {*Refusals.NEAR, *Refusals.OFF}  # emergencies are found by rules alone


@pytest.mark.parametrize("text", [*Refusals.NEAR.values(), *Refusals.OFF.values(), Refusals.OTHER])
def test_replies_are_whole_sentences_for_people(text: str) -> None:
    assert text[0].isupper() and text.endswith((".", "?", ")", "“")) and 40 < len(text) < 420
    assert "[" not in text and "{" not in text


def test_distress_gets_help_lines() -> None:
    text = Refusals.OFF["notlage"]
    assert "112" in text and "0800 111 0 111" in text and "0800 111 0 222" in text
