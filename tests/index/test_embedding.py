"""One contract for every embedder, and what sets the two kinds apart."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import IndexUnavailableError, ModelError
from assistant.index.embedding import (
    Embedder,
    LangChainEmbeddings,
    MissingModel,
    load_embedder,
    load_local,
    local_model_name,
)
from assistant.index.fitted import FittedEmbedder
from assistant.settings import PROJECT, Settings
from tests.fakes import HashEmbedder
from tests.index.conftest import study_passage

TEXTS = [study_passage(number).text for number in range(24)]


@pytest.fixture(params=["sentence model", "fallback", "loaded fallback", "fake"])
def embedder(request: pytest.FixtureRequest, tmp_path: Path) -> Embedder:
    if request.param == "sentence model":
        return load_local(str(request.getfixturevalue("tiny_model")))
    if request.param == "fake":
        return HashEmbedder()
    fitted = FittedEmbedder.fit(TEXTS)
    if request.param == "fallback":
        return fitted
    fitted.save(tmp_path / "fit.npz")
    return FittedEmbedder.load(tmp_path / "fit.npz")


class TestEveryEmbedder:
    def test_documents_are_float32_rows_of_length_one(self, embedder: Embedder):
        vectors = embedder.embed_documents(TEXTS)
        assert vectors.dtype == np.float32
        assert vectors.shape == (len(TEXTS), embedder.dimension)
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)

    def test_a_query_is_one_such_vector(self, embedder: Embedder):
        vector = embedder.embed_query(TEXTS[0])
        assert vector.dtype == np.float32
        assert vector.shape == (embedder.dimension,)
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)

    def test_a_text_is_nearest_to_itself(self, embedder: Embedder):
        vectors = embedder.embed_documents(TEXTS)
        assert int(np.argmax(vectors @ embedder.embed_query(TEXTS[5]))) == 5

    def test_the_same_text_gets_the_same_vector_in_any_company(self, embedder: Embedder):
        alone = embedder.embed_documents([TEXTS[3]])[0]
        np.testing.assert_allclose(embedder.embed_documents(TEXTS)[3], alone, atol=1e-5)

    def test_no_texts_give_no_rows(self, embedder: Embedder):
        assert embedder.embed_documents([]).shape == (0, embedder.dimension)

    @pytest.mark.parametrize("text", ["", "   ", "🙂🙂", "漢字", "\x00", "x" * 20_000])
    def test_strange_texts_give_finite_vectors(self, embedder: Embedder, text: str):
        vector = embedder.embed_query(text)
        assert vector.shape == (embedder.dimension,)
        assert np.isfinite(vector).all()

    def test_it_wears_langchains_dress(self, embedder: Embedder):
        adapter = LangChainEmbeddings(embedder)
        assert adapter.embed_query("Software") == pytest.approx(embedder.embed_query("Software").tolist())
        assert len(adapter.embed_documents(TEXTS[:2])) == 2


class TestFallback:
    def test_similar_words_are_near_across_spellings(self):
        fitted = FittedEmbedder.fit(TEXTS)
        near = fitted.embed_query("Buergerinnen gruenden Läden") @ fitted.embed_query(TEXTS[2])
        far = fitted.embed_query("Buergerinnen gruenden Läden") @ fitted.embed_query(TEXTS[0])
        assert near > far

    def test_the_same_texts_give_the_same_fit_and_others_another_name(self):
        assert FittedEmbedder.fit(TEXTS).name == FittedEmbedder.fit(TEXTS).name
        assert FittedEmbedder.fit(TEXTS).name != FittedEmbedder.fit(TEXTS[:-1]).name

    def test_a_saved_fit_keeps_name_and_vectors(self, tmp_path: Path):
        fitted = FittedEmbedder.fit(TEXTS)
        fitted.save(tmp_path / "fit.npz")
        loaded = FittedEmbedder.load(tmp_path / "fit.npz")
        assert loaded.name == fitted.name
        np.testing.assert_array_equal(loaded.embed_query("Software"), fitted.embed_query("Software"))

    @pytest.mark.parametrize("texts", [["Wort"], ["a", "b"], ["🙂"], ["gleich", "gleich", "gleich"]])
    def test_tiny_corpora_can_be_fitted(self, texts: list[str]):
        fitted = FittedEmbedder.fit(texts)
        assert fitted.dimension >= 1
        assert np.isfinite(fitted.embed_documents(texts)).all()

    def test_drift_counts_new_and_gone_texts(self):
        fitted = FittedEmbedder.fit(TEXTS)
        assert fitted.drift(TEXTS) == 0
        assert fitted.drift([*TEXTS[:-6], "neu"]) == pytest.approx(6 / 24)
        assert fitted.drift([*TEXTS, "neu 1", "neu 2"]) == pytest.approx(2 / 24)

    @pytest.mark.parametrize("content", [b"", b"kein Archiv", b"PK\x03\x04 abgeschnitten"])
    def test_a_damaged_file_is_named(self, tmp_path: Path, content: bytes):
        (tmp_path / "fit.npz").write_bytes(content)
        with pytest.raises(IndexUnavailableError, match="fit.npz"):
            FittedEmbedder.load(tmp_path / "fit.npz")

    def test_querying_needs_neither_torch_nor_sklearn(self, tmp_path: Path):
        FittedEmbedder.fit(TEXTS).save(tmp_path / "fit.npz")
        script = (
            "import sys; from pathlib import Path; from assistant.index.embedding import FittedEmbedder\n"
            "FittedEmbedder.load(Path(sys.argv[1])).embed_query('Software')\n"
            "print(sorted({'torch', 'sklearn', 'scipy', 'chromadb'} & sys.modules.keys()))"
        )
        command = [sys.executable, "-c", script, str(tmp_path / "fit.npz")]
        assert (
            subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stdout == "[]\n"
        )


class TestSentenceModel:
    def test_its_name_changes_with_its_files(self, tiny_model: Path, tmp_path: Path):
        copy = tmp_path / tiny_model.name
        shutil.copytree(tiny_model, copy)
        assert local_model_name(str(copy)) == load_local(str(tiny_model)).name
        weights = bytearray((copy / "model.safetensors").read_bytes())
        weights[-1] ^= 1
        (copy / "model.safetensors").write_bytes(weights)
        assert local_model_name(str(copy)) != local_model_name(str(tiny_model))

    @pytest.mark.parametrize(
        ("config", "name", "query", "passage"),
        [
            ({"prompts": {"query": "Frage: ", "document": "Text: "}}, "eigen", "Frage: ", "Text: "),
            ({"prompts": {"query": "query: ", "passage": "passage: "}}, "eigen", "query: ", "passage: "),
            ({"prompts": {"query": "Suche: "}}, "multilingual-e5-small", "Suche: ", ""),
            (
                {"prompts": {"thema": "Thema: "}, "default_prompt_name": "thema"},
                "eigen",
                "Thema: ",
                "Thema: ",
            ),
            ({}, "multilingual-e5-small", "query: ", "passage: "),
            ({}, "eigen", "", ""),
        ],
        ids=["own", "own passage", "own query only", "default prompt", "family", "none"],
    )
    def test_prefixes_are_respected(
        self, tiny_model: Path, tmp_path: Path, config: dict, name: str, query: str, passage: str
    ):
        folder = tmp_path / name
        shutil.copytree(tiny_model, folder)
        file = folder / "config_sentence_transformers.json"
        published = json.loads(file.read_text("utf-8")) | {"prompts": {}, "default_prompt_name": None}
        file.write_text(json.dumps(published | config), "utf-8")
        embedder, plain = load_local(str(folder)), load_local(str(tiny_model))
        expected = plain.embed_query(f"{query}Wem gehört das Netz?")
        np.testing.assert_allclose(embedder.embed_query("Wem gehört das Netz?"), expected, atol=1e-5)
        expected = plain.embed_documents([f"{passage}Das Netz gehört allen."])
        np.testing.assert_allclose(embedder.embed_documents(["Das Netz gehört allen."]), expected, atol=1e-5)

    @pytest.mark.parametrize("broken", ["leer", "kaputt"])
    def test_a_folder_without_a_usable_model_is_a_model_error(
        self, tiny_model: Path, tmp_path: Path, broken: str
    ):
        folder = tmp_path / broken
        folder.mkdir()
        if broken == "kaputt":
            shutil.copytree(tiny_model, folder, dirs_exist_ok=True)
            (folder / "model.safetensors").write_bytes(b"nichts")
        with pytest.raises(ModelError, match="EMBEDDING_MODEL"):
            load_local(str(folder))


class TestChoice:
    def test_the_configured_folder_is_used(self, settings: Settings, tiny_model: Path):
        choice = load_embedder(settings.model_copy(update={"embedding_model": str(tiny_model)}), TEXTS)
        assert not choice.embedder.is_fallback
        assert choice.notices == ()

    def test_fallback_can_be_chosen_and_is_then_no_news(self, settings: Settings):
        choice = load_embedder(settings, TEXTS)
        assert choice.embedder.is_fallback
        assert choice.notices == ()

    @pytest.mark.parametrize("model", ["/gibt/es/nicht", "./auch nicht", "leerer Ordner"])
    def test_a_model_that_cannot_be_loaded_is_replaced_with_a_notice(
        self, settings: Settings, tmp_path: Path, model: str
    ):
        if model == "leerer Ordner":
            model = str(tmp_path)
        choice = load_embedder(settings.model_copy(update={"embedding_model": model}), TEXTS)
        assert choice.embedder.is_fallback
        assert "Ersatzmodell" in choice.notices[0]

    def test_the_fit_is_kept_until_a_tenth_has_changed(self, settings: Settings):
        fitted = FittedEmbedder.fit(TEXTS)
        assert load_embedder(settings, [*TEXTS, "neu 1", "neu 2"], fitted).embedder is fitted
        assert load_embedder(settings, [*TEXTS, "neu 1", "neu 2", "neu 3"], fitted).embedder is not fitted

    def test_a_missing_model_is_silent(self):
        missing = MissingModel("weg@1", 8)
        assert not missing.embed_query("Frage").any()
        assert missing.embed_documents(["a", "b"]).shape == (2, 8)
