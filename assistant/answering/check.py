"""Step 1: is this something that can be worked on at all?"""

from __future__ import annotations

import unicodedata
from typing import Literal

from assistant.errors import InputError
from assistant.messages_de import Input
from assistant.settings import Settings

Unreadable = Literal["no_words", "other_script"]


def check(question: str, settings: Settings, words: type[Input] = Input) -> str:
    """The question in normal form (NFC, single blanks, no control characters).

    Raises InputError in German, with the sentences of `words`, for empty, too long or binary input.
    """
    if not question.strip():
        raise InputError(words.EMPTY)
    if len(question) > settings.max_question_chars:
        raise InputError(words.TOO_LONG.format(limit=settings.max_question_chars, length=len(question)))
    strange = sum(unicodedata.category(c) in {"Cc", "Cn", "Co", "Cs"} and c not in "\t\r\n" for c in question)
    if "\x00" in question or strange > len(question) * 0.1:
        raise InputError(words.BINARY)
    visible = "".join(_visible(c) for c in question)
    return " ".join(unicodedata.normalize("NFC", visible).split())


def _visible(c: str) -> str:
    """Formatting (soft hyphens of copied text) vanishes, controls part words."""
    category = unicodedata.category(c)
    return "" if category == "Cf" else " " if category[0] == "C" else c


def unreadable(question: str) -> Unreadable | None:
    """Why a checked question holds nothing to search for: no words at all, or another script."""
    letters = [c for c in question if c.isalpha()]
    if len(letters) < 2:
        return "no_words"
    latin = sum("LATIN" in unicodedata.name(c, "") for c in letters)
    return "other_script" if latin < len(letters) / 2 else None
