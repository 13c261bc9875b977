"""One made-up document in every format, and limits to read it with."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from ingest.sources.documents.document import Format, Limits
from tests.ingest.documents.made_pdf import Printed, Sheet, grid, write_pdf

LIMITS = Limits(max_bytes=5_000_000, max_pages=50, max_chars=500_000, seconds=30, memory_mb=1024)

TITLE = "Badeordnung der Gemeinde Wiesental"
# (heading level, text), ("•", item), ("|", rows); paragraphs have no mark. Headings carry their numbers.
CONTENT: tuple[tuple[object, object], ...] = (
    (1, "1 Grundsätze"),
    ("", "Das Freibad steht allen offen. Die Verwaltung sorgt für saubere Umkleiden und für ausreichend Personal."),
    (2, "1.1 Öffnungszeiten"),
    ("", "Geöffnet ist von Mai bis September täglich von 9 bis 20 Uhr, außer bei Gewitter. Mitzubringen sind:"),
    ("•", "eine Badekappe aus Stoff"),
    ("•", "ein Ausweis mit Lichtbild"),
    (1, "2 Eintritt"),
    ("", "Der Eintritt richtet sich nach dem Alter; über 100 m² Liegefläche sind für Familien reserviert."),
    ("|", (("Wer", "Preis"), ("Kinder", "1 Euro"), ("Erwachsene", "4 Euro"))),
)  # fmt: skip
HEADINGS = tuple(text for mark, text in CONTENT if isinstance(mark, int))


def words(content: object = CONTENT) -> str:
    """Everything that is said below the title, without blanks, bullets and cell borders."""
    said = []
    for mark, text in CONTENT:
        said.append(" ".join(" ".join(row) for row in text) if mark == "|" else str(text))  # type: ignore[attr-defined]
    return "".join(" ".join(said).split())


def pdf() -> bytes:
    """Two pages with running heads and page numbers; a word divided at a line end, another at the page's."""

    def page(number: int, *lines: Printed) -> Sheet:
        head = Printed("Gemeinde Wiesental", top=30, size=8)
        foot = Printed(f"Seite {number} von 2", top=820, size=8)
        return Sheet(lines=(head, *lines, foot))

    first = page(
        1,
        Printed(TITLE, top=90, size=20),
        Printed("1 Grundsätze", top=130, size=15, bold=True),
        Printed("Das Freibad steht allen offen. Die Verwal-", top=160),
        Printed("tung sorgt für saubere Umkleiden und für ausreichend Personal.", top=172),
        Printed("1.1 Öffnungszeiten", top=205, size=12, bold=True),
        Printed("Geöffnet ist von Mai bis September täglich von 9 bis 20", top=750),
    )
    second = page(
        2,
        Printed("Uhr, außer bei Gewitter. Mitzubringen sind:", top=80),
        Printed("• eine Badekappe aus Stoff", top=98),
        Printed("• ein Ausweis mit Licht-", top=110),
        Printed("bild", top=122, left=80),
        Printed("2 Eintritt", top=150, size=15, bold=True),
        Printed("Der Eintritt richtet sich nach dem Alter; über 100 m² Liege-", top=180),
        Printed("fläche sind für Familien reserviert.", top=192),
        *(
            Printed(cell, top=234 + 20 * row, left=75 + 100 * column)
            for row, cells in enumerate((("Wer", "Preis"), ("Kinder", "1 Euro"), ("Erwachsene", "4 Euro")))
            for column, cell in enumerate(cells)
        ),
    )
    ruled = Sheet(lines=second.lines, rules=grid(70, 220, (100, 100), (20, 20, 20)))
    return write_pdf([first, ruled], title=TITLE, changed="D:20240305120000+01'00'")


def docx() -> bytes:
    import docx as word

    document = word.Document()
    document.core_properties.title = TITLE
    document.add_heading(TITLE, 0)
    for mark, text in CONTENT:
        if isinstance(mark, int):
            document.add_heading(str(text), mark)
        elif mark == "|":
            table = document.add_table(3, 2)
            for row, cells in zip(table.rows, text, strict=True):  # type: ignore[call-overload]
                for cell, content in zip(row.cells, cells, strict=True):
                    cell.text = content
        else:
            document.add_paragraph(str(text), style="List Bullet" if mark else None)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def html() -> bytes:
    parts: list[str] = []
    for mark, text in CONTENT:
        if isinstance(mark, int):
            parts.append(f"<h{mark + 1}>{text}</h{mark + 1}>")
        elif mark == "|":
            rows = "".join(
                "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>"
                for row in text  # type: ignore[attr-defined]
            )
            parts.append(f"<table>{rows}</table>")
        elif mark:
            parts.append(f"<ul><li>{text}</li></ul>")
        else:
            parts.append(f"<p>{text}</p>")
    body = "\n".join(parts).replace("m²", "m<sup>2</sup>").replace("Verwaltung", "Verwal&shy;tung")
    return (
        f'<!doctype html><html lang="de"><head><meta charset="utf-8"><title>{TITLE}</title>'
        "<style>p { color: red }</style></head><body><header>Wappen</header><nav><a href='/'>Start</a></nav>"
        f"<main><h1>{TITLE}</h1>{body}</main><script>alert(1)</script><footer>Impressum</footer></body></html>"
    ).encode()


def markdown() -> bytes:
    parts = [f"# {TITLE}"]
    for mark, text in CONTENT:
        if isinstance(mark, int):
            parts.append(f"{'#' * (mark + 1)} {text}")
        elif mark == "|":
            head, *rows = [" | ".join(row) for row in text]  # type: ignore[attr-defined]
            parts.append("\n".join([f"| {head} |", "|---|---|", *(f"| {row} |" for row in rows)]))
        elif mark:
            parts[-1] += f"\n- {text}" if parts[-1].startswith("- ") else f"\n\n- {text}"
        else:
            parts.append(str(text).replace(". ", ".\n"))
    return ("\n\n".join(parts) + "\n").encode()


def text() -> bytes:
    parts = [TITLE]
    for mark, content in CONTENT:
        if mark == "|":
            parts += ["  ".join(row) + "." for row in content]  # type: ignore[attr-defined]
        elif mark == "•":
            parts[-1] += f"\n- {content}"
        else:
            parts.append(str(content).replace("Verwaltung", "Verwal-\ntung").replace("Alter;", "Alter;\n"))
    return ("\r\n\r\n".join(part.replace("\n", "\r\n") for part in parts) + "\r\n").encode("cp1252")


NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("draw", "drawing"),
        ("meta", "meta"),
    )
)


def odt(body: str | None = None, styles: str = "") -> bytes:
    """A Writer file; `body` and `styles` are XML, by default those of the made-up document."""
    parts: list[str] = []
    for mark, text in CONTENT:
        if isinstance(mark, int):
            parts.append(f'<text:h text:outline-level="{mark}">{text}</text:h>')
        elif mark == "|":
            rows = "".join(
                "<table:table-row>"
                + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
                + "</table:table-row>"
                for row in text  # type: ignore[attr-defined]
            )
            parts.append(f"<table:table>{rows}</table:table>")
        elif mark:
            parts.append(f"<text:list><text:list-item><text:p>{text}</text:p></text:list-item></text:list>")
        else:
            parts.append(f"<text:p>{text}</text:p>")
    content = f"<text:p>{TITLE}</text:p>{''.join(parts)}" if body is None else body
    meta = (
        f'<office:document-meta {NAMESPACES} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta>'
        f"<dc:title>{TITLE}</dc:title><dc:date>2024-03-05T10:00:00</dc:date></office:meta></office:document-meta>"
    )
    return zipped(
        mimetype="application/vnd.oasis.opendocument.text",
        **{
            "content.xml": f"<office:document-content {NAMESPACES}><office:automatic-styles>{styles}"
            f"</office:automatic-styles><office:body><office:text>{content}</office:text></office:body>"
            "</office:document-content>",
            "meta.xml": meta,
        },
    )


def epub() -> bytes:
    """The web page as the only chapter behind a table of contents."""
    chapter = html().decode().replace("<!doctype html>", "").replace('<meta charset="utf-8">', "")
    chapter = chapter.replace("<html", '<html xmlns="http://www.w3.org/1999/xhtml"').replace(
        "&shy;", "\u00ad"
    )
    return zipped(
        mimetype="application/epub+zip",
        **{
            "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OEBPS/buch.opf"/></rootfiles></container>',
            "OEBPS/buch.opf": '<package xmlns="http://www.idpf.org/2007/opf"><metadata'
            f' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{TITLE}</dc:title>'
            '<dc:date>2024-03-05</dc:date></metadata><manifest><item id="n" href="nav.xhtml" properties="nav"'
            ' media-type="application/xhtml+xml"/><item id="k" href="text/kapitel%201.xhtml"'
            ' media-type="application/xhtml+xml"/></manifest><spine><itemref idref="n"/><itemref idref="k"/></spine>'
            "</package>",
            "OEBPS/nav.xhtml": "<html><body><ol><li>Kapitel</li></ol></body></html>",
            "OEBPS/text/kapitel 1.xhtml": f'<?xml version="1.0"?>{chapter}',
        },
    )


def zipped(mimetype: str = "", **entries: str | bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()


FORMATS: dict[Format, Callable[[], bytes]] = {
    Format.PDF: pdf,
    Format.DOCX: docx,
    Format.ODT: odt,
    Format.EPUB: epub,
    Format.HTML: html,
    Format.MARKDOWN: markdown,
    Format.TEXT: text,
}
