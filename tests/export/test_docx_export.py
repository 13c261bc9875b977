"""DOCX: real structure, German, properties."""

from __future__ import annotations

import io
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn

from assistant.export.document import Bullets, Heading, Paragraph, Run, Table, text_runs
from assistant.export.docx import to_docx
from tests.export.reading import MOMENT, made

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def word() -> docx.document.Document:
    return docx.Document(
        io.BytesIO(
            to_docx(
                made(
                    Heading(1, "Antwort"),
                    Paragraph((Run("Satz "), Run("[1]", link="#quelle-1"), Run("x", True, True))),
                    Bullets((text_runs("a"), text_runs("b")), ordered=True),
                    Paragraph(text_runs("dazwischen")),
                    Bullets((text_runs("c"),), ordered=True),
                    Bullets((text_runs("d"),)),
                    Heading(3, "[1] Studie", anchor="quelle-1"),
                    Paragraph((Run("hier", link="https://a.example/?x=1&y=2"),)),
                    Table(("A", "B"), (("1", "2"),), "Übersicht"),
                    title="T" * 300,
                )
            )
        )
    )


def test_headings_and_lists_are_styles(word: docx.document.Document) -> None:
    styles = [(p.style.name, p.text) for p in word.paragraphs if p.text]
    assert styles[0] == ("Title", "T" * 300)
    assert ("Heading 1", "Antwort") in styles and ("Heading 3", "[1] Studie") in styles
    assert [text for name, text in styles if name == "List Number"] == ["a", "b", "c"]
    assert ("List Bullet", "d") in styles and ("Caption", "Übersicht") in styles


def test_every_numbered_list_begins_with_one(word: docx.document.Document) -> None:
    numbers = [p._p.pPr.numPr.numId.val for p in word.paragraphs if p.style.name == "List Number"]
    assert numbers[0] == numbers[1] != numbers[2]


def test_references_lead_to_their_source(word: docx.document.Document) -> None:
    links = word.element.body.findall(f".//{W}hyperlink")
    marks = [mark.get(f"{W}name") for mark in word.element.body.findall(f".//{W}bookmarkStart")]
    assert [link.get(f"{W}anchor") for link in links if link.get(f"{W}anchor")] == ["quelle_1"] == marks
    outside = [rel.target_ref for rel in word.part.rels.values() if rel.is_external]
    assert outside == ["https://a.example/?x=1&y=2"]


def test_it_is_german_on_a4(word: docx.document.Document) -> None:
    language = word.styles.element.find(f".//{W}rPrDefault//{W}lang")
    assert language.get(qn("w:val")) == "de-DE"
    section = word.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    foot = section.footer.paragraphs[0].text
    assert foot.startswith("Antwort, 24.11.2026\tSeite ")


def test_properties_say_what_it_is(word: docx.document.Document) -> None:
    properties = word.core_properties
    assert (properties.title, properties.subject, properties.language) == ("T" * 255, "Antwort", "de")
    assert properties.created == properties.modified == MOMENT
    assert properties.comments == ""  # the template's own


def test_the_header_of_a_table_is_one(word: docx.document.Document) -> None:
    rows = word.tables[0].rows
    assert rows[0]._tr.trPr.find(f"{W}tblHeader") is not None
    assert [cell.text for cell in rows[0].cells] == ["A", "B"]


def test_the_archive_names_no_machine() -> None:
    with ZipFile(io.BytesIO(to_docx(made(created=MOMENT.replace(year=1970))))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.create_system for info in archive.infolist()} == {0}
