"""Project checks: a description, notes to check questions, and which of them are done."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from assistant.errors import ConflictError, InputError, NotFoundError
from assistant.messages_de import Storage
from assistant.store.database import Database
from assistant.store.moments import Clock
from assistant.store.records import Project
from assistant.store.tables import ProjectRow
from assistant.store.to_records import project_of
from assistant.store.typed_text import readable, titled

_TITLE_CHARS = 200


class Projects:
    def __init__(self, database: Database, clock: Clock):
        self._database = database
        self._clock = clock

    def create(self, owner: str, title: str, description: str) -> Project:
        """Begin a check. Raises InputError for an empty title and for what is not text."""
        now = self._clock()
        row = ProjectRow(id=uuid.uuid4().hex, owner=owner, created_at=now, changed_at=now, notes={}, done=[])
        row.dropped = []
        row.title, row.description = _title(title), readable(description)
        with self._database.write() as session:
            session.add(row)
            session.flush()
            return project_of(row)

    def get(self, owner: str, project_id: str) -> Project:
        """Raises NotFoundError."""
        with self._database.read() as session:
            return project_of(_row(session, owner, project_id))

    def list(self, owner: str) -> tuple[Project, ...]:
        """The owner's project checks, latest first."""
        query = select(ProjectRow).where(ProjectRow.owner == owner)
        with self._database.read() as session:
            rows = session.scalars(query.order_by(ProjectRow.changed_at.desc(), ProjectRow.id))
            return tuple(project_of(row) for row in rows)

    def save(
        self,
        owner: str,
        project_id: str,
        title: str,
        description: str,
        notes: Mapping[str, str],
        done: Iterable[str],
        dropped: Iterable[str] = (),
        version: int | None = None,
    ) -> Project:
        """Replace everything that can be typed in.

        Args:
            done, dropped: ids of questions that are answered, or do not apply.
            version: the one that the change was made on; None replaces whatever there is.

        Raises:
            ConflictError: somebody has saved another version meanwhile.
            NotFoundError, InputError: as `create` and `get`.
        """
        with self._database.write() as session:
            row = _row(session, owner, project_id)
            if version not in (None, row.version):
                raise ConflictError(Storage.CHANGED_MEANWHILE)
            row.title, row.description = _title(title), readable(description)
            row.notes = {readable(key): readable(note) for key, note in notes.items()}
            row.done = sorted(readable(key) for key in done)
            row.dropped = sorted(readable(key) for key in dropped)
            row.changed_at = self._clock()
            try:
                session.flush()
            except StaleDataError:
                raise ConflictError(Storage.CHANGED_MEANWHILE) from None
            return project_of(row)

    def delete(self, owner: str, project_id: str) -> None:
        """Delete it for good. Raises NotFoundError."""
        with self._database.write() as session:
            session.delete(_row(session, owner, project_id))
        self._database.wipe()


def _title(title: str) -> str:
    line = titled(title, _TITLE_CHARS)
    if not line:
        raise InputError(Storage.NO_TITLE)
    return line


def _row(session: Session, owner: str, project_id: str) -> ProjectRow:
    row = session.get(ProjectRow, readable(project_id))
    if row is None or row.owner != owner:
        raise NotFoundError(Storage.NO_PROJECT)
    return row
