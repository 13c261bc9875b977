"""One question asked and judged."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.errors import InputError
from assistant.evaluation.measure import FollowUpCheck, Outcome, measure
from assistant.evaluation.questions import LabelledQuestion
from assistant.models import Answer, FollowUp
from tests.evaluation.asked import AskedAssistant, cited_answer
from tests.fakes import refusal, sample_answer

ASKED = "Was tun?"
DEEPER = FollowUp(text="Wer wählt aus?", section="2.4", origin="study")
ASIDE = FollowUp(text="Wer zahlt?", section="4.5", origin="card")


def judged(answer: Answer, ranking: tuple[str, ...] = (), **labels: Any) -> Outcome:
    assistant = AskedAssistant({ASKED: answer}, {ASKED: ranking})
    question = LabelledQuestion(id="q", question=ASKED, **labels)
    return measure(question, assistant, FollowUpCheck(assistant))


def value(outcome: Outcome, name: str) -> float | None:
    """None: not judged."""
    part, whole = outcome.shares.get(name, (0, 0))
    return part / whole if whole else None


def test_only_study_passages_make_the_ranking_of_sections():
    outcome = judged(cited_answer(), ("law", "3.1", "3.1", "law", "2.4", "3.1"), relevant={"2.4": 2})
    assert outcome.sections == ("3.1", "2.4")
    assert [value(outcome, f"success@{k}") for k in (1, 3, 5)] == [0, 1, 1]
    assert value(outcome, "mrr@10") == 1 / 2


def test_without_a_right_section_the_ranking_is_not_judged():
    for relevant in ({}, {"2.4": 1}):
        assert value(judged(cited_answer(), ("2.4",), relevant=relevant), "mrr@10") is None


def test_links_with_and_without_labels():
    # shown: principles 3.4, 3.5 · level 2.4 · measure 4.5
    outcome = judged(cited_answer(), principles=["3.5", "3.1", "3.2"], levels=["2.1"], measures=[])
    assert value(outcome, "principle_hit@3") == 1
    assert value(outcome, "principle_precision") == 1 / 2
    assert value(outcome, "principle_recall") == 1 / 3
    assert (value(outcome, "level_hit@3"), value(outcome, "level_precision")) == (0, 0)
    assert not any(name.startswith("measure_") for name in outcome.shares)


@pytest.mark.parametrize(
    ("answer", "answerable", "figure", "expected"),
    [
        (cited_answer(), True, "answered", 1),
        (cited_answer(status="partial"), True, "answered", 1),
        (cited_answer(status="clarification"), True, "answered", 0),
        (refusal(), False, "refused", 1),
        (refusal(status="blocked"), False, "refused", 1),
        (cited_answer(status="partial"), False, "refused", 0),
    ],
)
def test_answered_or_refused(answer, answerable, figure, expected):
    outcome = judged(answer, answerable=answerable)
    assert value(outcome, figure) == expected
    assert ("answered" in outcome.shares) is answerable


def changed_citation(**changes: Any) -> Answer:
    (citation,) = cited_answer().citations
    return cited_answer(citations=(citation.model_copy(update=changes),))


def test_good_citations():
    for answer in (cited_answer(), sample_answer()):
        outcome = judged(answer)
        assert value(outcome, "citations_resolve") == value(outcome, "quotes_verbatim") == 1


@pytest.mark.parametrize(
    ("answer", "resolve", "verbatim"),
    [
        (changed_citation(passage_id="study/9.9/inhalt-1"), 0, 0),
        (changed_citation(passage_id="study/2.4/alltag-0123456789ab"), 0, 0),  # exists, may not be shown
        (changed_citation(quote="Man soll Bindungen kennen."), 1, 0),
        (changed_citation(quote=""), 1, 0),
        (cited_answer(text="Bindungen [2]."), 0, 1),
        (cited_answer(text="Bindungen.", citations=()), 0, 0),
    ],
)
def test_bad_citations(answer, resolve, verbatim):
    outcome = judged(answer)
    assert (value(outcome, "citations_resolve"), value(outcome, "quotes_verbatim")) == (resolve, verbatim)


def test_refusals_are_judged_only_by_what_they_cite():
    assert "citations_resolve" not in judged(refusal()).shares
    pointing = refusal(
        text="Das steht dort nicht. Am nächsten liegt 2.4. [1]", citations=cited_answer().citations
    )
    outcome = judged(pointing)
    assert value(outcome, "citations_resolve") == 1
    assert "sentences_cited" not in outcome.shares


def test_facts_count_in_text_and_quotes():
    facts = ["Bindungen auswählen und mitgestalten", "Genossenschaft gründen", "Ja, das ist so."]
    outcome = judged(cited_answer(text="So steht es da [1]."), gold_facts=facts)
    assert outcome.shares["gold_facts"] == (1, 2)  # the third one has no key terms
    assert "gold_facts" not in judged(refusal(), gold_facts=facts, answerable=False).shares


def test_offered_questions_are_asked_once_each():
    answers = {ASKED: cited_answer(DEEPER, ASIDE), DEEPER.text: cited_answer(), ASIDE.text: cited_answer()}
    assistant = AskedAssistant(answers)
    check = FollowUpCheck(assistant)
    question = LabelledQuestion(id="q", question=ASKED)
    for _ in range(2):
        outcome = measure(question, assistant, check)
        assert outcome.shares["follow_ups_answerable"] == (1, 2)  # the second one is not about 4.5
    assert [call.question for call in assistant.calls].count(DEEPER.text) == 1


@pytest.mark.parametrize("status", ["partial", "no_source"])
def test_a_partial_answer_does_not_make_a_follow_up_answerable(status):
    assistant = AskedAssistant({ASKED: cited_answer(DEEPER), DEEPER.text: cited_answer(status=status)})
    outcome = measure(LabelledQuestion(id="q", question=ASKED), assistant, FollowUpCheck(assistant))
    assert outcome.shares["follow_ups_answerable"] == (0, 1)


def test_the_conversation_goes_along():
    assistant = AskedAssistant({ASKED: cited_answer()})
    history = [{"role": "user", "content": "Davor?"}]
    question = LabelledQuestion.model_validate({"id": "q", "question": ASKED, "history": history})
    measure(question, assistant, FollowUpCheck(assistant))
    assert [call.history[0].content for call in assistant.calls] == ["Davor?"] * 2


def test_what_the_assistant_refuses_to_read_is_an_error():
    assistant = AskedAssistant({})
    with pytest.raises(InputError):
        measure(LabelledQuestion(id="q", question="a" * 5000), assistant, FollowUpCheck(assistant))
