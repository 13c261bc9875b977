"""Source tokens become numbers, and every number leads to a verbatim quote."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.answering.cite import Numbering, cite
from assistant.answering.evidence import Draft, Sentence
from assistant.messages_de import Composition
from assistant.models import Completeness
from tests.answering.material import LAW, PRACTICE, STUDY, evidence

EVIDENCE = evidence(STUDY, LAW, PRACTICE)
FIRST = "Ganz unabhängig ist keine Verwaltung."


def sentence(text: str, *tokens: str, quotes: tuple[str, ...] = (FIRST,), **changes: Any) -> Sentence:
    return Sentence(text=text, tokens=tokens, quotes=quotes, **changes)


def draft(*sentences: Sentence) -> Draft:
    return Draft(sentences=sentences, completeness=Completeness.COMPLETE, model="extraktiv")


LEAD = sentence("Ganz frei ist niemand.", "Q1", part="lead")
RULE = sentence(
    "Aufträge werden geteilt.", "Q2", quotes=("Öffentliche Aufträge werden in Losen vergeben",), part="law"
)
CASE = sentence(
    "Musterau hat umgestellt.", "Q3", quotes=("Die Stadt Musterau stellte 2019",), part="practice"
)


def test_numbers_follow_the_order_of_use() -> None:
    text, citations = cite(draft(LEAD, RULE, CASE), EVIDENCE)
    assert [c.n for c in citations] == [1, 2, 3]
    assert [c.passage_id for c in citations] == [STUDY.id, LAW.id, PRACTICE.id]
    assert text == (
        "Ganz frei ist niemand. [1]\n\n"
        f"**{Composition.LAW}**\n\n- Aufträge werden geteilt. [2]\n\n"
        f"**{Composition.PRACTICE}**\n\n- Musterau hat umgestellt. [3]"
    )


def test_a_citation_tells_everything_about_its_source() -> None:
    _, (citation,) = cite(draft(RULE), EVIDENCE)
    shared = (
        "kind",
        "title",
        "locator",
        "section",
        "provision",
        "practice",
        "url",
        "stand",
        "binds",
        "note",
        "verified",
    )
    assert {name: getattr(citation, name) for name in shared} == {name: getattr(LAW, name) for name in shared}
    assert citation.quote in LAW.text and citation.score == EVIDENCE[1].ranked.score


def test_the_same_quote_keeps_its_number_and_another_gets_its_own() -> None:
    again = sentence("Niemand ist souverän.", "Q1")
    other = sentence("Latour sagt das.", "Q1", quotes=("Bruno Latour zeigte 1993",))
    text, citations = cite(draft(LEAD, again, other), EVIDENCE)
    assert text == "Ganz frei ist niemand. [1]\n\nNiemand ist souverän. [1] Latour sagt das. [2]"
    assert [c.passage_id for c in citations] == [STUDY.id, STUDY.id]


def test_several_sources_of_a_sentence_stand_side_by_side() -> None:
    both = sentence("Das gilt.", "Q1", "Q2", "Q1", quotes=(FIRST, "Öffentliche Aufträge", FIRST), part="lead")
    assert cite(draft(both), EVIDENCE)[0] == "Das gilt. [1][2]"


@pytest.mark.parametrize(
    "unfounded",
    [
        sentence("Erfunden.", "Q9"),
        sentence("Erfunden.", "Q1", quotes=("Das steht dort nicht.",)),
        sentence("Erfunden.", "Q1", quotes=("",)),
        sentence("Erfunden.", "Q1", quotes=()),
        sentence("Erfunden.", quotes=()),
    ],
)
def test_what_does_not_resolve_is_never_numbered(unfounded: Sentence) -> None:
    text, citations = cite(draft(unfounded), EVIDENCE)
    assert (text, citations) == ("Erfunden.", ())


def test_a_number_is_not_lost_to_a_source_that_does_not_resolve() -> None:
    mixed = sentence("Halb belegt.", "Q9", "Q1", quotes=("nichts", FIRST), part="lead")
    text, citations = cite(draft(mixed, RULE), EVIDENCE)
    assert text.startswith("Halb belegt. [1]") and [c.n for c in citations] == [1, 2]


def test_sentences_on_one_source_share_an_item_of_the_list() -> None:
    binds = sentence(
        "Das bindet Kommunen.", "Q2", quotes=("Öffentliche Aufträge werden in Losen vergeben",), part="law"
    )
    text, _ = cite(draft(LEAD, RULE, binds), EVIDENCE)
    assert text.endswith("- Aufträge werden geteilt. [2] Das bindet Kommunen. [2]")


def test_parts_stay_together_in_the_order_of_their_first_sentence() -> None:
    study = sentence("Bindungen kann man wählen.", "Q1", part="study")
    text, _ = cite(draft(RULE, study, RULE), EVIDENCE)
    assert text == (
        f"**{Composition.LAW}**\n\n- Aufträge werden geteilt. [1] Aufträge werden geteilt. [1]\n\n"
        f"**{Composition.STUDY}**\n\nBindungen kann man wählen. [2]"
    )


def test_lead_and_study_need_no_heading() -> None:
    study = sentence("Bindungen kann man wählen.", "Q1", part="study")
    assert "**" not in cite(draft(LEAD, study), EVIDENCE)[0]


def test_an_empty_draft_is_an_empty_text() -> None:
    assert cite(draft(), EVIDENCE) == ("", ())


def test_numbering_goes_on_over_calls() -> None:
    numbering = Numbering(EVIDENCE)
    assert numbering.reference(LEAD) == "[1]"
    assert numbering.reference(RULE) == "[2]"
    assert numbering.reference(LEAD) == "[1]"
    assert len(numbering.citations) == 2
