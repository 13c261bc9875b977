"""Reads exported files back, as a reader would see them, and texts that try to be more than text."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import docx
import pypdf
import pytest
from markdown_it import MarkdownIt

from assistant.export.document import Block, Document

MOMENT = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)
HOSTILE = (
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "&lt;b&gt; &amp; &#60;",
    "]]></w:t></w:r><w:r><w:t>",
    "**fett** _kursiv_ `code` ~~weg~~",
    "# keine Überschrift",
    "- kein Punkt",
    "1. keine Nummer",
    "> kein Zitat",
    "| keine | Tabelle |",
    "---",
    "===",
    "```",
    "[Link](https://boese.example)",
    "![Bild](https://boese.example/x.png)",
    "[1](https://boese.example)",
    "[1]: https://boese.example",
    "<https://boese.example>",
    "{{ 7 * 7 }} {% raw %}",
    "javascript:alert(1)",
    "שלום עולם und مرحبا بالعالم",
    "W" * 4000,
)


def _is_installed() -> bool:
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):
        return False
    return True


needs_pango = pytest.mark.skipif(
    not _is_installed(), reason="Pango fehlt (apt-get install libpangoft2-1.0-0)"
)
FORMAT_NAMES = ("md", "docx", pytest.param("pdf", marks=needs_pango))


def made(*blocks: Block, title: str = "Ein Vermerk", **changes: Any) -> Document:
    fields = {"title": title, "subject": "Antwort", "created": MOMENT, "blocks": blocks}
    return Document(**{**fields, **changes})


def markdown_text(content: bytes) -> str:
    """What a Markdown reader shows; fails on anything active."""
    seen = []
    for token in MarkdownIt("commonmark").enable("table").parse(content.decode()):
        assert token.type not in ("html_block", "fence", "code_block", "hr")
        for child in token.children or ():
            assert child.type not in ("html_inline", "image", "code_inline")
            seen.append("\n" if child.type.endswith("break") else child.content)
        seen.append("\n")
    return "".join(seen)


def docx_text(content: bytes) -> str:
    word = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in word.paragraphs] + cells)


def pdf_text(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


READERS: Mapping[str, Callable[[bytes], str]] = {"md": markdown_text, "docx": docx_text, "pdf": pdf_text}


def squeezed(text: str) -> str:
    """Without blanks: where lines break is a matter of the format."""
    return "".join(text.split())
