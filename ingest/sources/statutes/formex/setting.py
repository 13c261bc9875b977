"""Sets the elements of an act as lines of plain text. Every element that is not named here is its text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from lxml import etree

from ingest.sources.statutes.formex.signs import (
    OPERATORS,
    grouped,
    lowered,
    operator,
    quotation_mark,
    raised,
)
from ingest.sources.statutes.formex.tables import table_rows
from ingest.sources.statutes.gii.page import Line, Page, plain
from ingest.sources.statutes.gii.setting import PICTURE, mark

Setter: TypeAlias = Callable[[etree._Element, Page, int, int], None]

SIMPLIFIED = "Formeln sind hier vereinfacht wiedergegeben: siehe amtliche Seite."
_NUMBERS = ("NO.P", "NO.PARAG", "NO.GR.SEQ", "PREFIX")
_RUN_ON = ("TXT", "P", "ALINEA", "TITLE", "TI")  # may stand on the line of the number before them
_SIGNS = {"DASH": "–", "BULLET": "•"}
_NO_WORD = re.compile(r"\W{1,4}")


def set_content(element: etree._Element, page: Page, depth: int = 0, deeper: int = 1) -> None:
    """Writes what stands in an element.

    Args:
        depth: of the lines of its running text.
        deeper: of the items of its lists and the rows of its tables.
    """
    page.write(element.text)
    for child in element:
        set_element(child, page, depth, deeper)
        page.write(child.tail)


def set_element(element: etree._Element, page: Page, depth: int = 0, deeper: int = 1) -> None:
    """Writes an element itself, without the text that follows it; depths as for `set_content`."""
    _SETTERS.get(element.tag, set_content)(element, page, depth, deeper)


def take_lines(page: Page) -> list[Line]:
    """The lines written so far. What is a line of nothing but signs, such as the full stop after a list,
    joins the line before."""
    lines: list[Line] = []
    for line in page.take_lines():
        if lines and _NO_WORD.fullmatch(line.text):
            lines[-1] = Line(lines[-1].depth, lines[-1].text + line.text)
        else:
            lines.append(line)
    return lines


def on_one_line(element: etree._Element, page: Page) -> str:
    """What stands in an element, as it reads within a line of `page`."""
    aside = page.aside()
    set_content(element, aside)
    return " ".join(line.text for line in take_lines(aside))


def heading(element: etree._Element | None, page: Page) -> str:
    """A heading on one line; its footnotes become remarks of the page and leave no mark. "" for None."""
    if element is None:
        return ""
    return on_one_line(element, Page({}, page.remarks, page.pictures, page.files))


def _block(element: etree._Element, page: Page, depth: int, deeper: int) -> None:
    page.end_line(depth)
    set_content(element, page, depth, deeper)
    page.end_line(depth)


def _quoted(element: etree._Element, page: Page, depth: int, deeper: int) -> None:
    """The wording that an amending act gives to another act."""
    page.end_line(deeper)
    set_content(element, page, deeper, deeper + 1)
    page.end_line(depth)


def _list(element: etree._Element, page: Page, depth: int, deeper: int) -> None:
    """One line per item, its printed number first."""
    page.end_line(deeper)
    page.write(element.text)
    for item in element:
        page.end_line(deeper)
        first = item[0] if len(item) else item
        if item.tag == "ITEM" and first.tag != "NP" and (sign := _SIGNS.get(element.get("TYPE", ""))):
            page.write(f"{sign} ")
            _running_on(item, page, deeper, deeper + 1)
        else:
            set_element(item, page, deeper, deeper + 1)
        page.write(item.tail)
    page.end_line(depth)


def _numbered(element: etree._Element, page: Page, depth: int, deeper: int) -> None:
    """A number with its text on one line, and under it what belongs to it."""
    page.end_line(depth)
    _running_on(element, page, depth, deeper)
    page.end_line(depth)


def _section(element: etree._Element, page: Page, depth: int, deeper: int) -> None:
    """A numbered part that is no item: what belongs to it stands as deep as its number."""
    page.end_line(depth)
    _running_on(element, page, depth, deeper, under=depth)
    page.end_line(depth)


def _running_on(
    element: etree._Element, page: Page, depth: int, deeper: int, under: int | None = None
) -> None:
    """Writes what stands in an element, its first text on the line of its number.

    Args:
        under: depth of the texts after the first; `deeper` when None.
    """
    page.write(element.text)
    begun = bool((element.text or "").strip())
    for child in element:
        if child.tag in _NUMBERS and not begun:
            set_content(child, page, depth, deeper)
            page.write(" ")
        elif child.tag in _RUN_ON and not begun:
            _running_on(child, page, depth, deeper, under)
            begun = True
        else:
            set_element(child, page, deeper if under is None else under, deeper)
            begun = True
        page.write(child.tail)


def _definition(element: etree._Element, page: Page, depth: int, deeper: int) -> None:
    """An entry of a list of definitions: number, term, separator as declared for the list, definition."""
    parent = element.getparent()
    separator = "" if parent is None else parent.get("SEPARATOR", "")
    page.end_line(depth)
    page.write(element.text)
    for part in element:
        if part.tag == "DEFINITION":
            page.write(f"{separator} ")
            _running_on(part, page, depth, deeper)
        else:
            set_content(part, page, depth, deeper)
            page.write(" " if part.tag in _NUMBERS else None)
        page.write(part.tail)
    page.end_line(depth)


def _table(element: etree._Element, page: Page, depth: int, deeper: int) -> None:
    page.end_line(depth)
    for line in table_rows(element, lambda cell: on_one_line(cell, page)):
        page.end_line(deeper + line.depth)
        page.write(line.text)
    page.end_line(depth)


def _note(element: etree._Element, page: Page, depth: int, deeper: int) -> None:
    """A footnote, or a mark that points to one: its mark in the text, its text among the remarks."""
    sign = page.marks.get(element.get("NOTE.ID") or element.get("NOTE.REF") or "", "")
    parent = element.getparent()
    if parent is None or parent.tag != "GR.NOTES":
        page.write(mark(sign))
    if text := on_one_line(element, page):
        remark = f"Fußnote {sign}: {text}" if sign else f"Fußnote: {text}"
        if remark not in page.remarks:
            page.remarks.append(remark)


def _quotation_mark(element: etree._Element, page: Page, depth: int, deeper: int) -> None:
    page.write(quotation_mark(element.get("CODE", "")))
    set_content(element, page, depth, deeper)


def _included(element: etree._Element, page: Page, depth: int, deeper: int) -> None:
    """A file that has been put where it is called, or the text of a picture; else a picture that is missing."""
    if plain("".join(element.itertext())):
        _block(element, page, depth, deeper)
    else:
        page.pictures.append(element.get("FILEREF", ""))
        page.write(f" {PICTURE} ")


def _typed(element: etree._Element, page: Page, depth: int, deeper: int) -> None:
    """Highlighted text; only what is raised or lowered shows it."""
    kind = element.get("TYPE", "")
    if script := {"SUP": raised, "SUB": lowered}.get(kind):
        page.write(script(on_one_line(element, page)))
    else:
        set_content(element, page, depth, deeper)


def _index(element: etree._Element, page: Page, depth: int, deeper: int) -> None:
    page.write(lowered(on_one_line(element, page)))


def _exponent(element: etree._Element, page: Page, depth: int, deeper: int) -> None:
    page.write(raised(on_one_line(element, page)))


def _formatted(element: etree._Element, page: Page, depth: int, deeper: int) -> None:
    if element.get("TYPE") in ("NUMBER", "DECIMAL") and not len(element):
        page.write(grouped(element.text or ""))
    else:
        set_content(element, page, depth, deeper)


def _operator(element: etree._Element, page: Page, depth: int, deeper: int) -> None:
    if SIMPLIFIED not in page.remarks:
        page.remarks.append(SIMPLIFIED)
    page.write(operator(str(element.tag), element.get("TYPE", "")))
    set_content(element, page, depth, deeper)


def _nothing(element: etree._Element, page: Page, depth: int, deeper: int) -> None:
    """What is said of the file, and numbers of pages in a table of contents."""


_SETTERS: dict[str, Setter] = {
    **dict.fromkeys(("P", "ALINEA", "TXT", "TI", "STI", "TITLE", "TI.ART", "STI.ART", "CONTENTS"), _block),
    **dict.fromkeys(("ARTICLE", "DIVISION", "ANNEX", "VISA", "CONSID", "PL.DATE", "SIGNATORY"), _block),
    **dict.fromkeys(("ANNOTATION", "FORMULA.S", "TOC.ITEM", "IMG.CNT", "SUBDIV"), _block),
    **dict.fromkeys(("LIST", "DLIST"), _list),
    **dict.fromkeys(("BIB.INSTANCE", "ITEM.REF"), _nothing),
    **dict.fromkeys(OPERATORS, _operator),
    "NP": _numbered,
    "PARAG": _section,
    "GR.SEQ": _section,
    "DLIST.ITEM": _definition,
    "QUOT.S": _quoted,
    "TBL": _table,
    "NOTE": _note,
    "QUOT.START": _quotation_mark,
    "QUOT.END": _quotation_mark,
    "INCL.ELEMENT": _included,
    "HT": _typed,
    "FT": _formatted,
    "IND": _index,
    "EXPONENT": _exponent,
}
