"""The passages of a generation in one SQLite file: written once, then only read."""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from assistant.errors import IndexUnavailableError, NotFoundError
from assistant.models import Passage, SourceKind

_SCHEMA = """
CREATE TABLE passages (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    unit TEXT NOT NULL,
    kind TEXT NOT NULL,
    origin TEXT NOT NULL,
    shown INTEGER NOT NULL,
    digest TEXT NOT NULL,
    json TEXT NOT NULL
);
CREATE INDEX by_unit ON passages (unit);
"""
_INSERT = """
INSERT INTO passages (id, unit, kind, origin, shown, digest, json) VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_MOST_PARAMETERS = 500


def write_passages(path: Path, passages: Sequence[Passage]) -> None:
    """Write `passages` (unique ids) to the new file `path`, keeping their order.

    Raises sqlite3.Error when the disk is full or the file exists.
    """
    connection = sqlite3.connect(path)
    try:
        connection.executescript(_SCHEMA)
        with connection:
            connection.executemany(
                _INSERT,
                ((p.id, p.unit, p.kind, p.origin, p.shown, p.digest, p.model_dump_json()) for p in passages),
            )
    finally:
        connection.close()


class PassageStore:
    """Read-only access to a written file; safe to share between threads.

    Every method raises IndexUnavailableError when the file turns out to be damaged.
    """

    def __init__(self, path: Path):
        """Raises IndexUnavailableError when there is no such file or it is no passage store."""
        # immutable: the file never changes, so SQLite takes no locks and looks for no journal.
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        try:
            self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        except sqlite3.Error as error:
            raise _damaged(path) from error
        self._path = path
        self._lock = threading.Lock()
        self._units: dict[str, str] = dict(self._rows("SELECT id, unit FROM passages ORDER BY position"))

    def __len__(self) -> int:
        return len(self._units)

    def get(self, passage_id: str) -> Passage:
        """Raises NotFoundError for an unknown id."""
        return self.get_many([passage_id])[0]

    def get_many(self, passage_ids: Sequence[str]) -> list[Passage]:
        """The passages in the order of the ids; NotFoundError when one of them is unknown."""
        found: dict[str, Passage] = {}
        for start in range(0, len(passage_ids), _MOST_PARAMETERS):
            ids = passage_ids[start : start + _MOST_PARAMETERS]
            marks = ",".join("?" * len(ids))
            for id_, json in self._rows(f"SELECT id, json FROM passages WHERE id IN ({marks})", ids):
                found[id_] = Passage.model_validate_json(json)
        try:
            return [found[id_] for id_ in passage_ids]
        except KeyError as error:
            raise NotFoundError(
                f"Die Textstelle „{str(error.args[0])[:80]}“ gibt es in diesem Index nicht."
            ) from None

    def unit(self, passage_id: str) -> str:
        """What the passage speaks for, from memory; NotFoundError for an unknown id."""
        try:
            return self._units[passage_id]
        except KeyError:
            raise NotFoundError(
                f"Die Textstelle „{passage_id[:80]}“ gibt es in diesem Index nicht."
            ) from None

    def units(self, kind: SourceKind) -> list[str]:
        """The distinct units of a kind in corpus order, from memory."""
        return list(dict.fromkeys(unit for unit in self._units.values() if unit.startswith(f"{kind}:")))

    def of_unit(self, unit: str) -> list[Passage]:
        """All passages of a unit in corpus order; empty when there are none."""
        return self._passages("SELECT json FROM passages WHERE unit = ? ORDER BY position", [unit])

    def shown_of_unit(self, unit: str) -> list[Passage]:
        """The passages of a unit that may be shown, in corpus order."""
        return self._passages(
            "SELECT json FROM passages WHERE unit = ? AND shown = 1 ORDER BY position", [unit]
        )

    def all(self) -> list[Passage]:
        """Every passage in corpus order."""
        return self._passages("SELECT json FROM passages ORDER BY position")

    def digests(self) -> dict[str, str]:
        """Digest of every passage by id."""
        return dict(self._rows("SELECT id, digest FROM passages"))

    def counts(self) -> dict[str, int]:
        """Numbers of passages and units, and of passages per kind and origin."""
        return count(self._rows("SELECT unit, kind, origin FROM passages"))

    def close(self) -> None:
        """Release the file."""
        with self._lock:
            self._connection.close()

    def _passages(self, sql: str, values: Sequence[str] = ()) -> list[Passage]:
        return [Passage.model_validate_json(json) for (json,) in self._rows(sql, values)]

    def _rows(self, sql: str, values: Sequence[str] = ()) -> list[tuple]:
        try:
            with self._lock:
                return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise _damaged(self._path) from error


def count(rows: Sequence[tuple[str, str, str]]) -> dict[str, int]:
    """Counts over (unit, kind, origin) rows: "passages", "units", then one per kind and origin."""
    kinds: Mapping[str, int] = Counter(str(kind) for _, kind, _ in rows)
    origins: Mapping[str, int] = Counter(str(origin) for _, _, origin in rows)
    return {"passages": len(rows), "units": len({unit for unit, _, _ in rows}), **kinds, **origins}


def _damaged(path: Path) -> IndexUnavailableError:
    return IndexUnavailableError(
        f"Im Suchindex fehlt {path.name} oder ist beschädigt. Bitte neu bauen: ingest build"
    )
