"""A small made-up study as TXT, PDF and DOCX, and the proof that a reading of it lost nothing."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from ingest.sources.study.document import BlockKind, StudyDocument

TITLES = {
    "1": "Ausgangslage",
    "1.1": "Warum Brunnen wichtig sind",
    "2": "Begriffe rund um das Wasser",
    "2.1": "Offene Leitung",
    "3": "Zwei Regeln für Brunnenmeister auf dem Weg zum dauerhaften Betrieb",
    "3.1": "Das kleinste Rohr",
}

# As a PDF extraction looks: every line followed by an empty one, a blank before the first word of a
# page, running heads, page numbers, footnotes set closer, hyphens of the old layout inside words.
TEXT = """Brunnenstudie – Entwurf
 Inhalt
1. Ausgangslage ........ 3
1.1. Warum Brunnen wichtig sind ........ 3
2. Begriffe rund um das Wasser ........ 4
 Brunnenstudie – Entwurf

1. Ausgangslage

1.1. Warum Brunnen wichtig sind

Ein Brunnen versorgt die Gemeinde, und die Wasserversorgung trägt jedes

Dorf. Die Wasser-versorgung kostet Geld, sagt die Rechnungs-

prüfung; das gilt für Strom- und Wassernetze, für Bürger*innen wie für

Commons-öffentliche Träger und für das E-Health-Portal.1 Danach beginnt

ein neuer Ge-

danke, der über die Seite geht und

1 Diese Fußnote erklärt das Geld und
reicht über zwei Zeilen.
3
 Brunnenstudie – Entwurf

erst hier endet.

Der zweite Absatz nennt die 21. Sitzung und zwei Gründe dafür:

• das Rohr, also die Lei-

tung im Boden, und

• der Hahn am Ende.

So geht es nach der Liste mit einem eigenen Absatz in voller Länge weiter.

Abbildung 1: Ein Brunnen

2. Begriffe rund um das Wasser

Dieses Kapitel führt in die sozial-ökologische Sprache der Brunnen ein.

2.1. Offene Leitung

Auf/Zu

Eine Leitung ist nie ganz offen.
4
 Brunnenstudie – Entwurf

„Wasser ist Leben, und wer daran spart, der spart an allen.“ (Quelle 1999)

Weiterführende Fragen:

• Wer öffnet den Hahn?

Und wer schließt ihn wieder, wenn die Gemeinde über längere Zeit zu viel

verbraucht?

• Wie teuer darf Wasser sein?

3. Zwei Regeln für Brunnenmeister auf dem Weg zum

dauerhaften Betrieb

Vor den Regeln steht ein Satz.

3.1. Das kleinste Rohr

Gemeinden sollten kleine Rohre bauen.

Kleine Rohre genügen oft, und die öko-

logische Bilanz ist gut; die ökologischen Folgen großer Rohre sind es nicht.2

2 Siehe die Tabelle im Anhang.
5
 Literaturverzeichnis

Brunner, Hans: Rohre und Regeln. 2001.
"""


def write_txt(folder: Path, text: str = TEXT) -> Path:
    path = folder / "studie.txt"
    path.write_text(text, encoding="utf-8")
    return path


def write_pdf(folder: Path, text: str = TEXT) -> Path:
    """The pages of `text` as a PDF, one printed line per line, without the empty ones."""
    pages = [
        [line.strip() for line in page.split("\n") if line.strip()] for page in re.split(r"\n (?=\S)", text)
    ]
    bodies = []
    for lines in pages:
        shown = b" T* ".join(b"(" + _escaped(line) + b") Tj" for line in lines)
        bodies.append(b"BT /F1 8 Tf 9 TL 30 820 Td " + shown + b" ET")
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for n, body in enumerate(bodies):
        page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"{page} /Contents {5 + 2 * n} 0 R >>".encode())
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(body), body))
    path = folder / "studie.pdf"
    path.write_bytes(_pdf_file(objects))
    return path


def _escaped(line: str) -> bytes:
    return line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _pdf_file(objects: list[bytes]) -> bytes:
    file, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(file))
    return file + head + table + tail


def write_docx(folder: Path, document: StudyDocument, *, styled: bool = True) -> Path:
    """A read study as a Word file: with heading and list styles, or plain with printed numbers and bullets.

    Footnotes become real ones, called at the end of the first paragraph of their section.
    """
    import docx

    word = docx.Document()
    notes: list[str] = []
    for section in document.sections:
        level = 2 if "." in section.id else 1
        if styled:
            word.add_heading(section.title, level)
        else:
            word.add_paragraph(f"{section.id}. {section.title}" if section.id != "ende" else section.title)
        called = list(section.of_kind(BlockKind.FOOTNOTE))
        asking = False
        for block in section.blocks:
            if block.kind is BlockKind.FOOTNOTE:
                continue
            if block.kind is BlockKind.QUESTION and not asking:
                asking = bool(word.add_paragraph("Weiterführende Fragen:"))
            listed = block.kind in (BlockKind.BULLET, BlockKind.QUESTION)
            text = f"• {block.text}" if listed and not styled else block.text
            paragraph = word.add_paragraph(text, style="List Bullet" if listed and styled else None)
            while called and block.kind is BlockKind.PARAGRAPH:
                notes.append(called.pop(0).text)
                _call_footnote(paragraph, len(notes))
    if notes:
        _add_footnotes(word, notes)
    path = folder / ("styled.docx" if styled else "plain.docx")
    word.save(str(path))
    return path


_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _call_footnote(paragraph, number: int) -> None:  # type: ignore[no-untyped-def]
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), str(number))
    paragraph.add_run()._r.append(reference)


def _add_footnotes(word, notes: list[str]) -> None:  # type: ignore[no-untyped-def]
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    inner = "".join(
        f'<w:footnote w:id="{n}"><w:p><w:r><w:t>{note.replace("&", "&amp;")}</w:t></w:r></w:p></w:footnote>'
        for n, note in enumerate(notes, start=1)
    )
    xml = f'<w:footnotes xmlns:w="{_NAMESPACE}">{inner}</w:footnotes>'.encode()
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, xml, word.part.package)
    word.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def assert_reassembles(document: StudyDocument, lines: dict[int, str]) -> None:
    """Every source character but white space is in one heading, block or removal, once and in order.

    `lines` are the source lines by number, as printed.
    """
    removed = {(gone.line, gone.column + n) for gone in document.removed for n in range(len(gone.text))}
    for gone in document.removed:
        assert lines[gone.line][gone.column : gone.column + len(gone.text)] == gone.text
        assert gone.reason

    def kept(number: int) -> str:
        chars = [char for column, char in enumerate(lines[number]) if (number, column) not in removed]
        return "".join("".join(chars).split())

    used: Counter[int] = Counter()
    running: list[int] = []
    for section in document.sections:
        used.update(section.lines)
        heading = "".join(kept(number) for number in section.lines)
        assert heading.endswith("".join(section.title.split()))
        running += section.lines
        for block in section.blocks:
            used.update(block.lines)
            assert "".join(kept(number) for number in block.lines) == "".join(block.text.split())
            if block.kind not in (BlockKind.FOOTNOTE, BlockKind.CAPTION):
                running += block.lines
    assert running == sorted(running)
    assert all(times == 1 for times in used.values())
    for number in lines.keys() - used.keys():
        assert not kept(number), f"Zeile {number} fehlt"


def section_texts(document: StudyDocument) -> dict[str, dict[str, str]]:
    """Per section and kind of block its text without white space, for comparing formats."""
    return {
        section.id: {
            kind.value: "".join("".join(block.text.split()) for block in section.of_kind(kind))
            for kind in BlockKind
        }
        for section in document.sections
    }
