"""Reads the everyday wordings in corpus/everyday: text that leads to a section, provision or example."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from assistant.models import Passage
from ingest.passages import make_expansion, wording_id
from ingest.sources.reading import fault
from ingest.sources.tables import read_table, require


class Wordings(NamedTuple):
    """Expansion passages of some files, and how many exact repetitions were dropped."""

    passages: tuple[Passage, ...]
    duplicates: int


def read_wordings(
    paths: Iterable[Path], key: str, targets: Mapping[str, Passage], style: str | None = None
) -> Wordings:
    """Wordings of tables with the columns `key`, style, text (or `key`, text when `style` is given).

    Args:
        key: name of the first column: "section", "id", "name" or "passage".
        targets: per value of that column a shown passage of the unit which the wordings speak for;
            for "passage" the very passage that answers the wording.

    The same text for the same target counts once. Raises CorpusError with file and line for wrong
    columns, unknown keys, malformed styles and empty texts.
    """
    columns = (key, "text") if style else (key, "style", "text")
    passages: dict[str, Passage] = {}
    rows = 0
    for path in paths:
        for row in read_table(path, columns):
            require(path, row, *columns)
            target = targets.get(row[key])
            if target is None:
                raise fault(path, f"„{row[key]}“ in der Spalte „{key}“ ist nicht bekannt.", row.line)
            voice = style or row["style"]
            if not re.fullmatch("[a-z]+", voice):
                raise fault(
                    path, f"„{voice}“ ist kein Name einer Stimme wie „alltag“ oder „english“.", row.line
                )
            rows += 1
            id = wording_id(_prefix(target), row["text"])
            answered_by = target.id if key == "passage" else None
            wording = make_expansion(target, id=id, text=row["text"], style=voice, answered_by=answered_by)
            passages.setdefault(id, wording)
    return Wordings(tuple(passages.values()), rows - len(passages))


def _prefix(target: Passage) -> str:
    """The id up to its unit: "study/2.4" for any passage of section 2.4, "law/N042" and "practice/guifi-net" as they are."""
    return "/".join(target.id.split("/")[:2])
