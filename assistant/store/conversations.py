"""Conversations and their exchanges. Everything but a shared answer belongs to one owner."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assistant.errors import InputError, NotFoundError
from assistant.messages_de import Storage
from assistant.models import Answer
from assistant.store.asking import ask
from assistant.store.database import Database
from assistant.store.moments import Clock
from assistant.store.records import Asked, Conversation, ConversationSummary, Exchange, State
from assistant.store.search import found_in, plain, search_words
from assistant.store.stored_answer import to_json
from assistant.store.tables import ConversationRow, ExchangeRow, FeedbackRow
from assistant.store.to_records import conversation_of, exchange_of
from assistant.store.typed_text import readable, titled

_TITLE_CHARS = 200


class Conversations:
    """Args: patience: the longest time that an answer can take; one still running then has failed."""

    def __init__(self, database: Database, clock: Clock, patience: timedelta):
        self._database = database
        self._clock = clock
        self._patience = patience

    def ask(self, owner: str, conversation_id: str | None, request_key: str, question: str) -> Asked:
        """Keep a question, once per owner, request key and wording. None starts a conversation.

        `created` tells the caller to answer: the question is new, or it was sent again after it failed.
        One that is "running" and not `created` was sent before. Should the process that began with it be
        gone (the server was restarted in mid-answer, and the browser sends its form again), whoever does
        not know of it as its own work may simply answer it: the first end counts, so there is one
        question and one answer, in the same place. One that nobody came back for counts as failed once
        no answer can take that long.

        Raises:
            InputError: the question is empty or not text.
            NotFoundError: the owner has no such conversation.
        """
        try:
            return self._ask(owner, conversation_id, request_key, question)
        except IntegrityError:  # the same form, sent twice at the same moment: the other one was faster
            return self._ask(owner, conversation_id, request_key, question)

    def finish(self, exchange_id: str, answer: Answer) -> bool:
        """Keep the answer. False: nobody waits for it (stopped, deleted, or answered already)."""
        return self._end(
            exchange_id,
            ("running", "failed"),  # an answer is better than a failure, whoever was faster
            state="answered",
            answer=to_json(answer),
            answer_text=answer.text.replace("\x00", ""),
            answer_status=answer.status.value,
        )

    def stop(self, exchange_id: str) -> bool:
        """The user does not want the answer any more. False: it was not running."""
        return self._end(exchange_id, ("running",), state="stopped")

    def fail(self, exchange_id: str) -> bool:
        """There will be no answer; sending the question again tries again. False: it was not running."""
        return self._end(exchange_id, ("running",), state="failed")

    def get(self, owner: str, conversation_id: str) -> Conversation:
        """A conversation with all its exchanges. Raises NotFoundError."""
        with self._database.read() as session:
            return conversation_of(_conversation(session, owner, conversation_id), self._given_up())

    def exchange(self, owner: str, exchange_id: str) -> Exchange:
        """One exchange. Raises NotFoundError."""
        with self._database.read() as session:
            return exchange_of(exchange_row(session, owner, exchange_id), self._given_up())

    def list(self, owner: str, search: str = "") -> tuple[ConversationSummary, ...]:
        """The owner's conversations, latest first.

        Args:
            search: words that must all occur in title, questions or answers; "": all conversations.
        """
        words = search_words(search)
        asked = func.count(ExchangeRow.number)
        query = (
            select(ConversationRow, asked)
            .outerjoin(ExchangeRow, ExchangeRow.conversation_id == ConversationRow.id)
            .where(ConversationRow.owner == owner)
            .group_by(ConversationRow.id)
            .order_by(ConversationRow.changed_at.desc(), ConversationRow.id)
        )
        summaries = []
        with self._database.read() as session:
            texts = _texts(session, owner) if words else {}
            for row, questions in session.execute(query):
                found = found_in((*texts.get(row.id, ()), row.title), words) if words else ""
                if found is not None:
                    summaries.append(
                        ConversationSummary(
                            row.id, row.title, row.created_at, row.changed_at, questions, found
                        )
                    )
        return tuple(summaries)

    def rename(self, owner: str, conversation_id: str, title: str) -> None:
        """Give a conversation another title. Raises NotFoundError; InputError for an empty title."""
        line = titled(title, _TITLE_CHARS)
        if not line:
            raise InputError(Storage.NO_TITLE)
        with self._database.write() as session:
            _conversation(session, owner, conversation_id).title = line

    def delete(self, owner: str, conversation_id: str) -> None:
        """Delete a conversation, its links and the texts in its feedback, for good. Raises NotFoundError."""
        with self._database.write() as session:
            _conversation(session, owner, conversation_id)
            _delete(session, ConversationRow.id == conversation_id)
        self._database.wipe()

    def delete_all(self, owner: str) -> int:
        """Delete all conversations of the owner likewise. Returns: how many they were."""
        with self._database.write() as session:
            deleted = _delete(session, ConversationRow.owner == owner)
        self._database.wipe()
        return deleted

    def share(self, owner: str, exchange_id: str) -> str:
        """The token of the answer's permanent link, the same one every time.

        Raises NotFoundError; InputError while there is no answer.
        """
        with self._database.write() as session:
            row = exchange_row(session, owner, exchange_id, lock=True)
            if row.answer is None:
                raise InputError(Storage.NOT_ANSWERED)
            row.share = row.share or secrets.token_urlsafe(16)
            return row.share

    def unshare(self, owner: str, exchange_id: str) -> None:
        """End the permanent link; a later one is different. Raises NotFoundError."""
        with self._database.write() as session:
            exchange_row(session, owner, exchange_id).share = None

    def shared(self, token: str) -> Exchange:
        """The answer behind a permanent link, without its feedback. Raises NotFoundError."""
        with self._database.read() as session:
            row = session.scalar(select(ExchangeRow).where(ExchangeRow.share == readable(token)))
            if row is None:
                raise NotFoundError(Storage.NO_SHARED)
            return exchange_of(row, self._given_up(), with_feedback=False)

    def _ask(self, owner: str, conversation_id: str | None, request_key: str, question: str) -> Asked:
        with self._database.write() as session:
            given_up = self._given_up()
            row, created = ask(
                session, self._clock(), given_up, owner, conversation_id, request_key, question
            )
            return Asked(exchange_of(row, given_up), created)

    def _end(self, exchange_id: str, states: tuple[State, ...], **values: str) -> bool:
        """One statement, so that of several ends at the same moment one counts."""
        waiting = (ExchangeRow.id == exchange_id, ExchangeRow.state.in_(states))
        with self._database.write() as session:
            ended = session.scalar(
                update(ExchangeRow).where(*waiting).values(**values).returning(ExchangeRow.conversation_id)
            )
            if ended is not None:
                session.get_one(ConversationRow, ended).changed_at = self._clock()
        return ended is not None

    def _given_up(self) -> datetime:
        return self._clock() - self._patience


def _conversation(session: Session, owner: str, conversation_id: str) -> ConversationRow:
    row = session.get(ConversationRow, readable(conversation_id))
    if row is None or row.owner != owner:
        raise NotFoundError(Storage.NO_CONVERSATION)
    return row


def exchange_row(session: Session, owner: str, exchange_id: str, lock: bool = False) -> ExchangeRow:
    """The owner's exchange, if asked for kept from others until the transaction ends. Raises NotFoundError."""
    query = select(ExchangeRow).where(ExchangeRow.id == readable(exchange_id), ExchangeRow.owner == owner)
    row = session.scalar(query.with_for_update() if lock else query)
    if row is None:
        raise NotFoundError(Storage.NO_EXCHANGE)
    return row


def _texts(session: Session, owner: str) -> dict[str, Sequence[str]]:
    """Questions and answers by conversation, oldest first."""
    texts: dict[str, list[str]] = {}
    columns = (ExchangeRow.conversation_id, ExchangeRow.question, ExchangeRow.answer_text)
    for conversation_id, question, answer in session.execute(
        select(*columns).where(ExchangeRow.owner == owner).order_by(ExchangeRow.number)
    ):
        texts.setdefault(conversation_id, []).extend((question, plain(answer or "")))
    return dict(texts)


def _delete(session: Session, which: Any) -> int:
    """The database deletes the exchanges along; what feedback has copied of them has to be emptied."""
    exchanges = select(ExchangeRow.id).join(ConversationRow).where(which)
    session.execute(exchanges.with_for_update(of=ExchangeRow))  # feedback that is being given comes first
    session.execute(
        update(FeedbackRow)
        .where(FeedbackRow.exchange_id.in_(exchanges))
        .values(question="", answer_text="", comment="")
    )
    return len(session.scalars(delete(ConversationRow).where(which).returning(ConversationRow.id)).all())
