"""Measures of one ranking, one set of links, one list of times. Pure functions without the assistant."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

RIGHT = 2  # the grade of a section that answers the question


class Share(NamedTuple):
    """`part` of `whole`; over several questions both are summed. A whole of 0 means: not judged."""

    part: float
    whole: float = 1.0


def first_appearances(sections: Iterable[str]) -> list[str]:
    """A ranking of passages' sections, each only where it first appears."""
    return list(dict.fromkeys(sections))


def success(ranked: Sequence[str], grades: Mapping[str, int], k: int) -> float:
    """1 when a right section is among the first `k`, else 0; one of several right ones is enough."""
    return float(any(grades.get(section) == RIGHT for section in ranked[:k]))


def reciprocal_rank(ranked: Sequence[str], grades: Mapping[str, int], k: int) -> float:
    """1 / rank of the first right section among the first `k`; 0 when there is none."""
    ranks = (rank for rank, section in enumerate(ranked[:k], 1) if grades.get(section) == RIGHT)
    return 1 / next(ranks, math.inf)


def ndcg(ranked: Sequence[str], grades: Mapping[str, int], k: int) -> float:
    """Discounted gain of the first `k`, as a share of the best possible; the gain is the grade itself.

    Sections that are missing from `ranked` lower it, sections without a grade gain nothing.
    """
    best = _discounted(sorted(grades.values(), reverse=True)[:k])
    return _discounted([grades.get(section, 0) for section in ranked[:k]]) / best if best else 0.0


def hit(shown: Sequence[str], labelled: Collection[str], k: int) -> Share:
    """Whether a labelled id is among the first `k` shown; not judged without labels."""
    return Share(float(any(one in labelled for one in shown[:k])), float(bool(labelled)))


def precision(shown: Collection[str], labelled: Collection[str]) -> Share:
    """Labelled ones among the shown; not judged without labels."""
    return Share(len(set(shown) & set(labelled)), len(set(shown))) if labelled else Share(0, 0)


def recall(shown: Collection[str], labelled: Collection[str]) -> Share:
    """Shown ones among the labelled; not judged without labels."""
    return Share(len(set(shown) & set(labelled)), len(set(labelled)))


def percentile(values: Sequence[float], percent: float) -> float:
    """Nearest-rank percentile: the smallest value that `percent` % of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(math.ceil(percent / 100 * len(ordered)), 1) - 1]


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))
