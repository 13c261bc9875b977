"""Courtesies around a question say nothing about its topic."""

from __future__ import annotations

import pytest

from assistant.answering.courtesy import without_courtesies

QUESTION = "Was ist ein Reallabor?"


@pytest.mark.parametrize(
    "text",
    [
        "Hallo, was ist ein Reallabor?",
        "Guten Tag, ich habe eine Frage: Was ist ein Reallabor?",
        "Kannst du mir bitte helfen? Was ist ein Reallabor?",
        "Können Sie mir sagen, was ist ein Reallabor?",
        "Was ist ein Reallabor, bitte?",
        "Was ist ein Reallabor? Danke!",
        "Was ist ein Reallabor? Vielen Dank im Voraus, Petra Schmidt",
        "Sehr geehrte Damen und Herren, was ist ein Reallabor? Mit freundlichen Grüßen, P. Schmidt",
    ],
)
def test_they_are_taken_away(text: str) -> None:
    assert without_courtesies(text).casefold() == QUESTION.casefold()


@pytest.mark.parametrize(
    "text",
    [
        "Hallo",
        "Guten Morgen!",
        "Vielen Dank, das hilft mir sehr",
        "Moin aus Emden!",
        "Danke",
        "Servus, jemand da?",
        QUESTION,
    ],
)
def test_what_is_nothing_but_courtesy_stays(text: str) -> None:
    assert without_courtesies(text) == text
