"""The table of laws: complete for the corpus, and never too eager."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest

from assistant.german.citations import named_laws
from assistant.german.law_names import compared, known_names
from assistant.german.laws import known_laws, law_at
from assistant.settings import PROJECT

OFFICIAL = PROJECT.parent / "shared" / "laws"
needs_official_files = pytest.mark.skipif(not OFFICIAL.exists(), reason="../shared/laws fehlt")
# Where the official short form is an older or another one than the usual.
USUAL = {"SGB 1": "SGB I", "SGB 8": "SGB VIII", "SGB 12": "SGB XII", "SektVO 2016": "SektVO"}


@pytest.mark.parametrize(
    ("text", "law"),
    [
        ("des Bürgerlichen Gesetzbuches", "BGB"),
        ("Bürgerliches Gesetzbuch", "BGB"),
        ("dem Klimaschutz Gesetz", "KSG"),
        ("waermeplanungsgesetz", "WPG"),
        ("Achten Buchs Sozialgesetzbuch", "SGB VIII"),
        ("sgb 8", "SGB VIII"),
        ("Gemeindeordnung des Landes Nordrhein-Westfalen", "GO NRW"),
        ("KAG LSA", "KAG LSA"),
        ("BauGB Hamburg", "BauGB"),
        ("GO für", "GO"),
        ("Verordnung Nr. 1370/2007", "VO (EG) Nr. 1370/2007"),
        ("Durchführungsverordnung (EU) 2022/996", "VO (EU) 2022/996"),
    ],
)
def test_one_short_form_for_all_spellings(text: str, law: str) -> None:
    found = law_at(f"§ 1 {text}", 3)
    assert found and found.law == law


@pytest.mark.parametrize(
    ("typed", "law"),
    [
        ("GBW", "GWB"),
        ("gbw", "GWB"),
        ("BauGBB", "BauGB"),
        ("VwVGf", "VwVfG"),
        ("DGSVO", "DSGVO"),
        ("Klimaschuztgesetz", "KSG"),
        ("Klimaschuzgestz", "KSG"),
        ("E-Goverment-Gesetz", "EGovG"),
    ],
)
def test_typing_errors_are_understood(typed: str, law: str) -> None:
    found = law_at(f"§ 1 {typed}", 3)
    assert found and (found.law, found.corrected) == (law, True)


@pytest.mark.parametrize(
    "word",
    [
        "Weg",
        "sog.",
        "passt",
        "Passt",
        "Schule",
        "Betrag",
        "genug",
        "Waffen",
        "Kitas",
        "gilt",
        "Bestatter",
        "in so",
    ],
)
def test_ordinary_words_are_no_laws(word: str) -> None:
    assert law_at(f"§ 1 {word}", 3) is None


@pytest.mark.parametrize(
    "law", ["KWKG", "Landesnaturschutzgesetz", "Bundesjagdgesetz", "Landesjagdgesetz", "GemKVO"]
)
def test_other_laws_are_not_corrected(law: str) -> None:
    found = law_at(f"§ 1 {law}", 3)
    assert found and not found.corrected


@pytest.mark.parametrize(
    "text", ["EU-Mittel", "GmbH", "NRW", "ZUSTÄNDIGKEIT", "der Verordnung", "Tagesordnung"]
)
def test_what_only_looks_like_a_law(text: str) -> None:
    assert law_at(f"§ 1 {text}", 3) is None


def test_every_short_form_names_itself() -> None:
    names = known_names()
    for law in {name.law for name in names.of.values()}:
        assert [found.law for found in known_laws(law)] == [law]


def test_no_line_of_the_table_is_lost_to_another() -> None:
    names = known_names()
    for name in names.of.values():
        assert names.of[compared(name.spelling)].law == name.law
        assert law_at(f"§ 1 {name.spelling}", 3) is not None


@needs_official_files
def test_the_official_laws_are_known_by_all_their_names() -> None:
    files = sorted(OFFICIAL.glob("gii-*/*/*.xml"))
    assert len(files) > 100
    for path in files:
        header = next(element for _, element in ElementTree.iterparse(path) if element.tag == "metadaten")
        names = {
            kind: [_text(e) for e in header.findall(kind)]
            for kind in ("amtabk", "jurabk", "kurzue", "langue")
        }
        official = (names["amtabk"] or names["jurabk"])[0]
        for name in (official, *names["kurzue"], *names["langue"]):
            assert named_laws(name)[:1] == (USUAL.get(official, official),), name


@needs_official_files
def test_no_official_abbreviation_is_taken_for_a_typing_error() -> None:
    index = json.loads((OFFICIAL / "gii-meta" / "by-jurabk.json").read_text(encoding="utf-8"))
    toc = (OFFICIAL / "gii-meta" / "gii-toc.xml").read_text(encoding="utf-8")
    short_titles = re.findall(r"<title>([A-ZÄÖÜ][\w-]+)</title>", toc)
    names = [re.sub(r" \d{4}$", "", name) for name in index] + short_titles
    single = {name for name in names if re.fullmatch(r"[\w/-]{2,40}", name)}
    assert len(single) > 5_000
    assert {
        name: found.law for name in single if (found := law_at(f"§ 1 {name}", 3)) and found.corrected
    } == {}


def _text(element: ElementTree.Element) -> str:
    return " ".join("".join(element.itertext()).split())
