"""An Answer as JSON and back, also when another version of this program wrote it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from assistant.messages_de import Storage
from assistant.models import Answer, AnswerStatus, Citation, Completeness, FollowUp, FrameworkLink

Model = TypeVar("Model", bound=BaseModel)
Choice = TypeVar("Choice", bound=StrEnum)


def to_json(answer: Answer) -> str:
    """The answer in the form of the API."""
    return answer.model_dump_json()


def from_json(stored: str, question: str, text: str) -> Answer:
    """The answer that `to_json` wrote, by whichever version.

    Fields that are unknown today are left out. Where one is missing that is needed today, what can be
    read is shown, and a notice says that it is not everything.

    Args:
        question: for an answer that has lost its own.
        text: likewise.
    """
    with suppress(ValidationError):
        return Answer.model_validate_json(stored, extra="ignore")
    try:
        data = json.loads(stored)
    except ValueError:
        data = None
    return _readable_part(data if isinstance(data, dict) else {}, question, text)


def _readable_part(data: dict[str, Any], question: str, text: str) -> Answer:
    return Answer(
        id=_text(data, "id", "?"),
        question=_text(data, "question", question),
        standalone_question=_text(data, "standalone_question", question),
        status=_choice(AnswerStatus, data.get("status"), AnswerStatus.PARTIAL),
        completeness=_choice(Completeness, data.get("completeness"), Completeness.PARTIAL),
        text=_text(data, "text", text),
        citations=tuple(_valid(Citation, data.get("citations"))),
        principles=tuple(_valid(FrameworkLink, data.get("principles"))),
        levels=tuple(_valid(FrameworkLink, data.get("levels"))),
        measures=tuple(_valid(FrameworkLink, data.get("measures"))),
        follow_ups=tuple(_valid(FollowUp, data.get("follow_ups"))),
        not_covered=_text(data, "not_covered", "") or None,
        notices=(Storage.OLD_ANSWER,),
        model=_text(data, "model", ""),
    )


def _valid(model: type[Model], items: object) -> Iterator[Model]:
    for item in items if isinstance(items, list) else ():
        with suppress(ValidationError):
            yield model.model_validate(item, extra="ignore")


def _text(data: dict[str, Any], name: str, otherwise: str) -> str:
    value = data.get(name)
    return value if isinstance(value, str) else otherwise


def _choice(choices: type[Choice], value: object, otherwise: Choice) -> Choice:
    return next((choice for choice in choices if choice == value), otherwise)
