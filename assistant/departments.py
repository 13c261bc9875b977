"""Departments of a municipality („Mein Bereich“): they choose example questions and sharpen next questions."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from assistant.framework import IDS
from assistant.german.analysis import stems
from assistant.yaml_records import fault, read_records

FILE = "departments.yaml"
_SECTIONS = {id for name in ("contexts", "levels", "principles", "measures") for id in IDS[name]}


@dataclass(frozen=True)
class Department:
    """A department with questions that its people ask.

    `parts` are the study sections that matter most to it, `words` everyday words of its work.
    """

    id: str
    name: str
    name_en: str
    examples: tuple[str, ...]
    parts: tuple[str, ...]
    words: tuple[str, ...]

    def nearness(self, section: str, text: str) -> int:
        """How near a question of a study section is: one point for its section, one for its words (0 to 2)."""
        return (section in self.parts) + (not self._stems.isdisjoint(stems(text)))

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(stem for word in self.words for stem in stems(word))


def load_departments(folder: Path) -> tuple[Department, ...]:
    """Reads and checks departments.yaml in the corpus `folder`; the departments in the file's order.

    Raises CorpusError with file and place: file missing or unreadable, YAML syntax (with its line),
    wrong or unknown field, empty list, id, name or question given twice, unknown section.
    """
    path = folder / FILE
    departments: tuple[Department, ...] = read_records(path, {"departments": Department})["departments"]
    if not departments:
        raise fault(path, "departments", "Es fehlt mindestens ein Bereich.")
    for field in ("id", "name", "name_en"):
        _refuse_doubles(path, field, [getattr(department, field) for department in departments])
    _refuse_doubles(path, "examples", [text for department in departments for text in department.examples])
    for department in departments:
        for part in department.parts:
            if part not in _SECTIONS:
                raise fault(path, department.id, f"Den Abschnitt „{part}“ gibt es nicht.")
    return departments


def department_of(departments: Sequence[Department], id: str | None) -> Department | None:
    """The department with this id; None for None and for ids that are not known (any more)."""
    return next((department for department in departments if department.id == id), None)


def examples(
    departments: Sequence[Department], department_id: str | None, day: date, count: int = 6
) -> tuple[str, ...]:
    """Up to `count` example questions, the same all day: of the department, or each of another one.

    Without a department, or with an unknown one, every question comes from a different department.
    """
    # Seeded, so that every process shows the same; a text as seed does not depend on the machine.
    chance = random.Random(f"{day.isoformat()} {department_id or ''}")
    if department := department_of(departments, department_id):
        return tuple(chance.sample(department.examples, min(count, len(department.examples))))
    chosen = chance.sample(departments, min(count, len(departments)))
    return tuple(chance.choice(department.examples) for department in chosen)


def _refuse_doubles(path: Path, place: str, values: Iterable[str]) -> None:
    for value, count in Counter(values).items():
        if count > 1:
            raise fault(path, place, f"„{value}“ steht {count}-mal da.")
