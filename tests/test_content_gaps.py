"""Open questions grouped by what they are about."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from assistant.content_gaps import ContentGap, content_gaps
from assistant.store.records import AskedQuestion

TODAY = date(2026, 11, 24)
TOPICS = {
    "Wohngeld": (
        "Wie beantrage ich Wohngeld?",
        "Wo kann man Wohngeld beantragen?",
        "Welche Unterlagen braucht ein Wohngeldantrag?",
    ),
    "Hundesteuer": (
        "Wie hoch ist die Hundesteuer?",
        "Was kostet die Hundesteuer in unserer Gemeinde?",
        "Hundesteuersatz 2026",
    ),
    "Feuerwehr": (
        "Wie finden wir mehr Freiwillige für die Feuerwehr?",
        "Nachwuchs für die Freiwillige Feuerwehr",
    ),
    "Wetter": ("Wie wird das Wetter?",),
}


def asked(question: str, status: str = "no_source", days_ago: int = 0, helpful: bool | None = None):
    return AskedQuestion(question, status, TODAY - timedelta(days=days_ago), helpful)


def groups(gaps: tuple[ContentGap, ...]) -> set[frozenset[str]]:
    return {frozenset(gap.questions) for gap in gaps}


def test_questions_about_the_same_come_together_and_no_others() -> None:
    gaps = content_gaps([asked(question) for wordings in TOPICS.values() for question in wordings])
    assert groups(gaps) == {frozenset(wordings) for wordings in TOPICS.values()}


def test_the_largest_group_is_first_and_says_what_became_of_it() -> None:
    gaps = content_gaps(
        [
            asked("Hundesteuersatz 2026", days_ago=5),
            asked("Hundesteuersatz  2026", "out_of_scope", days_ago=2),
            asked("Wie hoch ist die Hundesteuer?", "partial", days_ago=9, helpful=False),
            asked("Wie wird das Wetter?"),
        ]
    )
    first, second = gaps
    assert (first.label, first.size, first.badly_rated) == ("Hundesteuersatz 2026", 3, 1)
    assert first.statuses == {"no_source": 1, "out_of_scope": 1, "partial": 1}
    assert first.last_asked == TODAY - timedelta(days=2)
    assert first.questions == ("Hundesteuersatz 2026", "Wie hoch ist die Hundesteuer?")
    assert second.questions == ("Wie wird das Wetter?",)


def test_of_equal_groups_the_latest_is_first() -> None:
    gaps = content_gaps(
        [asked("Hundesteuer?", days_ago=3), asked("Wetter morgen"), asked("Wohngeld", days_ago=1)]
    )
    assert [gap.label for gap in gaps] == ["Wetter morgen", "Wohngeld", "Hundesteuer?"]


def test_the_label_is_the_wording_in_the_middle() -> None:
    gaps = content_gaps([asked(question) for question in TOPICS["Wohngeld"]])
    assert gaps[0].label == "Wo kann man Wohngeld beantragen?"


def test_personal_data_are_masked_and_masked_wordings_are_one() -> None:
    gaps = content_gaps(
        [
            asked(f"Darf ich {mail} in den Verteiler aufnehmen?")
            for mail in ("a@stadt.example", "b@dorf.example")
        ]
    )
    ((question,),) = [gap.questions for gap in gaps]
    assert "@" not in question and gaps[0].size == 2


@pytest.mark.parametrize("questions", [[], ["?"], ["?", "!", "und oder"], ["ja"], ["Was?", "Was ist das?"]])
def test_what_has_no_words_stays_by_itself(questions: list[str]) -> None:
    gaps = content_gaps([asked(question) for question in questions])
    assert sum(gap.size for gap in gaps) == len(questions)
    assert len(gaps) == len(questions)


def test_every_question_is_counted_once() -> None:
    many = [asked(f"Frage {n % 40} zum Thema {n % 7} der Satzung", days_ago=n % 9) for n in range(300)]
    gaps = content_gaps(many)
    assert sum(gap.size for gap in gaps) == 300
    wordings = [question for gap in gaps for question in gap.questions]
    assert len(wordings) == len(set(wordings))
