"""Next questions: three, varied, not asked before, and known to be answered by this index."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answering.follow_up import follow_ups
from assistant.departments import Department, load_departments
from assistant.framework import Framework, FrameworkQuestion
from assistant.german.analysis import words
from assistant.models import Answer, AnswerStatus, FollowUp, Turn
from assistant.service import Assistant
from assistant.settings import PROJECT
from tests.answering.real_questions import ANSWERED

ORDER = ("2.4", "3.4", "3.5", "1.3")
DEPARTMENTS = load_departments(PROJECT / "corpus")


def even(texts: object) -> list[float]:
    return [0.5] * len(list(texts))  # type: ignore[call-overload]


def everything(framework: Framework) -> frozenset[str]:
    return frozenset(question.id for question in framework.questions)


def by_text(framework: Framework) -> dict[str, FrameworkQuestion]:
    return {question.text: question for question in framework.questions}


def next_after(framework: Framework, *asked: str, **changes: object) -> tuple[FollowUp, ...]:
    values = {"sections": ORDER, "answerable": everything(framework), "fit": even, **changes}
    return follow_ups(asked, framework=framework, **values)  # type: ignore[arg-type]


def test_one_deeper_one_sideways_one_practical(real_framework: Framework) -> None:
    deeper, sideways, practical = (
        by_text(real_framework)[f.text] for f in next_after(real_framework, "Was?")
    )
    assert (deeper.section, deeper.kind) == ("2.4", "deepen")
    assert real_framework.kind(sideways.section) == "principle" and sideways.section == "3.4"
    assert (practical.section, practical.kind) == ("2.4", "practical")


def test_they_carry_section_and_origin(real_framework: Framework) -> None:
    known = by_text(real_framework)
    for found in next_after(real_framework, "Was?"):
        assert (found.section, found.origin) == (known[found.text].section, known[found.text].origin)


def test_what_this_index_cannot_answer_is_not_offered(real_framework: Framework) -> None:
    offered = next_after(real_framework, "Was?")
    blocked = {by_text(real_framework)[f.text].id for f in offered}
    again = next_after(real_framework, "Was?", answerable=everything(real_framework) - blocked)
    assert len(again) == 3 and not {f.text for f in again} & {f.text for f in offered}
    assert next_after(real_framework, "Was?", answerable=frozenset()) == ()


def test_what_was_asked_is_not_offered_again_in_other_words_either(real_framework: Framework) -> None:
    first = next_after(real_framework, "Was?")[0].text
    for asked in (first, first.upper(), f"Bitte: {first}", " ".join(reversed(first.rstrip("?").split()))):
        assert first not in {f.text for f in next_after(real_framework, asked)}


def test_a_conversation_never_meets_the_same_question_twice(real_framework: Framework) -> None:
    asked: list[str] = ["Was?"]
    for _ in range(6):
        found = next_after(real_framework, *asked)
        assert not {f.text for f in found} & set(asked)
        if not found:
            break
        asked.append(found[0].text)
    assert len(set(asked)) == len(asked)


def test_of_equal_questions_the_better_fitting_is_taken(real_framework: Framework) -> None:
    wanted = [q for q in real_framework.questions_for("2.4") if q.kind == "deepen"][-1]
    found = next_after(
        real_framework, "Was?", fit=lambda texts: [float(text == wanted.text) for text in texts]
    )
    assert found[0].text == wanted.text


def test_what_the_study_only_asks_comes_after_what_it_answers(real_framework: Framework) -> None:
    for section in ("2.1", "2.2"):
        open_ones = {q.text for q in real_framework.questions_for(section) if q.open}
        found = next_after(real_framework, "Was?", sections=(section, "3.1"))
        assert found[0].text not in open_ones


@given(data=st.data())
@settings(max_examples=40)
def test_always_distinct_and_answerable(real_framework: Framework, data: st.DataObject) -> None:
    sections = data.draw(st.permutations(real_framework.sections))
    answerable = data.draw(st.sets(st.sampled_from(sorted(everything(real_framework)))))
    asked = data.draw(st.lists(st.sampled_from([q.text for q in real_framework.questions]), max_size=3))
    found = next_after(real_framework, *asked, sections=tuple(sections), answerable=answerable)
    texts = [f.text for f in found]
    assert len(texts) <= 3 and len(set(texts)) == len(texts) and not set(texts) & set(asked)
    assert all(by_text(real_framework)[text].id in answerable for text in texts)


@pytest.mark.parametrize("question", [question for question, _ in ANSWERED])
def test_real_answers_offer_three_of_varied_sections(real_assistant: Assistant, question: str) -> None:
    offered = real_assistant.answer(question).follow_ups
    assert len({f.text for f in offered}) == 3
    assert len({f.section for f in offered}) >= 2
    assert question not in {f.text for f in offered}


def test_what_is_offered_is_answered_when_it_is_asked(real_assistant: Assistant) -> None:
    """In the conversation in which it was offered, as people do when they click on it."""
    for question, _ in ANSWERED[::4]:
        answer = real_assistant.answer(question)
        history = [Turn(role="user", content=question), Turn(role="assistant", content=answer.text)]
        for offered in answer.follow_ups:
            following = real_assistant.answer(offered.text, history)
            assert following.status is AnswerStatus.ANSWERED, offered
            assert offered.section in {c.section for c in following.citations}, offered


# --- with a department --------------------------------------------------------------------------------


def of(parts: tuple[str, ...] = (), *words: str) -> Department:
    return Department("amt", "Amt", "Office", ("Was?",), parts, words)


def test_a_department_brings_questions_with_its_words_forward(real_framework: Framework) -> None:
    for wanted in (q for q in real_framework.questions_for("2.4") if q.kind == "deepen" and not q.open):
        word = max(words(wanted.text), key=len)
        found = next_after(real_framework, "Was?", department=of((), word))
        assert word in words(found[0].text)


def test_the_step_sideways_goes_to_the_principle_of_the_department(real_framework: Framework) -> None:
    principles = [n.target for n in real_framework.neighbours("2.4") if n.target.startswith("3.")]
    for principle in principles:
        _, sideways, _ = next_after(real_framework, "Was?", department=of((principle,)))
        assert sideways.section == principle


def test_a_department_that_has_nothing_to_say_changes_nothing(real_framework: Framework) -> None:
    plain = next_after(real_framework, "Was?")
    assert next_after(real_framework, "Was?", department=of((), "Xylophon")) == plain


def test_what_the_study_answers_still_comes_before_what_it_only_asks(real_framework: Framework) -> None:
    """Even where the department's words stand in the open question."""
    for section in ("2.1", "2.2"):
        for open_one in (q for q in real_framework.questions_for(section) if q.open):
            own = of((), *words(open_one.text))
            found = next_after(real_framework, "Was?", sections=(section, "3.1"), department=own)
            assert not by_text(real_framework)[found[0].text].open


@given(data=st.data())
@settings(max_examples=40)
def test_no_department_offers_what_is_unanswerable_or_was_asked(
    real_framework: Framework, data: st.DataObject
) -> None:
    sections = data.draw(st.permutations(real_framework.sections))
    answerable = data.draw(st.sets(st.sampled_from(sorted(everything(real_framework)))))
    asked = data.draw(st.lists(st.sampled_from([q.text for q in real_framework.questions]), max_size=3))
    department = data.draw(st.sampled_from(DEPARTMENTS))
    found = next_after(
        real_framework, *asked, sections=tuple(sections), answerable=answerable, department=department
    )
    texts = [f.text for f in found]
    assert len(texts) <= 3 and len(set(texts)) == len(texts) and not set(texts) & set(asked)
    assert all(by_text(real_framework)[text].id in answerable for text in texts)


def same(answer: Answer) -> Answer:
    """What makes two answers the same, but for the next questions."""
    return answer.model_copy(update={"id": "", "timings_ms": {}, "follow_ups": ()})


@pytest.mark.parametrize("question", [question for question, _ in ANSWERED[::3]])
def test_a_department_changes_nothing_but_the_next_questions(
    real_assistant: Assistant, question: str
) -> None:
    plain = real_assistant.answer(question)
    offered = {plain.follow_ups}
    for department in DEPARTMENTS:
        answer = real_assistant.answer(question, department=department.id)
        assert same(answer) == same(plain)
        offered.add(answer.follow_ups)
    assert len(offered) > 1
    assert real_assistant.answer(question, department="hafenamt").follow_ups == plain.follow_ups


def test_what_a_department_is_offered_is_answered(real_assistant: Assistant) -> None:
    for department in DEPARTMENTS[::4]:
        for question, _ in ANSWERED[::12]:
            for offered in real_assistant.answer(question, department=department.id).follow_ups:
                assert real_assistant.answer(offered.text).status is AnswerStatus.ANSWERED, offered
