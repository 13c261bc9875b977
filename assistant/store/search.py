"""Find words in stored texts, as people expect it: without regard to case, umlaut or ß.

The texts of one owner are few, so they are looked through as they are. A second, folded copy of every
answer, or a database's own search, would be one more text to delete, and differ between databases.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.german.analysis import fold

_AROUND = 70  # characters of an excerpt on either side
_MARKS = re.compile(r"\[\d+\]|\*\*|`|^\s*(?:#+|>|[-*])\s", re.MULTILINE)
_WORD = re.compile(r"\S+")


def search_words(search: str) -> tuple[str, ...]:
    """What a text has to contain; empty for a search without words."""
    return tuple(fold(word) for word in search.split())


def plain(markdown: str) -> str:
    """The words of an answer as they are read, without marks and references."""
    return _MARKS.sub("", markdown)


def found_in(texts: Sequence[str], words: Sequence[str]) -> str | None:
    """An excerpt of the text with most of `words`, if every word is in one of the texts; else None.

    Returns: plain text on one line, "…" where it was cut.
    """
    lines = [" ".join(text.split()) for text in texts]
    folded = [fold(line) for line in lines]
    if not all(any(word in line for line in folded) for word in words):
        return None
    best = max(range(len(lines)), key=lambda i: sum(word in folded[i] for word in words))
    return _excerpt(lines[best], words)


def _excerpt(text: str, words: Sequence[str]) -> str:
    """The surroundings of the first word of `text` that contains one of `words`."""
    tokens = list(_WORD.finditer(text))
    hit = next((t for t in tokens if any(word in fold(t.group()) for word in words)), tokens[0])
    kept = [t for t in tokens if t.start() >= hit.start() - _AROUND and t.end() <= hit.end() + _AROUND]
    before = "… " if kept[0] is not tokens[0] else ""
    after = " …" if kept[-1] is not tokens[-1] else ""
    return before + text[kept[0].start() : kept[-1].end()] + after
