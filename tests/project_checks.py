"""A project check as the assistant would give it, for the pages that show it."""

from __future__ import annotations

from typing import Any

from assistant.models import Passage, RankedPassage
from assistant.project_check import CheckQuestion, PrincipleCheck, ProjectCheck, question_id

QUESTIONS = {
    "3.1": ("Welche Variante greift am wenigsten ein?", "Was können wir vertagen?"),
    "3.4": ("Wer will die Leistung tragen?", "Wem gehört am Ende was?", "Was geschieht mit Überschüssen?"),
    "3.6": ("Was lernen wir dabei?",),
}
FURTHER = {"3.4": ("Welche Arbeit bleibt unbezahlt?",)}
TITLES = {"3.1": "Kleiner Eingriff", "3.4": "Dezentrale Gewährleistung", "3.6": "Reflexive Verwaltung"}
REASON = "Ihre Beschreibung liegt nahe bei diesem Prinzip selbst."


def id_of(section: str, number: int = 0) -> str:
    """Id of a question of the check below, the further ones counted on."""
    return question_id(section, (*QUESTIONS[section], *FURTHER.get(section, ()))[number])


def sample_check(study: Passage, law: Passage, practice: Passage, covered: bool = True) -> ProjectCheck:
    """Three principles, the second one touched most and with evidence of every kind."""
    return ProjectCheck(
        covered=covered,
        principles=tuple(_principle(id, study, law, practice, covered) for id in QUESTIONS),
    )


def _principle(id: str, study: Passage, law: Passage, practice: Passage, covered: bool) -> PrincipleCheck:
    touched = covered and id == "3.4"
    filed: dict[str, Any] = {"law": _ranked(law), "practice": _ranked(practice)} if touched else {}
    return PrincipleCheck(
        id=id,
        title=TITLES[id],
        call="Tut nicht mehr als nötig.",
        summary="Kommunen gehen schrittweise vor.",
        weight=0.6 if touched else 0.2,
        touched=touched,
        reason=REASON if touched else "",
        questions=_questions(id, QUESTIONS[id]),
        further=_questions(id, FURTHER.get(id, ())),
        study=_ranked(study),
        law=filed.get("law", ()),
        practice=filed.get("practice", ()),
    )


def _questions(section: str, texts: tuple[str, ...]) -> tuple[CheckQuestion, ...]:
    return tuple(
        CheckQuestion(id=question_id(section, text), text=text, passage_id=f"study/{section}/prueffragen")
        for text in texts
    )


def _ranked(passage: Passage) -> tuple[RankedPassage, ...]:
    return (RankedPassage(passage=passage, score=0.8),)
