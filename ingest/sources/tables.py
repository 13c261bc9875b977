"""Tab-separated tables with a header line: the format of provisions, practice and wordings."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.sources.reading import fault, read_utf8


@dataclass(frozen=True)
class Row:
    """One line of a table: its number in the file (the header is 1) and its cells by column."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


def read_table(path: Path, columns: Sequence[str]) -> list[Row]:
    """All rows of a table; cells are stripped, empty lines are skipped, quotes have no meaning.

    Raises CorpusError with file and line when the header is not `columns` or a row has another width.
    """
    lines = read_utf8(path).split("\n")
    header = [name.strip() for name in lines[0].split("\t")]
    if header != list(columns):
        expected = ", ".join(columns)
        raise fault(path, f"Die Kopfzeile stimmt nicht. Erwartet sind die Spalten: {expected}.", 1)
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) != len(columns):
            problem = f"Die Zeile hat {len(cells)} statt {len(columns)} Spalten (mit Tabulator getrennt)."
            raise fault(path, problem, number)
        rows.append(Row(number, dict(zip(columns, cells, strict=True))))
    return rows


def read_ids(path: Path, row: Row, column: str, known: Collection[str]) -> tuple[str, ...]:
    """The ids of a cell such as "3.1;3.4", in order; an empty cell has none.

    Raises CorpusError with file and line for an id that is not `known`.
    """
    ids = tuple(part.strip() for part in row[column].split(";") if part.strip())
    for id in ids:
        if id not in known:
            raise fault(path, f"„{id}“ in der Spalte „{column}“ ist keine bekannte Kennung.", row.line)
    return ids


def require(path: Path, row: Row, *columns: str) -> None:
    """Raises CorpusError with file and line when one of the cells is empty."""
    for column in columns:
        if not row[column]:
            raise fault(path, f"Die Spalte „{column}“ ist leer.", row.line)
