"""Ask one labelled question and judge everything that came back."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeVar

from assistant.errors import NotFoundError
from assistant.evaluation import metrics
from assistant.evaluation.metrics import Share
from assistant.evaluation.questions import LabelledQuestion
from assistant.evaluation.wording import every_sentence_cited, key_terms, references, says
from assistant.models import (
    Answer,
    AnswerStatus,
    FollowUp,
    FrameworkLink,
    Frozen,
    IndexStatus,
    Passage,
    RankedPassage,
    SourceKind,
    Turn,
)

Result = TypeVar("Result")

RETRIEVED = 20  # passages asked for, as `assistant retrieve` does
ANSWERED = frozenset({AnswerStatus.ANSWERED, AnswerStatus.PARTIAL})


class Asked(Protocol):
    """What is evaluated; `assistant.service.Assistant` satisfies it."""

    def answer(self, question: str, history: Sequence[Turn] = ()) -> Answer: ...

    def retrieve(self, question: str, k: int = 20, history: Sequence[Turn] = ()) -> list[RankedPassage]: ...

    def passage(self, passage_id: str) -> Passage: ...

    def status(self) -> IndexStatus: ...


class Outcome(Frozen):
    """What one question came to. `shares` holds part and whole of every figure that was judged."""

    id: str
    style: str
    answerable: bool
    status: AnswerStatus
    sections: tuple[str, ...]  # as ranked
    shares: Mapping[str, tuple[float, float]]
    retrieve_ms: float
    answer_ms: float


class FollowUpCheck:
    """Whether offered questions are answerable, found out by asking each of them once."""

    def __init__(self, assistant: Asked):
        self._assistant = assistant
        self._known: dict[FollowUp, bool] = {}

    def answerable(self, follow_up: FollowUp) -> bool:
        """Answered in full, and from the section it was offered for."""
        if follow_up not in self._known:
            answer = self._assistant.answer(follow_up.text)
            sections = {c.section for c in answer.citations if c.kind is SourceKind.STUDY}
            answered = answer.status is AnswerStatus.ANSWERED and follow_up.section in sections
            self._known[follow_up] = answered
        return self._known[follow_up]


def measure(question: LabelledQuestion, assistant: Asked, follow_ups: FollowUpCheck) -> Outcome:
    """Retrieve for a question and answer it.

    Raises:
        InputError: the assistant cannot work on the question (too long, not text).
    """
    ranked, retrieve_ms = _timed(
        lambda: assistant.retrieve(question.question, RETRIEVED, history=question.history)
    )
    answer, answer_ms = _timed(lambda: assistant.answer(question.question, question.history))
    sections = metrics.first_appearances(
        r.passage.section for r in ranked if r.passage.kind is SourceKind.STUDY and r.passage.section
    )
    shares = {
        **_ranking(question, sections),
        **_framework(question, answer),
        **_willingness(question, answer),
        **_grounding(answer, assistant),
        "gold_facts": _facts(question, answer),
        "follow_ups_answerable": Share(
            sum(follow_ups.answerable(one) for one in answer.follow_ups), len(answer.follow_ups)
        ),
    }
    return Outcome(
        id=question.id,
        style=question.style,
        answerable=question.answerable,
        status=answer.status,
        sections=tuple(sections),
        shares={name: (share.part, share.whole) for name, share in shares.items() if share.whole},
        retrieve_ms=retrieve_ms,
        answer_ms=answer_ms,
    )


def _ranking(question: LabelledQuestion, sections: Sequence[str]) -> dict[str, Share]:
    grades = question.relevant
    if metrics.RIGHT not in grades.values():
        return {}
    return {
        **{f"success@{k}": Share(metrics.success(sections, grades, k)) for k in (1, 3, 5)},
        "mrr@10": Share(metrics.reciprocal_rank(sections, grades, 10)),
        "ndcg@10": Share(metrics.ndcg(sections, grades, 10)),
    }


def _framework(question: LabelledQuestion, answer: Answer) -> dict[str, Share]:
    compared: dict[str, tuple[Sequence[FrameworkLink], Sequence[str]]] = {
        "principle": (answer.principles, question.principles),
        "level": (answer.levels, question.levels),
        "measure": (answer.measures, question.measures),
    }
    shares = {}
    for part, (links, labelled) in compared.items():
        shown = [link.id for link in links]
        shares[f"{part}_hit@3"] = metrics.hit(shown, labelled, 3)
        shares[f"{part}_precision"] = metrics.precision(shown, labelled)
        shares[f"{part}_recall"] = metrics.recall(shown, labelled)
    return shares


def _willingness(question: LabelledQuestion, answer: Answer) -> dict[str, Share]:
    answered = answer.status in ANSWERED
    return {"answered": Share(answered)} if question.answerable else {"refused": Share(not answered)}


def _grounding(answer: Answer, assistant: Asked) -> dict[str, Share]:
    """Shares of answers; refusals that name a source are judged by its citation, too."""
    answered = answer.status in ANSWERED
    if not answered and not answer.citations:
        return {}
    texts = [_text(assistant, citation.passage_id) for citation in answer.citations]
    known = {citation.n for citation in answer.citations}
    verbatim = [
        text is not None and bool(citation.quote) and citation.quote in text
        for citation, text in zip(answer.citations, texts, strict=True)
    ]
    shares = {
        "citations_resolve": Share(bool(texts) and None not in texts and references(answer.text) <= known),
        "quotes_verbatim": Share(bool(verbatim) and all(verbatim)),
    }
    return {**shares, "sentences_cited": Share(every_sentence_cited(answer))} if answered else shares


def _text(assistant: Asked, passage_id: str) -> str | None:
    try:
        return assistant.passage(passage_id).text
    except NotFoundError:
        return None


def _facts(question: LabelledQuestion, answer: Answer) -> Share:
    """Facts whose key terms stand in the text or its quotes."""
    facts = [fact for fact in question.gold_facts if key_terms(fact)] if question.answerable else []
    said = " ".join([answer.text, *(citation.quote for citation in answer.citations)])
    return Share(sum(says(said, fact) for fact in facts), len(facts))


def _timed(call: Callable[[], Result]) -> tuple[Result, float]:
    """The result and the milliseconds it took."""
    began = time.perf_counter()
    result = call()
    return result, (time.perf_counter() - began) * 1000
