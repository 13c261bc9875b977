"""What the pages of a project show: the check of the assistant with the clerk's notes on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assistant.channels.web.project.notes import Entry, Sent
from assistant.models import Passage
from assistant.project_check import CheckQuestion, PrincipleCheck, ProjectCheck


@dataclass(frozen=True)
class Question:
    """A check question with what is noted, or was typed, at it.

    `before` is the mark of the stored entry; `theirs` what another window stored meanwhile. `text` is
    empty for a note whose question the cards no longer ask.
    """

    id: str
    text: str
    entry: Entry
    before: str
    theirs: Entry | None = None
    too_long: bool = False

    @property
    def is_open(self) -> bool:
        return self.entry.state == "open"


@dataclass(frozen=True)
class Principle:
    """A principle's step: `questions` to work through, `further` ones folded away."""

    check: PrincipleCheck
    questions: tuple[Question, ...]
    further: tuple[Question, ...]
    evidence: Mapping[str, tuple[Passage, ...]]  # by kind, the study first

    @property
    def settled(self) -> int:
        return sum(not question.is_open for question in self.questions)

    @property
    def waiting(self) -> int:
        return len(self.open)

    @property
    def noted(self) -> int:
        return sum(bool(question.entry.note) for question in self.questions)

    @property
    def open(self) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.is_open)


@dataclass(frozen=True)
class Problems:
    """What a form could not save, by id of the question, and what was typed there."""

    typed: Mapping[str, Entry]
    theirs: Mapping[str, Entry]
    too_long: frozenset[str]


NO_PROBLEMS = Problems({}, {}, frozenset())


def principles_of(
    check: ProjectCheck, entries: Mapping[str, Entry], problems: Problems = NO_PROBLEMS
) -> tuple[Principle, ...]:
    """The six steps of a project."""
    return tuple(_principle(one, entries, problems) for one in check.principles)


def problems_of(sent: Iterable[Sent], theirs: Mapping[str, Entry], too_long: frozenset[str]) -> Problems:
    """The typed entries of a form that was not saved as a whole."""
    typed = {s.id: s.entry for s in sent if s.id in theirs or s.id in too_long}
    return Problems(typed, theirs, too_long)


def next_step(principles: tuple[Principle, ...]) -> Principle | None:
    """The first principle, of the most touched ones if there are any, with open questions; None: all done."""
    waiting = [p for p in principles if p.open]
    return next((p for p in waiting if p.check.touched), waiting[0] if waiting else None)


def _principle(check: PrincipleCheck, entries: Mapping[str, Entry], problems: Problems) -> Principle:
    def question(id: str, text: str) -> Question:
        stored = entries.get(id, Entry())
        return Question(
            id=id,
            text=text,
            entry=problems.typed.get(id, stored),
            before=stored.mark,
            theirs=problems.theirs.get(id),
            too_long=id in problems.too_long,
        )

    def made(asked: Iterable[CheckQuestion]) -> list[Question]:
        return [question(q.id, q.text) for q in asked]

    noted = {*entries, *problems.typed}
    known = {q.id for q in (*check.questions, *check.further)}
    forgotten = [question(id, "") for id in entries if id.startswith(f"{check.id}-") and id not in known]
    return Principle(
        check=check,
        questions=(
            *made(check.questions),
            *made(q for q in check.further if q.id in noted),
            *(q for q in forgotten if q.entry.note),
        ),
        further=tuple(made(q for q in check.further if q.id not in noted)),
        evidence={
            kind: tuple(ranked.passage for ranked in found)
            for kind, found in (("study", check.study), ("law", check.law), ("practice", check.practice))
        },
    )
