"""Files that cannot be taken in: each is refused with a line that says why, none crashes a reader."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from ingest.sources.documents.document import BlockKind, Format, Limits, Refused
from ingest.sources.documents.reader import read_document
from tests.ingest.documents.made import FORMATS, LIMITS, NAMESPACES, docx, odt, pdf, zipped
from tests.ingest.documents.made_pdf import Printed, Sheet, write_pdf

WORD_TYPES = '<Types><Override ContentType="application/{}"/></Types>'


def refused(data: bytes, name: str = "x", limits: Limits = LIMITS) -> str:
    with pytest.raises(Refused) as caught:
        read_document(data, name, limits)
    return caught.value.message


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "leer"),
        (b" \n\t\r\n", "leer"),
        (b"\xef\xbb\xbf", "keinen Text"),
        (b"...\n---\n", "keinen Text"),
        (b"\x89PNG\r\n\x1a\n\0\0", "ein Bild"),
        (b"\xff\xd8\xff\xe0" + b"x" * 50, "ein Bild"),
        (b"{\\rtf1\\ansi Text}", "RTF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "altes Office-Format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "Kennwort"),
        (b"\x1f\x8b\x08\0rest", "Archiv"),
        (b"PK\x03\x04kaputt", "beschädigt"),
        (b"%PDF-1.7\nnichts weiter", "beschädigt"),
        (b"\x7fELF" + bytes(range(256)) * 8, "wird nicht gelesen"),
        (b"<html><body><nav>nur das</nav></body></html>", "keinen Text"),
    ],
)
def test_no_document(data: bytes, says: str) -> None:
    assert says in refused(data)


@pytest.mark.parametrize(
    ("entries", "says"),
    [
        ({"a.txt": "Text"}, "Archiv"),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, "Tabelle oder Präsentation"),
        ({"[Content_Types].xml": WORD_TYPES.format("x.spreadsheetml.sheet.main+xml")}, "Tabelle oder Präsentation"),
        ({"[Content_Types].xml": WORD_TYPES.format("vnd.ms-word.document.macroEnabled.main+xml")}, "Makros"),
        ({"[Content_Types].xml": WORD_TYPES.format("x.wordprocessingml.document.main+xml")}, "beschädigt"),
        ({"mimetype": "application/epub+zip", "x": "y"}, "beschädigt"),
        ({"mimetype": "application/vnd.oasis.opendocument.text", "x": "y"}, "beschädigt"),
    ],
)  # fmt: skip
def test_archives_that_are_no_document(entries: dict[str, str], says: str) -> None:
    assert says in refused(zipped(**entries))


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_is_read_under_a_wrong_name(format: Format) -> None:
    for name in ("x.pdf", "x.docx", "x.exe", "ohne", "x.html\n.txt"):
        assert read_document(FORMATS[format](), name, LIMITS).format is format


@pytest.mark.parametrize("make", [pdf, docx, odt])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_cut_off_files(make: Callable[[], bytes], share: float) -> None:
    data = make()
    try:
        document = read_document(data[: int(len(data) * share)], "x", LIMITS)
    except Refused as problem:
        assert problem.message
    else:
        assert document.blocks  # a PDF can be readable up to where it was cut


def test_a_pdf_with_a_password() -> None:
    from pypdf import PdfReader, PdfWriter

    for algorithm in ("RC4-128", "AES-256"):
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
        writer.encrypt("geheim", algorithm=algorithm)
        file = io.BytesIO()
        writer.write(file)
        assert "Kennwort" in refused(file.getvalue())


def test_a_pdf_that_only_forbids_printing_is_read() -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    writer.encrypt("", "eigentümer", algorithm="AES-128")
    file = io.BytesIO()
    writer.write(file)
    assert read_document(file.getvalue(), "x", LIMITS).pages == 2


def test_an_encrypted_odt() -> None:
    manifest = '<manifest:manifest xmlns:manifest="x"><manifest:encryption-data/></manifest:manifest>'
    book = zipped(
        mimetype="application/vnd.oasis.opendocument.text",
        **{"META-INF/manifest.xml": manifest, "content.xml": b"\x93\x12"},
    )
    assert "Kennwort" in refused(book)


def test_an_encrypted_archive() -> None:
    data = bytearray(docx())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        start = archive.start_dir
    data[start + 8] |= 1  # the flag of the first entry in the directory
    assert "Kennwort" in refused(bytes(data))


def replaced(data: bytes, name: str, content: bytes) -> bytes:
    """An archive with one entry replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, content if entry == name else old.read(entry))
    return file.getvalue()


BOMB = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (c + 1, b"&%c;" % c * 10) for c in range(97, 106))
    + b"]>"
)


def test_entity_bombs_do_not_go_off() -> None:
    content = f"<office:document-content {NAMESPACES}><office:body><office:text><text:p>Text &j;</text:p></office:text></office:body></office:document-content>"
    try:
        document = read_document(replaced(odt(), "content.xml", BOMB + content.encode()), "x", LIMITS)
    except Refused:
        pass
    else:
        assert document.characters < 100
    word = (
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
        b"<w:t>Text &j;</w:t></w:r></w:p></w:body></w:document>"
    )
    try:
        document = read_document(replaced(docx(), "word/document.xml", BOMB + word), "x", LIMITS)
    except Refused:
        pass
    else:
        assert document.characters < 100


def test_entities_fetch_nothing() -> None:
    outside = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    content = f"<office:document-content {NAMESPACES}><office:body><office:text><text:p>Text &f;.</text:p></office:text></office:body></office:document-content>"
    (block,) = read_document(replaced(odt(), "content.xml", outside + content.encode()), "x", LIMITS).blocks
    assert block.text.startswith("Text") and len(block.text) < 10


def test_archives_that_unpack_without_end() -> None:
    bomb = replaced(docx(), "word/document.xml", b" " * (9 * LIMITS.max_bytes))
    assert len(bomb) < 200_000
    assert "entpackt" in refused(bomb)


@pytest.mark.parametrize("tag", ["div", "b", "ul", "table"])
def test_deep_nesting(tag: str) -> None:
    page = f"<html><body>{f'<{tag}>' * 60_000}Text{f'</{tag}>' * 60_000}"
    try:
        assert read_document(page.encode(), "x", LIMITS).blocks
    except Refused as problem:
        assert "verschachtelt" in problem.message or "keinen Text" in problem.message


def test_deep_nesting_in_other_formats() -> None:
    deep = "<text:section>" * 5000 + "<text:p>Text</text:p>" + "</text:section>" * 5000
    assert refused(odt(deep))
    assert read_document(("> " * 30 + "Text").encode(), "x.md", LIMITS).blocks
    assert refused(("> " * 3000 + "Text").encode(), "x.md")


def test_too_much_text() -> None:
    small = LIMITS.model_copy(update={"max_chars": 100})
    assert "mehr als 100 Zeichen" in refused(b"Wort " * 50, limits=small)


def test_strange_characters_do_not_get_through() -> None:
    document = read_document(
        "Ein\u200b Text\x07 mit\ufffc \ue000Zeichen\ufeff und\u00ad\U0001f600.".encode(), "x", LIMITS
    )
    assert document.blocks[0].text == "Ein Text mit Zeichen und\U0001f600."


def test_fonts_without_meaning() -> None:
    """pdfminer writes "(cid:7)" for glyphs that no table explains."""
    sheet = Sheet([Printed("(cid:7)(cid:8)(cid:9) a" * 3, 100 + 12 * n) for n in range(5)])
    assert "nicht entschlüsseln" in refused(write_pdf([sheet]))


def test_a_heading_without_end_is_text() -> None:
    (block,) = read_document(f"<html><h1>{'Wort ' * 200}</h1>".encode(), "x", LIMITS).blocks
    assert block.kind is BlockKind.TEXT
