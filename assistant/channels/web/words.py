"""The fixed sentences of the web pages in German, English and Einfache Sprache.

`words/<language>/<room>.toml` holds those of one room. Einfache Sprache says only what it says
differently and is German otherwise.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = {"de": "de", "einfach": "de", "en": "en"}  # language -> value of the lang attribute
DEFAULT = "de"
FOLDER = Path(__file__).parent / "words"


class Words(Mapping[str, Any]):
    """A table of sentences: `t.chat.ask` in templates and in code, `t.answer.kinds["law"]` for keys in data."""

    def __init__(self, entries: Mapping[str, Any]):
        self._entries = {key: _wrapped(value) for key, value in entries.items()}

    def __getitem__(self, key: str) -> Any:
        return self._entries[key]

    def __getattr__(self, key: str) -> Any:
        try:
            return self._entries[key]
        except KeyError:
            raise AttributeError(f"no sentence {key!r}") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def plain(self) -> dict[str, Any]:
        """The same as a dictionary, for scripts."""
        return {key: _unwrapped(value) for key, value in self._entries.items()}


@cache
def load_words(language: str) -> Words:
    """All sentences in `language`, a key of LANGUAGES."""
    entries = read_language(DEFAULT if language == "einfach" else language)
    if language == "einfach":
        entries = _overlaid(entries, read_language(language))
    return Words(entries)


def read_language(language: str) -> dict[str, Any]:
    """The files of one language as they are: room -> its table."""
    return {
        path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
        for path in sorted((FOLDER / language).glob("*.toml"))
    }


def _wrapped(value: Any) -> Any:
    if isinstance(value, dict):
        return Words(value)
    return tuple(map(_wrapped, value)) if isinstance(value, list) else value


def _unwrapped(value: Any) -> Any:
    if isinstance(value, Words):
        return value.plain()
    return list(map(_unwrapped, value)) if isinstance(value, tuple) else value


def _overlaid(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        both = isinstance(value, dict) and isinstance(below.get(key), dict)
        merged[key] = _overlaid(below[key], value) if both else value
    return merged
