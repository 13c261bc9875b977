"""The assistant as channels see it: it serves the published generation and moves on when there is a new one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.errors import IndexUnavailableError, InputError, NotFoundError
from assistant.framework import Framework
from assistant.german.citations import citations
from assistant.index.generation import Generation, current_id, open_current
from assistant.models import Answer, AnswerStatus, Passage, TextDelta, Turn
from assistant.service import Assistant, build, check_follow_ups
from assistant.settings import Settings
from tests.answering.real_questions import ANSWERED
from tests.village import offline, publish, village_passages

QUESTION = "Wie viele Brunnengemeinschaften zählte der Landkreis 2011?"
BEFORE, AFTER = "14 Brunnengemeinschaften", "15 Brunnengemeinschaften"


def recounted() -> list[Passage]:
    """The village after a new count."""
    return [
        p.model_copy(update={"text": p.text.replace(BEFORE, AFTER), "digest": "neu"})
        if BEFORE in p.text
        else p
        for p in village_passages()
    ]


@pytest.fixture
def settings(data_dir: Path) -> Settings:
    settings = offline(data_dir)
    publish(settings, village_passages())
    return settings


def folder_of(settings: Settings) -> Path:
    return settings.index_dir / "generations" / (current_id(settings) or "")


class TestOpening:
    def test_without_an_index_it_says_how_to_get_one(self, data_dir: Path) -> None:
        with pytest.raises(IndexUnavailableError, match="ingest build"):
            build(offline(data_dir))

    def test_without_the_list_of_next_questions_the_index_is_incomplete(self, settings: Settings) -> None:
        (folder_of(settings) / "follow_ups.json").unlink()
        with pytest.raises(IndexUnavailableError, match="ingest build"):
            build(settings)

    @pytest.mark.parametrize("model", ["gibtsnicht:modell", "ohne-anbieter"])
    def test_an_unusable_language_model_is_reported_and_answers_are_extractive(
        self, village_settings: Settings, model: str
    ) -> None:
        assistant = build(village_settings.model_copy(update={"llm_model": model}))
        status = assistant.status()
        assert status.language_model is None
        assert any("LLM_MODEL" in notice for notice in status.notices)
        assert assistant.answer(QUESTION).model == "extraktiv"

    def test_a_usable_language_model_is_named(self, village_settings: Settings) -> None:
        pytest.importorskip("langchain_openai")
        usable = {"llm_model": "openai:m", "llm_base_url": "http://127.0.0.1:9/v1", "llm_api_key": "x"}
        configured = offline(village_settings.data_dir, **usable)
        assert build(configured).status().language_model == "openai:m"


class TestStatus:
    def test_it_counts_what_is_served(self, village_settings: Settings, village_assistant: Assistant) -> None:
        status = village_assistant.status()
        passages = village_passages()
        assert status.generation == current_id(village_settings)
        assert status.counts["passages"] == len(passages)
        assert status.counts["study"] == sum(p.id.startswith("study/") for p in passages)
        assert status.counts["expansion"] == sum(not p.shown for p in passages)
        assert status.counts["follow_ups"] > 0
        assert status.embedding_is_fallback and not status.full_study

    def test_it_says_how_much_law_is_served_and_what_to_review(
        self, village_assistant: Assistant, lawful_assistant: Assistant
    ) -> None:
        plain, lawful = village_assistant.status(), lawful_assistant.status()
        assert plain.statutes is None and plain.notices == ()
        assert lawful.statutes == "4 Gesetze, 16 Vorschriften"
        (notice,) = lawful.notices
        assert "§ 6 BrunnG" in notice and "§ 4 Abs. 2 BrunnG" not in notice

    def test_the_whole_corpus_answers_nearly_all_next_questions(
        self, real_assistant: Assistant, real_framework: Framework
    ) -> None:
        assert real_assistant.status().counts["follow_ups"] >= 0.95 * len(real_framework.questions)


class TestPassages:
    def test_shown_passages_can_be_opened(self, village_assistant: Assistant) -> None:
        for passage in village_passages():
            if passage.shown:
                assert village_assistant.passage(passage.id) == passage

    def test_wordings_and_unknown_ids_cannot(self, village_assistant: Assistant) -> None:
        hidden = [passage.id for passage in village_passages() if not passage.shown]
        for passage_id in (*hidden, "study/9.9/kurz", "", "../../etc/passwd", "'; DROP TABLE passages; --"):
            with pytest.raises(NotFoundError):
                village_assistant.passage(passage_id)

    def test_every_citation_can_be_opened(self, real_assistant: Assistant) -> None:
        for question, _ in ANSWERED:
            for citation in real_assistant.answer(question).citations:
                assert citation.quote in real_assistant.passage(citation.passage_id).text


class TestRetrieving:
    def test_the_best_passages_first(self, village_assistant: Assistant) -> None:
        found = village_assistant.retrieve("Wer pflegt die Brunnen?", k=5)
        assert len(found) == 5 and found[0].passage.unit in {
            "study:3.4",
            "law:§ 4 Abs. 2 BrunnG",
            "practice:Brunnenbund",
        }
        assert all(ranked.passage.shown and 0 <= ranked.score <= 1 for ranked in found)

    def test_input_is_checked(self, village_assistant: Assistant) -> None:
        with pytest.raises(InputError):
            village_assistant.retrieve(" ")

    def test_small_talk_is_searched_like_anything_else(self, village_assistant: Assistant) -> None:
        assert village_assistant.retrieve("Hallo", k=3)


class TestPlaces:
    def test_a_passage_of_the_study_stands_among_those_of_its_section(
        self, village_assistant: Assistant
    ) -> None:
        place = village_assistant.place("study/3.4/inhalt-2")
        assert place.passage == village_assistant.passage("study/3.4/inhalt-2")
        assert [p.id.rpartition("/")[2] for p in place.pieces] == [
            "kurz",
            "inhalt-1",
            "inhalt-2",
            "prueffragen",
        ]

    def test_a_provision_stands_among_its_paragraphs(self, lawful_assistant: Assistant) -> None:
        place = lawful_assistant.place("statute/dorfg-1/2")
        assert [p.id for p in place.pieces] == [f"statute/dorfg-1/{n}" for n in (1, 2, 3)]

    @pytest.mark.parametrize(("n", "first", "last"), [(1, 1, 21), (30, 10, 50), (60, 40, 60)])
    def test_of_many_only_those_nearby(
        self, lawful_assistant: Assistant, n: int, first: int, last: int
    ) -> None:
        place = lawful_assistant.place(f"statute/dorfg-6/{n}")
        assert place.passage.id == f"statute/dorfg-6/{n}"
        assert [p.id for p in place.pieces] == [f"statute/dorfg-6/{i}" for i in range(first, last + 1)]

    @pytest.mark.parametrize("passage_id", ["statute/dorfg-1/1", "statute/", "statute/x/1", "law/N999", ""])
    def test_what_is_not_there_is_told(self, village_assistant: Assistant, passage_id: str) -> None:
        with pytest.raises(NotFoundError):
            village_assistant.place(passage_id)

    def test_wordings_are_not_shown(self, village_assistant: Assistant) -> None:
        hidden = next(p.id for p in village_passages() if not p.shown)
        with pytest.raises(NotFoundError):
            village_assistant.place(hidden)

    def test_a_citation_is_opened_where_its_wording_is_here(
        self, village_assistant: Assistant, lawful_assistant: Assistant
    ) -> None:
        (citation,) = citations("§ 4 Abs. 2 BrunnG")
        assert lawful_assistant.provision(citation) == "statute/brunng-2/2"
        assert village_assistant.provision(citation) is None


class TestAnswering:
    def test_answer_is_the_end_of_the_stream(self, village_assistant: Assistant) -> None:
        *deltas, last = village_assistant.stream(QUESTION)
        answer = village_assistant.answer(QUESTION)
        assert isinstance(last, Answer) and last.text == answer.text
        assert "".join(d.text for d in deltas if isinstance(d, TextDelta)) == answer.text

    def test_input_errors_come_through(self, village_assistant: Assistant) -> None:
        for call in (village_assistant.answer, lambda q: next(iter(village_assistant.stream(q)))):
            with pytest.raises(InputError):
                call("")

    def test_history_may_be_any_sequence(self, village_assistant: Assistant) -> None:
        turns: Sequence[Turn] = (Turn(role="user", content="Wer pflegt die Brunnen?"),)
        for history in (turns, list(turns)):
            assert village_assistant.answer("Und wer zahlt das?", history).citations

    def test_many_questions_at_once(self, village_assistant: Assistant) -> None:
        questions = [QUESTION, "Wie erproben wir eine Buslinie?", "Hallo", "Bindung an den Hersteller"] * 5
        alone = [village_assistant.answer(question).text for question in questions]
        with ThreadPoolExecutor(4) as pool:
            assert [answer.text for answer in pool.map(village_assistant.answer, questions)] == alone


class TestNewGenerations:
    def test_a_new_generation_answers_the_next_question(self, settings: Settings) -> None:
        assistant = build(settings)
        first = assistant.status().generation
        assert BEFORE in assistant.answer(QUESTION).text
        second = publish(settings, recounted()).generation
        assert AFTER in assistant.answer(QUESTION).text
        assert assistant.status().generation == second != first
        assert AFTER in assistant.passage("study/3.4/inhalt-1").text

    def test_a_question_under_way_keeps_the_generation_it_began_with(self, settings: Settings) -> None:
        assistant = build(settings)
        stream = assistant.stream(QUESTION)
        begun = next(stream)
        assert isinstance(begun, TextDelta) and BEFORE in begun.text
        publish(settings, recounted())
        assert AFTER in assistant.answer(QUESTION).text
        publish(settings, village_passages())  # the one it began with is two behind and still whole
        *_, last = stream
        assert isinstance(last, Answer) and BEFORE in last.text

    def test_a_new_generation_that_is_damaged_is_left_alone(self, settings: Settings) -> None:
        assistant = build(settings)
        publish(settings, recounted())
        (folder_of(settings) / "passages.db").write_bytes(b"nichts")
        for _ in range(2):
            assert BEFORE in assistant.answer(QUESTION).text
        publish(settings, recounted())
        assert AFTER in assistant.answer(QUESTION).text

    def test_a_lost_pointer_changes_nothing(self, settings: Settings) -> None:
        assistant = build(settings)
        (settings.index_dir / "current").unlink()
        assert BEFORE in assistant.answer(QUESTION).text

    def test_questions_go_on_while_generations_change(self, settings: Settings) -> None:
        assistant = build(settings)
        with ThreadPoolExecutor(4) as pool:
            asked = [pool.submit(assistant.answer, QUESTION) for _ in range(8)]
            publish(settings, recounted())
            asked += [pool.submit(assistant.answer, QUESTION) for _ in range(8)]
            texts = [future.result().text for future in asked]
        assert all(BEFORE in text or AFTER in text for text in texts)
        assert AFTER in assistant.answer(QUESTION).text


class TestCheckingFollowUps:
    def test_it_writes_down_what_is_answered(self, settings: Settings, real_framework: Framework) -> None:
        generation = open_current(settings)
        count = check_follow_ups(settings, real_framework, generation)
        listed = json.loads((generation.folder / "follow_ups.json").read_text("utf-8"))
        generation.close()
        assert len(listed) == len(set(listed)) == count > 0
        assert set(listed) <= {question.id for question in real_framework.questions}
        # The village knows three sections only; nothing else can be promised.
        assert {id_.rpartition("-")[0] for id_ in listed} <= {"2.4", "3.1", "3.4"}

    def test_what_is_listed_is_answered(
        self, real_assistant: Assistant, real_generation: Generation, real_framework: Framework
    ) -> None:
        listed = json.loads((real_generation.folder / "follow_ups.json").read_text("utf-8"))
        for question in real_framework.questions[::9]:
            answer = real_assistant.answer(question.text)
            cited = {c.section for c in answer.citations}
            good = answer.status is AnswerStatus.ANSWERED and question.section in cited
            assert good == (question.id in listed), question
