"""Turns that lean on the conversation take it along; others leave it behind."""

from __future__ import annotations

import pytest

from assistant.answering.condense import Condensed, Topical, condense, leans_on_context, names_a_topic
from assistant.framework import Framework
from assistant.index.generation import Generation
from assistant.models import Turn

LEANING = [
    "Und bei uns auf dem Dorf?",
    "Und wie fangen wir damit an?",
    "und die vereine im ort",
    "Und rechtlich?",
    "Aber was ist mit den Kosten?",
    "Ok, und dann?",
    "Ja, bitte mehr dazu",
    "Dann brauchen wir also eine neue Satzung für die Bürgerbeteiligung?",
    "Warum?",
    "Warum ist das so?",
    "Wieso eigentlich nicht?",
    "Was kostet das?",
    "was kostet das denn",
    "Gilt das auch für uns?",
    "Was heißt das für unsere Kämmerei?",
    "Wer entscheidet darüber?",
    "Wie geht das konkret?",
    "Kannst du das genauer erklären?",
    "Nenn mir ein Beispiel dafür.",
    "Gibt es dazu ein Gesetz?",
    "Gibt es Beispiele?",
    "Welche Städte machen das schon?",
    "Wie hat diese Stadt es geschafft, die Bürger zu beteiligen?",
    "Müssen wir sie dann auch an den Kosten der Pflege beteiligen?",
    "Wie finanziert man so etwas?",
    "Wie lange dauert so ein Prozess?",
    "Lohnt sich dieser Aufwand für eine Gemeinde mit 800 Einwohnern überhaupt?",
    "Welche Schritte sind nötig?",
    "Wer ist zuständig?",
    "Was sind die Nachteile?",
    "Mehr Details",
    "Bitte kürzer.",
    "And what about small towns?",
    "Why is that?",
    "How do they do it?",
    "Can you give an example?",
]
ALONE = [
    "Wie können wir Jugendliche besser an der Stadtplanung beteiligen?",
    "Der Hersteller unserer Fachverfahren verdoppelt die Preise, was können wir tun?",
    "Welche Rechtsgrundlage gilt für die interkommunale Zusammenarbeit beim Rechenzentrum?",
    "Unser Landkreis plant eine Klimaanpassungsstrategie und sucht Beispiele anderer Kommunen.",
    "Die Kollegen im Bauamt wollen keine digitalen Akten, wie nehmen wir sie mit?",
    "Bei der Feuerwehr fehlt Nachwuchs, können wir das mit Nachbargemeinden lösen?",
    "Wie probieren wir eine neue Buslinie erst einmal im Kleinen aus?",
    "Warum scheitern Bürgerbeteiligungen in kleinen Gemeinden so oft?",
    "Wie erklären wir das neue Rathauskonzept den Vereinen und Nachbarn?",
    "Können Sie mir sagen, welche Fördermittel es für Dorfläden im Landkreis gibt?",
    "Wem gehören die Daten unserer Stadt?",
    "Darf eine KI bei uns Anträge entscheiden?",
    "Wer entscheidet darüber, von wem sich eine Kommune abhängig macht?",
    "Es gibt bei uns Streit um die Nutzung des Dorfplatzes, wie moderieren wir?",
    "How can citizens run services themselves in rural areas?",
]
SHORT = [
    "Was ist Commoning?",
    "Was ist ein Reallabor?",
    "Was heißt souveräne Abhängigkeit?",
    "Wie viele Prinzipien gibt es?",
    "Wann ist ein Zukunftsforum sinnvoll?",
    "ÖPNV auf dem Land",
    "Smart City",
    "§ 97 Abs. 4 GWB",
]


def unknown(text: str) -> bool:
    return False


def known(text: str) -> bool:
    return True


@pytest.fixture(scope="module")
def topical(real_generation: Generation) -> Topical:
    return lambda text: names_a_topic(real_generation.learned.scores(text))


@pytest.mark.parametrize("question", LEANING)
def test_these_lean_on_the_conversation(question: str, topical: Topical) -> None:
    assert leans_on_context(question, topical)


@pytest.mark.parametrize("question", ALONE)
def test_these_stand_alone_whatever_the_index_holds(question: str) -> None:
    assert not leans_on_context(question, unknown)


@pytest.mark.parametrize("question", SHORT)
def test_a_short_turn_stands_alone_when_the_index_knows_its_topic(question: str, topical: Topical) -> None:
    assert not leans_on_context(question, topical)
    assert leans_on_context(question, unknown)


def test_every_question_of_the_framework_stands_alone(real_framework: Framework, topical: Topical) -> None:
    """They are offered as next questions, so they come in the middle of conversations."""
    assert [q.text for q in real_framework.questions if leans_on_context(q.text, topical)] == []


def test_without_words_nothing_leans() -> None:
    assert not leans_on_context("?!", unknown)


SOFTWARE = "Der Hersteller unserer Fachverfahren verdoppelt die Preise, was können wir tun?"
ANSWER = (
    "**Wichtig:** Völlige Unabhängigkeit gibt es nicht. [1][2] Eine Kommune soll ihre Bindungen kennen. [3]\n\n"
    "**Was das Recht dazu sagt**\n\n" + "Ein langer Satz über das Vergaberecht und seine vielen Regeln. " * 20
)


def user(text: str) -> Turn:
    return Turn(role="user", content=text)


def assistant(text: str) -> Turn:
    return Turn(role="assistant", content=text)


def test_the_first_turn_is_taken_as_it_is() -> None:
    for history in ((), [assistant("Guten Tag!")], [user("  ")]):
        assert condense("Und bei uns?", history, unknown) == Condensed("Und bei uns?", "Und bei uns?")


def test_a_leaning_turn_takes_question_and_answer_along() -> None:
    condensed = condense("Und bei uns auf dem Dorf?", [user(SOFTWARE), assistant(ANSWER)], unknown)
    assert condensed.standalone == f"Und bei uns auf dem Dorf? (im Anschluss an: „{SOFTWARE}“)"
    assert condensed.search_text.startswith(SOFTWARE)
    assert condensed.search_text.endswith("Und bei uns auf dem Dorf?")
    assert "Völlige Unabhängigkeit gibt es nicht." in condensed.search_text


def test_marks_and_the_rest_of_a_long_answer_stay_behind() -> None:
    condensed = condense("Und bei uns?", [user(SOFTWARE), assistant(ANSWER)], unknown)
    assert "[1]" not in condensed.search_text and "**" not in condensed.search_text
    assert len(condensed.search_text) < len(SOFTWARE) + 600


def test_a_new_topic_leaves_the_conversation_behind() -> None:
    question = "Wie können wir Jugendliche besser an der Stadtplanung beteiligen?"
    assert condense(question, [user(SOFTWARE), assistant(ANSWER)], unknown) == Condensed(question, question)
    short = "Was ist Commoning?"
    assert condense(short, [user(SOFTWARE), assistant(ANSWER)], known) == Condensed(short, short)


def test_several_leaning_turns_keep_the_topic_they_began_with() -> None:
    history = [
        user(SOFTWARE), assistant("Kennen Sie Ihre Bindungen."),
        user("Und rechtlich?"), assistant("Offene Standards helfen."),
        user("Danke!"), assistant("Gern geschehen."),
    ]  # fmt: skip
    condensed = condense("Und bei uns auf dem Dorf?", history, unknown)
    assert condensed.standalone.endswith(f"(im Anschluss an: „{SOFTWARE}“)")


def test_without_an_answer_yet_the_question_before_is_enough() -> None:
    condensed = condense("Und dann?", [user("Wer pflegt\n den Brunnen?")], unknown)
    assert condensed == Condensed(
        "Und dann? (im Anschluss an: „Wer pflegt den Brunnen?“)", "Wer pflegt den Brunnen? Und dann?"
    )


def test_a_very_long_turn_is_shortened() -> None:
    long = [user("Wer pflegt den Brunnen am Markt? " * 3000), assistant("x " * 50_000)]
    condensed = condense("Und dann?", long, unknown)
    assert len(condensed.standalone) < 500 and condensed.standalone.endswith("…“)")
    assert len(condensed.search_text) < 1200
