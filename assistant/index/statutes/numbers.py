"""The order of printed numbers: "9" before "10", "57" before "57a" before "58", "2.9" before "2.10"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

_DIGITS = re.compile(r"\d+")
_WIDTH = 6


def number_key(number: str) -> str:
    """A text that sorts like `number` counts; spelling with blanks or capitals makes no difference."""
    return _DIGITS.sub(lambda m: m[0].zfill(_WIDTH), "".join(number.split()).lower())


def nearest(keys: Sequence[str], key: str) -> int | None:
    """Position in the sorted `keys` of the one that counts nearest to `key`; the lower of two as near."""
    if not keys:
        return None
    above = bisect_left(keys, key)
    below = above - 1
    if above == len(keys):
        return below
    if below < 0 or _gap(keys[above], key) < _gap(keys[below], key):
        return above
    return below


def _gap(one: str, other: str) -> int:
    return abs(_leading(one) - _leading(other))


def _leading(key: str) -> int:
    digits = _DIGITS.match(key)
    return int(digits[0]) if digits else 0
