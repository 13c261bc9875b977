"""Options that the administration changes while the service runs."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import delete, select

from assistant.errors import InputError
from assistant.messages_de import Storage
from assistant.store.database import Database
from assistant.store.records import Options
from assistant.store.tables import OptionRow
from assistant.store.typed_text import readable

_LONGEST_DAYS = 3650


class StoredOptions:
    """Args: defaults: of the settings; they hold for every option that was not changed here."""

    def __init__(self, database: Database, defaults: Options):
        self._database = database
        self._defaults = defaults

    def get(self) -> Options:
        """The options of this moment."""
        with self._database.read() as session:
            stored = {row.name: row.value for row in session.scalars(select(OptionRow))}
        changes: dict[str, Any] = {
            name: type(default)(stored[name])
            for name, default in asdict(self._defaults).items()
            if name in stored
        }
        return replace(self._defaults, **changes)

    def save(self, options: Options) -> None:
        """Keep what differs from the settings, at once for all processes.

        Raises InputError for a number of days that is not within 1 to 3650, and for what is not text.
        """
        if not all(1 <= days <= _LONGEST_DAYS for days in (options.conversation_days, options.feedback_days)):
            raise InputError(Storage.BAD_DAYS)
        readable(options.closed)
        defaults = asdict(self._defaults)
        with self._database.write() as session:
            for name, value in asdict(options).items():
                if value == defaults[name]:
                    session.execute(delete(OptionRow).where(OptionRow.name == name))
                else:
                    kept = self._database.insert(OptionRow).values(name=name, value=str(value))
                    session.execute(
                        kept.on_conflict_do_update(index_elements=["name"], set_={"value": str(value)})
                    )
