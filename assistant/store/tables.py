"""The tables. Only the rooms' modules beside this file see rows; everybody else gets records."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

ID = String(32)  # uuid4 in hexadecimal
_OWNER = String(200)


class Moment(TypeDecorator[datetime]):
    """An aware moment in UTC, also where the database forgets the zone (SQLite)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Constraints have names that every database and every migration knows."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ix": "ix_%(table_name)s_%(column_0_name)s",
        }
    )
    type_annotation_map = {datetime: Moment, date: Date, str: Text}


class ConversationRow(Base):
    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    owner: Mapped[str] = mapped_column(_OWNER, index=True)
    title: Mapped[str]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime] = mapped_column(index=True)

    exchanges: Mapped[list[ExchangeRow]] = relationship(order_by="ExchangeRow.number", viewonly=True)


class ExchangeRow(Base):
    """One question. `request` makes asking idempotent; `begun_at` is when answering it last began."""

    __tablename__ = "exchanges"
    __table_args__ = (UniqueConstraint("owner", "request"),)

    number: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    id: Mapped[str] = mapped_column(ID, unique=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), index=True
    )
    owner: Mapped[str] = mapped_column(_OWNER)
    request: Mapped[str] = mapped_column(String(64))
    question: Mapped[str]
    state: Mapped[str] = mapped_column(String(16))
    begun_at: Mapped[datetime]
    asked_at: Mapped[datetime] = mapped_column(index=True)
    answer: Mapped[str | None]  # the Answer's JSON
    answer_text: Mapped[str | None]  # out of it, for the search
    answer_status: Mapped[str | None] = mapped_column(String(32))
    share: Mapped[str | None] = mapped_column(String(32), unique=True)

    feedback: Mapped[FeedbackRow | None] = relationship(viewonly=True, lazy="selectin", uselist=False)


class FeedbackRow(Base):
    """Without an owner, on purpose. Survives its exchange."""

    __tablename__ = "feedback"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    exchange_id: Mapped[str | None] = mapped_column(
        ForeignKey("exchanges.id", ondelete="SET NULL"), unique=True
    )
    given_at: Mapped[datetime] = mapped_column(index=True)
    helpful: Mapped[bool]
    reasons: Mapped[list[str]] = mapped_column(JSON)
    comment: Mapped[str]
    status: Mapped[str] = mapped_column(String(16))
    editor: Mapped[str]
    note: Mapped[str]
    question: Mapped[str]
    answer_text: Mapped[str]
    answer_status: Mapped[str] = mapped_column(String(32))


class FigureRow(Base):
    """Answers of a day that took at most `up_to_ms`, and longer than the bucket before."""

    __tablename__ = "figures"

    day: Mapped[date] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(16), primary_key=True)
    status: Mapped[str] = mapped_column(String(32), primary_key=True)
    up_to_ms: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    count: Mapped[int]


class OptionRow(Base):
    """An option that differs from the settings."""

    __tablename__ = "options"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[str]


class ProjectRow(Base):
    __tablename__ = "projects"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    owner: Mapped[str] = mapped_column(_OWNER, index=True)
    title: Mapped[str]
    description: Mapped[str]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime] = mapped_column(index=True)
    notes: Mapped[dict[str, Any]] = mapped_column(JSON)
    done: Mapped[list[str]] = mapped_column(JSON)
    dropped: Mapped[list[str]] = mapped_column(JSON)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # counts the saves, and refuses one that came second
