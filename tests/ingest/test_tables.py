"""Tables of provisions, practice and everyday wordings: passages, marks and faults."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import CorpusError
from assistant.models import Passage, PassageOrigin, SourceKind
from ingest.sources.everyday import read_wordings
from ingest.sources.practice import read_practice
from ingest.sources.provisions import UNVERIFIED, canonical_citation, read_provisions
from tests.ingest.small_corpus import (
    PRACTICE,
    PRACTICE_COLUMNS,
    PROVISION,
    PROVISION_COLUMNS,
    SECTIONS,
    changed,
    write,
)


def provisions(folder: Path, *rows: str) -> dict[str, Passage]:
    return dict(read_provisions(write(folder, "provisions.tsv", PROVISION_COLUMNS, *rows), SECTIONS))


def practice(folder: Path, *rows: str) -> dict[str, Passage]:
    return dict(read_practice(write(folder, "practice.tsv", PRACTICE_COLUMNS, *rows), SECTIONS))


def provision(**cells: str) -> str:
    return changed(PROVISION, PROVISION_COLUMNS, **cells)


def example(**cells: str) -> str:
    return changed(PRACTICE, PRACTICE_COLUMNS, **cells)


class TestProvisions:
    def test_a_row_becomes_a_digest(self, tmp_path: Path) -> None:
        law = provisions(tmp_path, PROVISION)["N001"]
        assert (law.id, law.kind, law.origin) == ("law/N001", SourceKind.LAW, PassageOrigin.DIGEST)
        assert law.unit == "law:§ 4 Abs. 2 BrunnG" and law.provision == "§ 4 Abs. 2 BrunnG"
        assert law.text == "Gemeinden pflegen Brunnen. Bedeutung: Regelt die Pflege vor Ort."
        assert (law.principles, law.levels, law.measures) == (("3.4", "3.5"), ("2.3",), ("4.3",))
        assert law.stand == "Zuletzt geändert v. 1.2.2025" and law.binds == "Gemeinden"
        assert law.verified and law.note == "" and law.section is None

    def test_rows_nobody_checked_stay_and_are_marked(self, tmp_path: Path) -> None:
        row = provision(verifiziert="nein", hinweis="16 Landesgesetze", link="", stand="")
        law = provisions(tmp_path, row)["N001"]
        assert not law.verified and law.note == f"16 Landesgesetze. {UNVERIFIED}"
        assert law.url is None and law.stand is None

    @pytest.mark.parametrize(
        ("entry", "citation"),
        [
            ("§ 97 Abs. 4 GWB", "§ 97 Abs. 4 GWB"),
            ("Art. 28 Abs. 2 GG", "Art. 28 Abs. 2 GG"),
            ("§ 24 GO NRW (Beispiel): Anregungen", "§ 24 GO NRW"),
            ("§ 44 Abs. 1 und 2 BHO (mit § 23)", "§ 44 Abs. 1 und 2 BHO"),
            ("Art. 4 VO (EU) 2024/1689 (KI-VO)", "Art. 4 VO (EU) 2024/1689"),
            ("Protokoll (Nr. 26) über Dienste", "Protokoll (Nr. 26) über Dienste"),
        ],
    )
    def test_additions_are_no_part_of_the_citation(self, entry: str, citation: str) -> None:
        assert canonical_citation(entry) == citation

    def test_the_title_keeps_the_additions(self, tmp_path: Path) -> None:
        law = provisions(tmp_path, provision(fundstelle="§ 24 GO NRW (Beispiel): Anregungen"))["N001"]
        assert law.title == "§ 24 GO NRW (Beispiel): Anregungen" and law.provision == "§ 24 GO NRW"

    def test_units_stay_unique_when_rows_share_a_citation(self, tmp_path: Path) -> None:
        laws = provisions(tmp_path, PROVISION, provision(id="N002", fundstelle="§ 4 Abs. 2 BrunnG (Pflege)"))
        assert {law.unit for law in laws.values()} == {
            "law:§ 4 Abs. 2 BrunnG N001",
            "law:§ 4 Abs. 2 BrunnG N002",
        }

    @pytest.mark.parametrize(
        ("cells", "says"),
        [
            ({"id": "X1"}, "„X1“ ist keine Kennung"),
            ({"kurzfassung": ""}, "„kurzfassung“ ist leer"),
            ({"verifiziert": "vielleicht"}, "„verifiziert“"),
            ({"prinzipien": "3.4;3.9"}, "„3.9“ in der Spalte „prinzipien“"),
            ({"massnahmen": "3.4"}, "„3.4“ in der Spalte „massnahmen“"),
        ],
    )
    def test_faults_name_file_and_line(self, tmp_path: Path, cells: dict[str, str], says: str) -> None:
        with pytest.raises(CorpusError, match=r"provisions\.tsv, Zeile 2: ") as caught:
            provisions(tmp_path, provision(**cells))
        assert says in caught.value.message

    def test_a_repeated_id(self, tmp_path: Path) -> None:
        with pytest.raises(CorpusError, match="Zeile 3: Die Kennung „N001“ kommt doppelt vor"):
            provisions(tmp_path, PROVISION, PROVISION)


class TestPractice:
    def test_a_row_becomes_an_example(self, tmp_path: Path) -> None:
        found = practice(tmp_path, PRACTICE)["Brunnenbund"]
        assert found.id == "practice/brunnenbund" and found.unit == "practice:Brunnenbund"
        assert found.title == "Brunnenbund, Musterdorf (Land)"
        assert found.text == "Nachbarn pflegen Brunnen. Regeln helfen."
        assert found.locator == "seit 2004; Studie, Abschnitt 3.4 und 4.3" and found.section is None
        assert found.verified

    def test_the_note_says_where_study_and_source_differ_but_lists_no_links(self, tmp_path: Path) -> None:
        found = practice(tmp_path, PRACTICE)["Brunnenbund"]
        assert found.note == "Die Studie nennt 12 Brunnen; der Bericht nennt 14. Stand unklar."

    def test_examples_outside_the_study_and_unchecked_ones(self, tmp_path: Path) -> None:
        row = example(abschnitt="", jahre="", verifiziert="nein", hinweis="", ergebnis_lehre="")
        found = practice(tmp_path, row)["Brunnenbund"]
        assert found.section is None and found.locator == ""
        assert not found.verified and "nicht geprüft" in found.note

    @pytest.mark.parametrize(
        ("cells", "says"),
        [
            ({"name": ""}, "„name“ ist leer"),
            ({"verifiziert": "teils"}, "„verifiziert“"),
            ({"abschnitt": "3.4; 9.9"}, "„9.9“ in der Spalte „abschnitt“"),
            ({"ebenen": "3.4"}, "„3.4“ in der Spalte „ebenen“"),
        ],
    )
    def test_faults_name_file_and_line(self, tmp_path: Path, cells: dict[str, str], says: str) -> None:
        with pytest.raises(CorpusError, match=r"practice\.tsv, Zeile 2: ") as caught:
            practice(tmp_path, example(**cells))
        assert says in caught.value.message

    def test_a_repeated_name(self, tmp_path: Path) -> None:
        with pytest.raises(CorpusError, match="Zeile 3: Das Beispiel „Brunnenbund“ kommt doppelt vor"):
            practice(tmp_path, PRACTICE, PRACTICE)


class TestWordings:
    @pytest.fixture
    def targets(self, tmp_path: Path) -> dict[str, Passage]:
        return provisions(tmp_path, PROVISION)

    def test_wordings_lead_to_their_unit(self, tmp_path: Path, targets: dict[str, Passage]) -> None:
        path = write(tmp_path, "law_1.tsv", "id\tstyle\ttext", "N001\talltag\tWer pflegt „den“ Brunnen?",
                     "", "N001\tenglish\tWho mends the well?")  # fmt: skip
        german, english = read_wordings([path], "id", targets).passages
        assert german.id.startswith("law/N001/alltag-") and len(german.id.rsplit("-")[-1]) == 12
        assert german.unit == "law:§ 4 Abs. 2 BrunnG" and not german.shown
        assert (german.language, english.language) == ("de", "en")
        assert german.principles == ("3.4", "3.5")

    def test_exact_repetitions_are_dropped_and_counted(
        self, tmp_path: Path, targets: dict[str, Passage]
    ) -> None:
        first = write(tmp_path, "law_1.tsv", "id\tstyle\ttext", "N001\talltag\tWer?", "N001\talltag\tWer?")
        second = write(tmp_path, "law_2.tsv", "id\tstyle\ttext", "N001\teinfach\tWer?", "N001\talltag\tWo?")
        wordings = read_wordings([first, second], "id", targets)
        assert [passage.text for passage in wordings.passages] == ["Wer?", "Wo?"]
        assert wordings.duplicates == 2

    def test_a_table_without_styles(self, tmp_path: Path, targets: dict[str, Passage]) -> None:
        path = write(tmp_path, "near.tsv", "id\ttext", "N001\tWas regelt § 4?")
        (wording,) = read_wordings([path], "id", targets, style="fachfrage").passages
        assert wording.style == "fachfrage"

    @pytest.mark.parametrize(
        ("lines", "says"),
        [
            (["id\ttext\tstyle", "N001\tText\talltag"], "Zeile 1: Die Kopfzeile stimmt nicht"),
            (["id\tstyle\ttext", "N001\talltag"], "Zeile 2: Die Zeile hat 2 statt 3 Spalten"),
            (["id\tstyle\ttext", "N001\talltag\t "], "Zeile 2: Die Spalte „text“ ist leer"),
            (["id\tstyle\ttext", "N001\talltag\tGut", "N999\talltag\tText"], "Zeile 3: „N999“"),
            (["id\tstyle\ttext", "N001\tA B\tText"], "Zeile 2: „A B“ ist kein Name einer Stimme"),
        ],
    )
    def test_faults_name_file_and_line(
        self, tmp_path: Path, targets: dict[str, Passage], lines: list[str], says: str
    ) -> None:
        path = write(tmp_path / "everyday", "law_1.tsv", *lines)
        with pytest.raises(CorpusError) as caught:
            read_wordings([path], "id", targets)
        assert caught.value.message.startswith("everyday/law_1.tsv") and says in caught.value.message
