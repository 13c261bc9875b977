"""Which hyphens belong to words, decided by the document's own words and German spelling."""

from __future__ import annotations

import pytest

from ingest.sources.study.hyphens import Hyphen, Hyphens
from ingest.sources.study.lines import Line
from ingest.sources.study.weave import glyphs, weave

WORDS = Hyphens(
    """Die ökologische Wende braucht Daten, und Commons sind öffentliche Güter; kommunal heißt nicht staatlich.
    Wer kreative Köpfe will, muss Vereine organisieren. Eine missions-orientierte Stadt plant selbstbestimmt.
    Die Überlebensfähigkeit zählt.""".splitlines()
)


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("die Leistungs-\nverwaltung", "die Leistungsverwaltung"),
        ("der öko-\nlogischen Wende", "der ökologischen Wende"),
        ("die Projekt-\nund Kostenpläne", "die Projekt- und Kostenpläne"),
        ("Mensch-Natur-\nBeziehung", "Mensch-Natur-Beziehung"),
        ("eine Commons-\nöffentliche Partnerschaft", "eine Commons-öffentliche Partnerschaft"),
        ("eine Missions-\norientierte Stadt", "eine Missions-orientierte Stadt"),
        ("kommunal-\nstaatlicher Art", "kommunal-staatlicher Art"),
        ("post-\ndigital und ko-\nkreativ", "post-digital und ko-kreativ"),
        ("re-\norganisieren, re-\ngional", "re-organisieren, regional"),
        ("selbst-\nbestimmte Wege", "selbstbestimmte Wege"),
        ("20-\njährige Netze", "20-jährige Netze"),
        ("Verwaltungs-\nmitarbeiter*innen", "Verwaltungsmitarbeiter*innen"),
    ],
)
def test_at_the_end_of_a_line(printed: str, read: str) -> None:
    assert woven(printed) == read


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("Überlebens-fähigkeit", "Überlebensfähigkeit"),
        ("Einkaufs-zone", "Einkaufszone"),
        ("Gesund-heitsdienste", "Gesundheitsdienste"),
        ("sozial-ökologisch", "sozial-ökologisch"),
        ("Commons-öffentliche", "Commons-öffentliche"),
        ("Blockchain-basierte", "Blockchain-basierte"),
        ("Make-or-Buy, Bottom-up, E-Health", "Make-or-Buy, Bottom-up, E-Health"),
        ("nicht-menschliche", "nicht-menschliche"),
        ("Für- und Vorsorge", "Für- und Vorsorge"),
        ("(mit-)gestalten", "(mit-)gestalten"),
        ("EU-weit", "EU-weit"),
        ("Bürger\u00adbeteiligung", "Bürgerbeteiligung"),
    ],
)
def test_inside_a_line(printed: str, read: str) -> None:
    assert woven(printed) == read


def test_removed_hyphens_are_listed_with_their_place() -> None:
    _, removed = weave([glyphs(Line(7, "die Leistungs-")), glyphs(Line(9, "verwaltung"))], WORDS)
    assert [(gone.line, gone.column, gone.text) for gone in removed] == [(7, 13, "-")]


def test_a_line_broken_word_is_no_evidence() -> None:
    words = Hyphens(["die Verwal-", "tung und die", "Verwal"])
    assert words.decide("Verwal", "tung", at_line_end=True) is Hyphen.REMOVE


def woven(printed: str) -> str:
    lines = [Line(number, text) for number, text in enumerate(printed.split("\n"), start=1)]
    return weave([glyphs(line) for line in lines], WORDS)[0]
