"""A project seen through the six principles: questions to ask of it, and the evidence that fits it.

Nothing is generated: the questions are those of the cards, everything else is found by the search of
the chat. What merely sounds alike is left out, so a principle may have no provision and no example.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answering.gather import SHARES, gather
from assistant.answering.judge import judge
from assistant.answering.link import section_weights, spread
from assistant.framework import Framework, Principle
from assistant.german.analysis import stems
from assistant.german.sentences import split_sentences
from assistant.index.generation import Generation
from assistant.messages_de import Projects
from assistant.models import Frozen, Passage, PassageOrigin, RankedPassage, SourceKind
from assistant.retrieval import CITED, RankedUnit, Retrieval, Searcher

_QUESTIONS, _STUDY, _OTHERS = 3, 2, 2  # per principle; provisions and examples each
_WINDOW = 400  # characters that are searched at once: a question's length, not an essay's
_FEWEST = 4  # stems; less says too little to search for
_MOST_TOUCHED, _TOUCHED = 3, 0.5  # principles; the least share of the best one's weight
# Mean cosine of a unit's three nearest wordings, from which on it is about the project and not only the
# best of what there is. Set by hand on 40 made-up projects: of what they get, 35 pieces fit and 3 do not.
_NEAR = {SourceKind.LAW: 0.08, SourceKind.PRACTICE: 0.105}


class CheckQuestion(Frozen):
    """A question of a principle's card. `id` hangs on its wording alone, so notes outlive a new index."""

    id: str
    text: str
    passage_id: str


class PrincipleCheck(Frozen):
    """One principle: what to ask of the project, and what speaks to it.

    `weight` is its share of what the project touches, 0..1, and 0 for all where the sources do not
    cover the project. `reason` is a German sentence, empty unless `touched`. `questions` are the
    nearest ones, `further` the card's others.
    """

    id: str
    title: str
    call: str
    summary: str
    weight: float
    touched: bool
    reason: str
    questions: tuple[CheckQuestion, ...]
    further: tuple[CheckQuestion, ...]
    study: tuple[RankedPassage, ...]
    law: tuple[RankedPassage, ...]
    practice: tuple[RankedPassage, ...]


class ProjectCheck(Frozen):
    """All principles in the study's order. Unless `covered`, the evidence is the cards' general one."""

    covered: bool
    principles: tuple[PrincipleCheck, ...]


def check_project(
    description: str, framework: Framework, generation: Generation, searcher: Searcher
) -> ProjectCheck:
    """Walk through the principles for a project; `description` is readable text, see answering.check."""
    whole = searcher.search(description)
    covered = len(stems(description)) >= _FEWEST and _is_covered(searcher, whole)
    texts = _windows(description) if covered else []
    windows = (whole,) if len(texts) == 1 else tuple(searcher.search(text) for text in texts)
    weights = section_weights(_telling(whole, framework)) if covered else {}
    looking = _Looking(framework, generation, searcher, whole, windows, weights)
    return ProjectCheck(covered=covered, principles=looking.principles())


def question_id(section: str, text: str) -> str:
    """ "3.4-1f0c5a9b2e77": hangs on the wording, not on the place among the others."""
    return f"{section}-{hashlib.sha256(' '.join(text.split()).encode()).hexdigest()[:12]}"


@dataclass(frozen=True)
class _Looking:
    """`windows` and `weights` are empty where the sources do not cover the project."""

    framework: Framework
    generation: Generation
    searcher: Searcher
    whole: Retrieval
    windows: tuple[Retrieval, ...]
    weights: Mapping[str, float]  # of the study's sections, in sum 1

    def principles(self) -> tuple[PrincipleCheck, ...]:
        spreads = spread(self.framework, self.weights)
        weights = {p.id: spreads.get(p.id, 0.0) for p in self.framework.principles}
        total = sum(weights.values()) or 1.0
        first = sorted(weights, key=lambda i: -weights[i])[:_MOST_TOUCHED] if self.weights else []
        touched = {i for i in first if weights[i] >= weights[first[0]] * _TOUCHED}
        return tuple(
            self._check(p, weights[p.id] / total, p.id in touched) for p in self.framework.principles
        )

    def _check(self, principle: Principle, weight: float, touched: bool) -> PrincipleCheck:
        passages = self.generation.passages.shown_of_unit(f"{SourceKind.STUDY}:{principle.id}")
        questions = self._questions(principle.id, passages)
        return PrincipleCheck(
            id=principle.id,
            title=principle.title,
            call=principle.call,
            summary=principle.summary,
            weight=round(weight, 4),
            touched=touched,
            reason=self._reason(principle.id) if touched else "",
            questions=questions[:_QUESTIONS],
            further=questions[_QUESTIONS:],
            study=self._study(principle.id, passages),
            law=self._filed(SourceKind.LAW, principle.id),
            practice=self._filed(SourceKind.PRACTICE, principle.id),
        )

    def _reason(self, principle: str) -> str:
        """Where the weight comes from: the principle's own section, or the strongest of those linked with it."""
        links = self.framework.neighbours(principle)
        strongest = max(links, key=lambda link: self.weights.get(link.target, 0.0), default=None)
        if strongest is None or self.weights.get(principle, 0.0) >= self.weights.get(strongest.target, 0.0):
            return Projects.OWN
        title = self.framework.title(strongest.target)
        return Projects.LINKED.format(section=strongest.target, title=title, reason=strongest.reason)

    def _questions(self, section: str, passages: Sequence[Passage]) -> tuple[CheckQuestion, ...]:
        """The card's questions, those nearest to the project first."""
        card = next((p for p in passages if p.id.endswith("/prueffragen")), None)
        if card is None:
            return ()
        questions = [
            CheckQuestion(id=question_id(section, text), text=text, passage_id=card.id)
            for text in card.text.split("\n")
        ]
        fit = self._fit(section, [q.text for q in questions])
        return tuple(q for q, _ in sorted(zip(questions, fit, strict=True), key=lambda pair: -pair[1]))

    def _study(self, section: str, passages: Sequence[Passage]) -> tuple[RankedPassage, ...]:
        """The nearest passages of the principle's own section that say something of their own."""
        shown = [p for p in passages if p.origin is not PassageOrigin.CARD or "/inhalt-" in p.id]
        fit = self._fit(section, [f"{' '.join(p.heading_path)}. {p.text}" for p in shown])
        sections = {u.unit: u.score for u in self.whole.units[SourceKind.STUDY]}
        score = sections.get(f"{SourceKind.STUDY}:{section}", 0.0)
        ranked = [
            RankedPassage(passage=p, score=score, passage_score=f) for p, f in zip(shown, fit, strict=True)
        ]
        return tuple(sorted(ranked, key=lambda r: -r.passage_score)[:_STUDY])

    def _fit(self, section: str, texts: Sequence[str]) -> list[float]:
        """How near each text is to the project; all alike for a foreign one, so that they keep their order."""
        if not self.windows:
            return [0.0] * len(texts)
        fit: list[float] = self.generation.learned.relevance(
            self.whole.learned, f"{SourceKind.STUDY}:{section}", texts
        ).tolist()
        return fit

    def _filed(self, kind: SourceKind, principle: str) -> tuple[RankedPassage, ...]:
        """Provisions or examples filed under the principle that are near the project, best first."""
        best: dict[str, RankedPassage] = {}
        for retrieval in self.windows:
            near = [
                unit
                for unit in retrieval.units.get(kind, ())
                if unit.score >= SHARES[kind].if_wanted
                and (unit.score >= CITED or retrieval.learned.similar.get(unit.unit, 0.0) >= _NEAR[kind])
            ]
            for unit in near:
                for ranked in self.searcher.passages_of(retrieval, unit, 1):
                    filed = principle in ranked.passage.principles and ranked.passage.verified
                    known = best.get(unit.unit)
                    if filed and (known is None or known.score < ranked.score):
                        best[unit.unit] = ranked
        return tuple(sorted(best.values(), key=lambda r: -r.score)[:_OTHERS])


def _is_covered(searcher: Searcher, retrieval: Retrieval) -> bool:
    return judge(retrieval, gather(searcher, retrieval), retrieval.question).category is None


def _telling(retrieval: Retrieval, framework: Framework) -> list[RankedUnit]:
    """The ranked sections without the openings of chapters, which lead to every principle alike."""
    units = retrieval.units[SourceKind.STUDY]
    return [u for u in units if framework.kind(u.unit.partition(":")[2]) != "context"]


def _windows(description: str) -> list[str]:
    """The description in pieces of whole sentences; one longer sentence is a piece of its own."""
    windows: list[str] = []
    for sentence in split_sentences(description):
        if windows and len(windows[-1]) + len(sentence) < _WINDOW:
            windows[-1] += f" {sentence}"
        else:
            windows.append(sentence)
    return windows
