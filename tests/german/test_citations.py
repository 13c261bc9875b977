"""The citation parser against citations in the wild (tests/german/citations.tsv)."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from assistant.german.citations import LegalCitation, citations

with (Path(__file__).parent / "citations.tsv").open(encoding="utf-8") as file:
    GOLD = [(row["text"], row["canonical"] or "") for row in csv.DictReader(file, delimiter="\t")]


@pytest.mark.parametrize(("text", "expected"), GOLD)
def test_reads_citations(text: str, expected: str) -> None:
    assert "|".join(c.canonical for c in citations(text)) == expected


def test_every_provision_of_the_corpus_is_understood() -> None:
    with (Path(__file__).parents[2] / "corpus" / "provisions.tsv").open(encoding="utf-8") as file:
        places = [row["fundstelle"] for row in csv.DictReader(file, delimiter="\t")]
    norms = [place for place in places if place.startswith(("§", "Art."))]
    assert len(norms) > 100
    for place in norms:
        found = citations(place)
        assert found and found[0].law, place
        plain = " und " not in place and "(" not in place
        assert not plain or [c.canonical for c in found] == [place.partition(":")[0]]


def test_gold_is_large_enough() -> None:
    assert len(GOLD) >= 100


@pytest.mark.parametrize("expected", sorted({c for _, line in GOLD for c in line.split("|") if " " in c}))
def test_canonical_form_reads_as_itself(expected: str) -> None:
    assert [c.canonical for c in citations(expected)] == [expected]


def test_keeps_the_place_in_the_text() -> None:
    text = "Die Stadt beachtet § 97 Abs. 4 GWB bei Losen."
    (found,) = citations(text)
    assert text[found.start : found.end] == "§ 97 Abs. 4 GWB"


def test_a_norm_includes_its_places_but_not_the_other_way_round() -> None:
    whole, place = citations("§ 97 GWB")[0], citations("§ 97 Abs. 4 GWB")[0]
    assert whole.includes(place) and not place.includes(whole)
    assert citations("§ 97")[0].includes(place)
    assert not citations("§ 97 VgV")[0].includes(place)
    assert not citations("Art. 97 GWB")[0].includes(place)


def test_values_are_frozen() -> None:
    with pytest.raises(AttributeError):
        LegalCitation("§", "97").number = "98"  # type: ignore[misc]
