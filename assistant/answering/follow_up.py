"""Step 8: three next questions, varied, not asked before, and known to be answerable by this index."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from assistant.framework import Framework, FrameworkQuestion
from assistant.german.analysis import stems
from assistant.models import FollowUp

_SAME = 0.6

# (question, texts) -> how well each text continues the question
Fit = Callable[[str, Sequence[str]], Sequence[float]]


def follow_ups(
    question: str,
    asked: Sequence[str],
    sections: Sequence[str],
    framework: Framework,
    answerable: Collection[str],
    fit: Fit,
) -> tuple[FollowUp, ...]:
    """One question deeper into the best section, one sideways to another principle, one practical.

    Args:
        asked: questions of this conversation, the present one included.
        sections: study sections of the answer, best first.
        answerable: ids of the framework's questions that this index answers.
    """
    offered = [q for q in framework.questions if q.id in answerable and not _asked_before(q.text, asked)]
    order = {q.id: f for q, f in zip(offered, fit(question, [q.text for q in offered]), strict=True)}
    chosen: list[FrameworkQuestion] = []

    def take(wanted: Callable[[FrameworkQuestion], bool]) -> None:
        fitting = [q for q in offered if wanted(q) and not _asked_before(q.text, [c.text for c in chosen])]
        if fitting and len(chosen) < 3:
            chosen.append(max(fitting, key=lambda q: (order[q.id], q.id)))

    if sections:
        best, sideways = sections[0], _sideways(framework, sections)
        take(lambda q: q.section == best and q.kind == "deepen")
        take(lambda q: q.section in sideways)
        take(lambda q: q.section == best and q.kind == "practical")
        for section in sections:
            take(lambda q, section=section: q.section == section)
    take(lambda q: True)
    return tuple(FollowUp(text=q.text, section=q.section, origin=q.origin) for q in chosen)


def _sideways(framework: Framework, sections: Sequence[str]) -> set[str]:
    """Principles linked to the best section, other than that section itself."""
    linked = {n.target for n in framework.neighbours(sections[0]) if framework.kind(n.target) == "principle"}
    return linked - {sections[0]}


def _asked_before(text: str, asked: Sequence[str]) -> bool:
    new = set(stems(text))
    return any(len(new & set(stems(old))) >= _SAME * max(1, min(len(new), len(set(stems(old))))) for old in asked)
