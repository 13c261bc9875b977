"""What of a norm is searched."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from assistant.statute import Norm, Piece

# Measured with 700 everyday wordings over 7,953 real norms: MRR@10 of 4-grams 0.184 with the title once,
# 0.188 with it three times; all headings above instead of the last one gain nothing.
_TITLE_WEIGHT = 3
# The vector of the first 600 characters ranks no worse than longer ones (0.082; 1,200: 0.080; all: 0.070), and
# costs a sentence model half of what 1,200 do.
_EMBEDDED_CHARS = 600
_FRAME = re.compile(r"Inhalts|Eingangsformel|Schlu(?:ss|ß)formel", re.IGNORECASE)


def is_searched(norm: Norm, pieces: Sequence[Piece]) -> bool:
    """Whether searches may find the norm: not what is repealed, and not what only frames the law."""
    return bool(pieces) and not norm.repealed and not _FRAME.match(norm.designation)


def keyword_text(title: str, outline: Sequence[str], text: str) -> str:
    """What the keyword index reads of a norm."""
    return _joined([title] * _TITLE_WEIGHT, outline, text)


def embedded_text(title: str, outline: Sequence[str], text: str) -> str:
    """What is embedded of a norm."""
    return _joined([title], outline, text)[:_EMBEDDED_CHARS]


def text_key(embedded: str) -> bytes:
    """Names an embedded text: equal texts share a vector, and a text that stays keeps its own."""
    return hashlib.sha256(embedded.encode()).digest()[:16]


def _joined(titles: list[str], outline: Sequence[str], text: str) -> str:
    return ". ".join(part for part in (*titles, *outline[-1:], text) if part)
