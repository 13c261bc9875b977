"""The check of a project: the six principles, questions that keep their ids, evidence that fits or none."""

from __future__ import annotations

import pytest

from assistant.errors import InputError
from assistant.framework import Framework
from assistant.messages_de import Projects
from assistant.models import SourceKind
from assistant.project_check import ProjectCheck, question_id
from assistant.service import Assistant

HEATING = (
    "Die Stadt muss einen kommunalen Wärmeplan aufstellen. Wir überlegen, ob die Stadtwerke ein Wärmenetz bauen "
    "oder eine Genossenschaft von Bürgerinnen und Bürgern das übernimmt."
)
SOFTWARE = (
    "Das Bauamt führt eine Software für den digitalen Bauantrag ein. Anbieter ist ein einzelner Hersteller, der "
    "die Daten in seiner Cloud speichert."
)
FOREIGN = (
    "Ich möchte einen Käsekuchen mit Mandarinen backen. Der Boden soll knusprig werden. Wie lange muss er in den Ofen?",
    "Mein Handy ist ins Wasser gefallen. Ich habe es in Reis gelegt.",
    "sdkfj sldkfj wlekrj qwpoeiu sdlkfj wlekr",
    "Zaun",
    "12345 67890 ??? !!!",
    "Мы строим новую школу в нашем городе",
)


def provisions(check: ProjectCheck) -> set[str | None]:
    return {r.passage.provision for p in check.principles for r in p.law}


def examples(check: ProjectCheck) -> set[str | None]:
    return {r.passage.practice for p in check.principles for r in p.practice}


def touched(check: ProjectCheck) -> set[str]:
    return {p.id for p in check.principles if p.touched}


@pytest.fixture(scope="module")
def heating(real_assistant: Assistant) -> ProjectCheck:
    return real_assistant.check_project(HEATING)


def test_six_principles_in_the_order_of_the_study(heating: ProjectCheck, real_framework: Framework):
    assert [p.id for p in heating.principles] == [p.id for p in real_framework.principles]
    for principle in heating.principles:
        assert len(principle.questions) == 3
        assert len(principle.questions) + len(principle.further) == 7
        assert len(principle.study) == 2
        assert all(r.passage.section == principle.id for r in principle.study)
        assert all(r.passage.style != "practical" for r in principle.study)  # our questions are no evidence


def test_evidence_is_filed_under_its_principle_and_fits(heating: ProjectCheck):
    assert heating.covered
    assert provisions(heating) == {"§ 4 WPG"}
    assert examples(heating) == {"Bürgerbeteiligung an den Stadtwerken Wolfhagen"}
    for principle in heating.principles:
        for ranked in (*principle.law, *principle.practice):
            assert principle.id in ranked.passage.principles
            assert ranked.passage.verified


def test_the_most_touched_principle_says_why(heating: ProjectCheck, real_assistant: Assistant):
    assert touched(heating) == {"3.4"}
    assert next(p for p in heating.principles if p.touched).reason == Projects.OWN
    software = real_assistant.check_project(SOFTWARE)
    assert touched(software) == {"3.4", "3.5"}
    assert all("Souveräne Abhängigkeit" in p.reason for p in software.principles if p.touched)
    assert sum(p.weight for p in software.principles) == pytest.approx(1, abs=1e-3)


def test_the_same_description_gives_the_same_check(heating: ProjectCheck, real_assistant: Assistant):
    assert real_assistant.check_project(f"  {HEATING}\n") == heating


def test_a_provision_that_the_description_names_is_shown(real_assistant: Assistant):
    check = real_assistant.check_project(
        "Wir schreiben den Bau der Schule neu aus und teilen nach § 97 Abs. 4 GWB den Auftrag in Lose auf."
    )
    assert provisions(check) == {"§ 97 GWB"}


def test_long_descriptions_are_read_to_the_end(real_assistant: Assistant):
    filler = "Die Verwaltung hat dazu schon viele Gespräche geführt und möchte nun weiterkommen. " * 6
    assert "§ 4 WPG" in provisions(real_assistant.check_project(f"{filler}{HEATING} {filler}"))


@pytest.mark.parametrize("description", FOREIGN)
def test_foreign_projects_get_the_questions_and_no_pretended_evidence(
    description: str, real_assistant: Assistant
):
    check = real_assistant.check_project(description)
    assert not check.covered
    assert provisions(check) == examples(check) == touched(check) == set()
    assert all(p.weight == 0 and p.reason == "" for p in check.principles)
    for principle in check.principles:
        assert len(principle.questions) == 3
        assert [r.passage.id for r in principle.study] == [
            f"study/{principle.id}/inhalt-1", f"study/{principle.id}/inhalt-2",
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("description", "told"), [("", "beschreiben"), (" \n", "beschreiben"), ("ü" * 4001, "4000")]
)
def test_input_that_cannot_be_worked_on(description: str, told: str, real_assistant: Assistant):
    with pytest.raises(InputError, match=told):
        real_assistant.check_project(description)


def test_ids_hang_on_the_wording_alone(heating: ProjectCheck):
    question = heating.principles[3].questions[0]
    assert question.id == question_id("3.4", question.text)
    assert question.id == question_id("3.4", f" {question.text.replace(' ', '  ')}")
    assert question.id != question_id("3.5", question.text) != question_id("3.5", f"{question.text}!")
    ids = [q.id for p in heating.principles for q in (*p.questions, *p.further)]
    assert len(ids) == len(set(ids)) == 42


def test_other_descriptions_choose_other_questions_of_the_same(
    heating: ProjectCheck, real_assistant: Assistant
):
    """Whatever is chosen, every question stays within reach, so that no note loses its question."""
    other = real_assistant.check_project(SOFTWARE)
    for one, two in zip(heating.principles, other.principles, strict=True):
        assert {q.id for q in (*one.questions, *one.further)} == {
            q.id for q in (*two.questions, *two.further)
        }
    assert [p.questions for p in heating.principles] != [p.questions for p in other.principles]


def test_an_index_that_lacks_cards(village_assistant: Assistant):
    check = village_assistant.check_project(
        "Nachbarn wollen den tropfenden Brunnen am Dorfplatz gemeinsam pflegen."
    )
    assert {p.id: len(p.questions) for p in check.principles} == {
        "3.1": 2, "3.2": 0, "3.3": 0, "3.4": 2, "3.5": 0, "3.6": 0,
    }  # fmt: skip
    wells = next(p for p in check.principles if p.id == "3.4")
    assert {r.passage.id for r in wells.study} == {"study/3.4/inhalt-1", "study/3.4/inhalt-2"}
    assert all(r.passage.kind is SourceKind.LAW for r in wells.law)
