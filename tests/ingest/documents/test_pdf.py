"""PDF: what the printed page tells, and what of it is no text of the document."""

from __future__ import annotations

import pytest

from ingest.sources.documents.document import BlockKind, OwnDocument, Refused, Scanned
from ingest.sources.documents.reader import read_document
from tests.ingest.documents.made import LIMITS, pdf
from tests.ingest.documents.made_pdf import Printed, Sheet, grid, write_pdf

LONG = "Ein ganzer Satz, der so lang ist, dass er eine Zeile des Blattes füllt und erst hier endet."
GREY = bytes([200]) * 400


def read(*sheets: Sheet, **options: object) -> OwnDocument:
    return read_document(write_pdf(sheets, **options), "x.pdf", LIMITS)  # type: ignore[arg-type]


def column(*texts: str, top: float = 100, left: float = 70, size: float = 10) -> list[Printed]:
    return [Printed(text, top + 12 * n, left, size) for n, text in enumerate(texts)]


def headings(document: OwnDocument) -> list[tuple[int, str]]:
    return [(b.level, b.text) for b in document.blocks if b.kind is BlockKind.HEADING]


def texts(document: OwnDocument, kind: BlockKind = BlockKind.TEXT) -> list[str]:
    return [block.text for block in document.blocks if block.kind is kind]


def test_pages_and_properties() -> None:
    document = read_document(pdf(), "x", LIMITS)
    assert (document.pages, document.date) == (2, "2024-03-05")
    across = next(block for block in document.blocks if block.text.startswith("Geöffnet"))
    assert (across.page, across.last_page) == (1, 2)
    table = next(block for block in document.blocks if block.kind is BlockKind.TABLE)
    assert table.page == 2


def test_running_heads_and_page_numbers_are_left_out() -> None:
    said = "".join(block.text for block in read_document(pdf(), "x", LIMITS).blocks)
    assert "Gemeinde Wiesental" in said  # in the title
    assert said.count("Gemeinde Wiesental") == 1 and "Seite" not in said


def test_a_head_with_a_counted_number_needs_only_two_pages() -> None:
    def sheet(number: int, head: str) -> Sheet:
        return Sheet([Printed(head, 40), *column(f"Text auf Blatt {number}. {LONG}", top=200)])

    sheets = [
        sheet(1, ""),
        sheet(2, "Kapitel 1: Wasser 7"),
        sheet(3, "Ganz anders"),
        sheet(4, "Kapitel 1: Wasser 9"),
    ]
    said = "".join(texts(read(*sheets)))
    assert "Kapitel" not in said and "Ganz anders" in said


def test_a_number_in_the_middle_of_a_page_stays() -> None:
    assert "4711" in "".join(texts(read(Sheet(column("Das Aktenzeichen lautet", "4711", "und bleibt so.")))))


def test_a_table_of_contents_is_left_out() -> None:
    lines = column("Erstes ........... 1", "Zweites .......... 2", "Drittes .......... 3", "Der Text.")
    assert texts(read(Sheet(lines))) == ["Der Text."]


def test_type_sizes_make_levels() -> None:
    document = read(
        Sheet([
            Printed("Ganz groß", 80, size=20),
            Printed("Groß und über zwei", 120, size=14),
            Printed("Zeilen lang", 137, size=14),
            *column(LONG, LONG, top=160),
            Printed("Fett wie ein Titel", 200, bold=True),
            *column(LONG, top=220),
            Printed("Fett, aber ein Satz mit Punkt.", 250, bold=True),
        ])
    )  # fmt: skip
    assert headings(document) == [
        (1, "Ganz groß"),
        (2, "Groß und über zwei Zeilen lang"),
        (3, "Fett wie ein Titel"),
    ]
    assert "Fett, aber ein Satz mit Punkt." in texts(document)


def test_bookmarks_make_headings_of_ordinary_type() -> None:
    sheet = Sheet(
        [*column("Vom Wasser"), *column(LONG, top=130), *column("Vom Feuer", top=160), *column(LONG, top=180)]
    )
    assert headings(read(sheet, bookmarks=[("Vom Wasser", 1), ("Vom Feuer", 1)])) == [
        (1, "Vom Wasser"),
        (1, "Vom Feuer"),
    ]


def test_tags_make_headings_and_drop_artifacts() -> None:
    sheet = Sheet([
        Printed("Nur auf dieser Seite", 40, tag="Artifact"),
        Printed("Vom Wasser", 100, tag="H2"),
        Printed(LONG, 120, tag="P"),
    ])  # fmt: skip
    document = read(sheet)
    assert headings(document) == [(2, "Vom Wasser")]
    assert texts(document) == [LONG]


def test_without_typography_numbers_make_headings() -> None:
    sheet = Sheet([
        *column("§ 1 Zweck"), *column(LONG, LONG, top=130), *column("§ 2 Gebühr", top=180), *column(LONG, top=210),
    ])  # fmt: skip
    assert [text for _, text in headings(read(sheet))] == ["§ 1 Zweck", "§ 2 Gebühr"]


def test_columns_are_read_one_after_the_other() -> None:
    left = column("Links beginnt der", "Text und endet", "in der Mitte.", left=60)
    right = column("Rechts geht es", "danach weiter.", left=320)
    said = " ".join(texts(read(Sheet([*left, *right]))))
    assert said == "Links beginnt der Text und endet in der Mitte. Rechts geht es danach weiter."


def test_a_jumbled_file_is_read_by_place() -> None:
    lines = column(*(f"Zeile {n} steht an ihrem Ort." for n in range(30)))
    said = " ".join(texts(read(Sheet(lines[::-1]))))
    assert said.index("Zeile 3 ") < said.index("Zeile 17 ") < said.index("Zeile 29 ")


def test_footnotes_do_not_break_the_sentence_over_the_page() -> None:
    first = Sheet([
        *column(LONG, LONG, LONG, LONG), Printed("Der Satz mit der Marke", 740), Printed("1", 736, left=175, size=6),
        Printed("1 Siehe die Akte der Ge-", 780, size=7), Printed("meinde von 1999.", 788, size=7),
    ])  # fmt: skip
    second = Sheet(column("geht hier weiter und endet.", LONG, LONG))
    document = read(first, second)
    assert any("mit der Marke¹ geht hier weiter" in text for text in texts(document))
    (note,) = (block for block in document.blocks if block.kind is BlockKind.FOOTNOTE)
    assert (note.label, note.text, note.page) == ("1", "Siehe die Akte der Gemeinde von 1999.", 1)


def test_words_divided_at_line_ends_are_joined_and_other_hyphens_stay() -> None:
    sheet = Sheet(
        column(
            "Die Start-up-Szene und die Haus-", "haltsmittel für Strom- und", "Wasser-", "und Abwassernetze."
        )
    )
    assert texts(read(sheet)) == [
        "Die Start-up-Szene und die Haushaltsmittel für Strom- und Wasser- und Abwassernetze."
    ]


def test_a_frame_around_text_is_no_table() -> None:
    sheet = Sheet(column("Ein Hinweis im Kasten.", top=120), rules=grid(60, 100, (400,), (40,)))
    assert texts(read(sheet)) == ["Ein Hinweis im Kasten."]


def test_cells_keep_their_lines_together() -> None:
    lines = [
        Printed("Ort", 115, 75), Printed("Gebühr", 115, 175),
        Printed("Wiesen-", 135, 75), Printed("tal", 147, 75), Printed("12,50", 135, 175),
        Printed("Danach.", 300),
    ]  # fmt: skip
    document = read(Sheet(lines, rules=grid(70, 100, (100, 100), (20, 35))))
    assert texts(document, BlockKind.TABLE) == ["Ort | Gebühr\nWiesental | 12,50"]
    assert texts(document) == ["Danach."]


def test_a_scan_is_refused() -> None:
    scan = Sheet(picture=GREY, size=(20, 20))
    with pytest.raises(Scanned, match="Texterkennung"):
        read(scan, Sheet(lines=[Printed("Stempel", 50)], picture=GREY, size=(20, 20)))


def test_pages_without_text_are_told_or_recognised() -> None:
    sheets = [Sheet(column(LONG, "Ein kurzer Satz.")), Sheet(picture=GREY, size=(20, 20))]
    assert read(*sheets).without_text == (2,)
    document = read_document(
        write_pdf(sheets), "x", LIMITS, recognise=lambda number: f"Blatt {number} liest sich."
    )
    assert (document.without_text, document.recognised) == ((), (2,))
    assert [(block.text[-6:], block.page) for block in document.blocks] == [(" Satz.", 1), (" sich.", 2)]


def test_too_many_pages() -> None:
    with pytest.raises(Refused, match="mehr als 50 Seiten"):
        read(*[Sheet(column("Blatt"))] * 51)


def test_titles_of_programs_are_no_titles() -> None:
    from ingest.documents.intake import proper_title

    assert proper_title("Microsoft Word - Satzung_final.docx") == ""
    assert proper_title("Unbenannt 1") == ""
    assert proper_title("Microsoft Word - Gebührensatzung") == "Gebührensatzung"
