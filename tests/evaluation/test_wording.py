"""Facts found in a text, and sentences with their sources."""

from __future__ import annotations

import pytest

from assistant.evaluation.wording import every_sentence_cited, key_terms, says
from tests.fakes import sample_answer

# The fake's first citation shows: "Man soll solche Bindungen kennen, auswählen und mitgestalten."


def test_key_terms_leave_out_what_every_text_contains():
    assert key_terms("Die Kommune soll Bindungen auswählen.") == key_terms("Bindungen auswählen")
    assert key_terms("Ja, das ist die Studie.") == frozenset()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Eine Bindung soll man mitgestalten.", True),  # 2 of 3, inflected
        ("Wer Bindungen eingeht, muss wissen, mit wem.", False),  # 1 of 3
        ("Man muss die Gewählten mitgestalten.", False),
        ("", False),
    ],
)
def test_a_fact_is_said_when_most_of_its_key_terms_are(text, said):
    assert says(text, "Bindungen kennen und mitgestalten.") is said


def test_exactly_sixty_percent_is_enough():
    fact = "Allmende Genossenschaft Breitband Quartier Mobilität"
    assert says("Allmende, Genossenschaft, Breitband", fact)
    assert not says("Allmende, Genossenschaft", fact)


def test_a_statement_without_key_terms_is_never_said():
    assert not says("Das ist die Studie.", "Ja, das ist die Studie.")


@pytest.mark.parametrize(
    "text",
    [
        "Bindungen gehören dazu [1].",
        "Bindungen gehören dazu. [1][2]",
        "Bindungen gehören dazu [1]. Aufträge werden geteilt [2].",
        "Man soll solche Bindungen kennen. Man soll sie auswählen und mitgestalten. [1]",  # quoted together
        "Abschnitt 2.4: Solche Bindungen soll man kennen. Das gilt auch anderswo. [1]",  # introduced
        "Man soll solche Bindungen\nkennen. Man soll sie\nauswählen und mitgestalten. [1]",
        "**Was das Recht dazu sagt**\n\nAufträge werden geteilt. [2]",
        "## Recht\n- Aufträge werden geteilt, vgl. § 97 Abs. 4 GWB. [2]\n1. Bindungen gehören dazu. [1]",
    ],
)
def test_every_sentence_has_its_source(text):
    assert every_sentence_cited(sample_answer(text=text))


@pytest.mark.parametrize(
    "text",
    [
        "Bindungen gehören dazu.",
        "Bindungen gehören dazu. [9]",  # leads nowhere
        "Bindungen gehören dazu [1]. Das rate ich Ihnen.",
        "Fragen Sie zuerst den Bürgermeister nach Geld. Bindungen gehören dazu. [1]",  # not in the quote
        "- Bindungen soll man kennen und auswählen.\n- Man soll sie mitgestalten. [1]",
        "Bindungen gehören dazu.\n\nAufträge werden geteilt. [2]",  # a source belongs to its paragraph
    ],
)
def test_a_sentence_without_source_is_noticed(text):
    assert not every_sentence_cited(sample_answer(text=text))
