"""JSON forms that the API, the batch commands and other programs share (DESIGN §5)."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator
from pydantic_core import PydanticCustomError

from assistant.models import Frozen, Passage, PassageOrigin, RankedPassage, SourceKind, Turn


class QuestionRequest(Frozen):
    """A question with the turns before it; unknown fields are refused."""

    question: str
    history: tuple[Turn, ...] = ()

    @model_validator(mode="after")
    def _only_characters(self) -> Self:
        # JSON can spell half a character ("\\ud800"); nothing behind here could write it down.
        for text in (self.question, *(turn.content for turn in self.history)):
            if any("\ud800" <= character <= "\udfff" for character in text):
                raise PydanticCustomError("string_unicode", "half a character")
        return self


class BatchLine(BaseModel):
    """One line of a batch file; labels of evaluation files and other fields are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: JsonValue = None
    question: str
    history: tuple[Turn, ...] = ()


class PassageRow(Frozen):
    """A ranked passage; fields that don't apply are null."""

    passage_id: str
    kind: SourceKind
    section: str | None
    provision: str | None
    practice: str | None
    upload: str | None
    title: str
    score: float
    text: str

    @classmethod
    def of(cls, ranked: RankedPassage) -> Self:
        passage = ranked.passage
        return cls(
            passage_id=passage.id,
            kind=passage.kind,
            section=passage.section,
            provision=passage.provision,
            practice=passage.practice,
            upload=passage.upload,
            title=passage.title,
            score=ranked.score,
            text=passage.text,
        )


class PassageView(Frozen):
    """A passage as a reader sees it: without what only the index needs."""

    id: str
    kind: SourceKind
    origin: PassageOrigin
    title: str
    text: str
    locator: str
    heading_path: tuple[str, ...]
    section: str | None
    provision: str | None
    practice: str | None
    upload: str | None
    principles: tuple[str, ...]
    levels: tuple[str, ...]
    measures: tuple[str, ...]
    language: str
    url: str | None
    stand: str | None
    binds: str | None
    verified: bool
    stale: bool
    note: str

    @classmethod
    def of(cls, passage: Passage) -> Self:
        return cls(**passage.model_dump(include=set(cls.model_fields)))


class FieldError(Frozen):
    """One field of a request that does not fit, with a German message."""

    field: str
    message: str


class Problem(Frozen):
    """An error over HTTP (RFC 9457); `title` and `detail` are German and safe to show."""

    type: str
    title: str
    status: int = Field(ge=400, le=599)
    detail: str
    errors: tuple[FieldError, ...] = ()
