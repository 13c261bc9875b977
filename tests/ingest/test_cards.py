"""Cards: what is read from them, which passages they give, and how each fault is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import CorpusError
from assistant.models import Passage, PassageOrigin
from assistant.settings import PROJECT
from ingest.sources.card_passages import card_passages
from ingest.sources.cards import Card, read_card, read_cards
from tests.ingest.small_corpus import CARD, write

CARDS = PROJECT / "corpus" / "cards"


@pytest.fixture
def card(tmp_path: Path) -> Card:
    return read_card(write(tmp_path, "3.4.md", CARD))


@pytest.fixture
def passages(card: Card) -> dict[str, Passage]:
    return {passage.id: passage for passage in card_passages(card, "Zwei Regeln")}


def test_a_card_is_typed_and_plain(card: Card) -> None:
    assert card.summary == "Nachbarn pflegen Brunnen gemeinsam."
    assert card.content == (
        "Der erste Absatz erklärt die Pflege.",
        "Der zweite Absatz zählt auf:\n• das Rohr\n• den Hahn",
        "Der dritte Absatz steht allein.",
    )
    assert [(example.name, example.text) for example in card.examples] == [
        ("Brunnenbund (Musterdorf)", "Der Brunnenbund pflegt zwölf Brunnen."),
        ("„Wasser: für alle“ (Meier 2001)", "„Wasser: für alle“ (Meier 2001): ein Aufruf der Nachbarn."),
    ]
    assert card.keywords == ("Brunnen", "Rohr", "Hahn", "well")
    assert card.measures == ("4.3", "4.2")


def test_shown_passages(passages: dict[str, Passage]) -> None:
    shown = [passage.id for passage in passages.values() if passage.shown]
    assert shown == [
        "study/3.4/kurz", "study/3.4/inhalt-1", "study/3.4/inhalt-2", "study/3.4/inhalt-3",
        "study/3.4/beispiel-1", "study/3.4/beispiel-2", "study/3.4/prueffragen",
    ]  # fmt: skip
    third = passages["study/3.4/inhalt-3"]
    assert third.locator == "Abschnitt 3.4, Inhalt, Absatz 3"
    assert third.heading_path == ("Zwei Regeln", "Brunnen gemeinsam pflegen", "Inhalt")
    assert third.unit == "study:3.4" and third.section == "3.4" and third.origin is PassageOrigin.CARD


def test_a_principle_carries_itself_and_its_links(passages: dict[str, Passage]) -> None:
    for passage in passages.values():
        assert (passage.principles, passage.levels, passage.measures) == (("3.4",), ("2.3",), ("4.3", "4.2"))


def test_own_aids_are_one_passage_and_keep_their_marks(passages: dict[str, Passage]) -> None:
    aid = passages["study/3.4/prueffragen"]
    assert aid.text == "Wem gehört der Brunnen?\nWer zahlt das Rohr? (eigener Vorschlag)"
    assert aid.style == "practical"


def test_wordings_only_help_to_find(passages: dict[str, Passage]) -> None:
    hidden = [passage for passage in passages.values() if not passage.shown]
    assert sorted(passage.style for passage in hidden) == ["alltag", "alltag", "frage", "stichworte"]
    assert passages["study/3.4/frage-1"].text == "Wer pflegt den Brunnen?"
    assert passages["study/3.4/stichworte"].text == "Brunnen, Rohr, Hahn, well"
    assert {passage.unit for passage in hidden} == {"study:3.4"}


def test_digests_follow_the_content(card: Card, passages: dict[str, Passage]) -> None:
    again = {passage.id: passage.digest for passage in card_passages(card, "Zwei Regeln")}
    assert again == {id: passage.digest for id, passage in passages.items()}
    assert len(set(again.values())) == len(again)
    other = {passage.id: passage.digest for passage in card_passages(card, "Drei Regeln")}
    assert other["study/3.4/kurz"] != again["study/3.4/kurz"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("---\nsection", "section", "Zeile 1: Die Karte muss mit einer Zeile „---“"),
        (
            'related: ["2.3", "4.2"]\n---',
            'related: ["2.3", "4.2"]',
            "nicht mit einer Zeile „---“ abgeschlossen",
        ),
        ('title: "Brunnen gemeinsam pflegen"\n', "", "fehlt die Angabe „title“"),
        ('guidance: "Gebt den Nachbarn Werkzeug."\n', "", "fehlt die Angabe „guidance“"),
        ('section: "3.4"', "section: 3.4", "Zeile 2: „section“ muss ein Text in Anführungszeichen"),
        ('section: "3.4"', 'section: "3.5"', "müsste „3.5.md“ heißen"),
        ('levels: ["2.3"]', "levels: 2.3", "Zeile 5: „levels“ muss eine Liste"),
        ('levels: ["2.3"]', 'levels: ["4.3"]', "Zeile 5: „4.3“ passt nicht zu „levels“"),
        ('levels: ["2.3"]', 'levels: ["2.3", "2.3"]', "Zeile 5: „levels“ nennt eine Kennung doppelt"),
        ('levels: ["2.3"]', 'ebenen: ["2.3"]', "Zeile 5: Die Angabe „ebenen“"),
        ('levels: ["2.3"]', 'levels: ["2.3"', "kein gültiges YAML"),
        ("## Inhalt", "## Text", "Zeile 12: „## Text“ ist kein vorgesehener Teil"),
        ("## Inhalt", "### Inhalt", "kein vorgesehener Teil"),
        ("## Prüffragen", "## Kurzfassung", "Der Teil „Kurzfassung“ steht zweimal da"),
        (
            "## Weiterführende Fragen\n- Wer pflegt den Brunnen?\n",
            "",
            "Der Teil „Weiterführende Fragen“ fehlt",
        ),
        ("- Wer pflegt den Brunnen?\n", "", "Zeile 26: Der Teil „Weiterführende Fragen“ ist leer"),
        ("## Prüffragen", "## Erste Schritte", "Der Teil „Prüffragen“ fehlt"),
        ("- Wer pflegt", "Wer pflegt", "Zeile 27: Hier wird eine Zeile erwartet, die mit „- “"),
        (": ein Aufruf der Nachbarn.", "", "Zeile 24: Ein Beispiel braucht die Form"),
        ("## Kurzfassung", "Vorab\n## Kurzfassung", "Zeile 9: Vor dem ersten Teil"),
    ],
)
def test_faults_name_file_and_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in CARD
    path = write(tmp_path / "cards", "3.4.md", CARD.replace(old, new, 1))
    with pytest.raises(CorpusError) as caught:
        read_card(path)
    assert caught.value.message.startswith("cards/3.4.md")
    assert says in caught.value.message


def test_a_card_in_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "3.4.md"
    path.write_bytes(CARD.encode("latin-1", errors="replace"))
    with pytest.raises(CorpusError, match=r"3\.4\.md, Zeile 13: Der Text ist nicht in UTF-8"):
        read_card(path)


def test_a_link_to_a_section_without_a_card(tmp_path: Path) -> None:
    write(tmp_path, "3.4.md", CARD)
    with pytest.raises(CorpusError, match="verweist auf 2.3, dazu gibt es keine Karte"):
        read_cards(tmp_path)


def test_a_folder_without_cards(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="keine Karte"):
        read_cards(tmp_path)


@pytest.mark.skipif(not CARDS.exists(), reason="corpus/cards fehlt")
def test_the_real_cards_are_complete() -> None:
    cards = read_cards(CARDS)
    assert len(cards) == 25
    for card in cards:
        passages = card_passages(card)
        assert len({passage.id for passage in passages}) == len(passages)
        assert all(passage.text == passage.text.strip() and "**" not in passage.text for passage in passages)
