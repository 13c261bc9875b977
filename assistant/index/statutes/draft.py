"""statutes.db while a shelf is being written: complete law by law, whenever the writer is killed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np

from assistant.index.statutes.manifest import FORMAT
from assistant.index.statutes.schema import (
    INSERT_NORM,
    INSERT_PIECE,
    SCHEMA,
    from_json,
    header_to_json,
    norm_row,
    piece_rows,
)
from assistant.index.statutes.texts import embedded_text, keyword_text
from assistant.statute import FiledNorm, LawHeader

_TEXTS = """
SELECT n.row, n.id, n.text_key, n.title, n.outline, p.text
FROM norms n JOIN pieces p ON p.norm = n.row WHERE {} AND n.text_key IS NOT NULL ORDER BY n.row, p.n
"""
_COUNTS = {
    "laws": "SELECT count(*) FROM laws",
    "norms": "SELECT count(*) FROM norms",
    "searched": "SELECT count(*) FROM norms WHERE text_key IS NOT NULL",
    "repealed": "SELECT count(*) FROM norms WHERE repealed",
    "pieces": "SELECT count(*) FROM pieces",
}


class Draft:
    """Laws, norms and vectors, and which of the laws the keyword index and Chroma ("stores") hold already.

    Every change is one transaction. Methods raise sqlite3.Error when the file is damaged or the disk full.
    """

    def __init__(self, path: Path):
        self._connection = sqlite3.connect(path)
        # Readers never see this file, so its journal may be synchronised now and then only.
        self._connection.executescript(
            "PRAGMA foreign_keys = ON; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
        )
        if not self._one("SELECT count(*) FROM sqlite_master"):
            self._connection.executescript(f"BEGIN; {SCHEMA} COMMIT;")

    def check(self) -> None:
        """Raises sqlite3.DatabaseError when the file is damaged or of another version of the program."""
        found = (self._one("PRAGMA quick_check(1)"), self._one("PRAGMA user_version"))
        if found != ("ok", FORMAT):
            raise sqlite3.DatabaseError(str(found))

    def digests(self) -> dict[str, str]:
        """Digest of the version that is here, by slug of the law."""
        return dict(self._connection.execute("SELECT slug, digest FROM laws"))

    def replace(self, slug: str, digest: str, header: LawHeader, filed: Iterable[FiledNorm]) -> None:
        """Put this version of a law in the place of an older one. All of it, or nothing if `filed` raises.

        Raises sqlite3.IntegrityError when the id of a norm is there already.
        """
        with self._connection:
            self._connection.execute("DELETE FROM laws WHERE slug = ?", [slug])
            self._connection.execute(
                "INSERT INTO laws VALUES (?, ?, ?, 0)", [slug, digest, header_to_json(header)]
            )
            position = 0
            for position, norm in enumerate(filed, start=1):
                row = self._connection.execute(INSERT_NORM, norm_row(slug, position, norm)).lastrowid
                assert row is not None
                self._connection.executemany(INSERT_PIECE, piece_rows(row, norm))
            self._connection.execute("UPDATE laws SET norms = ? WHERE slug = ?", [position, slug])

    def remove(self, slug: str) -> None:
        with self._connection:
            self._connection.execute("DELETE FROM laws WHERE slug = ?", [slug])

    def pending(self, store: str) -> list[tuple[str, int]]:
        """What `store` does not hold as it is here: (slug, number of norms; 0 for a law that is gone)."""
        sql = """
        SELECT laws.slug, norms FROM laws LEFT JOIN stored ON store = :store AND stored.slug = laws.slug
            WHERE stored.digest IS NOT laws.digest
        UNION ALL SELECT slug, 0 FROM stored WHERE store = :store AND slug NOT IN (SELECT slug FROM laws)
        """
        return self._connection.execute(sql, {"store": store}).fetchall()

    def mark(self, store: str, slugs: Sequence[str]) -> None:
        """`store` now holds these laws as they are here, or no longer if they are gone."""
        with self._connection:
            self._connection.executemany(
                "DELETE FROM stored WHERE store = ? AND slug = ?", [(store, slug) for slug in slugs]
            )
            self._connection.executemany(
                "INSERT INTO stored SELECT ?, slug, digest FROM laws WHERE slug = ?",
                [(store, slug) for slug in slugs],
            )

    def holds(self, store: str) -> bool:
        """Whether anything was written to `store` for this draft."""
        return bool(self._one("SELECT count(*) FROM stored WHERE store = ?", [store]))

    def forget(self, store: str) -> None:
        """`store` holds nothing."""
        with self._connection:
            self._connection.execute("DELETE FROM stored WHERE store = ?", [store])

    def use_embedder(self, name: str) -> None:
        """Drop the vectors of another embedder."""
        if self._connection.execute("SELECT name FROM embedder").fetchall() == [(name,)]:
            return
        with self._connection:
            self._connection.execute("DELETE FROM vectors")
            self._connection.execute("DELETE FROM embedder")
            self._connection.execute("INSERT INTO embedder VALUES (?)", [name])

    def not_embedded(self) -> list[int]:
        """A norm (row) for every text that has no vector yet."""
        sql = """
        SELECT min(row) FROM norms WHERE text_key IS NOT NULL
            AND text_key NOT IN (SELECT text_key FROM vectors) GROUP BY text_key ORDER BY min(row)
        """
        return [row for (row,) in self._connection.execute(sql)]

    def embedded_texts(self, rows: Sequence[int]) -> list[tuple[bytes, str]]:
        """(key, text to embed) of norms by row."""
        found = self._texts(f"n.row IN ({','.join('?' * len(rows))})", rows)
        return [(key, embedded_text(title, outline, text)) for _, key, title, outline, text in found]

    def add_vectors(self, keys: Sequence[bytes], vectors: np.ndarray) -> None:
        """Keep `vectors` (n, d) of texts; as float16, which changes a cosine by less than 0.001."""
        rows = zip(keys, (vector.tobytes() for vector in vectors.astype(np.float16)), strict=True)
        with self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)

    def keyword_texts(self, slug: str) -> Iterator[tuple[str, str]]:
        """(norm id, text to index) of a law's searched norms."""
        for id_, _, title, outline, text in self._texts("n.law = ?", [slug]):
            yield id_, keyword_text(title, outline, text)

    def vectors(self, slug: str) -> list[tuple[str, np.ndarray]]:
        """(norm id, vector float32 (d,)) of a law's searched norms."""
        rows = self._connection.execute(
            "SELECT id, vector FROM norms JOIN vectors USING (text_key) WHERE law = ? ORDER BY row", [slug]
        ).fetchall()
        return [(id_, np.frombuffer(vector, dtype=np.float16).astype(np.float32)) for id_, vector in rows]

    def counts(self) -> dict[str, int]:
        """Numbers of laws, norms, searched and repealed ones, and pieces."""
        return {name: self._one(sql) for name, sql in _COUNTS.items()}

    def finish(self, stores: Sequence[str]) -> None:
        """Forget other stores and the vectors that no norm has any more, and leave a single file."""
        with self._connection:
            self._connection.execute(
                f"DELETE FROM stored WHERE store NOT IN ({','.join('?' * len(stores))})", stores
            )
            self._connection.execute(
                "DELETE FROM vectors WHERE text_key NOT IN "
                "(SELECT text_key FROM norms WHERE text_key IS NOT NULL)"
            )
        self._connection.execute("PRAGMA journal_mode = DELETE")

    def close(self) -> None:
        self._connection.close()

    def _texts(
        self, where: str, values: Sequence[str | int]
    ) -> Iterator[tuple[str, bytes, str, tuple[str, ...], str]]:
        """(norm id, text key, title, outline, text) of searched norms, in order."""
        rows = self._connection.execute(_TEXTS.format(where), values)
        for (_, id_, key, title, outline), pieces in groupby(rows, key=lambda row: row[:5]):
            yield id_, key, title, from_json(outline), "\n".join(piece[5] for piece in pieces)

    def _one(self, sql: str, values: Sequence[str] = ()) -> Any:
        return self._connection.execute(sql, values).fetchone()[0]
