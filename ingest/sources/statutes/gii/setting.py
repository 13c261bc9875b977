"""Sets the elements of a norm as lines of plain text. Every element that is not named here is its text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from lxml import etree

from ingest.sources.statutes.gii.page import Page, plain
from ingest.sources.statutes.gii.tables import table_rows

PICTURE = "[Abbildung]"
FILE = "[Datei]"
Setter: TypeAlias = Callable[[etree._Element, Page, int, int], None]

_RAISED = str.maketrans("0123456789+-−()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ")
_NUMBER = re.compile(r"[\dn]")
_WORD = re.compile(r"[^\W\dn]")  # a letter that has no raised form


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


def on_one_line(element: etree._Element, page: Page) -> str:
    """What stands in an element, as it reads within a line of `page`."""
    aside = page.aside()
    set_content(element, aside)
    return " ".join(line.text for line in aside.take_lines())


def title_text(element: etree._Element | None) -> str:
    """The text of a title on one line, without the marks of footnotes; "" for None."""
    return "" if element is None else on_one_line(element, Page(marks={}))


def mark(sign: str) -> str:
    """A footnote's sign as it stands in the text: digits and letters are told apart from the word before."""
    return f"^{sign}" if sign[:1].isalpha() else sign.translate(_RAISED) if sign[:1].isdigit() else sign


def _block(element: etree._Element, page: Page, depth: int, deeper: int) -> None:
    page.end_line(depth)
    set_content(element, page, depth, deeper)
    page.end_line(depth)


def _line_break(element: etree._Element, page: Page, depth: int, deeper: int) -> None:
    page.end_line(depth)
    set_content(element, page, depth, deeper)


def _list(element: etree._Element, page: Page, depth: int, deeper: int) -> None:
    """One line per item, its printed number first. What follows the first text of an item stands under it;
    where nothing is printed before the texts, each is an item."""
    page.end_line(deeper)
    page.write(element.text)
    within = deeper
    for child in element:
        if child.tag == "DT":
            page.end_line(deeper)
            number = on_one_line(child, page)
            page.write(f"{number} ")
            within = deeper + 1 if number else deeper
        else:
            page.write(child.text)
            for place, part in enumerate(child):
                if place:
                    page.end_line(within)
                setter = set_content if part.tag == "LA" else set_element
                setter(part, page, within, deeper + 1)
                page.write(part.tail)
        page.write(child.tail)
    page.end_line(depth)


def _table(element: etree._Element, page: Page, depth: int, deeper: int) -> None:
    page.end_line(depth)
    for line in table_rows(element, lambda cell: on_one_line(cell, page)):
        page.end_line(deeper + line.depth)
        page.write(line.text)
    page.end_line(depth)


def _raised(element: etree._Element, page: Page, depth: int, deeper: int) -> None:
    """Raised signs: "m²", "10⁻⁶", "qⁿ", "x^Tag". The superscript numbers of sentences are left out."""
    if element.get("class") != "Rec":
        text = on_one_line(element, page)
        if _WORD.search(text):
            page.write(_scripted("^", text))
        else:
            page.write(text.translate(_RAISED) if _NUMBER.search(text) else text)


def _lowered(element: etree._Element, page: Page, depth: int, deeper: int) -> None:
    """Lowered signs: "CO2", as people type it; "P_inst", "MW_(Wind an Land)"."""
    text = on_one_line(element, page)
    page.write(text if text.isdigit() else _scripted("_", text))


def _scripted(sign: str, text: str) -> str:
    return f"{sign}({text})" if " " in text else sign + text if text else ""


def _footnote_mark(element: etree._Element, page: Page, depth: int, deeper: int) -> None:
    page.write(mark(page.marks.get(element.get("ID", ""), "")))


def _picture(element: etree._Element, page: Page, depth: int, deeper: int) -> None:
    page.pictures.append(element.get("SRC", ""))
    description = plain(element.get("alt", ""))
    page.write(f" {PICTURE[:-1]}: {description}] " if description else f" {PICTURE} ")


def _file(element: etree._Element, page: Page, depth: int, deeper: int) -> None:
    page.files.append(element.get("SRC", ""))
    page.write(f" {FILE} ")


def _remark(element: etree._Element, page: Page, depth: int, deeper: int) -> None:
    if text := on_one_line(element, page):
        page.remarks.append(text)


def _quotation_mark(sign: str) -> Setter:
    def setter(element: etree._Element, page: Page, depth: int, deeper: int) -> None:
        page.write(sign)
        set_content(element, page, depth, deeper)

    return setter


def _nothing(element: etree._Element, page: Page, depth: int, deeper: int) -> None:
    """The place where footnotes are printed: they are notes of the norm."""


_SETTERS: dict[str, Setter] = {
    **dict.fromkeys(("P", "Title", "Subtitle", "Ident", "TOC", "Content", "Revision", "pre", "LA"), _block),
    "BR": _line_break,
    "DL": _list,
    "table": _table,
    "SUP": _raised,
    "SUB": _lowered,
    "FnR": _footnote_mark,
    "FnArea": _nothing,
    "IMG": _picture,
    "FILE": _file,
    "kommentar": _remark,
    "QuoteL": _quotation_mark("„"),
    "QuoteR": _quotation_mark("“"),
    "Split": _quotation_mark(" "),
}
