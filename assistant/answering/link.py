"""Step 7: tie the answer to principles, levels and measures, each with a stated reason.

The calibrated scores of the ranked sections become weights; the weights are spread once over the
framework's links (DESIGN §4.7), and provisions and examples that fit the question add weight to the
parts they are filed under. A part is named with the evidence that leads to it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.framework import Framework
from assistant.messages_de import Reasons
from assistant.models import Citation, FrameworkLink, RankedPassage, SourceKind
from assistant.retrieval import RankedUnit

_TEMPERATURE = 1.5  # on the logit of a section's score
_SPREAD = 0.4  # share of a section's weight that each of its links carries on
_FILED = 0.05  # share of its score that a provision or example gives to the parts it is filed under
_MOST = 3
_OF_THE_BEST = 0.04  # a part with less of the best part's weight is not named


@dataclass(frozen=True)
class Links:
    """At most three of each, best first."""

    principles: tuple[FrameworkLink, ...] = ()
    levels: tuple[FrameworkLink, ...] = ()
    measures: tuple[FrameworkLink, ...] = ()


def link(
    framework: Framework,
    sections: Sequence[RankedUnit],
    related: Sequence[RankedPassage],
    citations: Sequence[Citation],
) -> Links:
    """Principles, levels and measures that belong to an answer.

    Args:
        sections: all study sections, ranked for the question.
        related: the best provisions and examples, cited or not.
        citations: what the answer cites; reasons point there.
    """
    weights = section_weights(sections)
    scores = spread(framework, weights)
    for ranked in related:
        for part in ranked.passage.parts:
            scores[part] = scores.get(part, 0.0) + _FILED * ranked.score
    grounds = _Grounds(framework, weights, related, citations)

    def best(ids: Sequence[str]) -> tuple[FrameworkLink, ...]:
        ranked = sorted(ids, key=lambda i: -scores.get(i, 0.0))[:_MOST]
        top = scores.get(ranked[0], 0.0) if ranked else 0.0
        return tuple(
            FrameworkLink(
                id=i, title=framework.title(i), reason=grounds.reason(i), score=round(min(1.0, scores[i]), 4)
            )
            for i in ranked
            if scores.get(i, 0.0) > top * _OF_THE_BEST
        )

    return Links(
        principles=best([p.id for p in framework.principles]),
        levels=best([level.id for level in framework.levels]),
        measures=best([m.id for m in framework.measures]),
    )


def section_weights(sections: Sequence[RankedUnit]) -> dict[str, float]:
    """Weights of the study sections that add up to 1, from their calibrated scores."""
    raw = {u.unit.partition(":")[2]: math.exp(_logit(u.score) / _TEMPERATURE) for u in sections}
    total = sum(raw.values())
    return {section: value / total for section, value in raw.items()}


def spread(framework: Framework, weights: Mapping[str, float]) -> dict[str, float]:
    """Weights after one step over the framework's links."""
    scores = dict(weights)
    for section, weight in weights.items():
        for neighbour in framework.neighbours(section):
            scores[neighbour.target] = scores.get(neighbour.target, 0.0) + _SPREAD * weight
    return scores


class _Grounds:
    """Finds for a part of the framework the evidence that leads to it."""

    def __init__(
        self,
        framework: Framework,
        weights: Mapping[str, float],
        related: Sequence[RankedPassage],
        citations: Sequence[Citation],
    ):
        self._framework = framework
        self._weights = weights
        # cited section -> "[1]", its first citation
        self._sections = {
            c.section: f"[{c.n}]" for c in reversed(citations) if c.kind is SourceKind.STUDY and c.section
        }
        numbers = {c.passage_id: c.n for c in reversed(citations)}
        self._filed: dict[str, str] = {}  # part -> "§ 97 Abs. 4 GWB [5]"
        for ranked in related:
            if n := numbers.get(ranked.passage.id):
                name = ranked.passage.provision or ranked.passage.practice or ranked.passage.title
                for part in ranked.passage.parts:
                    self._filed.setdefault(part, f"{name} [{n}]")

    def reason(self, part: str) -> str:
        """One sentence that names the evidence: the part's own section, a cited one, or the strongest link."""
        if part in self._sections:
            return Reasons.OWN.format(
                section=part, refs=self._sections[part], summary=self._framework.part(part).summary
            )
        links = self._framework.neighbours(part)
        cited = [link for link in links if link.target in self._sections]
        if not cited and part in self._filed:
            return Reasons.FILED.format(evidence=self._filed[part])
        if not links:
            return Reasons.NEAR.format(section=part)
        strongest = max(cited or links, key=lambda link: self._weights.get(link.target, 0.0))
        reference = self._sections.get(strongest.target)
        place = (
            f"{self._framework.title(strongest.target)}“ {reference}"
            if reference
            else f"{self._framework.title(strongest.target)}“"
        )
        return Reasons.LINKED.format(section=strongest.target, place=place, reason=strongest.reason)


def _logit(score: float) -> float:
    bounded = min(max(score, 1e-6), 1 - 1e-6)
    return math.log(bounded / (1 - bounded))
