"""Rows of the database -> the values that are given out."""

from __future__ import annotations

from datetime import datetime
from types import MappingProxyType
from typing import cast

from assistant.store.records import Conversation, Exchange, Feedback, FeedbackStatus, Project, State
from assistant.store.stored_answer import from_json
from assistant.store.tables import ConversationRow, ExchangeRow, FeedbackRow, ProjectRow


def exchange_of(row: ExchangeRow, given_up_before: datetime, with_feedback: bool = True) -> Exchange:
    """Args: given_up_before: whatever began earlier and is still running has lost its process."""
    abandoned = row.state == "running" and row.begun_at < given_up_before
    answer = None if row.answer is None else from_json(row.answer, row.question, row.answer_text or "")
    return Exchange(
        id=row.id,
        conversation_id=row.conversation_id,
        question=row.question,
        state="failed" if abandoned else cast(State, row.state),
        answer=answer,
        asked_at=row.asked_at,
        share=row.share,
        feedback=feedback_of(row.feedback) if with_feedback and row.feedback else None,
    )


def conversation_of(row: ConversationRow, given_up_before: datetime) -> Conversation:
    return Conversation(
        id=row.id,
        title=row.title,
        created_at=row.created_at,
        changed_at=row.changed_at,
        exchanges=tuple(exchange_of(exchange, given_up_before) for exchange in row.exchanges),
    )


def feedback_of(row: FeedbackRow) -> Feedback:
    return Feedback(
        id=row.id,
        exchange_id=row.exchange_id,
        given_at=row.given_at,
        helpful=row.helpful,
        reasons=tuple(row.reasons),
        comment=row.comment,
        status=cast(FeedbackStatus, row.status),
        editor=row.editor,
        note=row.note,
        question=row.question,
        answer_text=row.answer_text,
        answer_status=row.answer_status,
    )


def project_of(row: ProjectRow) -> Project:
    return Project(
        id=row.id,
        title=row.title,
        description=row.description,
        created_at=row.created_at,
        changed_at=row.changed_at,
        notes=MappingProxyType(dict(row.notes)),
        done=frozenset(row.done),
        dropped=frozenset(row.dropped),
        version=row.version,
    )
