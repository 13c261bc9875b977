"""Runs, links and bookmarks in paragraphs of a DOCX file; what python-docx has no calls for."""

from __future__ import annotations

from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from assistant.export.document import Runs
from assistant.export.docx_styles import LINK


def add_runs(paragraph: Paragraph, runs: Runs) -> None:
    """Write the runs; line breaks and tabs in them become Word's own."""
    for run in runs:
        made = paragraph.add_run(run.text)
        made.bold = run.bold or None
        made.italic = run.italic or None
        if run.link:
            made.style = LINK
            _link(paragraph, run.link).append(made._r)  # moves it


def add_bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Make the paragraph the target of links to "#<name>"; `number` is unique in the file."""
    start = {qn("w:id"): str(number), qn("w:name"): _bookmark(name)}
    paragraph._p.append(OxmlElement("w:bookmarkStart", start))
    paragraph._p.append(OxmlElement("w:bookmarkEnd", {qn("w:id"): str(number)}))


def _link(paragraph: Paragraph, link: str) -> Any:
    """An empty link at the end of the paragraph."""
    if link.startswith("#"):
        where = {qn("w:anchor"): _bookmark(link[1:])}
    else:
        where = {qn("r:id"): paragraph.part.relate_to(link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)}
    element = OxmlElement("w:hyperlink", {**where, qn("w:history"): "1"})
    paragraph._p.append(element)
    return element


def _bookmark(anchor: str) -> str:
    """Names of bookmarks know no hyphen and no more than 40 characters."""
    return anchor.replace("-", "_")[:40]
