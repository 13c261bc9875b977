"""Cuts a card into passages: what may be quoted, and the wordings that only help to find it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.models import Passage, PassageOrigin, SourceKind
from ingest.passages import make_expansion, make_passage, section_label, wording_id
from ingest.sources.cards import Card


def card_passages(card: Card, chapter: str | None = None) -> tuple[Passage, ...]:
    """All passages of a card, the summary first; `chapter` is the title above it in the heading path."""
    shown = tuple(_shown(card, chapter))
    return shown + tuple(_expansions(card, speaks_for=shown[0]))


def links_with_itself(card: Card) -> dict[str, tuple[str, ...]]:
    """Framework ids of a section: the card's links, and a principle, level or measure itself first."""
    return {
        "principles": _with(card.section, "3.", card.principles),
        "levels": _with(card.section, "2.", card.levels),
        "measures": _with(card.section, "4.", card.measures),
    }


def _with(section: str, prefix: str, ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((section, *ids))) if section.startswith(prefix) else tuple(ids)


def _shown(card: Card, chapter: str | None) -> Iterator[Passage]:
    above = tuple(dict.fromkeys(title for title in (chapter, card.title) if title))
    place = section_label(card.section)

    def passage(id: str, text: str, locator: str, *path: str, style: str = "") -> Passage:
        return make_passage(
            id=f"study/{card.section}/{id}",
            kind=SourceKind.STUDY,
            origin=PassageOrigin.CARD,
            unit=f"study:{card.section}",
            title=card.title,
            text=text,
            locator=f"{place}, {locator}",
            heading_path=above + path,
            section=card.section,
            style=style,
            **links_with_itself(card),
        )

    yield passage("kurz", card.summary, "Kurzfassung", "Kurzfassung")
    for n, paragraph in enumerate(card.content, start=1):
        yield passage(f"inhalt-{n}", paragraph, f"Inhalt, Absatz {n}", "Inhalt")
    for n, example in enumerate(card.examples, start=1):
        yield passage(f"beispiel-{n}", example.text, f"Beispiele, Nr. {n}", "Beispiele", example.name)
    # Our own aids, not the study's words: one passage a part, so that they are offered as a whole.
    if card.checks:
        yield passage("prueffragen", "\n".join(card.checks), "Prüffragen", "Prüffragen", style="practical")
    if card.first_steps:
        yield passage(
            "schritte", "\n".join(card.first_steps), "Erste Schritte", "Erste Schritte", style="practical"
        )


def _expansions(card: Card, speaks_for: Passage) -> Iterator[Passage]:
    prefix = f"study/{card.section}"
    for n, question in enumerate(card.questions, start=1):
        yield make_expansion(speaks_for, id=f"{prefix}/frage-{n}", text=question, style="frage")
    for wording in dict.fromkeys(card.everyday):
        yield make_expansion(speaks_for, id=wording_id(prefix, wording), text=wording, style="alltag")
    keywords = ", ".join(card.keywords)
    yield make_expansion(speaks_for, id=f"{prefix}/stichworte", text=keywords, style="stichworte")
