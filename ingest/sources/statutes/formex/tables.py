"""Tables as lines: a row a line, cells parted by " | ", the rows of the body one level below the head."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from ingest.sources.statutes.gii.page import Line

BETWEEN = " | "
_WIDEST = 1000  # columns; a number beyond it is a mistake


def table_rows(table: etree._Element, cell_text: Callable[[etree._Element], str]) -> Iterator[Line]:
    """The title and the rows with text of a table, with their depth below the table.

    A cell over several columns is set once. Under a cell over several rows the place stays empty, so
    that the other cells keep their columns.

    Args:
        cell_text: gives the text of an element on one line.
    """
    depth = 0
    for part in _parts(table):
        if part.tag == "ROW":
            if text := _row(part, cell_text):
                yield Line(depth, text)
                depth += depth == 0 and part.get("TYPE") == "HEADER"
        elif text := cell_text(part):
            yield Line(0, text)


def _parts(element: etree._Element) -> Iterator[etree._Element]:
    """Rows, and what else a table holds: its title, its notes, headings between its rows."""
    for part in element:
        if part.tag in ("CORPUS", "BLK"):
            yield from _parts(part)
        else:
            yield part


def _row(row: etree._Element, cell_text: Callable[[etree._Element], str]) -> str:
    cells: dict[int, str] = {}
    covered: set[int] = set()
    column = 1
    for cell in row:
        column = min(_number(cell.get("COL"), column), _WIDEST)
        while column in cells:
            column += 1
        cells[column] = cell_text(cell).replace(BETWEEN, " ")  # a table in a cell is read as running text
        width = min(_number(cell.get("COLSPAN"), 1), _WIDEST)
        covered.update(range(column + 1, column + width))
        column += width
    shown = (n for n in range(1, max(cells, default=0) + 1) if n in cells or n not in covered)
    return BETWEEN.join(cells.get(n, "") for n in shown).rstrip(" |").lstrip()


def _number(value: str | None, otherwise: int) -> int:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 6 else otherwise
