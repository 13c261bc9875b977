"""Step 7: tie the answer to principles, levels and measures, each with a stated reason.

The calibrated scores of the ranked sections become weights; the weights are spread once over the
framework's links (DESIGN §4.7). A part is named with the evidence that leads to it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.framework import Framework, Link
from assistant.messages_de import Reasons
from assistant.models import Citation, FrameworkLink
from assistant.retrieval import RankedUnit

_TEMPERATURE = 4.4  # on the logit of a section's score
_SPREAD = 0.4  # share of a section's weight that each of its links carries on
_MOST = 3
_OF_THE_BEST = 0.12  # a part with less of the best part's weight is not named


@dataclass(frozen=True)
class Links:
    """At most three of each, best first."""

    principles: tuple[FrameworkLink, ...] = ()
    levels: tuple[FrameworkLink, ...] = ()
    measures: tuple[FrameworkLink, ...] = ()


def link(framework: Framework, sections: Sequence[RankedUnit], citations: Sequence[Citation]) -> Links:
    """Principles, levels and measures that belong to an answer built on `sections` and `citations`."""
    weights = section_weights(sections)
    scores = spread(framework, weights)
    cited = _references(citations)

    def best(ids: Sequence[str]) -> tuple[FrameworkLink, ...]:
        ranked = sorted(ids, key=lambda i: -scores.get(i, 0.0))[:_MOST]
        top = scores.get(ranked[0], 0.0) if ranked else 0.0
        return tuple(
            FrameworkLink(
                id=i,
                title=framework.title(i),
                reason=_reason(framework, i, weights, cited),
                score=round(min(1.0, scores[i]), 4),
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


def _reason(
    framework: Framework, part: str, weights: Mapping[str, float], cited: Mapping[str, str]
) -> str:
    """One sentence that names the evidence: the part's own section, or the strongest linked one."""
    if part in cited:
        return Reasons.OWN_CITED.format(section=part, refs=cited[part])
    # A section that the answer cites is the better reason than one that merely ranked high.
    strongest: Link | None = max(
        framework.neighbours(part), key=lambda n: (n.target in cited, weights.get(n.target, 0.0)), default=None
    )
    if strongest is None:
        return Reasons.OWN.format(section=part)
    reason = Reasons.LINKED.format(
        section=strongest.target,
        title=framework.title(strongest.target),
        refs=cited.get(strongest.target, ""),
        reason=strongest.reason,
    )
    return reason.replace(" :", ":")


def _references(citations: Sequence[Citation]) -> dict[str, str]:
    numbers: dict[str, list[int]] = {}
    for citation in citations:
        if citation.section and citation.kind == "study":
            numbers.setdefault(citation.section, []).append(citation.n)
    return {section: "".join(f"[{n}]" for n in found) for section, found in numbers.items()}


def _logit(score: float) -> float:
    bounded = min(max(score, 1e-6), 1 - 1e-6)
    return math.log(bounded / (1 - bounded))
