"""Bring a database to the tables of this version. Runs when the store is opened; needs no alembic.ini.

A new revision is a file in migrations/versions, written by hand; tests/store/test_migrations.py prints
the operations that are missing as long as the models and the revisions differ.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text

from assistant.errors import StorageError
from assistant.messages_de import Storage
from assistant.store.database import Database, storage_errors

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory
    from sqlalchemy.engine import Connection

_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 4_711_220_038  # any number, the same in all processes


def migrate(database: Database) -> None:
    """Upgrade to the newest revision, all or nothing. Two processes may do this at once.

    Raises:
        StorageError: the database is not reachable, or of a newer version than this code.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    script = ScriptDirectory.from_config(config)
    with storage_errors(), database.writing.connect() as connection:
        _foreign_keys(connection, "OFF")
        with connection.begin():
            if not database.is_sqlite:  # SQLite has begun with a lock
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            if _revision(connection, script) != script.get_current_head():
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
        _foreign_keys(connection, "ON")


def _revision(connection: Connection, script: ScriptDirectory) -> str | None:
    """The revision of the database, one that this code knows; None: it is empty."""
    from alembic.runtime.migration import MigrationContext
    from alembic.util import CommandError

    revision = MigrationContext.configure(connection).get_current_revision()
    try:
        if revision is not None:
            script.get_revision(revision)
    except CommandError as error:
        raise StorageError(Storage.NEWER) from error
    return revision


def _foreign_keys(connection: Connection, state: str) -> None:
    """SQLite changes a table by replacing it; with foreign keys on that would delete what hangs on it.

    Only possible outside a transaction, hence on the driver's connection.
    """
    if connection.dialect.name == "sqlite":
        connection.connection.cursor().execute(f"PRAGMA foreign_keys = {state}")
