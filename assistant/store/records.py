"""The values that the store gives out. Frozen; moments are aware and in UTC."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from assistant.models import Answer, Turn

State = Literal["running", "answered", "stopped", "failed"]
FeedbackStatus = Literal["new", "in_progress", "done"]
FEEDBACK_STATUSES: tuple[FeedbackStatus, ...] = ("new", "in_progress", "done")
REASONS = ("falsch", "veraltet", "unvollstaendig", "quelle", "unverstaendlich")


@dataclass(frozen=True)
class Feedback:
    """What somebody thought of an answer. It keeps its own copy of question and answer, but no owner.

    `question`, `answer_text` (Markdown) and `comment` are empty once the conversation has been deleted
    by its owner; rating and reasons stay.
    """

    id: str
    exchange_id: str | None  # None: the conversation is gone
    given_at: datetime
    helpful: bool
    reasons: tuple[str, ...]  # of REASONS
    comment: str
    status: FeedbackStatus
    editor: str
    note: str
    question: str
    answer_text: str
    answer_status: str


@dataclass(frozen=True)
class Exchange:
    """One question and what became of it. `answer` is there when, and only when, it is answered."""

    id: str
    conversation_id: str
    question: str
    state: State
    answer: Answer | None
    asked_at: datetime
    share: str | None  # token of the permanent link
    feedback: Feedback | None


@dataclass(frozen=True)
class Asked:
    """Outcome of asking. `created`: the caller has to answer; otherwise it was asked before."""

    exchange: Exchange
    created: bool


@dataclass(frozen=True)
class Conversation:
    """A conversation with its exchanges, oldest first."""

    id: str
    title: str
    created_at: datetime
    changed_at: datetime
    exchanges: tuple[Exchange, ...]


@dataclass(frozen=True)
class ConversationSummary:
    """A line of the list. `found` is the excerpt that a search matched, as plain text, or ""."""

    id: str
    title: str
    created_at: datetime
    changed_at: datetime
    questions: int
    found: str = ""


@dataclass(frozen=True)
class AskedQuestion:
    """A question for editors: what was asked and on which day, never by whom."""

    question: str
    status: str  # an AnswerStatus
    asked_on: date
    helpful: bool | None


@dataclass(frozen=True)
class DayFigures:
    """How many answers of one status a channel gave on a day, and how long they took."""

    day: date
    channel: str  # "web" or "api"
    status: str  # an AnswerStatus
    count: int
    p50_ms: float
    p95_ms: float


@dataclass(frozen=True)
class Options:
    """What the administration can set while the service runs. `closed`: message while switched off, or ""."""

    conversation_days: int
    feedback_days: int
    closed: str = ""


@dataclass(frozen=True)
class Project:
    """A project check: notes by id of a check question, and the questions that are settled.

    `done` are answered, `dropped` do not apply to the project. `version` counts the saves.
    """

    id: str
    title: str
    description: str
    created_at: datetime
    changed_at: datetime
    notes: Mapping[str, str]
    done: frozenset[str]
    dropped: frozenset[str] = frozenset()
    version: int = 1


def turns(conversation: Conversation, most: int) -> tuple[Turn, ...]:
    """The conversation's last messages, at most `most`, as history for its next question.

    Questions without an answer are left out: they would only mislead.
    """
    history: list[Turn] = []
    for exchange in conversation.exchanges:
        if exchange.answer is not None:
            history.append(Turn(role="user", content=exchange.question))
            history.append(Turn(role="assistant", content=exchange.answer.text))
    return tuple(history[max(0, len(history) - most) :])
