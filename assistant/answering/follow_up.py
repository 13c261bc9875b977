"""Step 8: three next questions, varied, not asked before, and known to be answerable by this index."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import lru_cache

from assistant.departments import Department
from assistant.framework import Framework, FrameworkQuestion
from assistant.german.analysis import stems
from assistant.models import FollowUp

_COUNT = 3
_NEAR = 3  # best sections that may fill up
_SAME = 0.6  # shared stems from which on two questions ask the same
_OPEN = 0.2  # what a question loses that the study only asks: one that it answers is the better next question
_OWN = 0.1  # what a question gains a point of nearness to the department; most fits differ by less

# texts -> how well each of them continues the question
Fit = Callable[[Sequence[str]], Iterable[float]]


def follow_ups(
    asked: Sequence[str],
    sections: Sequence[str],
    framework: Framework,
    answerable: Collection[str],
    fit: Fit,
    department: Department | None = None,
) -> tuple[FollowUp, ...]:
    """One question deeper into the best section, one sideways to another principle, one practical.

    Args:
        asked: questions of this conversation, the present one included.
        sections: study sections ranked for the question, best first; at least one.
        answerable: ids of the framework's questions that this index answers.
        department: whose questions come first among those that could be offered.
    """
    best, sideways = sections[0], _sideways(framework, sections, department)
    heard = [_stems(text) for text in asked]
    near = {*sections[:_NEAR], *sideways}
    offered = [q for q in framework.questions if q.section in near and q.id in answerable]
    offered = [q for q in offered if not _is_among(q, heard)]
    order = {
        q.id: f - _OPEN * q.open + (_OWN * department.nearness(q.section, q.text) if department else 0)
        for q, f in zip(offered, fit([q.text for q in offered]), strict=True)
    }
    chosen: list[FrameworkQuestion] = []

    def take(wanted: Callable[[FrameworkQuestion], bool]) -> None:
        taken = [_stems(q.text) for q in chosen]
        fitting = [q for q in offered if wanted(q) and not _is_among(q, taken)]
        if fitting and len(chosen) < _COUNT:
            chosen.append(max(fitting, key=lambda q: (order[q.id], q.id)))

    take(lambda q: q.section == best and q.kind == "deepen")
    take(lambda q: q.section in sideways)
    take(lambda q: q.section == best and q.kind == "practical")
    for _ in range(_COUNT):
        take(lambda q: True)
    return tuple(FollowUp(text=q.text, section=q.section, origin=q.origin) for q in chosen)


def _sideways(framework: Framework, sections: Sequence[str], department: Department | None) -> set[str]:
    """The principle linked to the best section that itself ranks best; the department's own go first."""
    linked = {n.target for n in framework.neighbours(sections[0]) if framework.kind(n.target) == "principle"}
    if department:
        linked = linked.intersection(department.parts) or linked
    return {next((s for s in sections[1:] if s in linked), min(linked, default=sections[0]))}


def _is_among(question: FrameworkQuestion, texts: Sequence[frozenset[str]]) -> bool:
    """Whether one of `texts`, given by their stems, asks the same."""
    own = _stems(question.text)
    return any(len(own & text) >= _SAME * max(1, min(len(own), len(text))) for text in texts)


@lru_cache(maxsize=1024)
def _stems(text: str) -> frozenset[str]:
    return frozenset(stems(text))
