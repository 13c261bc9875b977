"""The tables of statutes.db, and how its rows become values."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from assistant.index.statutes.entries import NormEntry, ShelfLaw
from assistant.index.statutes.manifest import FORMAT
from assistant.index.statutes.numbers import number_key
from assistant.index.statutes.texts import embedded_text, is_searched, text_key
from assistant.statute import FiledNorm, LawHeader

# `text_key` names the vector of a norm; norms without one are not searched.
# `stored` says which version of a law the keyword index and the vectors hold.
SCHEMA = f"""
PRAGMA user_version = {FORMAT};
CREATE TABLE laws (
    slug TEXT PRIMARY KEY, digest TEXT NOT NULL, header TEXT NOT NULL, norms INTEGER NOT NULL
);
CREATE TABLE norms (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    law TEXT NOT NULL REFERENCES laws ON DELETE CASCADE,
    position INTEGER NOT NULL,
    designation TEXT NOT NULL,
    unit TEXT NOT NULL, number TEXT NOT NULL, until TEXT NOT NULL,
    number_key TEXT NOT NULL, until_key TEXT NOT NULL,
    title TEXT NOT NULL,
    outline TEXT NOT NULL, notes TEXT NOT NULL, parts TEXT NOT NULL,
    repealed INTEGER NOT NULL,
    url TEXT NOT NULL,
    binds TEXT,
    confidence REAL NOT NULL,
    text_key BLOB
);
CREATE INDEX norms_in_order ON norms (law, position);
CREATE INDEX norms_by_number ON norms (law, unit, number_key);
CREATE INDEX norms_by_text ON norms (text_key) WHERE text_key IS NOT NULL;
CREATE TABLE pieces (
    norm INTEGER NOT NULL REFERENCES norms ON DELETE CASCADE,
    n INTEGER NOT NULL,
    paragraph TEXT NOT NULL, lead TEXT NOT NULL, text TEXT NOT NULL,
    UNIQUE (norm, n)
);
CREATE TABLE vectors (text_key BLOB NOT NULL UNIQUE, vector BLOB NOT NULL);
CREATE TABLE embedder (name TEXT NOT NULL);
CREATE TABLE stored (
    store TEXT NOT NULL, slug TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (store, slug)
) WITHOUT ROWID;
"""
_NORM_COLUMNS = (
    "id, law, position, designation, unit, number, until, number_key, until_key, title, outline, notes, "
    "parts, repealed, url, binds, confidence, text_key"
)
INSERT_NORM = f"INSERT INTO norms ({_NORM_COLUMNS}) VALUES ({', '.join('?' * 18)})"
SELECT_NORM = """
SELECT id, law, designation, unit, number, until, title, outline, notes, repealed, url, binds, parts, confidence
FROM norms
"""
INSERT_PIECE = "INSERT INTO pieces VALUES (?, ?, ?, ?, ?)"


def norm_row(slug: str, position: int, filed: FiledNorm) -> tuple:
    """Values of INSERT_NORM."""
    norm, pieces = filed.norm, filed.pieces
    text = "\n".join(piece.text for piece in pieces)
    searched = is_searched(norm, pieces)
    return (
        norm.id, slug, position, norm.designation, norm.unit, norm.number, norm.until,
        number_key(norm.number), number_key(norm.until), norm.title,
        to_json(norm.outline), to_json(norm.notes), to_json(filed.parts),
        norm.repealed, norm.url, filed.binds, filed.confidence,
        text_key(embedded_text(norm.title, norm.outline, text)) if searched else None,
    )  # fmt: skip


def piece_rows(row: int, filed: FiledNorm) -> Iterator[tuple]:
    """Values of INSERT_PIECE for the norm in `row`."""
    for n, piece in enumerate(filed.pieces, start=1):
        yield row, n, piece.paragraph, piece.lead, piece.text


def to_json(values: Sequence[str]) -> str:
    return json.dumps(values, ensure_ascii=False)


def from_json(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def header_to_json(header: LawHeader) -> str:
    return json.dumps(asdict(header), ensure_ascii=False)


def header_from_json(text: str) -> LawHeader:
    fields = json.loads(text)
    return LawHeader(**{**fields, "names": tuple(fields["names"])})


def norm_entry(row: tuple, laws: Mapping[str, ShelfLaw]) -> NormEntry:
    """A row of SELECT_NORM as a value."""
    id_, law, designation, unit, number, until, title, outline, notes, repealed, url, binds, parts, sure = row
    return NormEntry(
        id=id_,
        law=laws[law].header,
        designation=designation,
        unit=unit,
        number=number,
        until=until,
        title=title,
        outline=from_json(outline),
        notes=from_json(notes),
        repealed=bool(repealed),
        url=url,
        binds=binds,
        parts=from_json(parts),
        confidence=sure,
    )
