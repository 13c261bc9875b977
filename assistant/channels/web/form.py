"""The page's form: what it sends, and the conversation it carries along."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import parse_qs

from pydantic import TypeAdapter, ValidationError

from assistant.errors import InputError
from assistant.messages_de import Page
from assistant.models import Answer, Turn

LONGEST_HISTORY = 16_000  # characters of JSON: keeps a form with umlauts well below the body limit
_TURNS = TypeAdapter(tuple[Turn, ...])


class AskForm(NamedTuple):
    """A sent form. `typed` is what stands in the text field, also when a suggestion was pressed."""

    question: str
    typed: str
    history: tuple[Turn, ...]


def parse_form(body: bytes) -> AskForm:
    """Read a urlencoded form.

    Raises:
        InputError: not UTF-8, or a conversation that this page did not write.
    """
    try:
        fields = parse_qs(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=20)
        history = _TURNS.validate_json(fields.get("verlauf", ["[]"])[0] or "[]")
    except (ValueError, ValidationError):
        raise InputError(Page.BROKEN_FORM) from None
    typed = fields.get("frage", [""])[0].replace("\r\n", "\n")
    suggestion = fields.get("vorschlag", [""])[0]
    return AskForm(question=suggestion or typed, typed=typed if suggestion else "", history=history)


def continued(history: tuple[Turn, ...], question: str, answer: Answer, most: int) -> tuple[Turn, ...]:
    """The conversation with this exchange, at most `most` turns and not longer than a form may carry."""
    turns = (*history, Turn(role="user", content=question), Turn(role="assistant", content=answer.text))
    turns = turns[-most:] if most else ()
    while turns and len(turns_json(turns)) > LONGEST_HISTORY:
        turns = turns[1:]
    return turns


def turns_json(turns: tuple[Turn, ...]) -> str:
    """The conversation as the page's hidden field holds it."""
    return _TURNS.dump_json(turns).decode()
