"""Plain text, Markdown, HTML, EPUB: encodings, front matter, lists, what a page has beside its text."""

from __future__ import annotations

import pytest

from ingest.sources.documents.document import Block, BlockKind, Format, Refused
from ingest.sources.documents.encoding import decode
from ingest.sources.documents.reader import read_document
from tests.ingest.documents.made import LIMITS, zipped


def read(data: bytes | str, name: str = "x.txt") -> tuple[Block, ...]:
    raw = data.encode() if isinstance(data, str) else data
    return read_document(raw, name, LIMITS).blocks


def told(blocks: tuple[Block, ...]) -> list[str]:
    return [f"{block.label} {block.text}".strip() for block in blocks]


UMLAUTS = "Müßige Bürger – „schön“ für 5 €.\nZweite Zeile mit äöüß."


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_encodings(encoding: str) -> None:
    assert decode(UMLAUTS.encode(encoding)) == UMLAUTS


def test_line_ends() -> None:
    assert decode(b"a\r\nb\rc\n") == "a\nb\nc\n"


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 4, b"\x00\x01\x02\x03" * 50, b"MZ\x90\x00\x03" + b"\x00" * 60]
)
def test_binary_data_is_no_text(data: bytes) -> None:
    with pytest.raises(Refused, match="Format"):
        decode(data)


def test_pages_of_plain_text() -> None:
    document = read_document(b"Auf dem ersten\fund dem zweiten Blatt.\n\nEnde.", "x.txt", LIMITS)
    assert document.pages == 2
    assert [(block.text, block.page, block.last_page) for block in document.blocks] == [
        ("Auf dem ersten und dem zweiten Blatt.", 1, 2),
        ("Ende.", 2, 2),
    ]


def test_headings_of_plain_text() -> None:
    text = """Satzung über das Bad

Teil 1

§ 1 Zweck

(1) Das Bad dient der Erholung, wie es
(2) im Plan steht.
(3) Näheres regelt der Rat.

Gebühren
========

Sie betragen seit dem
1. Januar 2024 fünf Euro. Davon ausgenommen:

- Kinder
- Schulklassen, die von ihren
  Lehrkräften begleitet werden

1. Antrag

2. Bescheid

ANHANG ZUR SATZUNG

Ende der Satzung.
"""
    blocks = read(text)
    assert [(b.level, b.text) for b in blocks if b.kind is BlockKind.HEADING] == [
        (1, "Satzung über das Bad"),
        (1, "Teil 1"),
        (4, "§ 1 Zweck"),
        (1, "Gebühren"),
        (1, "ANHANG ZUR SATZUNG"),
    ]
    assert told(blocks)[3:5] == [
        "(1) Das Bad dient der Erholung, wie es (2) im Plan steht.",
        "(3) Näheres regelt der Rat.",
    ]
    assert "Sie betragen seit dem 1. Januar 2024 fünf Euro. Davon ausgenommen:" in told(blocks)
    assert told(blocks)[-6:-2] == [
        *("• Kinder", "• Schulklassen, die von ihren Lehrkräften begleitet werden", "1. Antrag", "2. Bescheid"),
    ]  # fmt: skip


def test_a_number_in_a_sentence_is_no_heading() -> None:
    text = "Vorab.\n\nEine Verwaltung, die mit ihren Gemeinden im\n\n21. Jahrhundert plant und handelt\n\nbraucht Zeit."
    assert [block.kind for block in read(text)] == [BlockKind.TEXT] * 2


def test_lines_that_are_paragraphs() -> None:
    long = "Dies ist ein langer Absatz, den jemand in einer einzigen Zeile geschrieben hat, ohne jeden Umbruch vom Anfang bis zum Ende der Zeile."
    assert told(read(f"{long}\nKurz.\n{long}")) == [long, "Kurz.", long]


def test_double_spacing_does_not_cut_sentences() -> None:
    lines = (
        "Ein Satz, der über",
        "mehrere Zeilen geht und",
        "erst hier endet.",
        "Noch ein Satz, der hier",
        "aufhört.",
    )
    assert told(read("\n\n".join(lines))) == [
        "Ein Satz, der über mehrere Zeilen geht und erst hier endet.",
        "Noch ein Satz, der hier aufhört.",
    ]


def test_front_matter_is_no_text() -> None:
    head = "---\ntitel: Ordnung\ngueltig_bis: 2025-12-31\nsichtbarkeit: [Amt 61, Rat]\n---\n"
    for name in ("x.txt", "x.md"):
        document = read_document((head + "Der Text.").encode(), name, LIMITS)
        assert document.stated == {
            "titel": "Ordnung",
            "gueltig_bis": "2025-12-31",
            "sichtbarkeit": ("Amt 61", "Rat"),
        }
        assert told(document.blocks) == ["Der Text."]


def test_text_between_rules_is_no_front_matter() -> None:
    assert "Kein Kopf" in told(read("---\nKein Kopf\n---\nText."))[0]


@pytest.mark.parametrize("head", ["titel: [offen", "titel: {a: b}", "datum: 2024-13-45", "a: &x [*x]"])
def test_broken_front_matter(head: str) -> None:
    with pytest.raises(Refused, match="YAML|kurzer Text"):
        read(f"---\n{head}\n---\nText.")


def test_markdown_keeps_what_is_no_html() -> None:
    blocks = read(
        "Herr <Name> hat 3 < 4 &amp; *viel*<br>getan.<!-- weg -->\n\n3. drei\n4. vier\n\n> Zitat", "x.md"
    )
    assert told(blocks) == ["Herr <Name> hat 3 < 4 & viel\ngetan.", "3. drei", "4. vier", "Zitat"]


def test_text_that_looks_like_markdown_is_read_as_such() -> None:
    assert read_document(b"# Titel\n\nText.", "x.txt", LIMITS).format is Format.MARKDOWN


def test_a_page_without_what_is_around_its_text() -> None:
    page = """<html><body><div role="navigation">Menü</div><div role="main"><h2>Titel</h2>
    <p hidden>versteckt</p><p>Ein <q>Zitat</q>, <del>alt</del>, 10<sup>3</sup>&nbsp;kg&unbekannt;.</p>
    <ol type="a" start="2"><li>zwei<ul><li>Punkt</li></ul></li><li value="9">neun</li></ol>
    <pre>Zeile  1
Zeile 2</pre><table role="presentation"><tr><td>Rahmen</td><td>daneben</td></tr></table>
    <table><caption>Preise</caption><tr><th>A</th><th>B</th></tr><tr><td>1<br>2</td><td>3</td></tr></table>
    <select><option>weg</option></select></div><aside>außerhalb</aside></body></html>"""
    assert told(read(page)) == [
        "Titel",
        "Ein „Zitat“, , 10³ kg&unbekannt;.",
        *("b. zwei", "• Punkt", "i. neun"),
        "Zeile  1\nZeile 2",
        *("Rahmen", "daneben", "Preise", "A | B\n1 2 | 3"),
    ]


def test_declared_encodings_of_pages() -> None:
    page = '<html><head><meta charset="iso-8859-1"></head><body><p>Größe – „gut“</p></body></html>'
    assert told(read(page.encode("cp1252"))) == ["Größe – „gut“"]
    assert told(read(page.replace("iso-8859-1", "gibtsnicht").encode())) == ["Größe – „gut“"]
    assert told(read(page.encode("utf-16"))) == ["Größe – „gut“"]


def test_details_in_a_page() -> None:
    page = (
        '<html><head><meta name="viewport" content="x"><meta name="gültig-bis" content="31.12.2025"></head>'
        "<body><p>Text.</p></body></html>"
    )
    assert read_document(page.encode(), "x", LIMITS).stated == {"gültig-bis": "31.12.2025"}


def test_entities_of_xhtml() -> None:
    page = (
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY eigen "geheim">]>'
        '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>5&nbsp;m&sup2; &eigen;</p></body></html>'
    )
    assert told(read(page)) == ["5 m² &eigen;"]


def test_an_epub_names_a_chapter_that_is_missing() -> None:
    book = zipped(
        mimetype="application/epub+zip",
        **{
            "META-INF/container.xml": '<container><rootfiles><rootfile full-path="b.opf"/></rootfiles></container>',
            "b.opf": '<package><manifest><item id="a" href="../../etc/passwd" media-type="text/html"/></manifest>'
            '<spine><itemref idref="a"/></spine></package>',
        },
    )
    with pytest.raises(Refused, match="beschädigt"):
        read(book)
