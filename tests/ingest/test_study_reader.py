"""The study reader on a made-up study in all formats, and on the real one where it is at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import CorpusError
from assistant.framework import load_framework
from assistant.settings import PROJECT
from ingest.sources.study.document import BlockKind, StudyDocument, load_study, write_study
from ingest.sources.study.lines import read_lines
from ingest.sources.study.reader import read_study
from tests.ingest.made_study import (
    TEXT,
    TITLES,
    assert_reassembles,
    section_texts,
    write_docx,
    write_pdf,
    write_txt,
)

REAL = PROJECT.parent / "shared" / "corpus" / "study.txt"
needs_study = pytest.mark.skipif(not REAL.exists(), reason="die Studie liegt nicht neben dem Projekt")


def printed(path: Path) -> dict[int, str]:
    """The lines of a text file by number, read without the reader."""
    return dict(enumerate(path.read_text(encoding="utf-8").split("\n"), start=1))


def texts(document: StudyDocument, id: str, kind: BlockKind) -> list[str]:
    return [block.text for block in document.section(id).of_kind(kind)]


@pytest.fixture
def made(tmp_path: Path) -> StudyDocument:
    return read_study(write_txt(tmp_path), TITLES)


def test_sections_and_chapters_are_found_past_the_table_of_contents(made: StudyDocument) -> None:
    assert [section.id for section in made.sections] == ["1", "1.1", "2", "2.1", "3", "3.1", "ende"]
    assert made.section("2.1").chapter == "Begriffe rund um das Wasser"
    assert made.section("3").title == TITLES["3"]  # printed on two lines


def test_paragraphs_go_on_across_pages_footnotes_and_hyphens(made: StudyDocument) -> None:
    first, second, last = texts(made, "1.1", BlockKind.PARAGRAPH)
    assert first == (
        "Ein Brunnen versorgt die Gemeinde, und die Wasserversorgung trägt jedes Dorf. Die Wasserversorgung "
        "kostet Geld, sagt die Rechnungsprüfung; das gilt für Strom- und Wassernetze, für Bürger*innen wie "
        "für Commons-öffentliche Träger und für das E-Health-Portal. Danach beginnt ein neuer Gedanke, der "
        "über die Seite geht und erst hier endet."
    )
    assert second == "Der zweite Absatz nennt die 21. Sitzung und zwei Gründe dafür:"
    assert last == "So geht es nach der Liste mit einem eigenen Absatz in voller Länge weiter."


def test_bullets_questions_captions_quotes_and_mottos_have_their_kind(made: StudyDocument) -> None:
    assert texts(made, "1.1", BlockKind.BULLET) == [
        "das Rohr, also die Leitung im Boden, und",
        "der Hahn am Ende.",
    ]
    assert texts(made, "1.1", BlockKind.CAPTION) == ["Abbildung 1: Ein Brunnen"]
    assert texts(made, "2.1", BlockKind.MOTTO) == ["Auf/Zu"]
    assert texts(made, "3.1", BlockKind.MOTTO) == ["Gemeinden sollten kleine Rohre bauen."]
    assert texts(made, "2.1", BlockKind.QUOTE) == [
        "„Wasser ist Leben, und wer daran spart, der spart an allen.“ (Quelle 1999)"
    ]
    assert texts(made, "2.1", BlockKind.QUESTION) == [
        "Wer öffnet den Hahn? Und wer schließt ihn wieder, wenn die Gemeinde über längere Zeit zu viel verbraucht?",
        "Wie teuer darf Wasser sein?",
    ]


def test_footnotes_belong_to_the_section_that_calls_them(made: StudyDocument) -> None:
    (first,) = made.section("1.1").of_kind(BlockKind.FOOTNOTE)
    (second,) = made.section("3.1").of_kind(BlockKind.FOOTNOTE)
    assert (first.number, first.text) == (1, "Diese Fußnote erklärt das Geld und reicht über zwei Zeilen.")
    assert (second.number, second.text) == (2, "Siehe die Tabelle im Anhang.")


def test_page_furniture_is_listed_with_its_reason(made: StudyDocument) -> None:
    reasons: dict[str, list[str]] = {}
    for gone in made.removed:
        reasons.setdefault(gone.reason, []).append(gone.text.strip())
    assert reasons["Seitenzahl"] == ["3", "4", "5"]
    assert len(reasons["Inhaltsverzeichnis"]) == 3
    assert set(reasons["Kolumnentitel"]) == {"Brunnenstudie – Entwurf"}
    assert reasons["Vorspann"] == ["Inhalt"]
    assert reasons["Zwischenüberschrift"] == ["Weiterführende Fragen:"]


def test_nothing_is_lost_and_nothing_is_there_twice(tmp_path: Path, made: StudyDocument) -> None:
    assert_reassembles(made, printed(write_txt(tmp_path)))


def test_form_feeds_soft_hyphens_and_windows_line_ends_make_no_difference(
    tmp_path: Path, made: StudyDocument
) -> None:
    text = TEXT.replace("\n ", "\n\f").replace("Ge-\n\ndanke", "Ge\u00ad\n\ndanke").replace("\n", "\r\n")
    assert section_texts(read_study(write_txt(tmp_path, "\ufeff" + text), TITLES)) == section_texts(made)


def test_single_spaced_text_with_empty_lines_between_paragraphs(tmp_path: Path) -> None:
    text = (
        "1.1 Warum Brunnen wichtig sind\n\nErster Absatz mit Zeilen-\numbruch im Wort,\nhier zu Ende.\n\n"
        "Zweiter Absatz.\n\n2 Begriffe rund um das Wasser\n\n2.1 Offene Leitung\n\nText der Leitung.\n\n"
        "3 Zwei Regeln für Brunnenmeister auf dem Weg zum dauerhaften Betrieb\n\n3.1 Das kleinste Rohr\n\nEnde.\n"
    )
    path = write_txt(tmp_path, text)
    document = read_study(path, {id: title for id, title in TITLES.items() if id != "1"})
    assert texts(document, "1.1", BlockKind.PARAGRAPH) == [
        "Erster Absatz mit Zeilenumbruch im Wort, hier zu Ende.",
        "Zweiter Absatz.",
    ]
    assert_reassembles(document, printed(path))


def test_pdf_gives_the_same_text(tmp_path: Path, made: StudyDocument) -> None:
    path = write_pdf(tmp_path)
    document = read_study(path, TITLES)
    assert section_texts(document) == section_texts(made)
    assert_reassembles(document, {line.number: line.text for line in read_lines(path)})


@pytest.mark.parametrize("styled", [True, False], ids=["heading styles", "numbered headings"])
def test_docx_gives_the_same_text(tmp_path: Path, made: StudyDocument, styled: bool) -> None:
    path = write_docx(tmp_path, made, styled=styled)
    document = read_study(path, TITLES)
    assert section_texts(document) == section_texts(made)
    assert_reassembles(document, {line.number: line.text for line in read_lines(path)})


def test_the_stored_study_is_the_same_again(tmp_path: Path, made: StudyDocument) -> None:
    path = tmp_path / "sources" / "study.json"
    write_study(made, path)
    assert load_study(path) == made
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("damage", [b"", b"{", b'{"format": 2}'])
def test_a_damaged_store_says_what_to_do(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "study.json"
    path.write_bytes(damage)
    with pytest.raises(CorpusError, match="neu importieren"):
        load_study(path)


@pytest.fixture(scope="module")
def titles() -> dict[str, str]:
    framework = load_framework(PROJECT / "corpus" / "framework")
    titles = {chapter.id: chapter.title for chapter in framework.chapters}
    return titles | {section: framework.title(section) for section in framework.sections}


@pytest.fixture(scope="module")
def study(titles: dict[str, str]) -> StudyDocument:
    return read_study(REAL, titles)


@needs_study
class TestRealStudy:
    def test_nothing_is_lost_and_nothing_is_there_twice(self, study: StudyDocument) -> None:
        assert_reassembles(study, printed(REAL))

    def test_parts_are_recognised(self, study: StudyDocument, titles: dict[str, str]) -> None:
        assert [section.id for section in study.sections] == sorted(titles)
        notes = [block.number for section in study.sections for block in section.of_kind(BlockKind.FOOTNOTE)]
        assert notes == [1, 2, 3, 4, 5]
        assert {s.id for s in study.sections if s.of_kind(BlockKind.QUESTION)} == {
            f"2.{n}" for n in range(1, 9)
        }
        assert {s.id for s in study.sections if s.of_kind(BlockKind.MOTTO)} == {
            *(f"2.{n}" for n in range(1, 9)),
            *(f"3.{n}" for n in range(1, 7)),
        }

    def test_hyphens_of_words_stay_and_those_of_the_layout_go(self, study: StudyDocument) -> None:
        text = " ".join(block.text for section in study.sections for block in section.blocks)
        for word in ("Commons-öffentliche", "sozial-ökologischer", "E-Health", "Bürger*innen", "Sich-Einlassen",
                     "Missions-orientierten", "Mensch-Natur-Beziehung", "Für- und Vorsorge", "Bottom-up",
                     "Überlebensfähigkeit", "Leistungsverwaltung", "ökologischen", "Einkaufszone"):  # fmt: skip
            assert word in text, word
        for remains in ("Überlebens-fähigkeit", "Leistungs-verwaltung", "öko-logischen", "Daseins-vorsorge"):
            assert remains not in text, remains

    def test_pdf_and_docx_give_the_same_sections(
        self, tmp_path: Path, study: StudyDocument, titles: dict[str, str]
    ) -> None:
        pdf = read_study(write_pdf(tmp_path, REAL.read_text(encoding="utf-8")), titles)
        assert section_texts(pdf) == section_texts(study)
        for styled in (True, False):
            word = read_study(write_docx(tmp_path, study, styled=styled), titles)
            assert section_texts(word) == section_texts(study)
