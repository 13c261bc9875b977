"""The study's framework: observation levels, principles, measures, their links and follow-up questions.

Read once from corpus/framework/*.yaml and checked as a whole; after that it is only looked up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from assistant.errors import NotFoundError
from assistant.yaml_records import fault, read_records

Kind = Literal["level", "principle", "measure", "context"]


@dataclass(frozen=True)
class ObservationLevel:
    """A pair of terms (`axis`) that blurs in practice."""

    id: str
    title: str
    axis: tuple[str, str]
    summary: str


@dataclass(frozen=True)
class Principle:
    """A guiding principle; `call` is its appeal to municipalities in one line."""

    id: str
    title: str
    call: str
    summary: str


@dataclass(frozen=True)
class Measure:
    """One of the measures that the study proposes."""

    id: str
    title: str
    summary: str


@dataclass(frozen=True)
class Context:
    """A section that is none of these: chapter 1 and the openings of chapters 3 and 4."""

    id: str
    title: str
    summary: str


@dataclass(frozen=True)
class Chapter:
    """A chapter's number and title."""

    id: str
    title: str


@dataclass(frozen=True)
class FrameworkQuestion:
    """A follow-up question that stands alone; `open`: the study asks it without answering it."""

    id: str
    section: str
    kind: Literal["deepen", "practical"]
    origin: Literal["study", "card"]
    text: str
    open: bool = False


@dataclass(frozen=True)
class Link:
    """Two sections that belong together, and why: a German sentence that reads well from either side."""

    source: str
    target: str
    reason: str


Part = ObservationLevel | Principle | Measure | Context
KINDS: dict[type[Part], Kind] = {
    ObservationLevel: "level", Principle: "principle", Measure: "measure", Context: "context",
}  # fmt: skip
FILES: dict[str, dict[str, type]] = {
    "contexts.yaml": {"contexts": Context, "chapters": Chapter},
    "levels.yaml": {"levels": ObservationLevel},
    "principles.yaml": {"principles": Principle},
    "measures.yaml": {"measures": Measure},
    "questions.yaml": {"questions": FrameworkQuestion},
    "links.yaml": {"links": Link},
}
IDS = {
    "contexts": ("1.1", "1.2", "1.3", "1.4", "3", "4"),
    "chapters": ("1", "2", "3", "4"),
    "levels": tuple(f"2.{n}" for n in range(1, 9)),
    "principles": tuple(f"3.{n}" for n in range(1, 7)),
    "measures": tuple(f"4.{n}" for n in range(1, 6)),
}


@dataclass(frozen=True)
class Framework:
    """The whole framework, every list in the study's order. `load_framework` builds and checks it."""

    levels: tuple[ObservationLevel, ...]
    principles: tuple[Principle, ...]
    measures: tuple[Measure, ...]
    contexts: tuple[Context, ...]
    chapters: tuple[Chapter, ...]
    questions: tuple[FrameworkQuestion, ...]
    links: tuple[Link, ...]

    @cached_property
    def _parts(self) -> dict[str, Part]:
        parts: list[Part] = [*self.contexts, *self.levels, *self.principles, *self.measures]
        return {part.id: part for part in sorted(parts, key=lambda part: part.id)}

    @property
    def sections(self) -> tuple[str, ...]:
        """All section ids in the study's order: 1.1 … 2.8, 3, 3.1 … 3.6, 4, 4.1 … 4.5."""
        return tuple(self._parts)

    def part(self, id: str) -> Part:
        """The level, principle, measure or context. Raises NotFoundError for an unknown id."""
        if id not in self._parts:
            raise NotFoundError(f"Den Abschnitt „{id}“ gibt es in der Studie nicht. Gültig sind 1.1 bis 4.5.")
        return self._parts[id]

    def title(self, id: str) -> str:
        """Title of a section. Raises NotFoundError for an unknown id."""
        return self.part(id).title

    def chapter_title(self, id: str) -> str:
        """Title of the chapter that a section stands in. Raises NotFoundError for an unknown id."""
        number = self.part(id).id.partition(".")[0]
        return next(chapter.title for chapter in self.chapters if chapter.id == number)

    def kind(self, id: str) -> Kind:
        """What a section is in the framework. Raises NotFoundError for an unknown id."""
        return KINDS[type(self.part(id))]

    def neighbours(self, id: str) -> tuple[Link, ...]:
        """Links of a section, each turned so that it starts there. Raises NotFoundError for an unknown id."""
        self.part(id)
        turned = [Link(id, link.source, link.reason) for link in self.links if link.target == id]
        found = [link for link in self.links if link.source == id] + turned
        return tuple(sorted(found, key=lambda link: link.target))

    def questions_for(self, section: str) -> tuple[FrameworkQuestion, ...]:
        """Follow-up questions of a section in their order. Raises NotFoundError for an unknown id."""
        self.part(section)
        return tuple(question for question in self.questions if question.section == section)

    def check_card(self, path: Path, section: str, title: str, linked: Iterable[str]) -> None:
        """Raises CorpusError when section, title or links of the card in `path` do not fit the framework."""
        if section not in self._parts:
            raise fault(path, "Kopf", f"Den Abschnitt „{section}“ gibt es nicht.")
        if title != self.title(section):
            raise fault(path, "Kopf", f"Der Titel heißt im Rahmen „{self.title(section)}“.")
        reasons = {link.target for link in self.neighbours(section)}
        for id in linked:
            if id not in reasons:
                raise fault(path, "Kopf", f"Der Verweis auf „{id}“ hat keine Begründung in links.yaml.")


def load_framework(folder: Path) -> Framework:
    """Reads and checks all files of corpus/framework.

    Raises CorpusError with file and place: file missing or unreadable, YAML syntax (with its line),
    wrong or unknown field, empty text, id or link that is unknown, missing or given twice.
    """
    read: dict[str, Any] = {}
    for file, lists in FILES.items():
        read |= read_records(folder / file, lists)
        for name in lists:
            if name in IDS:
                _check_ids(folder / file, name, [part.id for part in read[name]])
    framework = Framework(**read)
    _check_questions(folder / "questions.yaml", framework)
    _check_links(folder / "links.yaml", framework)
    return framework


def _check_ids(path: Path, name: str, ids: list[str]) -> None:
    _refuse_doubles(path, name, ids)
    for id in ids:
        if id not in IDS[name]:
            raise fault(path, name, f"Die Kennung „{id}“ gibt es hier nicht.")
    if missing := [id for id in IDS[name] if id not in ids]:
        raise fault(path, name, f"Es fehlt {', '.join(missing)}; nötig sind genau {len(IDS[name])} Einträge.")


def _refuse_doubles(path: Path, place: str, values: Iterable[str]) -> None:
    for value, count in Counter(values).items():
        if count > 1:
            raise fault(path, place, f"„{value}“ steht {count}-mal da.")


def _check_questions(path: Path, framework: Framework) -> None:
    _refuse_doubles(path, "questions", [question.id for question in framework.questions])
    _refuse_doubles(path, "questions", [question.text for question in framework.questions])
    for question in framework.questions:
        if question.section not in framework.sections:
            raise fault(path, question.id, f"Den Abschnitt „{question.section}“ gibt es nicht.")
        if not question.id.startswith(f"{question.section}-"):
            raise fault(path, question.id, f"Die Kennung muss mit „{question.section}-“ beginnen.")
    for section in framework.sections:
        if not framework.questions_for(section):
            raise fault(path, "questions", f"Zum Abschnitt {section} fehlen Fragen.")


def _check_links(path: Path, framework: Framework) -> None:
    for n, link in enumerate(framework.links, start=1):
        place = f"links, Eintrag {n} ({link.source} – {link.target})"
        for id in (link.source, link.target):
            if id not in framework.sections:
                raise fault(path, place, f"Den Abschnitt „{id}“ gibt es nicht.")
        if link.source == link.target:
            raise fault(path, place, "Ein Abschnitt kann nicht auf sich selbst verweisen.")
    _refuse_doubles(
        path, "links", [" – ".join(sorted((link.source, link.target))) for link in framework.links]
    )
