"""Questions for editors who look for gaps in the content: what was asked and when, never by whom."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from assistant.german.local_time import day_of, start_of
from assistant.models import AnswerStatus
from assistant.store.database import Database
from assistant.store.records import AskedQuestion
from assistant.store.tables import ExchangeRow, FeedbackRow

_UNANSWERED = (AnswerStatus.NO_SOURCE.value, AnswerStatus.OUT_OF_SCOPE.value)


class Questions:
    """Read from the conversations themselves, so that a deleted question is gone from here, too."""

    def __init__(self, database: Database):
        self._database = database

    def unanswered(self, since: date) -> tuple[AskedQuestion, ...]:
        """Questions from `since` on that the sources did not answer (no source, out of scope); latest first."""
        query = (
            select(ExchangeRow.question, ExchangeRow.answer_status, ExchangeRow.asked_at, FeedbackRow.helpful)
            .outerjoin(FeedbackRow, FeedbackRow.exchange_id == ExchangeRow.id)
            .where(ExchangeRow.answer_status.in_(_UNANSWERED), ExchangeRow.asked_at >= start_of(since))
            .order_by(ExchangeRow.asked_at.desc(), ExchangeRow.number.desc())
        )
        with self._database.read() as session:
            return tuple(
                AskedQuestion(question, status or "", day_of(moment), helpful)
                for question, status, moment, helpful in session.execute(query)
            )

    def badly_rated(self, since: date) -> tuple[AskedQuestion, ...]:
        """Questions whose answer was rated as not helpful from `since` on, by that day; latest first."""
        query = (
            select(FeedbackRow.question, FeedbackRow.answer_status, FeedbackRow.given_at)
            .where(
                FeedbackRow.helpful.is_(False),
                FeedbackRow.question != "",  # its conversation was deleted
                FeedbackRow.given_at >= start_of(since),
            )
            .order_by(FeedbackRow.given_at.desc(), FeedbackRow.id)
        )
        with self._database.read() as session:
            return tuple(
                AskedQuestion(question, status, day_of(moment), False)
                for question, status, moment in session.execute(query)
            )
