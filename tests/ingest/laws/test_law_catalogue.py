"""corpus/sources.toml: what it must name, and how its faults are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import CorpusError
from assistant.german.citations import citations
from assistant.settings import PROJECT
from ingest.laws.catalogue import Law, load_catalogue
from ingest.laws.cited import law_of
from ingest.laws.folder import official_slug
from ingest.sources.provisions import COLUMNS
from ingest.sources.tables import read_table

CORPUS = PROJECT / "corpus"
LAWS = load_catalogue(CORPUS).laws
ENTRY = {
    "slug": '"brunng"',
    "number": '"BJNR000010099"',
    "name": '"BrunnG"',
    "names": '["Brunnengesetz"]',
    "title": '"Gesetz über Brunnen"',
}


def table(folder: Path, text: str) -> Path:
    (folder / "sources.toml").write_text(text, "utf-8")
    return folder


def entry(kind: str = "federal", **values: str) -> str:
    lines = [f"{name} = {value}" for name, value in (ENTRY | values).items() if value]
    return "\n".join([f"[[{kind}]]", *lines, ""])


class TestRealTable:
    def test_it_names_the_federal_laws_and_the_acts_of_the_digests(self) -> None:
        assert sum(not law.european for law in LAWS) >= 60
        catalogue = load_catalogue(CORPUS)
        rows = read_table(CORPUS / "provisions.tsv", COLUMNS)
        other = ("Protokoll", "GO NRW")  # part of a treaty; law of a Land
        unnamed = [
            row["fundstelle"]
            for row in rows
            if row["ebene"] in ("Bund", "EU") and not law_of(row, catalogue)
            if not row["fundstelle"].startswith(other)
        ]
        assert unnamed == []

    @pytest.mark.parametrize("law", LAWS, ids=lambda law: law.slug)
    def test_names_are_those_of_citations(self, law: Law) -> None:
        unit = "Art." if law.european or law.slug == "gg" else "§"
        assert [c.law for c in citations(f"{unit} 1 {law.name}")] == [law.name]

    @pytest.mark.parametrize("law", [law for law in LAWS if not law.european], ids=lambda law: law.slug)
    def test_addresses_follow_the_official_rule(self, law: Law) -> None:
        assert law.slug in {official_slug(name) for name in (law.name, *law.names, _arabic(law.name))}

    def test_numbers_of_acts_fit_their_addresses(self) -> None:
        for law in LAWS:
            if law.european and law.published:
                year, number = law.number[1:5], int(law.number[6:])
                assert law.eli.endswith(f"/{year}/{number}/oj") and law.slug == f"eu-{law.number.lower()}"
                assert not law.version or law.version[1:].startswith(law.number[1:])


def _arabic(name: str) -> str:
    numbers = {"I": "1", "VIII": "8", "X": "10", "XII": "12"}
    book, _, roman = name.partition(" ")
    return f"{book} {numbers.get(roman, roman)}"


class TestReading:
    def test_an_entry_becomes_a_law(self, tmp_path: Path) -> None:
        act = entry(
            "european",
            slug='"eu-32031r0077"',
            number='"32031R0077"',
            name='"VO (EU) 2031/77"',
            eli='"http://x"',
        )
        catalogue = load_catalogue(table(tmp_path, entry() + act))
        assert catalogue.by_number("BJNR000010099") == Law(
            "brunng", "BJNR000010099", "BrunnG", ("Brunnengesetz",), "Gesetz über Brunnen"
        )
        found = catalogue.by_slug("eu-32031r0077")
        assert found and found.european and found.published and catalogue.by_slug("gibtesnicht") is None

    def test_what_is_not_published_is_known_by_name_only(self, tmp_path: Path) -> None:
        act = entry("european", number='"12031E/TXT"', published="false")
        catalogue = load_catalogue(table(tmp_path, act))
        assert len(catalogue.laws) == 1 and catalogue.published == ()

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("[[federal]\n", "sources.toml, Zeile 1: Das ist kein gültiges TOML"),
            ("[[land]]\nslug = 'x'\n", "„land“ ist nicht vorgesehen"),
            ("federal = 3\n", "„federal“ muss als Liste geschrieben sein"),
            ("federal = [3]\n", "[[federal]] Nr. 1 muss aus Zeilen"),
            ("# nichts\n", "Es ist kein Gesetz verzeichnet"),
            (entry(title=""), "[[federal]] Nr. 1 („brunng“): Die Angabe „title“ fehlt"),
            (entry(celex="'x'"), "„celex“ ist nicht vorgesehen"),
            (entry(eli="'x'"), "„eli“ ist nicht vorgesehen"),
            (entry(name="3"), "„name“ muss ein Text"),
            (entry(names='"BrunnG"'), "„names“ muss eine Liste"),
            (entry(slug='"../gwb"'), "„slug“ darf nur"),
            (entry(number='"32031R0077"'), "„32031R0077“ ist keine Dokumentnummer"),
            (entry("european"), "„BJNR000010099“ ist keine CELEX-Nummer"),
            (entry("european", number='"32031R0077"', published="1"), "„published“ muss true oder false"),
            (entry() + entry(slug='"b"', name='"B"'), "„BJNR000010099“ kommt in „number“ doppelt vor"),
            (entry() + entry(number='"BJNR000020099"', name='"B"'), "„brunng“ kommt in „slug“ doppelt vor"),
        ],
    )
    def test_faults_name_file_and_place(self, tmp_path: Path, text: str, says: str) -> None:
        with pytest.raises(CorpusError) as caught:
            load_catalogue(table(tmp_path, text))
        assert "sources.toml" in caught.value.message and says in caught.value.message

    def test_a_missing_table(self, tmp_path: Path) -> None:
        with pytest.raises(CorpusError, match="Die Datei fehlt"):
            load_catalogue(tmp_path)
