"""Designations as printed -> unit, number, end of a range, official page."""

from __future__ import annotations

import pytest

from ingest.sources.statutes.gii.designations import norm_url, parse_designation, says_repealed


@pytest.mark.parametrize(
    ("printed", "unit", "number", "until"),
    [
        ("§ 1", "§", "1", ""),
        ("§ 14a", "§", "14a", ""),
        ("§ 2.01", "§", "2.01", ""),
        ("Art 1", "Art.", "1", ""),
        ("Art. 115g", "Art.", "115g", ""),
        ("Artikel 9", "Art.", "9", ""),
        ("Art IV", "Art.", "IV", ""),
        ("Anlage", "Anlage", "", ""),
        ("Anlage 1", "Anlage", "1", ""),
        ("Anlage 1A", "Anlage", "1A", ""),
        ("Anlage (zu § 13g)", "Anlage", "", ""),
        ("Anlage IV", "Anlage", "IV", ""),
        ("(XXXX) §§ 57a bis 57c", "§", "57a", "57c"),
        ("(XXXX)§§ 2354 bis 2359", "§", "2354", "2359"),
        ("XXXX (§§ 60 bis 64)", "§", "60", "64"),
        ("(XXXX) §§ 59 und 59a", "§", "59", "59a"),
        ("(XXXX) § 16", "§", "16", ""),
        ("(XXXX) Art 74a und 75", "Art.", "74a", "75"),
        ("(XXXX) Anlage 1 bis 4", "Anlage", "1", "4"),
        ("(XXXX)", "", "", ""),
        ("§", "", "", ""),
        ("Art", "", "", ""),
        ("Anhang EV", "", "", ""),
        ("Regel 1", "", "", ""),
        ("I.", "", "", ""),
        ("1.", "", "", ""),
        ("Muster 1", "", "", ""),
        ("Inhaltsübersicht", "", "", ""),
        ("", "", "", ""),
    ],
)  # fmt: skip
def test_designations(printed: str, unit: str, number: str, until: str) -> None:
    found = parse_designation(printed)
    assert (found.printed, found.unit, found.number, found.until) == (printed, unit, number, until)


@pytest.mark.parametrize(
    ("printed", "page"),
    [
        ("§ 4a", "__4a.html"),
        ("Art 28", "art_28.html"),
        ("Anlage", "anlage.html"),
        ("Anlage 1", "anlage_1.html"),
        ("Anhang EV", "anhang_ev.html"),
        ("Eingangsformel", "eingangsformel.html"),
        ("Inhaltsübersicht", "inhalts_bersicht.html"),
        ("Präambel", "pr_ambel.html"),
        ("§ 2.01", ""),
        ("Artikel 9", ""),
        ("Regel 1", ""),
        ("(XXXX) §§ 57a bis 57c", ""),
        ("I.", ""),
    ],
)
def test_pages(printed: str, page: str) -> None:
    assert norm_url("dorfg", printed) == f"https://www.gesetze-im-internet.de/dorfg/{page}"


def test_what_says_that_there_is_nothing() -> None:
    assert all(map(says_repealed, ("(weggefallen)", "weggefallen", "(Aufgehoben)", "(gegenstandslos)")))
    assert not any(
        map(says_repealed, ("", "(1) (weggefallen)", "(Inkrafttreten)", "Das Recht ist weggefallen"))
    )
