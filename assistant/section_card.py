"""All that the sources hold on one section of the study, gathered for reading."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from assistant.framework import Framework, FrameworkQuestion, Kind, ObservationLevel, Principle
from assistant.index.generation import Generation
from assistant.models import Passage, PassageOrigin, SourceKind


@dataclass(frozen=True)
class CardPart:
    """Passages of the digest under one heading ("Inhalt", "Beispiele" …), in reading order."""

    heading: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class LinkedSection:
    """Another section, and the sentence that says why it belongs here."""

    id: str
    title: str
    kind: Kind
    reason: str


@dataclass(frozen=True)
class SectionCard:
    """A section of the study with everything that belongs to it.

    Attributes:
        section, title, kind: id in the study, and what it is in the framework.
        chapter: title of its chapter.
        guidance: a principle's appeal to municipalities; "" for the others.
        axis: the pair of terms of an observation level; empty for the others.
        summary: one sentence of the framework.
        text: our digest. Wordings that only help to find it are never among it.
        full_text: the study's own words, empty where nobody has imported them.
        linked: other sections in the study's order.
        provisions: digests of the provisions filed under it, in the corpus's order.
        practice: the examples filed under it.
        questions: its follow-up questions.
        answerable: ids of those that this index is known to answer.
    """

    section: str
    title: str
    kind: Kind
    chapter: str
    guidance: str
    axis: tuple[str, ...]
    summary: str
    text: tuple[CardPart, ...]
    full_text: tuple[Passage, ...]
    linked: tuple[LinkedSection, ...]
    provisions: tuple[Passage, ...]
    practice: tuple[Passage, ...]
    questions: tuple[FrameworkQuestion, ...]
    answerable: frozenset[str]


def section_card(
    framework: Framework, generation: Generation, section: str, answerable: Collection[str]
) -> SectionCard:
    """The card of `section` ("3.4").

    Args:
        answerable: ids of follow-up questions that are known to be answered.

    Raises:
        NotFoundError: the study has no such section.
    """
    part = framework.part(section)
    shown = generation.passages.shown_of_unit(f"{SourceKind.STUDY}:{section}")
    questions = framework.questions_for(section)
    return SectionCard(
        section=section,
        title=part.title,
        kind=framework.kind(section),
        chapter=framework.chapter_title(section),
        guidance=part.call if isinstance(part, Principle) else "",
        axis=part.axis if isinstance(part, ObservationLevel) else (),
        summary=part.summary,
        text=_by_heading(p for p in shown if p.origin is PassageOrigin.CARD),
        full_text=tuple(p for p in shown if p.origin is PassageOrigin.FULL_TEXT),
        linked=tuple(
            LinkedSection(link.target, framework.title(link.target), framework.kind(link.target), link.reason)
            for link in framework.neighbours(section)
        ),
        provisions=_filed(generation, SourceKind.LAW, section),
        practice=_filed(generation, SourceKind.PRACTICE, section),
        questions=questions,
        answerable=frozenset(q.id for q in questions if q.id in answerable),
    )


def headings_below_title(passage: Passage) -> tuple[str, ...]:
    """Where a passage stands within its section: ("Beispiele", "Guifi.net")."""
    path = passage.heading_path
    return path[path.index(passage.title) + 1 :] if passage.title in path else path


def _by_heading(passages: Iterable[Passage]) -> tuple[CardPart, ...]:
    parts: dict[str, list[Passage]] = {}
    for passage in passages:
        heading = next(iter(headings_below_title(passage)), "")
        parts.setdefault(heading, []).append(passage)
    return tuple(CardPart(heading, tuple(of_heading)) for heading, of_heading in parts.items())


def _filed(generation: Generation, kind: SourceKind, section: str) -> tuple[Passage, ...]:
    units = generation.passages.units(kind)
    shown = (passage for unit in units for passage in generation.passages.shown_of_unit(unit)[:1])
    return tuple(passage for passage in shown if section in passage.parts)
