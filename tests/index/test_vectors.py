"""The dense index, on local files and on a Chroma server alike."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import IndexUnavailableError, ModelError, StorageError
from assistant.index.vectors import DenseIndex, drop_vectors, open_vectors, write_vectors
from assistant.models import Passage
from assistant.settings import Settings
from tests.fakes import HashEmbedder, sample_passages
from tests.index.conftest import free_port, study_passage

GENERATION = "20261124T100000-abcdef"


@pytest.fixture(params=["local", "server"])
def place(request: pytest.FixtureRequest, settings: Settings) -> Settings:
    if request.param == "local":
        return settings
    return settings.model_copy(update={"chroma_url": request.getfixturevalue("chroma_server")})


@pytest.fixture
def all_passages(passages: list[Passage]) -> list[Passage]:
    return [*passages, *sample_passages()]


@pytest.fixture
def embedder() -> HashEmbedder:
    return HashEmbedder()


@pytest.fixture
def index(
    place: Settings, tmp_path: Path, all_passages: list[Passage], embedder: HashEmbedder
) -> Iterator[DenseIndex]:
    write(place, tmp_path, all_passages, embedder)
    opened = open_vectors(place, tmp_path / "vectors", GENERATION, embedder.name)
    yield opened
    opened.close()
    drop_vectors(place, GENERATION)


def write(place: Settings, folder: Path, passages: list[Passage], embedder: HashEmbedder) -> None:
    vectors = embedder.embed_documents([p.text for p in passages])
    write_vectors(place, folder / "vectors", GENERATION, passages, vectors, embedder.name)


class TestSearch:
    def test_best_first_with_cosine(
        self, index: DenseIndex, all_passages: list[Passage], embedder: HashEmbedder
    ):
        query = embedder.embed_query(all_passages[4].text)
        hits = index.search(query, 10)
        assert hits[0] == (all_passages[4].id, pytest.approx(1, abs=1e-5))
        assert [s for _, s in hits] == sorted((s for _, s in hits), reverse=True)
        for passage_id, similarity in hits:
            text = next(p.text for p in all_passages if p.id == passage_id)
            assert similarity == pytest.approx(float(embedder.embed_query(text) @ query), abs=1e-5)

    def test_every_passage_once_when_asked_for_more_than_there_are(
        self, index: DenseIndex, all_passages: list[Passage], embedder: HashEmbedder
    ):
        hits = index.search(embedder.embed_query("Frage"), 10_000)
        assert sorted(id_ for id_, _ in hits) == sorted(p.id for p in all_passages)

    def test_nothing_is_near_to_nothing(self, index: DenseIndex):
        assert index.search(np.zeros(index.dimension, dtype=np.float32), 5) == []
        assert index.search(np.ones(index.dimension, dtype=np.float32), 0) == []

    @pytest.mark.parametrize(
        ("where", "chosen"),
        [
            ({"principles": {"$contains": "3.4"}}, lambda p: "3.4" in p.principles),
            ({"principles": {"$contains": "3.1"}}, lambda p: "3.1" in p.principles),
            ({"kind": "law"}, lambda p: p.kind == "law"),
            ({"provision": "§ 97 Abs. 4 GWB"}, lambda p: p.provision == "§ 97 Abs. 4 GWB"),
            ({"$and": [{"shown": True}, {"section": "2.4"}]}, lambda p: p.shown and p.section == "2.4"),
            ({"unit": {"$in": ["study:4.2", "practice:Guifi.net"]}}, lambda p: p.unit[-3:] in ("4.2", "net")),
            ({"measures": {"$contains": "4.1"}}, lambda p: False),
        ],
    )
    def test_filters(
        self, index: DenseIndex, all_passages: list[Passage], embedder: HashEmbedder, where, chosen
    ):
        hits = index.search(embedder.embed_query("Frage"), 100, where)
        assert sorted(id_ for id_, _ in hits) == sorted(p.id for p in all_passages if chosen(p))

    def test_vectors_come_back_for_reuse(
        self, index: DenseIndex, all_passages: list[Passage], embedder: HashEmbedder
    ):
        stored = index.vectors([all_passages[3].id, "study/9.9/kurz", all_passages[0].id])
        assert stored.keys() == {all_passages[3].id, all_passages[0].id}
        np.testing.assert_allclose(
            stored[all_passages[3].id], embedder.embed_query(all_passages[3].text), atol=1e-6
        )


class TestVectorsAreNeverMixed:
    def test_another_embedder_cannot_open_it(self, index: DenseIndex, place: Settings, tmp_path: Path):
        with pytest.raises(ModelError, match="hash@1"):
            open_vectors(place, tmp_path / "vectors", GENERATION, "hash@2")

    def test_vectors_of_another_size_are_refused(self, index: DenseIndex):
        with pytest.raises(ModelError, match="hash@1"):
            index.search(HashEmbedder(dimension=32).embed_query("Frage"), 5)

    def test_another_embedder_gets_no_vector_store(self, index: DenseIndex):
        with pytest.raises(ModelError, match="hash@1"):
            index.as_vector_store(HashEmbedder("hash@2"))


class TestLangChain:
    def test_the_store_finds_shown_passages_with_text_and_metadata(
        self, index: DenseIndex, all_passages: list[Passage], embedder: HashEmbedder
    ):
        law = sample_passages()[1]
        store = index.as_vector_store(embedder)
        document, relevance = store.similarity_search_with_relevance_scores(law.text, k=3)[0]
        assert (document.id, document.page_content) == (law.id, law.text)
        assert document.metadata["provision"] == "§ 97 Abs. 4 GWB"
        assert relevance == pytest.approx(1, abs=1e-5)

    def test_wordings_are_never_returned(
        self, index: DenseIndex, all_passages: list[Passage], embedder: HashEmbedder
    ):
        wording = next(p for p in all_passages if not p.shown)
        found = index.as_vector_store(embedder).similarity_search(wording.text, k=len(all_passages))
        assert {d.id for d in found} == {p.id for p in all_passages if p.shown}


class TestDamage:
    @pytest.fixture
    def written(self, settings: Settings, tmp_path: Path, embedder: HashEmbedder) -> Path:
        write(settings, tmp_path, [study_passage(number) for number in range(1500)], embedder)
        return tmp_path / "vectors"

    @pytest.mark.parametrize("damage", ["no folder", "no database", "database", "segment"])
    def test_it_shows_at_opening(self, settings: Settings, written: Path, damage: str):
        database, segment = written / "chroma.sqlite3", next(p for p in written.iterdir() if p.is_dir())
        if damage == "no folder":
            shutil.rmtree(written)
        elif damage == "no database":
            database.unlink()
        elif damage == "database":
            database.write_bytes(b"nix" * 5000)
        else:
            (segment / "header.bin").write_bytes(b"nix" * 30)
        with pytest.raises(IndexUnavailableError, match="ingest build"):
            open_vectors(settings, written, GENERATION, "hash@1")

    def test_a_server_out_of_reach_is_named(
        self, settings: Settings, tmp_path: Path, passages: list[Passage]
    ):
        gone = settings.model_copy(update={"chroma_url": f"http://127.0.0.1:{free_port()}"})
        with pytest.raises(IndexUnavailableError, match="CHROMA_URL"):
            open_vectors(gone, tmp_path, GENERATION, "hash@1")
        with pytest.raises(StorageError, match="CHROMA_URL"):
            write(gone, tmp_path, passages, HashEmbedder())

    def test_a_server_without_the_collection_is_no_index(
        self, settings: Settings, tmp_path: Path, chroma_server
    ):
        with pytest.raises(IndexUnavailableError):
            open_vectors(
                settings.model_copy(update={"chroma_url": chroma_server}), tmp_path, "andere", "hash@1"
            )


def test_dropping_twice_is_fine(
    settings: Settings, tmp_path: Path, passages: list[Passage], chroma_server: str
):
    place = settings.model_copy(update={"chroma_url": chroma_server})
    write(place, tmp_path, passages, HashEmbedder())
    drop_vectors(place, GENERATION)
    drop_vectors(place, GENERATION)
    with pytest.raises(IndexUnavailableError):
        open_vectors(place, tmp_path, GENERATION, "hash@1")


def test_filters_are_not_haunted_by_dropped_collections(
    settings: Settings, tmp_path: Path, passages: list[Passage], chroma_server: str
):
    place = settings.model_copy(update={"chroma_url": chroma_server})
    embedder = HashEmbedder()
    write(place, tmp_path, passages, embedder)
    drop_vectors(place, GENERATION)
    write(place, tmp_path, [p for p in passages if not p.principles], embedder)
    index = open_vectors(place, tmp_path, GENERATION, embedder.name)
    assert index.search(embedder.embed_query("Frage"), 100, {"principles": {"$contains": "3.4"}}) == []
    index.close()
    drop_vectors(place, GENERATION)
