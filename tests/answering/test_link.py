"""An answer is tied to the framework by its evidence, and says how."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.cite import cite
from assistant.answering.evidence import Draft, Sentence
from assistant.answering.link import Links, link, section_weights, spread
from assistant.framework import Framework
from assistant.german.sentences import split_sentences
from assistant.models import Citation, Completeness, FrameworkLink, Passage, RankedPassage, SourceKind
from assistant.retrieval import RankedUnit
from assistant.service import Assistant
from tests.answering.material import LAW, PRACTICE, STUDY, evidence
from tests.answering.real_questions import ANSWERED


def ranked(*scores: tuple[str, float]) -> list[RankedUnit]:
    return [RankedUnit(f"study:{section}", SourceKind.STUDY, score) for section, score in scores]


def everything(framework: Framework, **scores: float) -> list[RankedUnit]:
    """All sections, those given as s2_4=0.9 with their scores, the others with next to none."""
    given = {name.removeprefix("s").replace("_", "."): score for name, score in scores.items()}
    units = [(section, given.get(section, 0.01)) for section in framework.sections]
    return ranked(*sorted(units, key=lambda unit: -unit[1]))


def cited(*passages: Passage) -> tuple[Citation, ...]:
    """Citations [1], [2] … of the passages' beginnings."""
    sentences = tuple(
        Sentence(text="Satz.", tokens=(f"Q{n}",), quotes=(p.text[:30],), part="lead")
        for n, p in enumerate(passages, start=1)
    )
    draft = Draft(sentences=sentences, completeness=Completeness.COMPLETE, model="extraktiv")
    return cite(draft, evidence(*passages))[1]


def related(*passages: Passage, score: float = 0.9) -> list[RankedPassage]:
    return [RankedPassage(passage=p, score=score) for p in passages]


def all_of(links: Links) -> list[FrameworkLink]:
    return [*links.principles, *links.levels, *links.measures]


def ids(links: Sequence[FrameworkLink]) -> list[str]:
    return [found.id for found in links]


def test_a_section_of_the_framework_leads_its_own_list(real_framework: Framework) -> None:
    links = link(real_framework, everything(real_framework, s2_4=0.9), [], cited(STUDY))
    assert ids(links.levels)[0] == "2.4"
    summary = real_framework.part("2.4").summary
    assert links.levels[0].reason == f"Auf Abschnitt 2.4 stützt sich die Antwort [1]: {summary}"


def test_neighbours_are_named_with_the_link_that_leads_there(real_framework: Framework) -> None:
    links = link(real_framework, everything(real_framework, s2_4=0.9), [], cited(STUDY))
    neighbours = {n.target: n.reason for n in real_framework.neighbours("2.4")}
    principle = links.principles[0]
    assert principle.id in neighbours
    assert neighbours[principle.id] in principle.reason and "[1]" in principle.reason


def test_a_provision_that_is_cited_adds_what_it_is_filed_under(real_framework: Framework) -> None:
    law = LAW.model_copy(update={"measures": ("4.1",)})
    plain = link(real_framework, everything(real_framework, s2_4=0.9), [], cited(STUDY, law))
    filed = link(real_framework, everything(real_framework, s2_4=0.9), related(law), cited(STUDY, law))
    score = {m.id: m.score for m in filed.measures}.get("4.1", 0.0)
    assert score > {m.id: m.score for m in plain.measures}.get("4.1", 0.0)
    reasons = {m.id: m.reason for m in filed.measures}
    if "2.4" not in {n.target for n in real_framework.neighbours("4.1")}:
        assert reasons["4.1"] == "Dafür steht § 97 Abs. 4 GWB [2]."


def test_what_is_not_cited_is_never_named_as_evidence(real_framework: Framework) -> None:
    law = LAW.model_copy(update={"principles": ("3.1",), "levels": ("2.7",), "measures": ("4.1",)})
    links = link(real_framework, everything(real_framework, s2_4=0.9), related(law, PRACTICE), cited(STUDY))
    assert not any("§ 97" in found.reason or "Musterau" in found.reason for found in all_of(links))


def test_only_what_has_some_weight_is_named(real_framework: Framework) -> None:
    links = link(real_framework, everything(real_framework, s4_2=0.99), [], ())
    best = links.measures[0]
    assert best.id == "4.2" and all(m.score > best.score * 0.1 for m in links.measures)


@given(st.lists(st.floats(0, 1), min_size=25, max_size=25))
def test_weights_add_up_and_lists_stay_short(real_framework: Framework, scores: list[float]) -> None:
    sections = ranked(*zip(real_framework.sections, scores, strict=True))
    weights = section_weights(sections)
    assert sum(weights.values()) == pytest.approx(1)
    widened = spread(real_framework, weights)
    assert all(widened[section] >= weight for section, weight in weights.items())
    links = link(real_framework, sections, [], ())
    for group, prefix in ((links.principles, "3."), (links.levels, "2."), (links.measures, "4.")):
        assert len(group) <= 3 and all(found.id.startswith(prefix) for found in group)
        assert [f.score for f in group] == sorted((f.score for f in group), reverse=True)


@pytest.mark.parametrize("question", [question for question, _ in ANSWERED])
class TestRealAnswers:
    def test_one_to_three_of_each_best_first(self, real_assistant: Assistant, question: str) -> None:
        answer = real_assistant.answer(question)
        for group, prefix in ((answer.principles, "3."), (answer.levels, "2."), (answer.measures, "4.")):
            assert 1 <= len(group) <= 3
            assert all(re.fullmatch(rf"{re.escape(prefix)}\d", found.id) for found in group)
            assert len({found.id for found in group}) == len(group)
            scores = [found.score for found in group]
            assert scores == sorted(scores, reverse=True) and all(0 < score <= 1 for score in scores)
            assert all(found.title == real_assistant.framework.title(found.id) for found in group)

    def test_reasons_are_one_sentence_on_evidence_that_exists(
        self, real_assistant: Assistant, question: str
    ) -> None:
        answer = real_assistant.answer(question)
        numbers = {c.n: c for c in answer.citations}
        for found in (*answer.principles, *answer.levels, *answer.measures):
            assert split_sentences(found.reason) == [found.reason] and found.reason.endswith(".")
            for n in re.findall(r"\[(\d+)\]", found.reason):
                assert int(n) in numbers
            named = re.search(r"Abschnitt (\d(?:\.\d)?)", found.reason)
            filed = re.match(r"Dafür steht (.+) \[(\d+)\]\.", found.reason)
            assert named or filed
            if named and (number := re.search(r"\[(\d+)\]", found.reason)):
                assert numbers[int(number[1])].section == named[1]
            if filed:
                source = numbers[int(filed[2])]
                assert filed[1] in {source.provision, source.practice}
