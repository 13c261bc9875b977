"""A mistyped name -> the name that was meant, where that is beyond reasonable doubt."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapidfuzz.distance import OSA, Indel

_DOUBLED = re.compile(r"(.)\1")
_LONG = 14  # letters from which a second error is forgiven
_MOST_CHANGED = 3  # letters added and left out in all; two letters for two others are another name


def meant(typed: str, names: Iterable[str]) -> tuple[str, ...]:
    """The nearest of `names` that one typing error explains; two errors in long names.

    An error is a letter too many, too few, another one, or two swapped. Of names of three letters, which are
    all alike, only a swap ("gbw") and a doubled letter ("gwbb") are forgiven.

    Args:
        typed: folded spelling, as the names are.
        names: those that come into question.

    Returns:
        The names at the smallest distance, several if they are equally near, none if all are too far. A swap,
        which leaves every letter, is nearer than another error.
    """
    bound = 2 if len(typed) >= _LONG else 1
    near: dict[tuple[int, bool], list[str]] = {}
    for name in names:
        if len(name) < 3 or abs(len(name) - len(typed)) > bound:
            continue
        if (
            3 in (len(typed), len(name))
            and sorted(typed) != sorted(name)
            and _DOUBLED.sub(r"\1", typed) != name
        ):
            continue
        distance = OSA.distance(typed, name, score_cutoff=bound)
        if distance <= bound and Indel.distance(typed, name) <= _MOST_CHANGED:
            near.setdefault((distance, sorted(typed) != sorted(name)), []).append(name)
    return tuple(near[min(near)]) if near else ()
