"""A section with everything that belongs to it."""

from __future__ import annotations

import pytest

from assistant.errors import NotFoundError
from assistant.framework import Framework
from assistant.index.generation import Generation
from assistant.models import PassageOrigin, SourceKind
from assistant.section_card import headings_below_title, section_card
from assistant.service import Assistant
from assistant.settings import Settings
from tests.village import offline, publish, village_passages


class TestOfTheVillage:
    def test_gathers_what_is_filed_under_it(self, village: Generation, real_framework: Framework) -> None:
        card = section_card(real_framework, village, "3.4", ())
        assert (card.section, card.kind) == ("3.4", "principle")
        assert [p.id for part in card.text for p in part.passages] == [
            "study/3.4/kurz",
            "study/3.4/inhalt-1",
            "study/3.4/inhalt-2",
            "study/3.4/prueffragen",
        ]
        assert [p.unit for p in card.provisions] == ["law:§ 4 Abs. 2 BrunnG"]
        assert [p.unit for p in card.practice] == ["practice:Brunnenbund", "practice:Lizenzkreis"]
        assert not card.full_text

    def test_names_the_questions_that_can_be_answered(
        self, village: Generation, real_framework: Framework
    ) -> None:
        questions = real_framework.questions_for("3.4")
        card = section_card(real_framework, village, "3.4", {questions[0].id, "2.4-1"})
        assert card.questions == questions
        assert card.answerable == {questions[0].id}

    def test_a_section_without_sources_is_a_card_all_the_same(
        self, village: Generation, real_framework: Framework
    ) -> None:
        card = section_card(real_framework, village, "4.5", ())
        assert (card.text, card.practice) == ((), ())
        assert card.title == real_framework.title("4.5") and card.questions

    @pytest.mark.parametrize("section", ["9.9", "", "2", "3.4 ", "3.4/kurz", "x" * 5000])
    def test_an_unknown_one_is_refused(self, village_assistant: Assistant, section: str) -> None:
        with pytest.raises(NotFoundError):
            village_assistant.card(section)

    def test_the_full_text_stands_apart(
        self, tmp_path_factory: pytest.TempPathFactory, real_framework: Framework
    ) -> None:
        settings: Settings = offline(tmp_path_factory.mktemp("volltext"))
        passages = village_passages()
        card = next(p for p in passages if p.id == "study/3.4/inhalt-1")
        full = card.model_copy(
            update={
                "id": "study/3.4/volltext-1",
                "origin": PassageOrigin.FULL_TEXT,
                "text": "Im Wortlaut heißt es: Nachbarn pflegen den Brunnen.",
                "locator": "Studie, Abschnitt 3.4, Absatz 1",
                "digest": "volltext",
            }
        )
        publish(settings, [*passages, full])
        from assistant.service import build

        found = build(settings).card("3.4")
        assert [p.id for p in found.full_text] == ["study/3.4/volltext-1"]
        assert full.id not in {p.id for part in found.text for p in part.passages}


class TestOfTheRealCorpus:
    def test_reads_in_the_order_of_the_card(self, real_assistant: Assistant) -> None:
        headings = [part.heading for part in real_assistant.card("3.4").text]
        assert headings == ["Kurzfassung", "Inhalt", "Beispiele", "Prüffragen"]
        assert [part.heading for part in real_assistant.card("4.1").text][-1] == "Erste Schritte"
        examples = real_assistant.card("3.4").text[2].passages
        assert all(len(headings_below_title(p)) == 2 for p in examples)

    def test_every_section_has_a_card(self, real_assistant: Assistant, real_framework: Framework) -> None:
        for section in real_framework.sections:
            card = real_assistant.card(section)
            assert card.text and card.questions and card.linked and card.summary, section
            shown = [p for part in card.text for p in part.passages]
            assert all(p.shown and p.kind is SourceKind.STUDY for p in shown)
            assert all(link.reason for link in card.linked)
            if card.kind != "context":
                assert card.provisions and card.practice, section
            assert (card.guidance != "") == (card.kind == "principle")
            assert (card.axis != ()) == (card.kind == "level")
