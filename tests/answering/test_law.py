"""What an answer says of law: the digest leads, the wording proves; who asks for a provision gets its wording first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from assistant.answering.evidence import Evidence, Sentence
from assistant.answering.gather import gather
from assistant.answering.law import binds_only_the_federation, law, opening_words
from assistant.answering.pipeline import Pipeline
from assistant.answering.writing import Writer
from assistant.framework import Framework
from assistant.index.generation import Generation
from assistant.messages_de import Composition
from assistant.models import (
    Answer,
    AnswerStatus,
    Citation,
    Completeness,
    Passage,
    PassageOrigin,
    RankedPassage,
    SourceKind,
    TextDelta,
    Turn,
)
from assistant.retrieval import CITED, RankedUnit, Searcher
from assistant.service import Assistant
from assistant.settings import Settings
from tests.answering.material import passage
from tests.fakes import ScriptedWriter, written_draft
from tests.village_laws import EVERYDAY, LONG_PARAGRAPH, SCRIPT, STAND


def digest(**changes: Any) -> Passage:
    fields = {
        "id": "law/N001",
        "kind": SourceKind.LAW,
        "origin": PassageOrigin.DIGEST,
        "unit": "law:§ 4 Abs. 2 BrunnG",
        "provision": "§ 4 Abs. 2 BrunnG",
        "section": None,
        "binds": "Gemeinden",
    }
    text = "Gemeinden pflegen Brunnen. Bedeutung: Das ist im Dorf wichtig."
    return passage(text, **{**fields, **changes})


def wording(text: str, place: str = "§ 4 Abs. 2", n: int = 1, **changes: Any) -> Passage:
    return digest(
        **{
            "id": f"statute/brunng-2/{n}",
            "origin": PassageOrigin.FULL_TEXT,
            "unit": "law:brunng-2",
            "provision": f"{place} BrunnG",
            **changes,
        }
    ).model_copy(update={"text": text})


def said(*passages: Passage, cited: bool = False) -> list[Sentence]:
    score = CITED if cited else 0.8
    ranked = [RankedPassage(passage=p, score=score) for p in passages]
    return law([Evidence(token=f"Q{n}", ranked=r) for n, r in enumerate(ranked, start=1)])


def texts(sentences: list[Sentence]) -> list[str]:
    return [s.text for s in sentences]


class TestComposing:
    def test_the_digest_leads_and_the_wording_proves(self) -> None:
        found = said(digest(), wording("Die Gemeinde pflegt Brunnen."))
        assert texts(found) == [
            "§ 4 Abs. 2 BrunnG: Gemeinden pflegen Brunnen.",
            "§ 4 Abs. 2 BrunnG im Wortlaut: „Die Gemeinde pflegt Brunnen.“",
            Composition.BINDS.format(binds="Gemeinden"),
        ]
        assert [s.tokens for s in found] == [("Q1",), ("Q2",), ("Q1",)]
        assert {s.item for s in found} == {"§ 4 BrunnG"}  # one list item, whatever it rests on

    def test_a_cited_provision_is_quoted_first(self) -> None:
        found = said(digest(), wording("Satz eins.", "§ 4 Abs. 1"), wording("Satz zwei.", n=2), cited=True)
        assert [s.tokens for s in found] == [("Q2",), ("Q3",), ("Q1",), ("Q1",)]

    def test_one_piece_proves_a_provision_that_nobody_cited(self) -> None:
        found = said(digest(), wording("Satz eins."), wording("Satz zwei.", n=2))
        assert not any("Satz zwei" in s.text for s in found)

    def test_a_stale_digest_is_flagged(self) -> None:
        found = said(digest(stale=True), wording("Die Gemeinde ölt Brunnen."))
        assert Composition.DIGEST_STALE in texts(found)
        assert Composition.DIGEST_STALE not in texts(said(digest()))

    def test_wording_alone_says_whom_it_binds_with_its_own_quote(self) -> None:
        found = said(wording("Die Gemeinde pflegt Brunnen."), cited=True)
        assert found[-1].text == Composition.BINDS.format(binds="Gemeinden")
        assert found[-1].quotes == found[0].quotes
        assert len(said(wording("Brunnen.", binds=None), cited=True)) == 1

    def test_provisions_are_items_of_their_own(self) -> None:
        other = wording("Putztage.", "§ 6", unit="law:brunng-4", id="statute/brunng-4/1")
        assert [s.item for s in said(wording("Brunnen.", binds=None), other)] == [
            "§ 4 BrunnG",
            "§ 6 BrunnG",
            "§ 6 BrunnG",
        ]

    def test_quotes_stay_verbatim_though_the_text_shows_them_in_one_line(self) -> None:
        text = "Es gilt „Wasser für alle“:\n  1. Trog,\n  2. Kette."
        (sentence,) = said(wording(text, binds=None), cited=True)
        assert sentence.quotes == (text,)
        assert sentence.text.endswith("„Es gilt ‚Wasser für alle‘: 1. Trog, 2. Kette.“")

    def test_a_long_provision_is_cut_between_sentences(self) -> None:
        (sentence,) = said(wording(LONG_PARAGRAPH, binds=None), cited=True)
        (quote,) = sentence.quotes
        assert LONG_PARAGRAPH.startswith(quote) and quote.endswith("entscheidet.")
        assert 500 < len(quote) <= 700
        assert sentence.text.startswith("§ 4 Abs. 2 BrunnG beginnt im Wortlaut so: „")

    def test_what_does_not_fit_is_said_to_go_on(self) -> None:
        pieces = [wording(LONG_PARAGRAPH, f"§ 4 Abs. {n}", n=n, binds=None) for n in range(1, 7)]
        found = said(*pieces, cited=True)
        assert found[-1].text == Composition.WORDING_CONTINUES
        assert sum(len(q) for s in found[:-1] for q in s.quotes) <= 1800

    @pytest.mark.parametrize(
        ("text", "longest", "kept"),
        [
            ("Kurz.", 10, "Kurz."),
            ("Eins ist da. Zwei ist da.", 15, "Eins ist da."),
            ("Eins ist sehr lang und passt nicht. Zwei.", 5, "Eins ist sehr lang und passt nicht."),
            ("Es gilt:\n  1. Trog,\n  2. Kette.", 20, "Es gilt:\n  1. Trog,"),
        ],
    )
    def test_an_opening_is_whole_sentences_or_items(self, text: str, longest: int, kept: str) -> None:
        assert opening_words(wording(text), longest) == kept

    @pytest.mark.parametrize(
        ("binds", "federal"),
        [
            ("Bundesbehörden", True),
            ("der Bund und die Länder", True),
            ("EU-Mitgliedstaaten", True),
            ("Bundesbehörden und Gemeinden", False),
            ("alle öffentlichen Stellen", False),
            ("Gemeinden", False),
        ],
    )
    def test_who_is_bound(self, binds: str, federal: bool) -> None:
        assert binds_only_the_federation(binds) == federal


# Dialogues


class Dialogue:
    """A conversation with the assistant of the lawful village; every quote is checked."""

    def __init__(self, assistant: Assistant):
        self._assistant = assistant
        self._turns: list[Turn] = []

    def ask(self, question: str) -> Answer:
        answer = self._assistant.answer(question, self._turns)
        for citation in answer.citations:
            assert citation.quote and citation.quote in self._assistant.passage(citation.passage_id).text
        self._turns += [Turn(role="user", content=question), Turn(role="assistant", content=answer.text)]
        return answer


@pytest.fixture
def dialogue(lawful_assistant: Assistant) -> Dialogue:
    return Dialogue(lawful_assistant)


def of_law(answer: Answer) -> list[Citation]:
    return [c for c in answer.citations if c.kind is SourceKind.LAW]


def quoted(answer: Answer) -> list[str | None]:
    """The provisions whose wording an answer quotes."""
    return [c.provision for c in of_law(answer) if c.passage_id.startswith("statute/")]


def references(text: str, beginning: str) -> set[int]:
    """Numbers that stand behind a sentence of an answer."""
    rest = text[text.index(beginning) + len(beginning) :]
    behind = re.match(r"\S*((?: ?\[\d+\])+)", rest)
    assert behind
    return {int(n) for n in re.findall(r"\d+", behind[1])}


class TestAProvisionIsAskedFor:
    def test_its_wording_comes_first_with_stand_and_link(self, dialogue: Dialogue) -> None:
        answer = dialogue.ask("Was sagt § 5 DorfG?")
        assert (answer.status, answer.completeness) == (AnswerStatus.ANSWERED, Completeness.COMPLETE)
        first = f"**{Composition.LAW}**\n\n- § 5 Abs. 1 DorfG im Wortlaut: „Die Allmende steht allen Haushalten offen."
        assert answer.text.startswith(first)
        assert quoted(answer) == ["§ 5 Abs. 1 DorfG", "§ 5 Abs. 2 DorfG", "§ 5 Abs. 3 DorfG"]
        source = of_law(answer)[0]
        assert source.n == 1 and source.url == "https://recht.example/dorfg/1.html"
        assert (
            source.stand == "keine Änderungsangabe (Amtliche Datei vom 05.03.2026, abgerufen am 24.11.2026)"
        )

    def test_then_the_digest_and_whom_it_binds(self, dialogue: Dialogue) -> None:
        answer = dialogue.ask("Was sagt § 4 Abs. 2 BrunnG?")
        assert quoted(answer) == ["§ 4 Abs. 2 BrunnG"]
        places = [
            answer.text.index(words)
            for words in (
                "im Wortlaut: „Die Gemeinde pflegt",
                "Gemeinden pflegen öffentliche",
                "richtet sich an",
            )
        ]
        assert places == sorted(places)
        proof, brief = of_law(answer)
        assert proof.stand is not None and proof.stand.startswith(STAND)
        assert (brief.passage_id, brief.binds, proof.binds) == ("law/N001", "Gemeinden", "Gemeinden")

    def test_two_digests_share_one_wording(self, dialogue: Dialogue) -> None:
        answer = dialogue.ask("Was sagt § 4 BrunnG?")
        assert quoted(answer) == ["§ 4 Abs. 1 BrunnG", "§ 4 Abs. 2 BrunnG", "§ 4 Abs. 3 BrunnG"]
        assert answer.text.count("Die Gemeinde pflegt jeden öffentlichen Brunnen.") == 1
        assert {c.passage_id for c in of_law(answer)} >= {"law/N001", "law/N004"}

    def test_only_what_is_asked_for_is_quoted(self, dialogue: Dialogue) -> None:
        answer = dialogue.ask("Was steht in § 5 Abs. 1 und Abs. 3 DorfG?")
        assert quoted(answer) == ["§ 5 Abs. 1 DorfG", "§ 5 Abs. 3 DorfG"]

    def test_several_provisions_have_an_item_each(self, dialogue: Dialogue) -> None:
        answer = dialogue.ask("Was sagen § 5 Abs. 1 DorfG und § 3 KSG?")
        assert set(quoted(answer)) == {"§ 5 Abs. 1 DorfG", "§ 3 KSG"}
        assert len(re.findall(r"^- § ", answer.text, re.MULTILINE)) == 2

    def test_a_provision_of_many_paragraphs_is_whole(self, dialogue: Dialogue) -> None:
        assert quoted(dialogue.ask("§ 9 DorfG")) == [f"§ 9 Abs. {n} DorfG" for n in range(1, 16)]

    def test_one_of_too_many_is_said_to_go_on(self, dialogue: Dialogue) -> None:
        answer = dialogue.ask("§ 8a DorfG")
        places = quoted(answer)
        assert places == [f"§ 8a Abs. {n} DorfG" for n in range(1, len(places) + 1)] and 20 < len(places) < 60
        assert references(answer.text, Composition.WORDING_CONTINUES) == {1}

    def test_a_long_one_is_cut_between_sentences(self, dialogue: Dialogue) -> None:
        answer = dialogue.ask("Was sagt § 8 DorfG?")
        source = of_law(answer)[0]
        assert LONG_PARAGRAPH.startswith(source.quote) and source.quote.endswith("entscheidet.")
        assert len(source.quote) < len(LONG_PARAGRAPH)
        assert "§ 8 Abs. 1 DorfG beginnt im Wortlaut so" in answer.text

    def test_a_paragraph_that_does_not_exist_is_named(self, dialogue: Dialogue) -> None:
        answer = dialogue.ask("Was sagt § 4 Abs. 9 BrunnG?")
        assert answer.status is AnswerStatus.PARTIAL
        assert (
            answer.not_covered == "Abs. 9 enthält § 4 BrunnG nicht; deshalb ist die ganze Vorschrift genannt."
        )
        assert len(quoted(answer)) == 3

    @pytest.mark.parametrize(
        ("question", "provision"), [("§ 5 BrunnG", "§ 5 BrunnG"), ("Gilt § 9 BrunnG?", "§§ 8 bis 10 BrunnG")]
    )
    def test_a_repealed_one_is_marked(self, dialogue: Dialogue, question: str, provision: str) -> None:
        (source,) = of_law(dialogue.ask(question))
        assert (source.provision, source.quote, source.note) == (provision, "(Weggefallen)", "weggefallen")

    @pytest.mark.parametrize(
        "question",
        [
            "Was sagt § 3 Klimaschuztgesetz?",
            "paragraph 3 ksg",
            "§3 des Klima-Schutzgesetzes",
            "Was sagt das KSG in § 3?",
        ],
    )
    def test_the_laws_name_may_be_written_in_many_ways(self, dialogue: Dialogue, question: str) -> None:
        assert quoted(dialogue.ask(question)) == ["§ 3 KSG"]

    @pytest.mark.parametrize(
        ("question", "provision"),
        [("Was steht in Anlage 1 KSG?", "Anlage 1 KSG"), ("Zeig mir die Anlage zum BWaldG", "Anlage BWaldG")],
    )
    def test_annexes(self, dialogue: Dialogue, question: str, provision: str) -> None:
        assert quoted(dialogue.ask(question)) == [provision]

    def test_what_it_does_not_say_is_said(self, dialogue: Dialogue) -> None:
        answer = dialogue.ask("Wie hoch ist die Strafe nach § 5 DorfG?")
        assert answer.status is AnswerStatus.PARTIAL and len(quoted(answer)) == 3
        assert answer.not_covered is not None
        assert answer.not_covered.startswith(Composition.NO_DETAIL["price"])

    def test_text_of_a_law_is_only_text(self, dialogue: Dialogue) -> None:
        (source,) = of_law(dialogue.ask("§ 10 DorfG"))
        assert SCRIPT in source.quote


class TestConversations:
    def test_the_law_is_completed_from_the_question_before(self, dialogue: Dialogue) -> None:
        dialogue.ask("Was sagt § 5 DorfG?")
        assert quoted(dialogue.ask("Und § 6?")) == ["§ 6 Abs. 1 DorfG", "§ 6 Abs. 2 DorfG"]
        assert quoted(dialogue.ask("Und § 5 Abs. 3?")) == ["§ 5 Abs. 3 DorfG"]

    def test_another_law_may_be_named_on_the_way(self, dialogue: Dialogue) -> None:
        dialogue.ask("Was sagt § 5 DorfG?")
        assert quoted(dialogue.ask("Und § 6 BrunnG?")) == ["§ 6 BrunnG"]
        assert quoted(dialogue.ask("Und § 4 Abs. 1?")) == ["§ 4 Abs. 1 BrunnG"]

    def test_a_turn_without_a_citation_leans_on_the_provision_before(self, dialogue: Dialogue) -> None:
        dialogue.ask("Was sagt § 5 Abs. 1 DorfG?")
        assert quoted(dialogue.ask("Gilt das auch für uns?")) == ["§ 5 Abs. 1 DorfG"]

    def test_what_the_answer_quoted_is_not_asked_for(self, dialogue: Dialogue) -> None:
        assert "§ 6 Absatz 1" in dialogue.ask("Was sagt § 5 Abs. 2 DorfG?").text
        assert quoted(dialogue.ask("Und was heißt das?")) == ["§ 5 Abs. 2 DorfG"]

    @pytest.mark.parametrize(
        "turn", ["Danke!", "Wie hoch ist die Hundesteuer?", "Schreib ein Gedicht darüber"]
    )
    def test_small_talk_is_not_answered_with_the_provision_before(
        self, dialogue: Dialogue, turn: str
    ) -> None:
        dialogue.ask("Was sagt § 5 DorfG?")
        assert dialogue.ask(turn).citations == ()


class TestEverydayQuestions:
    @pytest.mark.parametrize(("provision", "question"), EVERYDAY.items())
    def test_the_digest_is_found_and_the_wording_is_its_proof(
        self, dialogue: Dialogue, provision: str, question: str
    ) -> None:
        answer = dialogue.ask(question)
        assert provision in quoted(answer)
        brief = next(c for c in of_law(answer) if c.provision == provision)
        assert brief.passage_id.startswith("law/")
        assert answer.text.index(f"{provision}: ") < answer.text.index(f"{provision} im Wortlaut: ")

    def test_a_digest_whose_wording_has_changed_is_flagged(self, dialogue: Dialogue) -> None:
        for question in (EVERYDAY["§ 6 BrunnG"], "Was sagt § 6 BrunnG?"):
            answer = dialogue.ask(question)
            digest_n = next(c.n for c in answer.citations if c.passage_id == "law/N005")
            assert references(answer.text, Composition.DIGEST_STALE) == {digest_n}

    def test_a_norm_without_a_digest_helps_where_no_digest_does(self, lawful_village: Generation) -> None:
        searcher = Searcher(lawful_village)
        retrieval = searcher.search("Bienenkörbe am Rand der Allmende")
        for score, ids in ((0.5, ["statute/dorfg-1/3"]), (0.1, [])):
            norm = RankedUnit("law:dorfg-1", SourceKind.LAW, score)
            likely = replace(retrieval, units={**retrieval.units, SourceKind.LAW: ()}, norms=(norm,))
            found = gather(searcher, likely, SourceKind.LAW)
            assert [e.ranked.passage.id for e in found if e.ranked.passage.kind is SourceKind.LAW] == ids

    def test_an_unverified_digest_is_not_stated(self, dialogue: Dialogue) -> None:
        assert of_law(dialogue.ask("Was sagt § 9 LizG?")) == []


class TestWithoutAShelf:
    """A generation built without laws answers from its digests."""

    @pytest.mark.parametrize("question", ["Was sagt § 4 Abs. 2 BrunnG?", "Wer pflegt öffentliche Brunnen?"])
    def test_digests_are_all_there_is(self, village_assistant: Assistant, question: str) -> None:
        answer = village_assistant.answer(question)
        assert "law/N001" in {c.passage_id for c in answer.citations} and quoted(answer) == []
        assert "im Wortlaut" not in answer.text

    def test_everyday_questions_are_answered_as_with_one(
        self, village_assistant: Assistant, lawful_assistant: Assistant
    ) -> None:
        question = "Wie erproben wir eine Buslinie mit geliehenen Bussen?"
        plain, lawful = (a.answer(question) for a in (village_assistant, lawful_assistant))
        assert plain.text == lawful.text and plain.status is lawful.status

    def test_an_unknown_provision_is_not_said_not_to_exist(self, village_assistant: Assistant) -> None:
        answer = village_assistant.answer("Was sagt § 77 BrunnG?")
        assert answer.status is AnswerStatus.NO_SOURCE and "gibt es nicht" not in answer.text


class TestWithALanguageModel:
    @pytest.fixture
    def pipeline(
        self, lawful_settings: Settings, real_framework: Framework, lawful_village: Generation
    ) -> Iterator[Callable[[Writer], Pipeline]]:
        def pipeline(writer: Writer) -> Pipeline:
            searcher = Searcher(lawful_village)
            return Pipeline(lawful_settings, real_framework, lawful_village, searcher, frozenset(), writer)

        yield pipeline

    def test_a_bare_citation_is_answered_with_the_wording(
        self, pipeline: Callable[[Writer], Pipeline], lawful_assistant: Assistant
    ) -> None:
        writer = ScriptedWriter(None)
        *deltas, answer = pipeline(writer).run("Was sagt § 5 DorfG?")
        assert isinstance(answer, Answer)
        assert writer.asked == [] and answer.model == "extraktiv" and answer.notices == ()
        assert answer.text == lawful_assistant.answer("Was sagt § 5 DorfG?").text
        assert "".join(d.text for d in deltas if isinstance(d, TextDelta)) == answer.text

    def test_a_question_on_it_is_the_models(self, pipeline: Callable[[Writer], Pipeline]) -> None:
        question = "Was bedeutet § 5 DorfG für Haushalte mit Bienenkörben am Rand der Allmende?"
        writer = ScriptedWriter(None)
        *_, answer = pipeline(writer).run(question)
        assert isinstance(answer, Answer) and answer.notices == (Composition.MODEL_UNAVAILABLE,)
        ((asked, evidence),) = writer.asked
        assert asked == question
        sources = {e.ranked.passage.id: e for e in evidence}
        assert "statute/dorfg-1/3" in sources
        found = sources["statute/dorfg-1/3"]
        writer = ScriptedWriter(written_draft(found.ranked.passage, found.token))
        *_, answer = pipeline(writer).run(question)
        assert isinstance(answer, Answer) and answer.model == writer.name
        assert quoted(answer) == ["§ 5 Abs. 3 DorfG"]

    def test_a_turn_that_leans_on_a_provision_is_the_models(
        self, pipeline: Callable[[Writer], Pipeline]
    ) -> None:
        before = (
            Turn(role="user", content="Was sagt § 5 DorfG?"),
            Turn(role="assistant", content="§ 5 Abs. 1 DorfG im Wortlaut: „…“ [1]"),
        )
        writer = ScriptedWriter(None)
        list(pipeline(writer).run("Gilt das auch für uns?", before))
        ((_, evidence),) = writer.asked
        assert "statute/dorfg-1/1" in {e.ranked.passage.id for e in evidence}
