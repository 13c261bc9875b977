"""Connections, transactions and what can go wrong with them. The only place that knows both databases apart."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    InterfaceError,
    NoSuchModuleError,
    OperationalError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from assistant.errors import StorageError
from assistant.messages_de import Storage
from assistant.store.tables import Base

_SQLITE = (
    "PRAGMA busy_timeout = 10000",  # milliseconds; first, so that the others wait, too
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what is deleted is overwritten, not merely forgotten
    "PRAGMA temp_store = MEMORY",
)
_CONNECT_S = 5
_OF_SQLITE = {
    "SQLITE_BUSY": Storage.BUSY,
    "SQLITE_LOCKED": Storage.BUSY,
    "SQLITE_FULL": Storage.FULL,
    "SQLITE_READONLY": Storage.NOT_WRITABLE,
    "SQLITE_PERM": Storage.NOT_WRITABLE,
    "SQLITE_CANTOPEN": Storage.NOT_WRITABLE,
    "SQLITE_CORRUPT": Storage.DAMAGED,
    "SQLITE_NOTADB": Storage.DAMAGED,
    "SQLITE_IOERR": Storage.UNREACHABLE,
}
_POSTGRESQL_DISK_FULL = "53100"


class Database:
    """Short transactions on one database. Failures come out as StorageError with what to do.

    Args:
        url: of SQLite or PostgreSQL; see `STORE_URL` in the handbook.
    """

    def __init__(self, url: str | URL):
        parsed = _parsed(url)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        # Texts of questions must not reach a log by way of an exception's message.
        if self.is_sqlite:
            _only_ours(Path(str(parsed.database)))
            self.engine = create_engine(parsed, hide_parameters=True)
            event.listen(self.engine, "connect", _prepare)
            event.listen(self.engine, "begin", _begin)
        else:
            waiting = {"connect_timeout": _CONNECT_S}
            self.engine = create_engine(
                parsed, hide_parameters=True, pool_pre_ping=True, connect_args=waiting
            )
        self.writing = self.engine.execution_options(immediate=True)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that changes nothing."""
        with storage_errors(), Session(self.engine) as session, session.begin():
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction that is committed at the end, or rolled back by an exception.

        IntegrityError passes through: the caller knows what it collided with.
        """
        with storage_errors(), Session(self.writing) as session, session.begin():
            yield session

    def insert(self, table: type[Base]) -> Any:
        """An INSERT with `on_conflict_do_update`, which both databases have in the same form."""
        return sqlite.insert(table) if self.is_sqlite else postgresql.insert(table)

    def wipe(self) -> None:
        """Drop the copies that the write-ahead log of SQLite still holds of deleted rows.

        A transaction that is open elsewhere can prevent it; then the next call does it. PostgreSQL
        removes deleted rows by itself (autovacuum).
        """
        if not self.is_sqlite:
            return
        with storage_errors():
            connection = self.engine.raw_connection()
            try:
                with suppress(sqlite3.OperationalError):
                    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                connection.close()

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()


@contextmanager
def storage_errors() -> Iterator[None]:
    """Turn failures of the database, not those of the caller, into StorageError."""
    try:
        yield
    except PoolTimeout as error:
        raise StorageError(Storage.BUSY) from error
    except DBAPIError as error:
        reason = _reason(error)
        if reason is None:
            raise
        raise StorageError(reason) from error


def _reason(error: DBAPIError) -> str | None:
    """What to tell people; None where the mistake is ours and must show, e.g. a wrong statement."""
    if isinstance(error.orig, sqlite3.Error):
        name = getattr(error.orig, "sqlite_errorname", "")  # e.g. SQLITE_BUSY_SNAPSHOT
        return _OF_SQLITE.get("_".join(name.split("_")[:2]))
    if getattr(error.orig, "sqlstate", None) == _POSTGRESQL_DISK_FULL:
        return Storage.FULL
    return Storage.UNREACHABLE if isinstance(error, (OperationalError, InterfaceError)) else None


def _parsed(url: str | URL) -> URL:
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
        if backend == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        elif backend != "sqlite" or not parsed.database or parsed.database == ":memory:":
            raise StorageError(Storage.BAD_URL)
        parsed.get_dialect()
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise StorageError(Storage.BAD_URL) from error
    return parsed


def _only_ours(path: Path) -> None:
    """Make the file, or an old one, unreadable for other users. SQLite's files beside it follow its mode."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        mode = path.stat().st_mode
        if mode & 0o007:
            path.chmod(mode & 0o770)
    except OSError as error:
        raise StorageError(Storage.NOT_WRITABLE) from error


def _prepare(connection: Any, _: object) -> None:
    connection.isolation_level = None  # transactions begin where `_begin` says so
    cursor = connection.cursor()
    for pragma in _SQLITE:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Connection) -> None:
    """Whoever will write takes the lock at once: a reader that turned writer could only fail."""
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
