"""Numbers and dates in German text."""

from __future__ import annotations

import pytest

from assistant.german.numbers import known_numbers, numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bis zu 30.000 Euro.", "30000"),
        ("Es sind 30 000 oder 30000 Knoten.", "30000"),
        ("Rund 8,1 Millionen Euro, also 8,1 Mio. Euro", "8100000"),
        ("1,5 Milliarden", "1500000000"),
        ("12 Prozent, 12 % und 12%", "12%"),
        ("10,5 Prozent", "10.5%"),
        ("am 30. Juni 2025 (30.6.2025)", "2025-06-30"),
        ("am 01.01.2020 und am 2020-01-02", "2020-01-01 2020-01-02"),
        ("seit Juni 2025", "2025-06"),
        ("am 3. Mai", "????-05-03"),
        ("2016–2019", "2016 2019"),
        ("im 20. Jahrhundert", "20"),
        ("nach Abschnitt 2.4 und 4.1.", "2.4 4.1"),
        ("drei neue Stellen und zwei von zwölf Gemeinden", "3 2 12"),
        ("zwei bis drei Wochen", "2 3"),
        ("Fünf Stellen", "5"),
        ("Das ist zu zweit möglich; geben Sie acht, außer Acht bleibt nichts.", ""),
        ("Eine Stadt, ein Amt, einmal.", ""),
        ("3D-Modelle und CO2", ""),
        ("51.579 Knoten, davon 32.339 aktiv", "51579 32339"),
    ],
)
def test_numbers(text: str, expected: str) -> None:
    assert " ".join(numbers(text)) == expected


@pytest.mark.parametrize(
    ("text", "supported"),
    [
        ("am 30. Juni 2025", "2025"),
        ("am 30. Juni 2025", "2025-06"),
        ("am 30. Juni 2025", "????-06-30"),
        ("12 Prozent", "12"),
        ("von 10 auf 12 Prozent", "10%"),
        ("Zwei Dörfer", "2"),
        ("Beide Städte", "2"),
    ],
)
def test_a_text_supports_more_than_it_claims(text: str, supported: str) -> None:
    assert supported in known_numbers(text)


def test_a_bare_number_supports_no_percentage() -> None:
    assert "12%" not in known_numbers("12 Gemeinden")
