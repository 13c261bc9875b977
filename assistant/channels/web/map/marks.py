"""What is marked on the map of the framework: the sections that answers touched, and what to ask next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.framework import Framework, FrameworkQuestion, Principle
from assistant.models import Answer, SourceKind

_SEPARATORS = str.maketrans(",;", "  ")
_MOST_SHOWN, _LONGEST_SHOWN = 5, 20  # of what somebody put into an address by mistake


@dataclass(frozen=True)
class Marks:
    """Marked sections.

    `counts`: section -> number of answers that touched it (1 for sections that an address names).
    `conversation`: id of the conversation that questions go on in, or "".
    `asked`: questions that need not be suggested again.
    """

    of: Literal["sections", "answer", "conversation"]
    counts: Mapping[str, int]
    answers: int = 0
    conversation: str = ""
    title: str = ""
    asked: frozenset[str] = frozenset()

    def count(self, sections: Collection[str]) -> int:
        """How many of `sections` are marked."""
        return sum(1 for section in sections if section in self.counts)


def map_sections(framework: Framework) -> tuple[str, ...]:
    """Ids of all sections on the map: levels, principles, measures; no chapter openings."""
    lanes = (framework.levels, framework.principles, framework.measures)
    return tuple(part.id for parts in lanes for part in parts)


def named_sections(text: str, framework: Framework) -> tuple[Marks | None, tuple[str, ...]]:
    """The sections that an address names ("2.4,3.1"), and a few of the entries that are not on the map.

    None where it names no section of the map.
    """
    known = map_sections(framework)
    entries = dict.fromkeys(text.translate(_SEPARATORS).split())
    ignored = tuple(entry[:_LONGEST_SHOWN] for entry in entries if entry not in known)
    counts = {id: 1 for id in known if id in entries}
    return (Marks("sections", counts) if counts else None), ignored[:_MOST_SHOWN]


def touched_counts(answers: Iterable[Answer], framework: Framework) -> Mapping[str, int]:
    """Section on the map -> how many answers are filed under it or cite the study there."""
    known = map_sections(framework)
    counts = Counter(id for answer in answers for id in _touched(answer))
    return {id: counts[id] for id in known if id in counts}


def untouched_principles(
    framework: Framework, marks: Marks
) -> tuple[tuple[Principle, FrameworkQuestion | None], ...]:
    """Each principle without a mark and a question worth asking next; None when all have been asked."""
    return tuple(
        (principle, _next_question(framework, principle.id, marks.asked))
        for principle in framework.principles
        if principle.id not in marks.counts
    )


def _touched(answer: Answer) -> set[str]:
    filed = {link.id for link in (*answer.principles, *answer.levels, *answer.measures)}
    cited = {one.section for one in answer.citations if one.kind is SourceKind.STUDY and one.section}
    return filed | cited


def _next_question(framework: Framework, section: str, asked: frozenset[str]) -> FrameworkQuestion | None:
    """Rather one that the study answers than one it leaves open, rather one for work than one on the study."""
    left = [question for question in framework.questions_for(section) if question.text not in asked]
    return min(left, key=lambda question: (question.open, question.kind != "practical"), default=None)
