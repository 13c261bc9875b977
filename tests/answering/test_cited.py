"""A question names a provision that is not there: it says so, names the nearest, and asks back where it must."""

from __future__ import annotations

import pytest

from assistant.answering.cite import cite
from assistant.answering.cited import STATUS, absent, gaps, is_bare, reply_to
from assistant.german.citations import citations
from assistant.messages_de import Provisions as Words
from assistant.messages_de import Refusals
from assistant.models import Answer, AnswerStatus, Completeness, Passage, SourceKind, Turn
from assistant.provisions import Cited, Outcome
from assistant.service import Assistant
from tests.answering.material import LAW
from tests.village_laws import SCRIPT


def cited(text: str, outcome: Outcome, *wording: Passage) -> Cited:
    (citation,) = citations(text)
    return Cited(citation, outcome, wording=wording)


def user(text: str) -> Turn:
    return Turn(role="user", content=text)


def assistant(text: str) -> Turn:
    return Turn(role="assistant", content=text)


class TestWhatIsAskedFor:
    @pytest.mark.parametrize(
        "question",
        [
            "§ 97 GWB",
            "Was sagt § 97 Abs. 4 GWB?",
            "Zeig mir bitte den Wortlaut von § 97 IV GWB",
            "Was steht in §§ 4, 5 VwVfG?",
            "Und § 6?",
        ],
    )
    def test_the_provision_and_nothing_else(self, question: str) -> None:
        assert is_bare(question)

    @pytest.mark.parametrize(
        "question",
        [
            "Dürfen wir nach § 97 GWB Vereine aus dem Ort bei der Vergabe bevorzugen?",
            "Was bedeutet § 13 KSG für den Neubau unserer Grundschule?",
        ],
    )
    def test_something_about_it(self, question: str) -> None:
        assert not is_bare(question)

    def test_only_what_is_nowhere_is_absent(self) -> None:
        missing, there = cited("§ 99 GWB", Outcome.NO_NORM), cited("§ 97 GWB", Outcome.FOUND)
        assert absent("Was sagt § 99 GWB?", [missing]) is missing
        assert absent("Was sagen § 97 und § 99 GWB?", [there, missing]) is None
        assert absent("Dürfen wir nach § 99 GWB Vereine bei Aufträgen bevorzugen?", [missing]) is None
        assert absent("Was sagt das GWB?", []) is None

    def test_the_rest_of_an_answer_names_what_it_cannot_show(self) -> None:
        found = gaps(
            [
                cited("§ 97 GWB", Outcome.FOUND),
                cited("§ 99 GWB", Outcome.NO_NORM),
                cited("§ 97 Abs. 12 Satz 2 GWB", Outcome.NO_PLACE),
                cited("§ 3 FantasieG", Outcome.OTHER_LAW),
                cited("§ 5", Outcome.NO_LAW),
            ]
        )
        assert found == [
            Words.NO_NORM.format(norm="§ 99 GWB"),
            Words.NO_PLACE.format(norm="§ 97 GWB", place="Abs. 12 Satz 2"),
            Words.OTHER_LAW.format(norm="§ 3 FantasieG", law="FantasieG"),
        ]

    def test_an_annex_without_a_number_reads_well(self) -> None:
        assert gaps([cited("Anlage zum KSG", Outcome.NO_NORM)]) == [Words.NO_NORM.format(norm="Anlage KSG")]


class TestReplies:
    def test_the_nearest_is_quoted_verbatim(self) -> None:
        draft, evidence = reply_to(cited("§ 99 GWB", Outcome.NO_NORM, LAW), [])
        text, sources = cite(draft, evidence)
        assert text.startswith(Words.NO_NORM.format(norm="§ 99 GWB")) and text.endswith("[1]")
        (source,) = sources
        assert source.quote in LAW.text and LAW.title in text
        assert draft.completeness is Completeness.NONE

    def test_without_a_nearest_there_is_no_source(self) -> None:
        draft, evidence = reply_to(cited("Art. 3 GWB", Outcome.NO_NORM), [])
        assert (cite(draft, evidence), evidence) == ((Words.NO_NORM.format(norm="Art. 3 GWB"), ()), ())

    def test_choices_are_offered_where_there_are_any(self) -> None:
        asked = Words.WHICH_LAW.format(norm="§ 5")
        for choices, more in (
            (["§ 5 KSG", "§ 5 GWB"], " In meinen Quellen stehen zum Beispiel § 5 KSG, § 5 GWB."),
            ([], ""),
        ):
            draft, _ = reply_to(cited("§ 5", Outcome.NO_LAW), choices)
            assert cite(draft, ())[0] == asked + more

    def test_every_absence_has_a_status(self) -> None:
        assert set(STATUS) == set(Outcome) - {Outcome.FOUND, Outcome.NO_PLACE}


class TestDialogues:
    @staticmethod
    def law_of(answer: Answer) -> list[str | None]:
        return [c.provision for c in answer.citations if c.kind is SourceKind.LAW]

    @pytest.mark.parametrize(
        ("question", "nearest"),
        [
            ("Was sagt § 7 DorfG?", "§ 6 Abs. 1 DorfG"),
            ("§ 999 DorfG", "§ 10 DorfG"),
            ("Gilt § 3 BrunnG?", "§ 4 Abs. 1 BrunnG"),
            ("Was steht in Anlage 7 KSG?", "Anlage 1 KSG"),
        ],
    )
    def test_a_provision_that_does_not_exist(
        self, lawful_assistant: Assistant, question: str, nearest: str
    ) -> None:
        answer = lawful_assistant.answer(question)
        assert (answer.status, answer.completeness) == (AnswerStatus.NO_SOURCE, Completeness.NONE)
        norm = citations(question)[0].canonical
        assert answer.text.startswith(f"{norm} gibt es nicht: Das Gesetz liegt vollständig vor")
        (source,) = answer.citations
        assert source.provision == nearest
        assert source.quote in lawful_assistant.passage(source.passage_id).text

    def test_a_law_that_is_not_there(self, lawful_assistant: Assistant) -> None:
        answer = lawful_assistant.answer("Was sagt § 3 FantasieG?")
        assert answer.status is AnswerStatus.NO_SOURCE and answer.citations == ()
        assert answer.text == Words.OTHER_LAW.format(norm="§ 3 FantasieG", law="FantasieG")

    def test_no_law_is_named(self, lawful_assistant: Assistant) -> None:
        answer = lawful_assistant.answer("Was sagt § 4?")
        assert answer.status is AnswerStatus.CLARIFICATION and answer.citations == ()
        choices = Words.CHOICES.format(choices="§ 4 BrunnG")
        assert answer.text == f"{Words.WHICH_LAW.format(norm='§ 4')} {choices}"

    @pytest.mark.parametrize(
        ("question", "reply", "wording"),
        [
            ("Was sagt § 4 Abs. 2?", "BrunnG", ["§ 4 Abs. 2 BrunnG"]),
            ("Was sagt § 5?", "Im DorfG.", [f"§ 5 Abs. {n} DorfG" for n in (1, 2, 3)]),
            ("Und § 3?", "das Klimaschutzgesetz meine ich", ["§ 3 KSG"]),
            ("Was sagt § 5?", "§ 5 BrunnG", ["§ 5 BrunnG"]),
        ],
    )
    def test_the_reply_to_the_clarification_is_understood(
        self, lawful_assistant: Assistant, question: str, reply: str, wording: list[str]
    ) -> None:
        first = lawful_assistant.answer(question)
        assert first.status is AnswerStatus.CLARIFICATION
        second = lawful_assistant.answer(reply, [user(question), assistant(first.text)])
        assert second.status is AnswerStatus.ANSWERED
        found = [c.provision for c in second.citations if c.passage_id.startswith("statute/")]
        assert found == wording and second.citations[0].kind is SourceKind.LAW

    def test_a_reply_may_name_a_law_that_is_not_there(self, lawful_assistant: Assistant) -> None:
        history = [user("Was sagt § 4?"), assistant("Welches Gesetz meinen Sie?")]
        answer = lawful_assistant.answer("FantasieG", history)
        assert answer.text == Words.OTHER_LAW.format(norm="§ 4 FantasieG", law="FantasieG")

    def test_what_is_there_is_shown_and_what_is_not_is_named(self, lawful_assistant: Assistant) -> None:
        answer = lawful_assistant.answer("Was sagen § 6 BrunnG und § 99 BrunnG?")
        assert answer.status is AnswerStatus.PARTIAL
        assert set(self.law_of(answer)) == {"§ 6 BrunnG"}
        assert answer.not_covered == Words.NO_NORM.format(norm="§ 99 BrunnG")

    def test_a_question_on_the_topic_is_answered_all_the_same(self, lawful_assistant: Assistant) -> None:
        question = "Müssen Nachbarn nach § 99 BrunnG die öffentlichen Brunnen im Dorf pflegen?"
        answer = lawful_assistant.answer(question)
        assert answer.status is AnswerStatus.PARTIAL and "3.4" in {c.section for c in answer.citations}
        assert answer.not_covered is not None
        assert Words.NO_NORM.format(norm="§ 99 BrunnG") in answer.not_covered

    @pytest.mark.parametrize(
        "question",
        [
            "Schreib mir ein Gedicht über § 5 DorfG",
            "Bitte dichte mir doch einen langen lustigen Vers auf § 5 DorfG für die Feier",
        ],
    )
    def test_a_poem_on_a_provision_is_not_written(self, lawful_assistant: Assistant, question: str) -> None:
        answer = lawful_assistant.answer(question)
        assert answer.status is AnswerStatus.OUT_OF_SCOPE and answer.citations == ()
        assert answer.text == Refusals.OFF["texte_schreiben"]

    def test_the_nearest_ones_text_is_only_text(self, lawful_assistant: Assistant) -> None:
        (source,) = lawful_assistant.answer("§ 999 DorfG").citations
        assert SCRIPT in source.quote


class TestTheRealCorpus:
    """Without a shelf, as delivered."""

    @pytest.mark.parametrize(
        "question", ["Schreib mir ein Gedicht über § 97 GWB", "Schreibe ein Gedicht über Art. 28 Abs. 2 GG"]
    )
    def test_no_poems(self, real_assistant: Assistant, question: str) -> None:
        assert real_assistant.answer(question).text == Refusals.OFF["texte_schreiben"]

    @pytest.mark.parametrize(
        "question",
        [
            "§ 97 Abs. 4 GWB",
            "Was sagt § 13 KSG?",
            "Zeig mir den Wortlaut von Art. 28 Abs. 2 GG",
            "Kannst du mir bitte den genauen Wortlaut von § 13 KSG zeigen?",
            "Fasse § 13 KSG zusammen",
        ],
    )
    def test_a_provision_with_a_digest_is_answered(self, real_assistant: Assistant, question: str) -> None:
        answer = real_assistant.answer(question)
        assert answer.status in {AnswerStatus.ANSWERED, AnswerStatus.PARTIAL}
        cited = citations(question)[0]
        assert any(
            cited.includes(c) or c.includes(cited) for p in self.provisions(answer) for c in citations(p)
        )

    def test_choices_come_from_the_digests(self, real_assistant: Assistant) -> None:
        answer = real_assistant.answer("Was sagt § 1?")
        assert answer.status is AnswerStatus.CLARIFICATION
        assert len(citations(answer.text)) > 2

    @staticmethod
    def provisions(answer: Answer) -> list[str]:
        return [c.provision for c in answer.citations if c.provision]


def test_who_asks_for_a_provision_gets_no_section_that_it_is_not_filed_under(
    lawful_assistant: Assistant,
) -> None:
    answer = lawful_assistant.answer("Was sagt § 5 BrunnG?")
    law = [c.passage_id for c in answer.citations if c.kind is SourceKind.LAW]
    parts = {part for passage_id in law for part in lawful_assistant.passage(passage_id).parts}
    assert law and {c.section for c in answer.citations if c.kind is SourceKind.STUDY} <= parts
    assert {link.id for link in (*answer.principles, *answer.levels, *answer.measures)} <= parts
    assert {c.kind for c in answer.citations} <= {SourceKind.LAW, SourceKind.STUDY}
