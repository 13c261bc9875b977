"""Reads the own-words cards in corpus/cards: one Markdown file with front matter per study section."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from assistant.models import Frozen
from ingest.chunking import BULLET
from ingest.sources.front_matter import LINK_FIELDS, read_front_matter
from ingest.sources.reading import fault, read_utf8

PARTS = (
    "Kurzfassung", "Inhalt", "Beispiele", "Weiterführende Fragen", "Prüffragen",
    "Erste Schritte", "Im Verwaltungsalltag", "Stichworte",
)  # fmt: skip


class Example(Frozen):
    """A named example of a card: "Guifi.net (Katalonien)" and a text about it that reads on its own."""

    name: str
    text: str


class Card(Frozen):
    """An own-words digest of one study section, as written; all texts are plain, without Markdown."""

    section: str
    title: str
    axis: str | None = None
    guidance: str | None = None
    principles: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    summary: str
    content: tuple[str, ...]
    examples: tuple[Example, ...]
    questions: tuple[str, ...]
    checks: tuple[str, ...] = ()
    first_steps: tuple[str, ...] = ()
    everyday: tuple[str, ...]
    keywords: tuple[str, ...]


class Part(NamedTuple):
    """A part of a card: the line of its heading and its lines with their numbers."""

    line: int
    lines: list[tuple[int, str]]


def read_cards(folder: Path) -> tuple[Card, ...]:
    """All cards of a folder, ordered by section.

    Raises CorpusError with file and line for a broken card, a second card of a section, a link to a
    section without a card, or a folder without cards.
    """
    paths = sorted(folder.glob("*.md"))
    if not paths:
        raise fault(folder / "*.md", "Hier liegt keine Karte. Bitte den Ordner des Korpus prüfen.")
    cards = {path: read_card(path) for path in paths}
    sections = {card.section for card in cards.values()}
    for path, card in cards.items():
        for field in LINK_FIELDS:
            for section in getattr(card, field):
                if section not in sections:
                    raise fault(path, f"„{field}“ verweist auf {section}, dazu gibt es keine Karte.")
    return tuple(sorted(cards.values(), key=lambda card: card.section))


def read_card(path: Path) -> Card:
    """One card. Raises CorpusError with file and line; the file must be named after its section."""
    lines = read_utf8(path).split("\n")
    fields, body = read_front_matter(path, lines)
    section: str = fields["section"]
    if path.stem != section:
        raise fault(path, f"Die Karte gehört zu {section}, die Datei müsste „{section}.md“ heißen.", 1)
    for chapter, field in (("2.", "axis"), ("3.", "guidance")):
        if section.startswith(chapter) and field not in fields:
            raise fault(path, f"Im Kopf fehlt die Angabe „{field}“.", 1)
    parts = _split_parts(path, lines, start=body)
    expected = set(PARTS)
    if not section.startswith("3."):
        expected.discard("Prüffragen")
    if not section.startswith("4."):
        expected.discard("Erste Schritte")
    for name in PARTS:
        if name in expected and name not in parts:
            raise fault(path, f"Der Teil „{name}“ fehlt.")
        if name in parts and name not in expected:
            raise fault(path, f"Der Teil „{name}“ gehört nicht in den Abschnitt {section}.", parts[name].line)
    return Card(
        **fields,
        summary=" ".join(_plain(text) for _, text in parts["Kurzfassung"].lines if text),
        content=_paragraphs(path, parts["Inhalt"]),
        examples=tuple(_example(path, line, text) for line, text in _items(path, parts["Beispiele"])),
        questions=_texts(path, parts, "Weiterführende Fragen"),
        checks=_texts(path, parts, "Prüffragen"),
        first_steps=_texts(path, parts, "Erste Schritte"),
        everyday=_texts(path, parts, "Im Verwaltungsalltag"),
        keywords=_keywords(parts["Stichworte"]),
    )


def _split_parts(path: Path, lines: list[str], start: int) -> dict[str, Part]:
    parts: dict[str, Part] = {}
    current: Part | None = None
    for number, line in enumerate(lines[start:], start=start + 1):
        text = line.strip()
        if heading := re.fullmatch(r"(#+)\s*(.*)", text):
            name = heading[2].strip()
            if heading[1] != "##" or name not in PARTS:
                raise fault(path, f"„{text}“ ist kein vorgesehener Teil einer Karte.", number)
            if name in parts:
                raise fault(path, f"Der Teil „{name}“ steht zweimal da.", number)
            current = parts[name] = Part(number, [])
        elif current is not None:
            current.lines.append((number, text))
        elif text:
            raise fault(path, "Vor dem ersten Teil („## Kurzfassung“) steht Text.", number)
    for name, part in parts.items():
        if not any(text for _, text in part.lines):
            raise fault(path, f"Der Teil „{name}“ ist leer.", part.line)
    return parts


def _plain(text: str) -> str:
    """Text without Markdown emphasis; links keep their words."""
    text = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", text)
    return re.sub(r"(\*\*|__)(.+?)\1", r"\2", text).strip()


def _paragraphs(path: Path, part: Part) -> tuple[str, ...]:
    """Paragraphs of running text; list items join their lead paragraph on lines of their own."""
    paragraphs: list[str] = []
    fresh = True
    for _, text in part.lines:
        item = re.fullmatch(r"(?:[-*•]|\d+\.)\s+(.+)", text)
        if not text:
            fresh = True
        elif item and paragraphs:
            paragraphs[-1] += f"\n{BULLET}{_plain(item[1])}"
            fresh = False
        elif item or fresh:
            paragraphs.append(_plain(item[1] if item else text))
            fresh = False
        else:
            paragraphs[-1] += " " + _plain(text)
    return tuple(paragraphs)


def _items(path: Path, part: Part) -> list[tuple[int, str]]:
    """The lines of a list part without their "- "."""
    items = []
    for line, text in part.lines:
        if not text:
            continue
        item = re.fullmatch(r"[-*]\s+(.+)", text)
        if not item:
            raise fault(path, "Hier wird eine Zeile erwartet, die mit „- “ beginnt.", line)
        items.append((line, item[1].strip()))
    return items


def _texts(path: Path, parts: dict[str, Part], name: str) -> tuple[str, ...]:
    return tuple(_plain(text) for _, text in _items(path, parts[name])) if name in parts else ()


def _example(path: Path, line: int, text: str) -> Example:
    """In "**Name**: Satz." the sentence is the text; in "Name: Satz." the name is its subject and stays."""
    if labelled := re.fullmatch(r"\*\*(.+?):?\*\*\s*[:–-]?\s*(.+)", text):
        return Example(name=_plain(labelled[1]), text=_plain(labelled[2]))
    if named := re.match(r"((?:„[^“]*“|[^:„])+?):\s+\S", text):
        return Example(name=_plain(named[1]), text=_plain(text))
    raise fault(path, "Ein Beispiel braucht die Form „- **Name**: Satz.“.", line)


def _keywords(part: Part) -> tuple[str, ...]:
    joined = ", ".join(re.sub(r"^[-*]\s+", "", text).rstrip(",;.") for _, text in part.lines if text)
    return tuple(word.strip() for word in re.split(r"[,;]", joined) if word.strip())
