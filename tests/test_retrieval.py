"""A question ranks units of every kind and their shown passages; LangChain chains can use it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from langchain_core.documents import Document
from langchain_core.runnables import RunnableLambda, RunnablePassthrough

from assistant.index.generation import Generation, open_current
from assistant.models import PassageOrigin, SourceKind
from assistant.retrieval import Retrieval, Searcher
from assistant.retriever import AssistantRetriever
from ingest.passages import make_passage
from tests.village import offline, publish, village_passages

QUESTIONS = [
    "Wer pflegt die Brunnen in der Nachbarschaft?",
    "Wie erproben wir eine Buslinie mit geliehenen Bussen?",
    "Bindung an den Hersteller der Programme",
    "Our vendor raises the price",
    "am dorfplatz tropft der hahn",
]
REAL_QUESTIONS = [
    "Der Hersteller unserer Software erhöht die Preise, was tun?",
    "Wie beteiligen wir Jugendliche an der Planung?",
    "Dürfen wir Aufträge in Losen vergeben?",
    "How can citizens run a service themselves?",
    "Welche Städte haben offene Software eingeführt?",
    "xyzzy",
]


@pytest.fixture(scope="module")
def searcher(village: Generation) -> Searcher:
    return Searcher(village)


@pytest.fixture(scope="module")
def real(real_generation: Generation) -> Searcher:
    return Searcher(real_generation)


@pytest.mark.parametrize(
    ("question", "unit"),
    list(zip(QUESTIONS, ["study:3.4", "study:3.1", "study:2.4", "study:2.4", "study:3.4"], strict=True)),
)
def test_the_right_section_is_first(searcher: Searcher, question: str, unit: str) -> None:
    best = searcher.search(question).best(SourceKind.STUDY)
    assert best is not None and best.unit == unit


@pytest.mark.parametrize("question", REAL_QUESTIONS)
def test_scores_are_absolute_and_descend_within_a_kind(real: Searcher, question: str) -> None:
    retrieval = real.search(question)
    assert set(retrieval.units) == {SourceKind.STUDY, SourceKind.LAW, SourceKind.PRACTICE}
    for kind, ranked in retrieval.units.items():
        scores = [unit.score for unit in ranked]
        assert scores == sorted(scores, reverse=True) and all(0 <= score <= 1 for score in scores)
        assert all(unit.kind is kind and unit.unit.startswith(f"{kind}:") for unit in ranked)
        assert len({unit.unit for unit in ranked}) == len(ranked)
    assert len(retrieval.units[SourceKind.STUDY]) == 25
    merged = [unit.score for unit in retrieval.ranking]
    assert merged == sorted(merged, reverse=True)


def test_an_answerable_question_scores_higher_than_a_foreign_one(real: Searcher) -> None:
    def top(question: str) -> float:
        best = real.search(question).best(SourceKind.STUDY)
        assert best is not None
        return best.score

    foreign = top("Wie lange muss ein Ei kochen?")
    assert top("Wie werden wir unabhängiger vom Hersteller unserer Software?") > foreign + 0.2


@pytest.mark.parametrize("question", REAL_QUESTIONS)
@pytest.mark.parametrize("k", [1, 4, 20, 60])
def test_wordings_are_never_returned(real: Searcher, question: str, k: int) -> None:
    found = real.passages(real.search(question), k)
    assert len(found) == k and all(ranked.passage.shown for ranked in found)
    assert len({ranked.passage.id for ranked in found}) == k


@pytest.mark.parametrize("question", REAL_QUESTIONS)
def test_every_unit_has_its_turn_before_seconds(real: Searcher, question: str) -> None:
    units = [ranked.passage.unit for ranked in real.passages(real.search(question), 60)]
    firsts = len(set(units))
    assert len(set(units[:firsts])) == firsts
    assert firsts < len(units)


@pytest.mark.parametrize("question", REAL_QUESTIONS)
def test_study_law_and_practice_each_have_their_share(real: Searcher, question: str) -> None:
    found = real.passages(real.search(question), 20)
    for kind, least in ((SourceKind.STUDY, 10), (SourceKind.LAW, 5), (SourceKind.PRACTICE, 5)):
        units = [ranked.passage.unit for ranked in found if ranked.passage.kind is kind]
        assert len(set(units)) == least


def test_sections_come_in_the_order_of_their_scores(real: Searcher) -> None:
    retrieval = real.search("Wie lernt eine Verwaltung aus Fehlern?")
    ranked = [unit.unit for unit in retrieval.units[SourceKind.STUDY][:10]]
    found = [p.passage.unit for p in real.passages(retrieval, 20) if p.passage.kind is SourceKind.STUDY]
    assert found == ranked


def test_passages_of_a_unit_come_nearest_first_and_without_wordings(searcher: Searcher) -> None:
    retrieval = searcher.search("Wie lange läuft der Lizenzvertrag mit dem Hersteller?")
    best = retrieval.best(SourceKind.STUDY)
    assert best is not None
    found = searcher.passages_of(retrieval, best)
    assert found[0].passage.id == "study/2.4/inhalt-1"
    assert all(r.passage.unit == "study:2.4" and r.passage.shown and r.score == best.score for r in found)
    assert [r.passage_score for r in found] == sorted((r.passage_score for r in found), reverse=True)
    assert searcher.passages_of(retrieval, best, 1) == found[:1]


@pytest.mark.parametrize(
    "question",
    ["§ 4 Abs. 2 BrunnG", "Was steht in § 4 BrunnG?", "Gilt §4 Absatz 2 BrunnG auch für uns?"],
)
def test_a_cited_provision_is_first_of_the_law(searcher: Searcher, question: str) -> None:
    best = searcher.search(question).best(SourceKind.LAW)
    assert best is not None and best.unit == "law:§ 4 Abs. 2 BrunnG" and best.score > 0.9


def test_searching_holds_nothing_back_between_questions(searcher: Searcher) -> None:
    def ranking(retrieval: Retrieval) -> list[tuple[str, float]]:
        return [(unit.unit, unit.score) for unit in retrieval.ranking]

    alone = [ranking(searcher.search(question)) for question in QUESTIONS]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda q: ranking(searcher.search(q)), QUESTIONS * 4))
    assert together == alone * 4


@pytest.mark.parametrize("question", ["?", "🙂🙂", "日本語", "und der die das", "x" * 4000])
def test_questions_without_known_words_break_nothing(searcher: Searcher, question: str) -> None:
    retrieval = searcher.search(question)
    assert all(0 <= unit.score <= 1 for unit in retrieval.ranking)
    assert all(ranked.passage.shown for ranked in searcher.passages(retrieval, 5))


def test_the_only_own_document_is_found(tmp_path: Path) -> None:
    """Scaling over the documents leaves nothing of a single one, and most towns begin with one."""
    rules = make_passage(
        id="upload/0123456789ab/1",
        kind=SourceKind.UPLOAD,
        origin=PassageOrigin.DOCUMENT,
        unit="upload:0123456789ab",
        title="Badeordnung",
        text="Die Wasseraufsicht führen zwei Rettungsschwimmer mit Silberabzeichen.",
        upload="Badeordnung",
        locator="Absatz 1",
    )
    settings = offline(tmp_path)
    publish(settings, [*village_passages(), rules])
    generation = open_current(settings)
    found = {
        q: Searcher(generation).search(q).best(SourceKind.UPLOAD) for q in ("Silberabzeichen", QUESTIONS[0])
    }
    generation.close()
    near, far = found.values()
    assert near is not None and near.score > 0.9
    assert far is None or far.score < 0.1


class TestLangChain:
    def test_it_is_a_retriever_with_text_and_metadata(self, searcher: Searcher) -> None:
        documents = AssistantRetriever(searcher=searcher, k=6).invoke(QUESTIONS[0])
        assert len(documents) == 6 and all(isinstance(d, Document) for d in documents)
        study = next(d for d in documents if d.metadata["kind"] == "study")
        assert study.id == study.metadata["id"] and study.id.startswith("study/3.4/")
        assert study.metadata["section"] == "3.4" and study.metadata["title"] == "Brunnen in Nachbarschaft"
        assert 0 <= study.metadata["score"] <= 1
        law = next(d for d in documents if d.metadata.get("provision") == "§ 4 Abs. 2 BrunnG")
        assert law.metadata["binds"] == "Gemeinden" and law.metadata["stand"] == "Zuletzt geändert 2025"
        assert "section" not in law.metadata and law.page_content.startswith("Gemeinden pflegen")

    def test_it_works_inside_a_chain(self, searcher: Searcher) -> None:
        retriever = AssistantRetriever(searcher=searcher, k=3)
        titles = RunnableLambda(lambda documents: [d.metadata["title"] for d in documents])
        prompt = RunnableLambda(lambda values: f"{values['question']} -> {values['titles']}")
        chain = {"titles": retriever | titles, "question": RunnablePassthrough()} | prompt
        answer = chain.invoke(QUESTIONS[1])
        assert answer.startswith(f"{QUESTIONS[1]} -> ") and "Die Buslinie auf Probe" in answer
        assert len(chain.batch(QUESTIONS[:2])) == 2

    def test_what_is_unverified_says_so(self, searcher: Searcher) -> None:
        documents = AssistantRetriever(searcher=searcher, k=12).invoke("Lizenzverträge mit dem Hersteller")
        marked = {d.metadata["title"]: d.metadata.get("verified") for d in documents}
        assert marked["§ 9 LizG"] is False and marked["§ 4 Abs. 2 BrunnG"] is True
