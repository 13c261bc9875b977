"""Opens a study file and returns its lines, whatever the format; meaning is given to them later."""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import CorpusError
from ingest.sources.reading import read_utf8

MAX_BYTES = 50_000_000
ANCHOR = "\ufffc"  # stands before the number of a footnote where the format itself marks it
ADVICE = "Erwartet wird die vollständige Studie als TXT (UTF-8), als PDF mit Text oder als DOCX."
_LEAST_CHARACTERS = 200  # fewer on all pages of a PDF: a scan
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_SPELLING = str.maketrans(
    {**_LIGATURES, "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "\u200b": None}
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line that has text.

    `number` counts from 1 over the lines of the file (paragraphs in DOCX, text lines in PDF), `page`
    from 1 where pages are known, `gap` is the number of line breaks before it. `style` is known only
    from DOCX: "heading", "bullet", "quote", "caption", "footnote", "contents" or "paragraph"; such a
    line is a whole paragraph.
    """

    number: int
    text: str
    page: int = 1
    gap: int = 1
    style: str = ""


def read_lines(path: Path) -> list[Line]:
    """The lines of a TXT, PDF or DOCX file, told apart by content, not by name.

    Raises CorpusError that says what was expected: missing, empty, too large, damaged, encrypted or
    scanned files, other formats, text that is not UTF-8.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(8)
    except OSError:
        raise CorpusError(f"Die Datei „{path.name}“ lässt sich nicht lesen. Bitte den Pfad prüfen.") from None
    if size > MAX_BYTES:
        raise CorpusError(f"Die Datei „{path.name}“ ist größer als {MAX_BYTES // 1_000_000} MB. {ADVICE}")
    if start.startswith(b"%PDF"):
        return _pdf_lines(path)
    if start.startswith(b"PK"):
        from ingest.sources.study.word import docx_lines

        return docx_lines(path)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise CorpusError(f"„{path.name}“ hat das alte Word-Format. Bitte in Word als DOCX speichern.")
    return text_lines(read_utf8(path))


def clean(text: str) -> str:
    """The text in the spelling the rest relies on: composed umlauts, no ligatures, plain spaces."""
    return unicodedata.normalize("NFC", text).translate(_SPELLING)


def text_lines(text: str) -> list[Line]:
    """Lines of plain text. A form feed, or a single space before the first word, begins a page."""
    lines: list[Line] = []
    page, last = 1, 0
    for number, raw in enumerate(text.split("\n"), start=1):
        if lines and ("\f" in raw or re.match(r" \S", raw)):
            page += 1
        content = clean(raw.replace("\f", " "))
        if content.strip():
            lines.append(Line(number, content, page, number - last))
            last = number
    return lines


def _pdf_lines(path: Path) -> list[Line]:
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not _opens_without_password(reader):
            raise CorpusError(f"„{path.name}“ ist mit einem Kennwort geschützt. Bitte ohne Schutz speichern.")
        pages = [page.extract_text() for page in reader.pages]
    except CorpusError:
        raise
    except Exception as problem:  # pypdf raises nearly everything on damaged files
        raise CorpusError(f"„{path.name}“ ist beschädigt oder kein lesbares PDF. {ADVICE}") from problem
    lines = _page_lines(pages)
    if sum(len(line.text) for line in lines) < _LEAST_CHARACTERS:
        raise CorpusError(
            f"„{path.name}“ enthält keinen Text, vermutlich ist es ein Scan. "
            "Bitte mit Texterkennung (OCR) speichern oder die TXT-Fassung verwenden."
        )
    return lines


def _opens_without_password(reader: Any) -> bool:
    try:
        return bool(reader.decrypt(""))
    except Exception:  # noqa: BLE001 also where pypdf lacks the cipher: the advice is the same
        return False


def _page_lines(pages: Iterable[str]) -> list[Line]:
    lines: list[Line] = []
    number = last = 0
    for page, text in enumerate(pages, start=1):
        for raw in text.split("\n"):
            number += 1
            content = clean(raw)
            if content.strip():
                lines.append(Line(number, content, page, number - last))
                last = number
    return lines
