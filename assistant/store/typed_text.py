"""Texts that people typed, before they are kept."""

from __future__ import annotations

import textwrap

from assistant.errors import InputError
from assistant.messages_de import Storage

_TITLE_CHARS = 80


def readable(text: str) -> str:
    """`text`, if every database can keep it. Raises InputError for NUL and for halves of characters."""
    if "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise InputError(Storage.NOT_TEXT)
    return text


def titled(text: str, longest: int = _TITLE_CHARS) -> str:
    """`text` on one line of at most `longest` characters, cut between words where possible."""
    line = " ".join(readable(text).split())
    if len(line) <= longest:
        return line
    short = textwrap.shorten(line, longest, placeholder=" …")
    return short if short.strip(" …") else line[: longest - 1] + "…"
