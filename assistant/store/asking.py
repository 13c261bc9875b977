"""How a question is kept exactly once, however often it is sent."""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.errors import InputError, NotFoundError
from assistant.messages_de import Input, Storage
from assistant.store.tables import ConversationRow, ExchangeRow
from assistant.store.typed_text import readable, titled


def ask(
    session: Session,
    now: datetime,
    given_up_before: datetime,
    owner: str,
    conversation_id: str | None,
    request_key: str,
    question: str,
) -> tuple[ExchangeRow, bool]:
    """The exchange of this request, and whether the caller has to answer it.

    That is so for a new one, and for one sent again that failed or has been running for too long:
    sending again is how people try again.

    Raises:
        IntegrityError: the same request was stored by somebody else just now; ask again.
        InputError: the question is empty or not text.
        NotFoundError: the owner has no such conversation.
    """
    if not readable(question).strip():
        raise InputError(Input.EMPTY)
    request = _request(request_key, question)
    row = session.scalar(
        select(ExchangeRow)
        .where(ExchangeRow.owner == owner, ExchangeRow.request == request)
        .with_for_update()
    )
    if row is None:
        row = _new(session, owner, conversation_id, request, question, now)
    elif not (row.state == "failed" or (row.state == "running" and row.begun_at < given_up_before)):
        return row, False
    row.state, row.begun_at = "running", now
    session.flush()
    return row, True


def _new(
    session: Session, owner: str, conversation_id: str | None, request: str, question: str, now: datetime
) -> ExchangeRow:
    if conversation_id is None:
        conversation = ConversationRow(
            id=uuid.uuid4().hex, owner=owner, title=titled(question), created_at=now
        )
        session.add(conversation)
    else:
        found = session.get(ConversationRow, readable(conversation_id))
        if found is None or found.owner != owner:
            raise NotFoundError(Storage.NO_CONVERSATION)
        conversation = found
    conversation.changed_at = now
    session.flush()
    row = ExchangeRow(
        id=uuid.uuid4().hex,
        conversation_id=conversation.id,
        owner=owner,
        request=request,
        question=question,
        asked_at=now,
    )
    session.add(row)
    return row


def _request(key: str, question: str) -> str:
    """The question is part of it: who goes back, changes it and sends the old form asks something new."""
    return hashlib.sha256(f"{key}\0{question}".encode()).hexdigest()
