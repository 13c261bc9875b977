"""What people thought of answers: given by an owner, then a queue for editors that knows no owner."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.errors import InputError, NotFoundError
from assistant.messages_de import Storage
from assistant.store.conversations import exchange_row
from assistant.store.database import Database
from assistant.store.moments import Clock
from assistant.store.records import FEEDBACK_STATUSES, REASONS, Feedback, FeedbackStatus
from assistant.store.tables import FeedbackRow
from assistant.store.to_records import feedback_of
from assistant.store.typed_text import readable


class FeedbackQueue:
    def __init__(self, database: Database, clock: Clock):
        self._database = database
        self._clock = clock

    def give(
        self, owner: str, exchange_id: str, helpful: bool, reasons: Sequence[str] = (), comment: str = ""
    ) -> Feedback:
        """Keep what the owner thinks of an answer, with a copy of question and answer for the editors.

        Given again it replaces what was there and is new to the editors; their note stays.

        Raises:
            NotFoundError: the owner has no such exchange.
            InputError: it has no answer, a reason is unknown, or the comment is not text.
        """
        if not set(reasons) <= set(REASONS):
            raise InputError(Storage.BAD_REASON)
        with self._database.write() as session:
            exchange = exchange_row(session, owner, exchange_id, lock=True)
            if exchange.answer is None:
                raise InputError(Storage.NOT_ANSWERED)
            row = session.scalar(select(FeedbackRow).where(FeedbackRow.exchange_id == exchange.id))
            if row is None:
                row = FeedbackRow(id=uuid.uuid4().hex, exchange_id=exchange.id, editor="", note="")
                session.add(row)
            row.given_at = self._clock()
            row.helpful = helpful
            row.reasons = [reason for reason in REASONS if reason in reasons]
            row.comment = readable(comment)
            row.status = "new"
            row.question = exchange.question
            row.answer_text = exchange.answer_text or ""
            row.answer_status = exchange.answer_status or ""
            session.flush()
            return feedback_of(row)

    def queue(self, status: FeedbackStatus | None = None) -> tuple[Feedback, ...]:
        """Feedback of one status, or all of it; latest first."""
        query = select(FeedbackRow).order_by(FeedbackRow.given_at.desc(), FeedbackRow.id)
        if status is not None:
            query = query.where(FeedbackRow.status == status)
        with self._database.read() as session:
            return tuple(feedback_of(row) for row in session.scalars(query))

    def get(self, feedback_id: str) -> Feedback:
        """Raises NotFoundError."""
        with self._database.read() as session:
            return feedback_of(_row(session, feedback_id))

    def update(self, feedback_id: str, status: FeedbackStatus, editor: str, note: str) -> Feedback:
        """Say who works on it and what came of it. Raises NotFoundError; InputError for what is not text."""
        if status not in FEEDBACK_STATUSES:
            raise InputError(Storage.BAD_STATUS)
        with self._database.write() as session:
            row = _row(session, feedback_id)
            row.status, row.editor, row.note = status, readable(editor), readable(note)
            return feedback_of(row)

    def delete(self, feedback_id: str) -> None:
        """Delete it for good. Raises NotFoundError."""
        with self._database.write() as session:
            session.delete(_row(session, feedback_id))
        self._database.wipe()


def _row(session: Session, feedback_id: str) -> FeedbackRow:
    row = session.get(FeedbackRow, readable(feedback_id))
    if row is None:
        raise NotFoundError(Storage.NO_FEEDBACK)
    return row
