"""Reads the paragraphs of a DOCX file with their styles, footnotes beside their place of reference."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from assistant.errors import CorpusError
from ingest.sources.study.lines import ADVICE, ANCHOR, MAX_BYTES, Line, clean

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_STYLES = (
    ("heading", r"heading|überschrift|title|titel"),
    ("contents", r"toc|verzeichnis|inhaltsverzeichnis"),
    ("caption", r"caption|beschriftung"),
    ("quote", r"quote|intense quote|zitat|intensives zitat"),
    ("bullet", r"list|listen|aufzählung"),
)
_LONG = 120  # characters; a text without longer paragraphs was converted line by line


def docx_lines(path: Path) -> list[Line]:
    """One Line per paragraph, a footnote's text as a line of style "footnote" after its paragraph.

    Files in which every printed line became a paragraph (converters do that) get no styles, so that
    they are treated like plain text. Raises CorpusError for files that are no readable DOCX.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > 4 * MAX_BYTES:
                raise CorpusError(f"„{path.name}“ ist entpackt zu groß. {ADVICE}")
        import docx

        document = docx.Document(str(path))
        footnotes = note_texts(document)
        paragraphs = list(_paragraphs(document, footnotes))
    except CorpusError:
        raise
    except Exception as problem:  # python-docx, lxml and zipfile each have their own errors
        raise CorpusError(f"„{path.name}“ ist beschädigt oder kein lesbares DOCX. {ADVICE}") from problem
    lines = [
        Line(number, clean(text), style=style) for number, (style, text) in enumerate(paragraphs, start=1)
    ]
    whole = any(len(line.text) > _LONG for line in lines if line.style == "paragraph")
    return lines if whole else [Line(line.number, line.text) for line in lines]


def _paragraphs(document: Any, footnotes: dict[str, str]) -> Iterator[tuple[str, str]]:
    names = {style.style_id: (style.name or "").lower() for style in document.styles}
    count = 0
    for paragraph in document.element.body.iter(_W + "p"):
        if next(paragraph.iterancestors(FALLBACK), None) is not None:
            continue  # the same text box once more, for old programs
        text, references = paragraph_text(paragraph)
        notes = []
        for id in references:
            count += 1
            text = text.replace(ANCHOR, f"\0{count}", 1)
            notes.append(("footnote", f"{count} {footnotes.get(id, '')}"))
        text = text.replace("\0", ANCHOR)
        if text.strip():
            yield _style(paragraph, names), text
            yield from notes


def paragraph_text(paragraph: Any) -> tuple[str, list[str]]:
    """Text of one paragraph without nested text boxes; footnote references are ANCHOR, their ids listed."""
    pieces, references = [], []
    for node in paragraph.iter():
        if node is paragraph or next(node.iterancestors(_W + "p"), None) is not paragraph:
            continue
        match str(node.tag).removeprefix(_W):
            case "t":
                pieces.append(node.text or "")
            case "tab" if node.getparent().tag == _W + "r":
                pieces.append(" ")
            case "br" | "cr":
                pieces.append("\n")
            case "noBreakHyphen":
                pieces.append("-")
            case "softHyphen":
                pieces.append("\u00ad")
            case "footnoteReference":
                pieces.append(ANCHOR)
                references.append(node.get(_W + "id"))
    return "".join(pieces), references


def _style(paragraph: Any, names: dict[str, str]) -> str:
    properties = paragraph.find(_W + "pPr")
    chosen = properties.find(_W + "pStyle") if properties is not None else None
    name = names.get(chosen.get(_W + "val"), "") if chosen is not None else ""
    for style, pattern in _STYLES:
        if re.match(pattern, name):
            return style
    numbered = properties is not None and properties.find(_W + "numPr") is not None
    return "bullet" if numbered else "paragraph"


def note_texts(document: Any, kind: Literal["footnote", "endnote"] = "footnote") -> dict[str, str]:
    """Texts of the footnotes or endnotes by id, from their part if there is one."""
    from docx.oxml import parse_xml

    for relation in document.part.rels.values():
        if relation.reltype.endswith(f"/{kind}s"):
            root = parse_xml(relation.target_part.blob)
            return {
                note.get(_W + "id"): " ".join(paragraph_text(part)[0] for part in note.iter(_W + "p")).strip()
                for note in root.iter(_W + kind)
            }
    return {}
