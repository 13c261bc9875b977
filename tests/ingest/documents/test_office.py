"""DOCX and ODT: what office programs compute, hide or keep beside the text."""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from ingest.sources.documents.document import Block, BlockKind
from ingest.sources.documents.reader import read_document
from tests.ingest.documents.made import LIMITS, odt
from tests.ingest.made_study import _add_footnotes, _call_footnote


def read(document: Any) -> tuple[Block, ...]:
    file = io.BytesIO()
    document.save(file)
    return read_document(file.getvalue(), "x", LIMITS).blocks


def told(blocks: tuple[Block, ...]) -> list[str]:
    return [f"{block.label} {block.text}".strip() for block in blocks]


def add_numbering(document: Any, *levels: tuple[str, str], start: int = 1) -> int:
    """A numbering with (format, text) for each level; returns its numId."""
    root = document.part.numbering_part.element
    number = 900 + len(root)
    inner = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (form, text) in enumerate(levels)
    )
    root.insert(
        0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{inner}</w:abstractNum>')
    )
    root.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>')
    )
    return number


def numbered(document: Any, text: str, number: int, depth: int = 0) -> Any:
    paragraph = document.add_paragraph(text)
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')
    )
    return paragraph


def test_numbers_that_word_computes_are_read_as_printed() -> None:
    document = docx.Document()
    law = add_numbering(document, ("decimal", "§ %1"), ("decimal", "(%2)"), ("lowerLetter", "%3)"))
    for text, depth in (("Zweck", 0), ("Erster Absatz.", 1), ("Zweiter Absatz:", 1), ("dies", 2), ("das", 2)):
        numbered(document, text, law, depth)
    numbered(document, "Gebühr", law, 0)
    numbered(document, "Wieder ein erster Absatz.", law, 1)
    blocks = read(document)
    assert told(blocks) == [
        "§ 1 Zweck",
        "(1) Erster Absatz.",
        "(2) Zweiter Absatz:",
        "a) dies",
        "b) das",
        "§ 2 Gebühr",
        "(1) Wieder ein erster Absatz.",
    ]
    kinds = [block.kind for block in blocks]
    assert kinds == [
        BlockKind.HEADING,
        BlockKind.TEXT,
        BlockKind.TEXT,
        BlockKind.ITEM,
        BlockKind.ITEM,
        *kinds[:2],
    ]


def test_compound_and_roman_numbers() -> None:
    document = docx.Document()
    number = add_numbering(document, ("upperRoman", "%1."), ("decimal", "%1.%2"), start=4)
    numbered(document, "vier", number, 0)
    numbered(document, "darunter", number, 1)
    assert told(read(document)) == ["IV. vier", "IV.4 darunter"]


def test_lists_of_styles_have_their_labels() -> None:
    document = docx.Document()
    for text, style in (("eins", "List Number"), ("zwei", "List Number"), ("Punkt", "List Bullet")):
        document.add_paragraph(text, style=style)
    assert told(read(document)) == ["1. eins", "2. zwei", "• Punkt"]


def test_bold_and_numbered_paragraphs_are_headings_where_no_style_makes_any() -> None:
    document = docx.Document()
    for text, bold in (
        ("§ 1 Zweck", False),
        ("Text dazu.", False),
        ("Ausnahmen", True),
        ("Mehr Text.", False),
    ):
        document.add_paragraph().add_run(text).bold = bold
    blocks = read(document)
    assert [block.text for block in blocks if block.kind is BlockKind.HEADING] == ["§ 1 Zweck", "Ausnahmen"]
    assert blocks[-1].path == ("§ 1 Zweck", "Ausnahmen")


def test_what_was_deleted_is_not_read_and_what_was_inserted_is() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Es gilt ")
    inner = f"<w:r {nsdecls('w')}><w:%s>%s</w:%s></w:r>"
    for tag, kind, text in (("del", "delText", "nicht "), ("ins", "t", "immer "), ("moveFrom", "t", "alt ")):
        change = OxmlElement(f"w:{tag}")
        change.append(parse_xml(inner % (kind, text, kind)))
        paragraph._p.append(change)
    assert told(read(document)) == ["Es gilt immer"]


def test_content_controls_and_text_boxes_are_read_once() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Rahmen")
    box = (
        '<w:r {w}><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        "<mc:Choice Requires='wps'><w:txbxContent><w:p><w:r><w:t>Im Kasten</w:t></w:r></w:p></w:txbxContent>"
        "</mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>Im Kasten</w:t></w:r></w:p></w:txbxContent>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    ).format(w=nsdecls("w"))
    paragraph._p.append(parse_xml(box))
    control = parse_xml(
        f"<w:sdt {nsdecls('w')}><w:sdtPr/><w:sdtContent><w:p><w:r><w:t>Im Feld</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    document.element.body.insert(1, control)
    assert told(read(document)) == ["Rahmen", "Im Kasten", "Im Feld"]


def test_footnotes_follow_the_paragraph_that_calls_them() -> None:
    document = docx.Document()
    _call_footnote(document.add_paragraph("Das kostet 100"), 1)
    document.add_paragraph("Danach.")
    _add_footnotes(document, ["Stand 1999."])
    text, note, after = read(document)
    assert text.text == "Das kostet 100¹"
    assert (note.kind, note.label, note.text) == (BlockKind.FOOTNOTE, "1", "Stand 1999.")
    assert after.text == "Danach."


def test_merged_cells_are_told_once_and_frames_are_no_tables() -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Über beide"
    table.cell(1, 0).text, table.cell(1, 1).text = "links\nunten", "rechts"
    frame = document.add_table(1, 1)
    frame.cell(0, 0).text = "Gerahmt"
    told_table, framed = read(document)
    assert (told_table.kind, told_table.text) == (BlockKind.TABLE, "Über beide\nlinks unten | rechts")
    assert (framed.kind, framed.text) == (BlockKind.TEXT, "Gerahmt")


def test_a_table_of_contents_is_left_out() -> None:
    document = docx.Document()
    document.styles.add_style("toc 1", 1)
    document.add_paragraph("Zweck\t3", style="toc 1")
    document.add_heading("Zweck", 1)
    document.add_paragraph("Text.")
    assert told(read(document)) == ["Zweck", "Text."]


def test_word_keeps_its_date() -> None:
    from datetime import datetime

    document = docx.Document()
    document.add_paragraph("Text.")
    document.core_properties.modified = datetime(2024, 2, 29, 12)
    file = io.BytesIO()
    document.save(file)
    assert read_document(file.getvalue(), "x", LIMITS).date == "2024-02-29"


ODT_LIST = (
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1"'
    ' style:num-prefix="(" style:num-suffix=")"/><text:list-level-style-number text:level="2" style:num-format="a"'
    ' style:num-suffix=")"/></text:list-style>'
)


def read_odt(body: str, styles: str = "") -> tuple[Block, ...]:
    return read_document(odt(body, styles), "x", LIMITS).blocks


def test_odt_numbers_its_lists_and_goes_on_where_told() -> None:
    def item(text: str, more: str = "") -> str:
        return f"<text:list-item><text:p>{text}</text:p>{more}</text:list-item>"

    inner = f"<text:list>{item('klein')}{item('kleiner')}</text:list>"
    body = (
        f'<text:list text:style-name="L1">{item("eins")}{item("zwei", inner)}</text:list><text:p>Dazwischen.</text:p>'
        f'<text:list text:style-name="L1" text:continue-numbering="true">{item("drei")}</text:list>'
        f'<text:list text:style-name="L1">{item("neu")}</text:list><text:list>{item("Punkt")}</text:list>'
    )
    assert told(read_odt(body, ODT_LIST)) == [
        *("(1) eins", "(2) zwei", "a) klein", "b) kleiner", "Dazwischen.", "(3) drei", "(1) neu", "• Punkt"),
    ]  # fmt: skip


def test_odt_numbers_its_headings() -> None:
    style = (
        '<text:outline-style><text:outline-level-style text:level="1" style:num-format="1" style:num-prefix="§ "/>'
        '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/></text:outline-style>'
    )
    body = "".join(
        f'<text:h text:outline-level="{level}">{text}</text:h><text:p>Text.</text:p>'
        for level, text in ((1, "Zweck"), (2, "Näheres"), (1, "Gebühr"))
    )
    headings = [block.text for block in read_odt(body, style) if block.kind is BlockKind.HEADING]
    assert headings == ["§ 1 Zweck", "1.1 Näheres", "§ 2 Gebühr"]


def test_odt_leaves_out_what_was_deleted_and_keeps_what_stands_behind_it() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>weg</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        "<text:p>Vor<office:annotation><text:p>Notiz</text:p></office:annotation>her"
        '<text:s text:c="2"/>und<text:line-break/>nachher.</text:p>'
        "<text:table-of-content><text:p>Inhalt</text:p></text:table-of-content>"
    )
    (only,) = read_odt(body)
    assert only.text == "Vorher  und\nnachher."


def test_odt_footnotes_boxes_and_covered_cells() -> None:
    note = "<text:note><text:note-citation>7</text:note-citation><text:note-body><text:p>Siehe Akte.</text:p></text:note-body></text:note>"
    box = "<draw:frame><draw:text-box><text:p>Im Kasten</text:p></draw:text-box></draw:frame>"
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    body = (
        f"<text:p>Das kostet 100{note} Euro.{box}</text:p><table:table><table:table-row>{cell.format('breit')}"
        f"<table:covered-table-cell/></table:table-row><table:table-row>{cell.format('a')}{cell.format('b')}"
        "</table:table-row></table:table>"
    )
    assert told(read_odt(body)) == ["Das kostet 100⁷ Euro.", "7 Siehe Akte.", "Im Kasten", "breit\na | b"]


def test_every_letter_of_the_body_is_read_once() -> None:
    document = docx.Document()
    for n in range(40):
        document.add_paragraph(
            f"Satz Nummer {n} mit eigenem Inhalt.", style="List Bullet" if n % 7 == 0 else None
        )
    table = document.add_table(3, 3)
    for n, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"Zelle {n}"
    source = "".join("".join(node.text or "" for node in document.element.body.iter(qn("w:t"))).split())
    said = "".join("".join(block.text for block in read(document)).replace("|", "").split())
    assert said == source
