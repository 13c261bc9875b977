"""Runs, links and bookmarks in paragraphs of a DOCX file; what python-docx has no calls for."""

from __future__ import annotations

from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run as WordRun

from assistant.export.document import Runs
from assistant.export.docx_styles import LINK


def add_runs(paragraph: Paragraph, runs: Runs) -> None:
    """Write the runs; line breaks and tabs in them become Word's own."""
    for run in runs:
        parent = _link(paragraph, run.link) if run.link else paragraph._p
        made = WordRun(parent.add_r() if parent is paragraph._p else _run_in(parent), paragraph)
        made.text = run.text
        made.bold = run.bold or None
        made.italic = run.italic or None
        if run.link:
            made.style = LINK


def add_bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Make the paragraph the target of links to "#<name>"; `number` is unique in the file."""
    start = OxmlElement("w:bookmarkStart", {qn("w:id"): str(number), qn("w:name"): _bookmark(name)})
    end = OxmlElement("w:bookmarkEnd", {qn("w:id"): str(number)})
    first = paragraph.runs[0]._r if paragraph.runs else None
    if first is None:
        paragraph._p.append(start)
    else:
        first.addprevious(start)
    paragraph._p.append(end)


def _link(paragraph: Paragraph, link: str) -> Any:
    if link.startswith("#"):
        where = {qn("w:anchor"): _bookmark(link[1:])}
    else:
        where = {qn("r:id"): paragraph.part.relate_to(link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)}
    element = OxmlElement("w:hyperlink", {**where, qn("w:history"): "1"})
    paragraph._p.append(element)
    return element


def _run_in(hyperlink: Any) -> Any:
    run = OxmlElement("w:r")
    hyperlink.append(run)
    return run


def _bookmark(anchor: str) -> str:
    """Names of bookmarks know no hyphen and no more than 40 characters."""
    return anchor.replace("-", "_")[:40]
