"""Outcomes of single questions -> figures with intervals, overall and per style."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from pydantic import Field

from assistant.evaluation.measure import Outcome
from assistant.evaluation.metrics import percentile
from assistant.models import Frozen, IndexStatus, SourceKind

RESAMPLES = 1000
SEED = 1  # the same outcomes give the same intervals


class Figure(Frozen):
    """A share of everything judged, with the interval that holds 95 % of its bootstrap resamples.

    The questions are resampled, so the interval says how far another set of questions of the same
    kind may lead elsewhere. At 0 and 1 it has no width and says nothing.
    """

    value: float = Field(ge=0, le=1)
    low: float
    high: float
    judged: float = Field(description="what the share is of: questions, links, facts or follow-ups")


class Latency(Frozen):
    """Wall-clock milliseconds."""

    p50: float
    p95: float


class Group(Frozen):
    """All questions (`style` null) or those of one style. Figures that nothing was judged for are absent."""

    style: str | None
    questions: int
    figures: Mapping[str, Figure]
    retrieve_ms: Latency
    answer_ms: Latency


class FilingGroup(Frozen):
    """How well computed filing names the parts of one chapter, on held-out rows of one kind of source."""

    kind: SourceKind
    chapter: str = Field(description='"principles", "levels" or "measures"')
    rows: int
    figures: Mapping[str, Figure]


class Report(Frozen):
    """The result of an evaluation: which index, how good, and what each question came to."""

    file: str
    index: IndexStatus
    groups: tuple[Group, ...] = Field(description="the first one holds all questions")
    outcomes: tuple[Outcome, ...]
    filing: tuple[FilingGroup, ...] = Field(default=(), description="empty when it was not asked for")


def summarise(file: str, index: IndexStatus, outcomes: Sequence[Outcome]) -> Report:
    """The report on at least one outcome; styles in the order of their first question."""
    styles = dict.fromkeys(outcome.style for outcome in outcomes)
    groups = [_group(None, outcomes)]
    groups += [_group(style, [o for o in outcomes if o.style == style]) for style in styles]
    return Report(file=file, index=index, groups=tuple(groups), outcomes=tuple(outcomes))


def _group(style: str | None, outcomes: Sequence[Outcome]) -> Group:
    names = dict.fromkeys(name for outcome in outcomes for name in outcome.shares)
    return Group(
        style=style,
        questions=len(outcomes),
        figures={name: pooled([o.shares[name] for o in outcomes if name in o.shares]) for name in names},
        retrieve_ms=_latency([outcome.retrieve_ms for outcome in outcomes]),
        answer_ms=_latency([outcome.answer_ms for outcome in outcomes]),
    )


def pooled(shares: Sequence[tuple[float, float]]) -> Figure:
    """Sum of the parts over sum of the wholes: means and pooled precision alike."""
    pairs = np.array(shares)  # (questions, 2)
    drawn = np.random.default_rng(SEED).integers(len(pairs), size=(RESAMPLES, len(pairs)))
    parts, wholes = pairs[drawn].sum(axis=1).T
    low, high = np.percentile(parts / wholes, [2.5, 97.5])
    part, whole = pairs.sum(axis=0)
    return Figure(value=_rounded(part / whole), low=_rounded(low), high=_rounded(high), judged=float(whole))


def _rounded(value: float) -> float:
    return round(float(value), 4)


def _latency(milliseconds: Sequence[float]) -> Latency:
    return Latency(p50=round(percentile(milliseconds, 50), 1), p95=round(percentile(milliseconds, 95), 1))
