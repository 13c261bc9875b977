"""Reads corpus/practice.tsv: examples from municipalities and concepts that the study names."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path

from assistant.models import Passage, PassageOrigin, SourceKind
from ingest.passages import make_passage, section_label, slug
from ingest.sources.provisions import as_sentence
from ingest.sources.reading import fault
from ingest.sources.tables import Row, read_ids, read_table, require

COLUMNS = (
    "name", "ort", "organisation", "jahre", "was_wurde_gemacht", "ergebnis_lehre", "prinzipien", "ebenen",
    "massnahmen", "quelle_titel", "quelle_adresse", "verifiziert", "herkunft", "abschnitt", "hinweis",
)  # fmt: skip
UNVERIFIED = "Äußere Angaben zu diesem Beispiel sind nicht geprüft."


def read_practice(path: Path, sections: Collection[str]) -> Mapping[str, Passage]:
    """One passage per row, by its name, in the order of the file.

    `note` carries the hints of the table (where study and outside source differ, what is unproven),
    without its lists of further addresses. The locator names the study sections that mention the
    example; `section` stays empty, since an example does not speak for a section.

    Raises CorpusError with file and line for wrong columns, repeated names, unknown ids, empty texts.
    """
    passages: dict[str, Passage] = {}
    ids: set[str] = set()
    for row in read_table(path, COLUMNS):
        require(path, row, "name", "was_wurde_gemacht", "verifiziert")
        passage = _passage(path, row, sections)
        if passage.id in ids:
            raise fault(path, f"Das Beispiel „{row['name']}“ kommt doppelt vor.", row.line)
        ids.add(passage.id)
        passages[row["name"]] = passage
    return passages


def _passage(path: Path, row: Row, sections: Collection[str]) -> Passage:
    if row["verifiziert"] not in ("ja", "nein"):
        raise fault(path, "In der Spalte „verifiziert“ muss „ja“ oder „nein“ stehen.", row.line)
    verified = row["verifiziert"] == "ja"
    named_in = _study_sections(path, row, sections)
    note = _note(row["hinweis"])
    return make_passage(
        id=f"practice/{slug(row['name'])}",
        kind=SourceKind.PRACTICE,
        origin=PassageOrigin.EXAMPLE,
        unit=f"practice:{row['name']}",
        title=", ".join(part for part in (row["name"], row["ort"]) if part),
        text=" ".join(
            as_sentence(row[part]) for part in ("was_wurde_gemacht", "ergebnis_lehre") if row[part]
        ),
        locator="; ".join(part for part in (row["jahre"], _place(named_in)) if part),
        heading_path=tuple(part for part in (row["name"], row["organisation"]) if part),
        practice=row["name"],
        principles=read_ids(path, row, "prinzipien", [id for id in sections if id.startswith("3.")]),
        levels=read_ids(path, row, "ebenen", [id for id in sections if id.startswith("2.")]),
        measures=read_ids(path, row, "massnahmen", [id for id in sections if id.startswith("4.")]),
        url=row["quelle_adresse"] or None,
        verified=verified,
        note=note or ("" if verified else UNVERIFIED),
    )


def _study_sections(path: Path, row: Row, sections: Collection[str]) -> tuple[str, ...]:
    """ "3.5; 4.3" or "3.2 (Fußnote 4)" -> the section ids."""
    bare = re.sub(r"\([^()]*\)", "", row["abschnitt"])
    return read_ids(path, Row(row.line, {"abschnitt": bare}), "abschnitt", sections)


def _place(sections: tuple[str, ...]) -> str:
    """Where the study names the example: "Studie, Abschnitt 2.5, 3.5 und 4.4"."""
    if not sections:
        return ""
    listed = " und ".join(part for part in (", ".join(sections[:-1]), sections[-1]) if part)
    return f"Studie, {section_label(listed)}"


def _note(hint: str) -> str:
    """The hint as sentences; parts that only give a further address ("Zahlen: https://…") are left out."""
    sentences = []
    for sentence in re.split(r"(?<=\w\.)\s+(?=[A-ZÄÖÜ])", hint):
        parts = [part for part in re.split(r"\s*;\s+", sentence) if part and "://" not in part]
        if parts:
            sentences.append(as_sentence("; ".join(parts)))
    return " ".join(sentences)
