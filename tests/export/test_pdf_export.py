"""PDF/UA: what assistive technology needs is there."""

from __future__ import annotations

import io
from typing import Any

import pdfplumber
import pypdf
import pytest

from assistant.export.document import Bullets, Heading, Paragraph, Quote, Run, Table, text_runs
from assistant.export.pdf import to_pdf
from tests.export.reading import made, needs_pango, pdf_text

pytestmark = needs_pango


@pytest.fixture(scope="module")
def pdf() -> pypdf.PdfReader:
    document = made(
        Heading(1, "Antwort"),
        Paragraph((Run("Satz "), Run("[1]", link="#quelle-1"))),
        Bullets((text_runs("a"), text_runs("b"))),
        Heading(2, "[1] Studie", anchor="quelle-1"),
        Quote("Worte"),
        Table(("A", "B"), (("1", "2"),), "Übersicht"),
        Paragraph((Run("hier", link="https://a.example/"),)),
        *(Paragraph(text_runs(f"Absatz {n}")) for n in range(60)),
    )
    return pypdf.PdfReader(io.BytesIO(to_pdf(document)))


def tags(element: Any) -> list[str]:
    """Structure tags in reading order."""
    element = element.get_object()
    if not isinstance(element, dict):
        return []
    below = element.get("/K", [])
    below = below if isinstance(below, list) else [below]
    own = [str(element["/S"])] if "/S" in element else []
    return own + [tag for child in below for tag in tags(child)]


def test_title_language_and_dates(pdf: pypdf.PdfReader) -> None:
    root = pdf.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("de", True)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert (pdf.metadata.title, pdf.metadata.subject) == ("Ein Vermerk", "Antwort")
    assert pdf.metadata.creation_date == pdf.metadata.modification_date == made().created
    assert "pdfuaid:part" in root["/Metadata"].get_data().decode()


def test_structure_is_tagged(pdf: pypdf.PdfReader) -> None:
    found = tags(pdf.trailer["/Root"]["/StructTreeRoot"])
    headings = [tag for tag in found if tag in ("/H1", "/H2", "/H3")]
    assert headings == ["/H1", "/H2", "/H3"]
    assert {"/P", "/L", "/LI", "/BlockQuote", "/Table", "/TH", "/TD", "/Link"} <= set(found)


def test_headings_are_bookmarks(pdf: pypdf.PdfReader) -> None:
    assert pdf.outline[0].title == "Ein Vermerk"
    assert pdf.outline[1][0].title == "Antwort"


def test_every_page_has_its_number_and_the_date(pdf: pypdf.PdfReader) -> None:
    assert len(pdf.pages) > 1
    for number, page in enumerate(pdf.pages, 1):
        text = page.extract_text()
        assert f"Seite {number} von {len(pdf.pages)}" in text
        assert "Antwort, 24.11.2026" in text


def test_long_words_stay_on_the_page() -> None:
    word = "W" * 4000
    content = to_pdf(made(Heading(1, word), Paragraph(text_runs(word)), Table(("A",), ((word,),), word)))
    with pdfplumber.open(io.BytesIO(content)) as opened:
        signs = [sign for page in opened.pages for sign in page.chars]
        assert max(sign["x1"] for sign in signs) < opened.pages[0].width - 50  # the margin
    assert sum(sign["text"] == "W" for sign in signs) == 4 * 4000


def test_other_languages_are_named() -> None:
    english = pypdf.PdfReader(io.BytesIO(to_pdf(made(language="en"))))
    assert english.trailer["/Root"]["/Lang"] == "en"


def test_markup_in_the_frame_stays_text() -> None:
    evil = '"><script>x</script>'
    assert evil in pdf_text(to_pdf(made(title=evil, subject=evil)))
