"""The texts of articles, recitals and annexes as paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from assistant.statute import Paragraph
from ingest.sources.statutes.formex.setting import on_one_line, set_content, set_element, take_lines
from ingest.sources.statutes.gii.page import Line, Page, joined

_NUMBER = re.compile(r"\(?(\d+) ?([a-z]{0,3})\)?\.?")
_HEADINGS = ("TI.ART", "STI.ART")


def article_paragraphs(article: etree._Element, page: Page) -> list[Paragraph]:
    """One paragraph per numbered PARAG, one for each run of text without a number."""
    found: list[tuple[str, list[Line]]] = []
    _collect(article, page, found)
    return [Paragraph(number, joined(lines)) for number, lines in found if lines]


def _collect(element: etree._Element, page: Page, found: list[tuple[str, list[Line]]]) -> None:
    page.write(element.text)
    for part in element:
        if part.tag in _HEADINGS:
            page.write(part.tail)
            continue
        if part.tag == "SUBDIV":
            _collect(part, page, found)
        elif part.tag == "PARAG":
            _unnumbered(found, take_lines(page))
            found.append(_numbered(part, page, "NO.PARAG"))
        else:
            set_element(part, page)
        page.write(part.tail)
    _unnumbered(found, take_lines(page))


def _unnumbered(found: list[tuple[str, list[Line]]], lines: list[Line]) -> None:
    if lines:
        found.append(("", lines))


def _numbered(parag: etree._Element, page: Page, tag: str) -> tuple[str, list[Line]]:
    """Number and text of an element; a number that is none ("Erstens") stays in the text.

    Args:
        tag: of the element that holds the number.
    """
    element = parag.find(tag)
    number = "" if element is None else _plain_number(on_one_line(element, page.aside()))
    page.write(parag.text)
    for part in parag:
        if part is element:
            if not number:
                set_content(part, page)
                page.write(" ")
        else:
            set_element(part, page)
        page.write(part.tail)
    return number, take_lines(page)


def recital_paragraphs(recital: etree._Element, page: Page) -> tuple[str, list[Paragraph]]:
    """Number and text of a recital, as one paragraph."""
    number = ""
    lines: list[Line] = []
    page.write(recital.text)
    for part in recital:
        if part.tag == "NP" and not number:
            number, found = _numbered(part, page, "NO.P")
            lines += found
        else:
            set_element(part, page)
        page.write(part.tail)
    lines += take_lines(page)
    return number, [Paragraph("", joined(lines))] if lines else []


def annex_paragraphs(annex: etree._Element, page: Page) -> list[Paragraph]:
    """One paragraph per section of the contents, one for each run of text outside sections."""
    found: list[list[Line]] = []
    page.write(annex.text)
    for part in annex:
        if part.tag == "CONTENTS":
            page.write(part.text)
            for block in part:
                if block.tag == "GR.SEQ":
                    found.append(take_lines(page))
                set_element(block, page)
                if block.tag == "GR.SEQ":
                    found.append(take_lines(page))
                page.write(block.tail)
        elif part.tag != "TITLE":
            set_element(part, page)
        page.write(part.tail)
    found.append(take_lines(page))
    return [Paragraph("", joined(lines)) for lines in found if lines]


def one_each(element: etree._Element, page: Page) -> Iterator[Paragraph]:
    """The text of an element as one unnumbered paragraph, with what follows it."""
    set_element(element, page)
    page.write(element.tail)
    if lines := take_lines(page):
        yield Paragraph("", joined(lines))


def _plain_number(printed: str) -> str:
    """ "(2a)" -> "2a", "1." -> "1"; "" for what is no number."""
    found = _NUMBER.fullmatch(printed)
    return found[1] + found[2] if found else ""
