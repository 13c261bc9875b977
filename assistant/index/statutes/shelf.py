"""A complete shelf, opened for reading: norms by citation, by search, and one after the other."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from assistant.errors import IndexUnavailableError, NotFoundError
from assistant.index.manifest import sizes
from assistant.index.statutes.entries import NormEntry, NormHit, ShelfLaw
from assistant.index.statutes.keywords import KeywordShelf
from assistant.index.statutes.manifest import (
    DAMAGED,
    DATABASE,
    KEYWORDS,
    VECTORS,
    ShelfManifest,
    read_shelf_manifest,
)
from assistant.index.statutes.numbers import nearest, number_key
from assistant.index.statutes.passages import norm_of, passages_of
from assistant.index.statutes.schema import SELECT_NORM, header_from_json, norm_entry
from assistant.index.statutes.search import search
from assistant.index.statutes.vectors import open_shelf_vectors
from assistant.index.vectors import DenseIndex
from assistant.models import Passage
from assistant.settings import Settings
from assistant.statute import Piece

_BY_NUMBER = """WHERE law = ? AND unit = ? AND number_key = ? ORDER BY position"""
_BY_RANGE = """WHERE law = ? AND unit = ? AND ? BETWEEN number_key AND until_key ORDER BY position"""
_IN_FORCE = """
SELECT number_key, id FROM norms WHERE law = ? AND unit = ? AND number != '' AND NOT repealed
ORDER BY number_key, position
"""
_PIECES = "SELECT paragraph, text, lead FROM pieces JOIN norms ON norm = row WHERE id = ? ORDER BY n"


class StatuteShelf:
    """Read access; safe to share between threads.

    Laws are asked for by any of their names or by slug, in any spelling of capitals and blanks. Every
    method raises IndexUnavailableError when a file turns out to be damaged.
    """

    def __init__(
        self, database: Path, manifest: ShelfManifest, keywords: KeywordShelf, vectors: DenseIndex | None
    ):
        """`open_shelf` makes one. Raises IndexUnavailableError when `database` is damaged."""
        self.manifest = manifest
        self._keywords = keywords
        self._vectors = vectors
        self._lock = threading.Lock()
        # immutable: the file never changes, so SQLite takes no locks and looks for no journal.
        uri = f"{database.resolve().as_uri()}?mode=ro&immutable=1"
        try:
            self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        except sqlite3.Error as error:
            raise IndexUnavailableError(DAMAGED) from error
        rows = self._rows("SELECT slug, header, norms, digest FROM laws ORDER BY slug")
        self._laws = {slug: ShelfLaw(header_from_json(json), norms, d) for slug, json, norms, d in rows}
        self._slugs: dict[str, list[str]] = {}
        for slug, law in self._laws.items():
            for name in {_folded(name) for name in (slug, law.header.name, *law.header.names)}:
                self._slugs.setdefault(name, []).append(slug)

    def counts(self) -> Mapping[str, int]:
        """Numbers: "laws", "norms", "searched" and "repealed" ones among them, "pieces"."""
        return self.manifest.counts

    def laws(self) -> tuple[ShelfLaw, ...]:
        """Every law, by slug."""
        return tuple(self._laws.values())

    def law(self, name: str) -> ShelfLaw | None:
        """None if it is not here. Of several: first the one whose usual name it is."""
        return next(self._called(name), None)

    def norm(self, norm_id: str) -> NormEntry:
        """Raises NotFoundError for an unknown id."""
        for norm in self._norms("WHERE id = ?", [norm_id]):
            return norm
        raise _unknown(norm_id)

    def norms(self, law: str) -> list[NormEntry]:
        """All norms of a law in order; empty when it is not here."""
        found = self.law(law)
        return self._norms("WHERE law = ? ORDER BY position", [found.header.slug]) if found else []

    def resolve(self, law: str, unit: str, number: str) -> list[NormEntry]:
        """The norms cited as `unit` `number` ("§", "97") of a law: all of them where numbers repeat, in order.

        A repealed range answers for the numbers in it. Empty when there is none.
        """
        for found in self._called(law):
            place = [found.header.slug, unit, number_key(number)]
            if norms := self._norms(_BY_NUMBER, place) or self._norms(_BY_RANGE, place):
                return norms
        return []

    def nearest(self, law: str, unit: str, number: str) -> NormEntry | None:
        """The norm in force whose number is nearest to one that does not exist."""
        numbers = self._in_force(law, unit)
        place = nearest([key for key, _ in numbers], number_key(number))
        return None if place is None else self.norm(numbers[place][1])

    def last(self, law: str, unit: str) -> NormEntry | None:
        """The norm in force with the highest number of its unit."""
        numbers = self._in_force(law, unit)
        return self.norm(numbers[-1][1]) if numbers else None

    def neighbours(self, norm_id: str) -> tuple[NormEntry | None, NormEntry | None]:
        """The norms before and after one in its law. Raises NotFoundError for an unknown id."""
        places = self._rows("SELECT law, position FROM norms WHERE id = ?", [norm_id])
        if not places:
            raise _unknown(norm_id)
        law, position = places[0]
        before, after = (
            next(iter(self._norms("WHERE law = ? AND position = ?", [law, beside])), None)
            for beside in (position - 1, position + 1)
        )
        return before, after

    def passages(self, norm_id: str) -> list[Passage]:
        """The text of a norm piece by piece, at least one. Raises NotFoundError for an unknown id."""
        norm = self.norm(norm_id)
        return passages_of(norm, [Piece(*values) for values in self._rows(_PIECES, [norm_id])])

    def passage(self, passage_id: str) -> Passage:
        """Raises NotFoundError for an unknown id."""
        if norm_id := norm_of(passage_id):
            for passage in self.passages(norm_id):
                if passage.id == passage_id:
                    return passage
        raise _unknown(passage_id)

    def search(self, question: str, k: int, vector: np.ndarray | None = None) -> list[NormHit]:
        """The norms that are among the best `k` of a search by stems, by 4-grams or by `vector`.

        Repealed norms, tables of contents and formulas are never among them.

        Args:
            vector: float32 (dimension,), the question as the generation's embedder sees it; None leaves
                this search out, and so does a shelf without vectors.

        Returns:
            Best first by the sum that ranked best in measurements; callers may weigh the scores anew.
        """
        return search(self._keywords, self._vectors, question, k, vector)

    def close(self) -> None:
        """Release files and connections."""
        if self._vectors is not None:
            self._vectors.close()
        with self._lock:
            self._connection.close()

    def _called(self, name: str) -> Iterator[ShelfLaw]:
        laws = [self._laws[slug] for slug in self._slugs.get(_folded(name), ())]
        yield from sorted(laws, key=lambda law: _folded(law.header.name) != _folded(name))

    def _in_force(self, law: str, unit: str) -> list[tuple[str, str]]:
        """(number key, norm id) in the order of numbers."""
        for found in self._called(law):
            if rows := self._rows(_IN_FORCE, [found.header.slug, unit]):
                return rows
        return []

    def _norms(self, where: str, values: Sequence[str | int]) -> list[NormEntry]:
        return [norm_entry(row, self._laws) for row in self._rows(f"{SELECT_NORM} {where}", values)]

    def _rows(self, sql: str, values: Sequence[str | int] = ()) -> list[tuple]:
        try:
            with self._lock:
                return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise IndexUnavailableError(DAMAGED) from error


def open_shelf(settings: Settings, folder: Path) -> StatuteShelf:
    """Open the shelf in `folder`, and see whether all of it is there.

    Raises IndexUnavailableError when it is missing, damaged or of another version of the program.
    """
    manifest = read_shelf_manifest(folder)
    found = sizes(folder)
    if any(found.get(name, -1) < size for name, size in manifest.files.items()):
        raise IndexUnavailableError(DAMAGED)
    keywords = KeywordShelf(folder / KEYWORDS)
    vectors = None
    if manifest.embedding is not None:
        vectors = open_shelf_vectors(settings, folder / VECTORS, manifest.key, manifest.embedding)
    try:
        searched = manifest.counts.get("searched")
        if len(keywords) != searched or (vectors is not None and len(vectors) != searched):
            raise IndexUnavailableError(DAMAGED)
        return StatuteShelf(folder / DATABASE, manifest, keywords, vectors)
    except BaseException:
        if vectors is not None:
            vectors.close()
        raise


def _folded(name: str) -> str:
    return "".join(name.split()).casefold()


def _unknown(id_: str) -> NotFoundError:
    return NotFoundError(f"Die Vorschrift „{id_[:80]}“ gibt es in diesem Index nicht.")
