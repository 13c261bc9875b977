"""Departments: what the shipped ones offer, and how broken copies of the file are refused."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from assistant.departments import Department, department_of, examples, load_departments
from assistant.errors import CorpusError
from assistant.german.analysis import words
from assistant.models import AnswerStatus
from assistant.service import Assistant

CORPUS = Path(__file__).parent.parent / "corpus"
DAY = date(2026, 11, 24)
DEPARTMENTS = load_departments(CORPUS)
EXAMPLES = [(department.id, text) for department in DEPARTMENTS for text in department.examples]
# Words of the study that a clerk does not know before reading it.
STUDY_WORDS = (
    "commoning",
    "reallabor",
    "zukunftsforum",
    "subsidiaritat",
    "externalitat",
    "kuratorin",
    "postdigital",
)


# --- the shipped departments ------------------------------------------------------------------------


def test_they_cover_a_municipality_and_have_eight_examples_each() -> None:
    assert 14 <= len(DEPARTMENTS) <= 18
    assert {len(department.examples) for department in DEPARTMENTS} == {8}


@pytest.mark.parametrize(("department", "question"), EXAMPLES)
def test_examples_are_plain_questions(department: str, question: str) -> None:
    assert question.endswith("?") and len(question) <= 120
    assert not [word for word in words(question) if word.startswith(STUDY_WORDS)]


@pytest.mark.parametrize(("department", "question"), EXAMPLES)
def test_every_example_is_answered_by_the_corpus_alone(
    real_assistant: Assistant, department: str, question: str
) -> None:
    answer = real_assistant.answer(question, department=department)
    assert answer.status is AnswerStatus.ANSWERED, answer.text
    assert answer.follow_ups


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Dürfen wir Bescheide vollautomatisch verschicken?", "§ 35a VwVfG"),
        ("Wofür dürfen wir die Milliarden des Bundes für Investitionen ausgeben?", "§ 3 LuKIFG"),
        ("Müssen wir beim Bebauungsplan auf den Klimaschutz achten?", "§ 1 Abs. 5 BauGB"),
        ("Dürfen wir eine Straße zur Probe für Autos sperren?", "§ 45 Abs. 1 StVO"),
        ("Müssen wir mit Kirchen und Wohlfahrtsverbänden zusammenarbeiten?", "§ 5 SGB XII"),
        ("Müssen wir bei der Kitaplanung die Wünsche der Eltern abfragen?", "§ 80 SGB VIII"),
        ("Wir hängen bei der Schulsoftware an einem einzigen Anbieter. Wie gehen wir damit um?", "2.4"),
        ("Gibt es Beispiele, bei denen Ehrenamtliche ein altes Gebäude gerettet haben?", "Utopiastadt"),
        ("Muss unsere Gemeinde einen Wärmeplan aufstellen?", "§ 4 WPG"),
        ("Muss sich jedes Amt um Digitales kümmern oder nur die IT?", "2.6"),
        (
            "Auf dem Dorf möchten Leute gemeinsam arbeiten statt pendeln. Gibt es dafür Beispiele?",
            "CoWorkLand",
        ),
        ("Dürfen wir unsere eigene GmbH ohne Ausschreibung beauftragen?", "§ 108 GWB"),
        ("Sollten wir Quereinsteiger einstellen?", "3.6"),
        (
            "Ohne Freiwillige Feuerwehr ginge hier nichts. Was können wir von ihr für andere Aufgaben lernen?",
            "3.4",
        ),
        ("Öffentlich oder privat: Wer soll unsere Netze betreiben?", "2.5"),
        ("Was dürfen wir als Gemeinde selbst regeln?", "Art. 28 Abs. 2 GG"),
    ],
)
def test_the_first_source_is_the_one_that_answers(
    real_assistant: Assistant, question: str, first: str
) -> None:
    assert question in [text for _, text in EXAMPLES]
    cited = real_assistant.answer(question).citations[0]
    assert first in (cited.section, cited.provision, cited.practice)


# --- the examples of a day --------------------------------------------------------------------------


def test_a_day_has_six_examples_of_six_departments() -> None:
    shown = examples(DEPARTMENTS, None, DAY)
    owners = [department for department, text in EXAMPLES if text in shown]
    assert len(shown) == len(set(owners)) == 6
    assert shown == examples(DEPARTMENTS, None, DAY)


def test_a_department_gets_six_of_its_own() -> None:
    for department in DEPARTMENTS:
        shown = examples(DEPARTMENTS, department.id, DAY)
        assert len(set(shown)) == 6 and set(shown) <= set(department.examples)


def test_an_unknown_department_gets_those_of_all() -> None:
    assert len(examples(DEPARTMENTS, "hafenamt", DAY)) == 6


def test_they_change_from_day_to_day_until_all_were_shown() -> None:
    days = [DAY + timedelta(days=n) for n in range(120)]
    for department in (None, "verkehr"):
        shown = [examples(DEPARTMENTS, department, day) for day in days]
        assert all(before != after for before, after in zip(shown, shown[1:], strict=False))
        wanted = [text for id, text in EXAMPLES if department in (None, id)]
        assert {text for day in shown for text in day} == set(wanted)


def test_no_more_than_there_are() -> None:
    assert len(examples(DEPARTMENTS[:2], None, DAY)) == 2
    assert len(examples(DEPARTMENTS, "verkehr", DAY, count=20)) == 8
    assert examples((), None, DAY) == ()


# --- nearness ---------------------------------------------------------------------------------------


def test_a_question_is_near_by_its_section_and_by_its_words() -> None:
    traffic = Department("verkehr", "Verkehr", "Transport", ("Was?",), ("2.4",), ("Busse", "Straße"))
    assert traffic.nearness("2.4", "Wer plant die Strassen?") == 2
    assert (
        traffic.nearness("2.4", "Wer plant?")
        == traffic.nearness("3.1", "Fährt ein Bus oder fahren Busse?")
        == 1
    )
    assert traffic.nearness("3.1", "Wer plant?") == 0


def test_unknown_ids_are_no_department() -> None:
    assert department_of(DEPARTMENTS, "it") is not None
    assert department_of(DEPARTMENTS, "IT") is department_of(DEPARTMENTS, None) is None


# --- broken files -----------------------------------------------------------------------------------


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copy(CORPUS / "departments.yaml", tmp_path))


def refusal(path: Path, change: Callable[[list[dict]], object]) -> str:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(data["departments"])
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    with pytest.raises(CorpusError) as caught:
        load_departments(path.parent)
    return caught.value.message


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda all: all.clear(), "mindestens ein Bereich"),
        (lambda all: all[0].update(id=all[1]["id"]), "2-mal"),
        (lambda all: all[0].update(name=all[1]["name"]), "2-mal"),
        (lambda all: all[0]["examples"].append(all[1]["examples"][0]), "2-mal"),
        (lambda all: all[0].update(parts=["9.9"]), "9.9"),
        (lambda all: all[0].update(examples=[]), "nicht leere Liste"),
        (lambda all: all[0].update(examples=["Was?", " "]), "nicht leere Liste"),
        (lambda all: all[0].update(words="Bus"), "nicht leere Liste"),
        (lambda all: all[0].pop("name_en"), "„name_en“ fehlt"),
        (lambda all: all[0].update(phone="110"), "„phone“ ist nicht vorgesehen"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(
    copy: Path, change: Callable[[list[dict]], object], says: str
) -> None:
    message = refusal(copy, change)
    assert "departments.yaml" in message and says in message


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"departments\.yaml"):
        load_departments(tmp_path)
