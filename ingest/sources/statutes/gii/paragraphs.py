"""The text of a norm as paragraphs: one per Absatz; what has no number belongs to what stands before."""

from __future__ import annotations

import re

from lxml import etree

from assistant.statute import Paragraph
from ingest.sources.statutes.gii.page import Line, Page, joined
from ingest.sources.statutes.gii.setting import mark, set_element

_NUMBER = re.compile(r"\((\d+[a-z]{0,3})\)\s*")
_SEVERAL = re.compile(r"(?:bis|und|,)\s*\(")  # "(2) bis (6) (weggefallen)" keeps its numbers in the text
_HEADINGS = ("Title", "Subtitle")
_FOOTNOTE_RULE = "_"  # a paragraph of nothing else is the line above printed footnotes


def read_paragraphs(text: etree._Element | None, page: Page) -> tuple[Paragraph, ...]:
    """The paragraphs of a `text` element without its footnotes.

    A printed number without text is an empty paragraph. A heading within the text begins an unnumbered paragraph of its own after a numbered one.
    """
    found: list[tuple[str, list[Line]]] = []
    signs = {"", *map(mark, page.marks.values())}  # a line of nothing else says nothing
    for part in () if text is None else text:
        for block in part if part.tag == "Content" else [part] if part.tag == "TOC" else ():
            set_element(block, page)
            lines = page.take_lines()
            if all(line.text.strip(_FOOTNOTE_RULE) in signs for line in lines):
                continue
            number = _NUMBER.match(lines[0].text) if block.tag == "P" and lines[0].depth == 0 else None
            if number:
                rest = lines[0].text[number.end() :]
                kept = lines[0].text if _SEVERAL.match(rest) else rest
                found.append((number[1], [*([Line(0, kept)] if kept else []), *lines[1:]]))
            elif not found or (block.tag in _HEADINGS and found[-1][0]):
                found.append(("", lines))
            else:
                found[-1][1].extend(lines)
    return tuple(Paragraph(number, joined(lines)) for number, lines in found)
