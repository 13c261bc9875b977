"""The extractive answer: whole sentences, each from its source, in an order that reads well."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from assistant.answering.compose import compose
from assistant.answering.evidence import Draft, Evidence
from assistant.answering.law import binds_only_the_federation
from assistant.answering.quotable import says_the_same
from assistant.german.analysis import stems
from assistant.messages_de import Composition
from assistant.models import AnswerStatus, Completeness, Passage, PassageOrigin, RankedPassage, SourceKind
from assistant.service import Assistant
from tests.answering.material import FEDERAL_LAW, LAW, PRACTICE, passage
from tests.answering.real_questions import ANSWERED

QUESTIONS = [question for question, _ in ANSWERED]
SUMMARY = passage(
    "Kommunen sollen ihre Bindungen an Hersteller kennen und mitgestalten.",
    id="study/2.4/kurz",
    locator="Abschnitt 2.4, Kurzfassung",
)
CONTENT = passage(
    "Eine Bindung an einen Hersteller ist eine Abhängigkeit auf Zeit. Sie endet mit dem Vertrag. Wer Formate offen "
    "hält, kann den Hersteller leichter wechseln. Wer entscheidet über den Wechsel des Herstellers? Kurz. "
    "Der Vertrag mit dem Hersteller läuft 2031 aus.",
)
SAME_AGAIN = passage(
    "Kommunen sollen laut Studie ihre Bindungen an Hersteller gut kennen und mitgestalten. Auch das Rechenzentrum der "
    "Nachbargemeinden ist eine gemeinsame Bindung an Technik.",
    id="study/2.4/inhalt-2",
)
CHECKS = passage(
    "Kennen wir alle Verträge?\nWer wechselt den Hersteller bei uns?", id="study/2.4/prueffragen"
)
OTHER = passage(
    "Wer im Kleinen beginnt, bleibt beweglich.",
    id="study/3.1/kurz",
    unit="study:3.1",
    title="Der kleine Schritt",
    section="3.1",
)


class ScriptedFit:
    """Shared stems with the question; passages can be given a fit of their own."""

    def __init__(self, question: str, of_passages: Mapping[str, float] | None = None):
        self._wanted = set(stems(question))
        self._of_passages = of_passages or {}

    def of_texts(self, unit: str, texts: Sequence[str]) -> np.ndarray:
        return np.array([len(self._wanted & set(stems(text))) / 10 for text in texts])

    def of_passage(self, passage_id: str) -> float:
        return self._of_passages.get(passage_id, 0.0)


def evidence(*passages: Passage, score: float = 0.9) -> list[Evidence]:
    return [
        Evidence(token=f"Q{n}", ranked=RankedPassage(passage=p, score=score))
        for n, p in enumerate(passages, start=1)
    ]


def drafted(question: str, *passages: Passage, score: float = 0.9, **changes: Any) -> Draft:
    return compose(question, evidence(*passages, score=score), ScriptedFit(question), **changes)


def said(draft: Draft, *parts: str) -> list[str]:
    return [s.text for s in draft.sentences if not parts or s.part in parts]


QUESTION = "Wie wechseln wir den Hersteller?"


def test_the_summary_leads_and_sentences_follow_in_reading_order() -> None:
    draft = drafted(QUESTION, CONTENT, SUMMARY)
    (lead,) = said(draft, "lead")
    assert lead.startswith("Kernaussage der Studie dazu (Abschnitt 2.4") and lead.endswith(SUMMARY.text)
    follow = said(draft, "study")
    assert follow == sorted(follow, key=CONTENT.text.index)
    assert "Wer Formate offen hält, kann den Hersteller leichter wechseln." in follow
    assert (draft.completeness, draft.not_covered, draft.model) == (Completeness.COMPLETE, None, "extraktiv")


def test_a_question_for_a_definition_is_met_by_a_sentence_first() -> None:
    draft = drafted("Was ist eine Bindung an einen Hersteller?", SUMMARY, CONTENT)
    assert said(draft, "lead") == ["Eine Bindung an einen Hersteller ist eine Abhängigkeit auf Zeit."]
    assert said(draft, "study")[0].endswith(SUMMARY.text)


def test_no_sentence_leans_asks_or_is_a_fragment() -> None:
    texts = said(drafted(QUESTION, SUMMARY, CONTENT))
    for unfit in ("Sie endet mit dem Vertrag.", "Wer entscheidet über den Wechsel des Herstellers?", "Kurz."):
        assert unfit not in texts


def test_nothing_is_said_twice() -> None:
    texts = said(drafted(QUESTION, SUMMARY, CONTENT, SAME_AGAIN))
    assert len(texts) == len(set(texts))
    assert not any("gut kennen" in text for text in texts)


def test_the_passage_that_answers_such_questions_comes_first() -> None:
    fit = ScriptedFit("Was heißt das?", {SAME_AGAIN.id: 0.5})
    draft = compose("Was heißt das?", evidence(CONTENT, SAME_AGAIN), fit)
    assert said(draft, "lead")[0] in SAME_AGAIN.text


def test_one_practical_line_is_offered_as_ours() -> None:
    draft = drafted(QUESTION, SUMMARY, CONTENT, CHECKS)
    framed = Composition.CHECK.format(line="Wer wechselt den Hersteller bei uns?")
    assert framed in said(draft, "study")
    assert not any("Kennen wir alle Verträge?" in text for text in said(draft))
    (sentence,) = [s for s in draft.sentences if s.text == framed]
    assert sentence.quotes == ("Wer wechselt den Hersteller bei uns?",)


def test_a_further_section_is_introduced_by_its_title() -> None:
    draft = drafted(QUESTION, SUMMARY, CONTENT, OTHER)
    (related,) = [s for s in draft.sentences if "Abschnitt 3.1" in s.text]
    assert "Der kleine Schritt" in related.text and related.quotes == (OTHER.text,)


def test_the_full_text_is_marked_as_verbatim() -> None:
    full = CONTENT.model_copy(update={"id": "study/2.4/volltext-1", "origin": PassageOrigin.FULL_TEXT})
    draft = drafted(QUESTION, SUMMARY, full)
    quoted = [s for s in draft.sentences if s.quotes and s.quotes[0] != SUMMARY.text]
    assert quoted and all(s.text == Composition.VERBATIM.format(sentence=s.quotes[0]) for s in quoted)


class TestLaw:
    def test_provision_digest_and_addressee(self) -> None:
        texts = said(drafted(QUESTION, SUMMARY, LAW), "law")
        assert texts[0] == f"§ 97 Abs. 4 GWB: {LAW.text}"
        assert texts[1] == Composition.BINDS.format(binds=LAW.binds)

    def test_why_it_matters_is_ours_and_stays_out(self) -> None:
        marked = LAW.model_copy(update={"text": f"{LAW.text} Bedeutung: Die Vorschrift hilft Kleinen."})
        draft = drafted(QUESTION, SUMMARY, marked)
        assert not any("Bedeutung" in text for text in said(draft))
        assert all(quote in marked.text for s in draft.sentences if s.part == "law" for quote in s.quotes)

    def test_what_binds_only_the_federation_says_so(self) -> None:
        federal = FEDERAL_LAW.model_copy(update={"binds": "Bundesbehörden"})
        assert said(drafted(QUESTION, SUMMARY, federal), "law")[1].endswith(Composition.NOT_MUNICIPAL)

    @pytest.mark.parametrize(
        "binds",
        ["Bundesbehörden", "der Bund", "Bundesministerien und Bundesbehörden", "Bundestag und Bundesrat"],
    )
    def test_federal_addressees(self, binds: str) -> None:
        assert binds_only_the_federation(binds)

    @pytest.mark.parametrize(
        "binds",
        [
            "Gemeinden",
            "alle staatlichen Stellen, auch Kommunen",
            "Bund, Länder und Gemeinden",
            "öffentliche Auftraggeber",
            "Bundesbehörden; Vorbild für Kommunen",
            "Träger öffentlicher Belange",
        ],
    )
    def test_municipal_addressees(self, binds: str) -> None:
        assert not binds_only_the_federation(binds)


class TestPractice:
    def test_what_was_done_and_the_lesson(self) -> None:
        example = PRACTICE.model_copy(update={"text": f"{PRACTICE.text} Lehre: Klein anfangen lohnt sich."})
        texts = said(drafted(QUESTION, SUMMARY, example), "practice")
        assert texts[0].startswith(f"{example.title}: Die Stadt Musterau")
        assert texts[-1] == "Lehre: Klein anfangen lohnt sich."

    def test_where_sources_differ_both_are_named(self) -> None:
        differing = PRACTICE.model_copy(update={"note": "Die Studie nennt 1.000 Plätze, die Stadt 1.200."})
        texts = said(drafted(QUESTION, SUMMARY, differing), "practice")
        assert texts[-1] == Composition.SOURCES_DIFFER.format(note=differing.note)

    def test_other_notes_stay_with_the_source(self) -> None:
        noted = PRACTICE.model_copy(update={"note": "Zusatzquelle vorhanden."})
        assert not any("Zusatzquelle" in text for text in said(drafted(QUESTION, SUMMARY, noted)))


def test_the_kind_that_is_asked_for_comes_first() -> None:
    texts = drafted("Dürfen wir wechseln?", SUMMARY, CONTENT, LAW, PRACTICE, wanted=SourceKind.LAW, score=0.5)
    assert [s.part for s in texts.sentences][0] == "law"
    plain = drafted(QUESTION, SUMMARY, CONTENT, LAW, PRACTICE)
    parts = list(dict.fromkeys(s.part for s in plain.sentences))
    assert parts == ["lead", "study", "law", "practice"]


class TestGaps:
    @pytest.mark.parametrize(
        ("question", "detail"),
        [
            ("Was kostet der Wechsel des Herstellers?", "price"),
            ("Wie viele Hersteller gibt es?", "number"),
            ("Seit wann sind Hersteller so mächtig?", "date"),
        ],
    )
    def test_a_missing_detail_is_named_with_whom_to_ask(self, question: str, detail: str) -> None:
        draft = drafted(question, SUMMARY, OTHER)
        assert draft.completeness is Completeness.PARTIAL
        assert draft.not_covered == f"{Composition.NO_DETAIL[detail]} {Composition.ASK_ELSEWHERE}"

    def test_a_detail_that_is_there_leaves_no_gap(self) -> None:
        draft = drafted("In welchem Jahr läuft der Vertrag mit dem Hersteller aus?", SUMMARY, CONTENT)
        assert "Der Vertrag mit dem Hersteller läuft 2031 aus." in said(draft, "lead")
        assert draft.not_covered is None

    def test_weak_evidence_is_called_weak(self) -> None:
        draft = drafted(QUESTION, SUMMARY, CONTENT, score=0.2)
        assert (draft.completeness, draft.not_covered) == (Completeness.PARTIAL, Composition.WEAK)


# On the whole corpus

_UNIT = re.compile(r"(?P<said>.+?) (?P<references>(?:\[\d+\])+)(?: |$)")


def units(text: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """What an answer says up to each reference, and the numbers there; headings are left out."""
    for line in text.splitlines():
        if not line.strip() or re.fullmatch(r"\*\*[^*]+\*\*", line):
            continue
        rest = line.removeprefix("- ")
        while rest:
            match = _UNIT.match(rest)
            assert match, f"without source: {rest}"
            yield match["said"], tuple(int(n) for n in re.findall(r"\d+", match["references"]))
            rest = rest[match.end() :]


@pytest.mark.parametrize("question", QUESTIONS)
class TestRealAnswers:
    def test_every_sentence_has_a_source_that_says_it(self, real_assistant: Assistant, question: str) -> None:
        answer = real_assistant.answer(question)
        by_number = {c.n: c for c in answer.citations}
        assert list(by_number) == list(range(1, len(by_number) + 1))
        used = {n for _, references in units(answer.text) for n in references}
        assert used == set(by_number)
        for citation in answer.citations:
            source = real_assistant.passage(citation.passage_id)
            assert citation.quote and citation.quote in source.text
            assert source.verified and citation.verified
            assert (citation.kind, citation.stand, citation.url) == (source.kind, source.stand, source.url)

    def test_sentences_are_whole_and_said_once(self, real_assistant: Assistant, question: str) -> None:
        answer = real_assistant.answer(question)
        names = {c.title for c in answer.citations if c.kind is SourceKind.PRACTICE}
        texts = [text for text, _ in units(answer.text)]
        for text in texts:
            assert re.match(r"[A-ZÄÖÜ0-9„»§]", text) or any(text.startswith(name) for name in names), text
            assert re.search(r"[.!?…][“«\")]*$", text), text
            assert text.count("„") == text.count("“") and text.count("(") == text.count(")"), text
        own = [text for text in texts if not text.startswith(Composition.BINDS.partition("{")[0])]
        assert len(set(own)) == len(own)
        practical = ("/prueffragen", "/schritte")  # what we suggest may take up what the study says
        cited = [c for c in answer.citations if not c.passage_id.endswith(practical)]
        study = [c.quote for c in cited if c.kind is SourceKind.STUDY]
        for n, quote in enumerate(study):
            assert not any(quote == other or says_the_same(quote, other) for other in study[:n]), quote

    def test_law_names_provision_and_addressee(self, real_assistant: Assistant, question: str) -> None:
        answer = real_assistant.answer(question)
        for citation in answer.citations:
            if citation.kind is SourceKind.LAW:
                assert f"{citation.provision}: {citation.quote}" in answer.text
                assert citation.url and citation.binds
                assert citation.binds.rstrip(".") in answer.text

    def test_partial_answers_say_what_is_missing(self, real_assistant: Assistant, question: str) -> None:
        answer = real_assistant.answer(question)
        partial = answer.status is AnswerStatus.PARTIAL
        assert partial == (answer.completeness is Completeness.PARTIAL) == bool(answer.not_covered)

    def test_it_is_short_enough_to_be_read(self, real_assistant: Assistant, question: str) -> None:
        assert 150 < len(real_assistant.answer(question).text) < 4000


def test_where_sources_differ_the_answer_says_both(real_assistant: Assistant) -> None:
    answer = real_assistant.answer("Was hat Wales mit künftigen Generationen gemacht?")
    assert "unabhängige Beauftragte" in answer.text and "Ministerin" in answer.text


def test_unverified_examples_are_found_but_never_stated(real_assistant: Assistant) -> None:
    unverified = {
        r.passage.id
        for question in QUESTIONS[::5]
        for r in real_assistant.retrieve(question, k=60)
        if not r.passage.verified
    }
    assert unverified
    cited = {c.passage_id for question in QUESTIONS[::5] for c in real_assistant.answer(question).citations}
    assert not cited & unverified
