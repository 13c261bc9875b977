"""Documents and questions meet on the same forms, however they are typed."""

from __future__ import annotations

import subprocess
import sys
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.german.abbreviations import EXPANSIONS
from assistant.german.analysis import (
    content_words,
    feature_blocks,
    fold,
    grams,
    is_english,
    joined_pairs,
    stems,
    words,
)
from assistant.german.stopwords import ENGLISH, GERMAN
from assistant.settings import PROJECT

SAME_STEM = [
    ("Häuser", "Haeuser", "Hauser", "Haus", "HÄUSERN", "Hauses"),
    ("Straße", "Strasse", "STRASSE", "Straßen"),
    ("Bürger", "Buerger", "Burger", "Bürgern"),
    ("Größe", "Groesse", "Grösse"),
    ("Abhängigkeiten", "Abhaengigkeit", "abhangigkeit"),
    ("Gemeinde", "Gemeinden"),
    ("Café", "Cafe", "Cafés"),
]


@pytest.mark.parametrize("spellings", SAME_STEM, ids=lambda spellings: spellings[0])
def test_spellings_of_a_word_share_one_stem(spellings: tuple[str, ...]) -> None:
    for one, other in combinations(spellings, 2):
        assert stems(one) == stems(other), (one, other)


def test_decomposed_and_composed_umlauts_are_one() -> None:
    assert fold("Bu\u0308rger") == fold("Bürger") == "burger"


@given(st.text(max_size=60))
def test_folding_is_lower_case_and_lasting(text: str) -> None:
    folded = [word for word in words(text) if not any(pair in word for pair in ("ae", "oe", "ue"))]
    assert [fold(word) for word in folded] == folded
    assert all(word.isascii() and word == word.lower() for word in words(text))


@pytest.mark.parametrize(
    "question",
    [
        "What is commoning?",
        "How do we reduce our dependency on a vendor?",
        "Do we need a law for that?",
        "can you help us with the budget",
        "Does it work?",
    ],
)
def test_english_is_recognised(question: str) -> None:
    assert is_english(words(question))


@pytest.mark.parametrize(
    "question",
    [
        "Was ist Data Governance?",
        "Hat die Stadt Open Data?",
        "software",
        "",
        "Können wir im Rathaus mit Open Source arbeiten?",
        "Smart City und Public Private Partnership",
    ],
)
def test_german_with_foreign_words_stays_german(question: str) -> None:
    assert not is_english(words(question))


def test_each_language_loses_its_own_function_words() -> None:
    assert content_words("Was ist mit der Schule im Dorf?") == ["schule", "dorf"]
    assert content_words("What about the school in our village?") == ["school", "village"]
    assert stems("the schools of our villages") == ["school", "villag"]


def test_function_words_and_abbreviations_are_written_as_they_are_looked_up() -> None:
    listed = {*GERMAN, *ENGLISH, *EXPANSIONS, *(word for long in EXPANSIONS.values() for word in long)}
    assert [word for word in sorted(listed) if fold(word) != word] == []
    assert not EXPANSIONS.keys() & (GERMAN | ENGLISH)


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("ÖPNV", "öffentlicher Personennahverkehr"),
        ("oepnv", "öffentlicher Personennahverkehr"),
        ("DSGVO", "Datenschutz-Grundverordnung"),
        ("OZG", "Onlinezugangsgesetz"),
        ("KSG", "Klimaschutz"),
        ("AEUV", "Arbeitsweise der Europäischen Union"),
        ("KI", "künstliche Intelligenz"),
        ("GWB", "Wettbewerbsbeschränkungen"),
    ],
)
def test_abbreviations_bring_their_long_form(short: str, long: str) -> None:
    assert set(stems(long)) <= set(stems(short))


def test_a_conjunction_is_no_mayor() -> None:
    assert stems("ob wir das dürfen") == stems("wir das dürfen")


@pytest.mark.parametrize(
    ("split", "compound"),
    [
        ("kranken haus", "Krankenhaus"),
        ("Bürger Beteiligung", "Bürgerbeteiligung"),
        ("software hersteller", "Softwarehersteller"),
        ("klima schutz", "Klimaschutzes"),
    ],
)
def test_split_compounds_meet_the_compound(split: str, compound: str) -> None:
    assert set(stems(compound)) <= set(joined_pairs(split))


def test_short_words_are_not_joined() -> None:
    assert joined_pairs("im Dorf an der A7") == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Abhängikeit", "Abhängigkeit"), ("Comoning", "Commoning"), ("Genosenschaft", "Genossenschaft")],
)
def test_misspelt_words_share_most_of_their_grams(typed: str, meant: str) -> None:
    shared = set(grams(typed)) & set(grams(meant))
    assert len(shared) > len(set(grams(meant))) / 2


def test_grams_keep_word_edges() -> None:
    assert grams("das Haus") == ["_hau", "haus", "aus_"]


def test_feature_blocks_of_one_wording() -> None:
    stemmed, within, across, pairs = feature_blocks("Wer pflegt den Dorf Brunnen?")
    assert stemmed == ["pflegt", "dorf", "brunn"]
    assert pairs == ["pflegt dorf", "dorf brunn", "pflegt brunn"]
    assert {"_we", "dorf_", "brunn"} <= set(within) and not any("fb" in gram for gram in within)
    assert {"rfbrunn", "dorfb"} <= set(across)


def test_split_and_joined_words_share_features_across_the_border() -> None:
    split, joined = (set(feature_blocks(text)[2]) for text in ("Dorf Brunnen", "Dorfbrunnen"))
    assert split == joined


def test_what_holds_no_word_has_no_features() -> None:
    for text in ("", "?!", "🙂", "…"):
        stemmed, within, _, pairs = feature_blocks(text)
        assert (stemmed, within, pairs) == ([], [], [])
        assert stems(text) == grams(text) == joined_pairs(text) == []


def test_feature_blocks_do_not_depend_on_the_process() -> None:
    text = "Was kostet der ÖPNV in unserer Straße?"
    script = f"from assistant.german.analysis import feature_blocks; print(feature_blocks({text!r}))"
    runs = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            cwd=PROJECT,
            capture_output=True,
            check=True,
        ).stdout.decode()
        for seed in ("1", "2")
    }
    assert runs == {f"{feature_blocks(text)}\n"}
