"""What is kept only for a time."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete

from assistant.store.database import Database
from assistant.store.records import Options
from assistant.store.tables import ConversationRow, FeedbackRow, ProjectRow


def expire(database: Database, options: Options, now: datetime) -> dict[str, int]:
    """Delete what has not changed for longer than the options allow.

    Feedback keeps its copy of question and answer when the conversation expires: sending it was
    consent to being read by editors. It goes with its own time.

    Returns: how many conversations, project checks and feedbacks are gone.
    """
    conversations_before = now - timedelta(days=options.conversation_days)
    feedback_before = now - timedelta(days=options.feedback_days)
    with database.write() as session:
        gone = {
            name: len(session.scalars(delete(table).where(moment < before).returning(table.id)).all())
            for name, table, moment, before in (
                ("conversations", ConversationRow, ConversationRow.changed_at, conversations_before),
                ("projects", ProjectRow, ProjectRow.changed_at, conversations_before),
                ("feedback", FeedbackRow, FeedbackRow.given_at, feedback_before),
            )
        }
    database.wipe()  # also what a deletion of the day could not wipe because somebody was reading
    return gone
