"""Damaged and invented files of every format: a document or a German reason, never a crash or a hang.

DOCUMENT_FUZZ sets the number of examples for each reader (10000 for a thorough run).
"""

from __future__ import annotations

import io
import os
import zipfile
from functools import cache

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ingest.sources.documents.document import Format, Refused
from ingest.sources.documents.reader import read_document
from tests.ingest.documents.made import FORMATS, LIMITS

EXAMPLES = int(os.environ.get("DOCUMENT_FUZZ", "100"))
thoroughly = settings(max_examples=EXAMPLES, deadline=10_000, suppress_health_check=list(HealthCheck))
SMALL = LIMITS.model_copy(update={"max_bytes": 1_000_000})
ARCHIVES = (Format.DOCX, Format.ODT, Format.EPUB)
TEXTS = {
    Format.HTML: "<html><body>",
    Format.MARKDOWN: "# Titel\n\n",
    Format.TEXT: "",
}
PIECES = [
    *("<p>", "</p>", "<ul>", "<li>", "</ul>", "<table>", "<tr>", "<td>", "</table>", "<h1>", "<h3>", "</h1>", "<sup>"),
    *("<!--", "-->", "<script>", "&amp;", "&#x0;", "&x;", "<br>", "<pre>", "<main>", "</main>", '<div role="main">'),
    *("# ", "## ", "- ", "1. ", "> ", "| a | b |\n", "|---|---|\n", "```\n", "**", "[a](b)", "    ", "\\", "<Name>"),
    *("§ 1 Zweck", "Teil 1", "(1) ", "1.1 Titel", "a) ", "• ", "=====\n", "-----\n", "---\n", "titel: a\n", "\n", "\n\n"),
    *("Wort ", "Wort-\n", "ÄÖÜ ", "z. B. ", "\f", "\x00", "\x85", "\u2028", "\u00ad\n", "\ud83d", "GROSS\n", " ", "\t"),
]  # fmt: skip


def survives(data: bytes, name: str = "x") -> None:
    """Whatever comes of it is a document with text or a reason in German."""
    try:
        document = read_document(data, name, SMALL)
    except Refused as problem:
        assert problem.message.endswith(".")
    else:
        assert any(block.text for block in document.blocks)
        document.model_dump_json()


@cache
def made(format: Format) -> bytes:
    return FORMATS[format]()


def changed(data: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    """Pieces of the data replaced: (where in thousandths, how much is cut, what is put there)."""
    for place, cut, put in changes:
        start = len(data) * place // 1000
        data = data[:start] + put + data[start + cut :]
    return data


changes = st.lists(
    st.tuples(st.integers(0, 999), st.integers(0, 40), st.binary(max_size=20)), min_size=1, max_size=6
)


@pytest.mark.parametrize("format", FORMATS)
@thoroughly
@given(st.data())
def test_damaged_files(format: Format, data: st.DataObject) -> None:
    survives(changed(made(format), data.draw(changes)))


@pytest.mark.parametrize("format", ARCHIVES)
@thoroughly
@given(st.data())
def test_archives_with_damaged_parts(format: Format, data: st.DataObject) -> None:
    """The archive itself is whole, so that the damage reaches the XML."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made(format))) as old, zipfile.ZipFile(file, "w") as new:
        names = [name for name in old.namelist() if name != "mimetype"]
        chosen = data.draw(st.sampled_from(names))
        damage = data.draw(changes)
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, changed(content, damage) if name == chosen else content)
    survives(file.getvalue())


@pytest.mark.parametrize("format", ARCHIVES)
@thoroughly
@given(st.data())
def test_archives_with_other_elements(format: Format, data: st.DataObject) -> None:
    """Well-formed XML in which elements stand where they should not."""
    from lxml import etree

    file = io.BytesIO()
    parts = {
        Format.DOCX: "word/document.xml",
        Format.ODT: "content.xml",
        Format.EPUB: "OEBPS/text/kapitel 1.xhtml",
    }
    with zipfile.ZipFile(io.BytesIO(made(format))) as old, zipfile.ZipFile(file, "w") as new:
        root = etree.fromstring(old.read(parts[format]))
        nodes = [node for node in root.iter() if isinstance(node.tag, str)]
        for source, target in data.draw(
            st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=12)
        ):
            moved, parent = nodes[source % len(nodes)], nodes[target % len(nodes)]
            if moved is not root and parent not in set(moved.iter()):
                parent.append(moved)
        for name in old.namelist():
            new.writestr(name, etree.tostring(root) if name == parts[format] else old.read(name))
    survives(file.getvalue())


@pytest.mark.parametrize("format", TEXTS)
@thoroughly
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=30)), max_size=60))
def test_invented_texts(format: Format, pieces: list[str]) -> None:
    text = TEXTS[format] + "".join(pieces)
    survives(text.encode("utf-8", errors="surrogatepass"), f"x.{format}")


@thoroughly
@given(
    st.binary(max_size=2000),
    st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\xff\xfe", b"<html>", b"{\\rtf"]),
)
def test_invented_bytes(data: bytes, start: bytes) -> None:
    assume(data)
    survives(start + data)


@thoroughly
@given(st.lists(st.sampled_from([
    b"BT", b"ET", b"/F 12 Tf", b"1 0 0 1 70 700 Tm", b"70 -12 Td", b"(Wort) Tj", b"[(Wo) -900 (rt)] TJ", b"T*",
    b"/P Do", b"/H1 BMC", b"EMC", b"/P <</MCID 0>> BDC", b"q", b"Q", b"0 0 m 90 90 l S", b"10 10 200 50 re S",
    b"0 0 0 0 0 0 cm", b"1e9 0 0 1e9 0 0 cm", b"0 1 -1 0 300 300 Tm", b"3 Tr", b"200 Tz", b"-5 Tc", b"<FFFE> Tj", b"99 Tf",
]), max_size=60))  # fmt: skip
def test_invented_pages(operators: list[bytes]) -> None:
    from tests.ingest.documents.made_pdf import Sheet, write_pdf

    page = write_pdf([Sheet()])
    body = b"\n".join(operators)
    start = page.index(b"<<  /Length")
    end = page.index(b"endobj", start)
    survives(page[:start] + b"<< /Length %d >>\nstream\n%s\nendstream\n" % (len(body), body) + page[end:])
