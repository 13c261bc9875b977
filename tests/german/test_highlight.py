"""Words of a query in a text, and the excerpt chosen around them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.german.highlight import Marker, Run

LONG = (
    "Die Gemeinde plant. "
    + "Sie redet lange über Wege und Zäune am Anger. " * 12
    + "Am Ende fährt der Bus in jedes Dorf, und der Bürgerbus fährt auch. "
    + "Danach ruht der Verkehr. " * 12
)


def marked(query: str, text: str) -> list[str]:
    return [run.text for run in Marker(query).runs(text) if run.marked]


def read(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)


@pytest.mark.parametrize(
    ("query", "text", "words"),
    [
        ("Busse", "Der Bus fährt, andere Busse stehen.", ["Bus", "Busse"]),
        ("Bus", "Die Buslinie und der Bürgerbus", ["Buslinie", "Bürgerbus"]),
        ("Bus", "Bußgeld, Business, Ausbau, Buße", []),
        ("Haeuser", "Das Haus, die Häuser, das Rathaus", ["Haus", "Häuser", "Rathaus"]),
        ("Schule", "Der Schulhof der Grundschule", ["Schulhof", "Grundschule"]),
        ("Kommune", "Kommunen und kommunale Kommunikation", ["Kommunen", "kommunale"]),
        (
            "Daten",
            "Datenschutz für Personendaten in der Datei",
            ["Datenschutz", "Personendaten"],
        ),
        ("offen", "Wer betroffen ist, braucht offene Formate.", ["offene"]),
        ("Strasse", "Straßenbau an der Straße", ["Straßenbau", "Straße"]),
        ("§ 97 GWB", "§ 97 GWB, nicht § 197", ["97", "GWB"]),
        ("der die das und", "der die das und", []),
        ("", "Text", []),
        ("Bus", "", []),
    ],
)
def test_marks_what_the_search_compares(query: str, text: str, words: list[str]) -> None:
    assert marked(query, text) == words


def test_all_words_may_stand_anywhere() -> None:
    assert Marker("Bus Dorf").holds_all("Im Dorf hält der Bürgerbus.")
    assert not Marker("Bus Dorf").holds_all("Im Dorf hält nichts.")
    assert not Marker("der und").holds_all("der und")
    assert not Marker("").holds_all("Text")


def test_an_abbreviation_is_only_itself() -> None:
    """The search knows related words, too; marked they would puzzle."""
    assert marked("ÖPNV", "Der ÖPNV, also Bus und Bahn") == ["ÖPNV"]


def test_an_excerpt_holds_the_sentence_with_most_of_the_words() -> None:
    runs = Marker("Bus").excerpt(LONG, 120)
    text = read(runs)
    assert "Am Ende fährt der Bus in jedes Dorf, und der Bürgerbus fährt auch." in text
    assert text.startswith("… ") and text.endswith(" …") and len(text) <= 124
    assert [run.text for run in runs if run.marked] == ["Bus", "Bürgerbus"]


def test_without_a_word_it_is_the_beginning() -> None:
    text = read(Marker("Brunnen").excerpt(LONG, 120))
    assert text.startswith("Die Gemeinde plant.") and text.endswith(" …")


def test_a_short_text_is_shown_whole() -> None:
    assert Marker("Bus").excerpt("Der Bus kommt.", 120) == (Run("Der "), Run("Bus", True), Run(" kommt."))
    assert Marker("Bus").excerpt("", 120) == ()


def test_of_a_sentence_without_end_it_is_the_words_around_the_first_mark() -> None:
    endless = "und weiter " * 200 + "bis zum Brunnen " + "und weiter " * 200
    text = read(Marker("Brunnen").excerpt(endless, 120))
    assert "bis zum Brunnen" in text and len(text) <= 124
    assert len(read(Marker("Brunnen").excerpt("x" * 5000, 120))) <= 122


@given(st.text(max_size=400), st.text(max_size=40), st.integers(40, 200))
def test_nothing_is_added_or_lost(text: str, query: str, longest: int) -> None:
    marker = Marker(query)
    assert read(marker.runs(text)) == text
    shown = read(marker.excerpt(text, longest))
    assert shown.removeprefix("… ").removesuffix(" …") in text
    assert len(shown) <= longest + 4
