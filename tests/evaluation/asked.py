"""A scripted assistant for evaluations: answers and passages by question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.models import Answer, FollowUp, Passage, RankedPassage, SourceKind, Turn
from tests.fakes import QUOTE, FakeAssistant, refusal, sample_answer, sample_passages


class AskedAssistant(FakeAssistant):
    """Gives each question its own answer and ranking of units ("2.4", or "law"); others are refused."""

    def __init__(self, answers: Mapping[str, Answer], rankings: Mapping[str, Sequence[str]] | None = None):
        super().__init__()
        self.answers = answers
        self.rankings = rankings or {}

    def answer(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        self._record(question, history)
        return self.answers.get(question, refusal())

    def retrieve(self, question: str, k: int = 20, history: Sequence[Turn] = ()) -> list[RankedPassage]:
        self._record(question, history)
        ranking = self.rankings.get(question, ())
        return [RankedPassage(passage=_passage(name), score=1 / n) for n, name in enumerate(ranking, 1)][:k]


def cited_answer(*follow_ups: FollowUp, **changes: object) -> Answer:
    """An answer with one good citation of section 2.4 and these next questions."""
    citation = sample_answer().citations[0]
    good = sample_answer(
        status="answered",
        completeness="complete",
        text=f"{QUOTE} [1]",
        citations=(citation,),
        follow_ups=follow_ups,
    )
    return good.model_copy(update=changes)


def _passage(name: str) -> Passage:
    study, law, *_ = sample_passages()
    if name == SourceKind.LAW:
        return law
    return study.model_copy(update={"section": name, "unit": f"study:{name}"})
