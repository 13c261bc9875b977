"""Tables as lines: a row a line, cells parted by " | ", the rows of the body one level below the head."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from ingest.sources.statutes.gii.page import Line

BETWEEN = " | "
_WIDEST = 100  # columns that a cell can cover below; with more, the work would grow beyond the file
_LONGEST = 500  # rows that a cell can cover


def table_rows(table: etree._Element, cell_text: Callable[[etree._Element], str]) -> Iterator[Line]:
    """The rows with text of a table, with their depth below the table.

    A cell over several columns is set once. Under a cell over several rows the place stays empty, so
    that the other cells keep their columns.

    Args:
        cell_text: gives the text of an element on one line.
    """
    for part in table:
        if part.tag == "tgroup":
            yield from _group(part, cell_text)
        elif text := cell_text(part):
            yield Line(0, text)


def _group(group: etree._Element, cell_text: Callable[[etree._Element], str]) -> Iterator[Line]:
    columns = {name: n for n, spec in enumerate(group.iterfind("colspec")) if (name := spec.get("colname"))}
    heads = set(group.iterfind("thead/row")) or _unmarked_head(group)
    depth = 0
    for part in group.iterfind("*"):
        hanging: dict[int, int] = {}  # column -> rows for which a cell above still covers it
        for row in part.iterfind("row"):
            text = _row(row, columns, hanging, cell_text)
            if text := text if heads else text.lstrip(" |"):  # nobody asks for columns without a name
                yield Line(depth, text)
                depth += row in heads


def _unmarked_head(group: etree._Element) -> set[etree._Element]:
    """The first row of a framed table without head, if it fills all columns: then it names them."""
    rows = group.findall("tbody/row")
    table = group.getparent()
    framed = table is not None and table.get("frame", "none") != "none"
    fills = bool(rows) and len(rows[0]) > 1 and str(len(rows[0])) == group.get("cols")
    return {rows[0]} if framed and fills and len(rows) > 1 else set()


def _row(
    row: etree._Element,
    columns: dict[str, int],
    hanging: dict[int, int],
    cell_text: Callable[[etree._Element], str],
) -> str:
    """The cells of a row; `hanging` is brought up to date for the next."""
    cells: dict[int, str] = dict.fromkeys(hanging, "")
    below = {column: rows - 1 for column, rows in hanging.items() if rows > 1}
    column = 0
    for entry in row:
        named = entry.get("namest") or entry.get("colname") or ""
        first = max(columns.get(named, column), column)
        while first in cells:
            first += 1
        last = max(columns.get(entry.get("nameend") or "", first), first)
        cells[first] = cell_text(entry).replace(BETWEEN, " ")  # a table in a cell is read as running text
        if rows := _rows_below(entry):
            below.update(dict.fromkeys(range(first, min(last + 1, _WIDEST)), rows))
        column = last + 1
    hanging.clear()
    hanging.update(below)
    return BETWEEN.join(cells[column] for column in sorted(cells)).rstrip(" |").lstrip()


def _rows_below(entry: etree._Element) -> int:
    rows = entry.get("morerows", "")
    return min(int(rows[:4]), _LONGEST) if rows.isascii() and rows.isdigit() else 0
