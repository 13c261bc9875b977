"""Opening generations: readers notice new ones, damage is named, and the right embedder comes along."""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.errors import IndexUnavailableError
from assistant.index.build import build_generation
from assistant.index.embedding import Choice, MissingModel, load_embedder
from assistant.index.generation import current_id, is_intact, is_stale, open_current
from assistant.models import Passage, SourceKind
from assistant.settings import PROJECT, Settings
from tests.fakes import HashEmbedder, sample_passages


@pytest.fixture
def build(quiet: Callable) -> Callable[..., str]:
    def run(settings: Settings, passages: list[Passage], loader=load_embedder) -> str:
        report = build_generation(settings, passages, [], loader, quiet, corpus_digest="c1", parts=[])
        return report.generation

    return run


class TestOpening:
    def test_without_an_index_it_says_how_to_get_one(self, settings: Settings):
        assert current_id(settings) is None
        with pytest.raises(IndexUnavailableError, match="ingest build"):
            open_current(settings)

    def test_readers_notice_a_new_generation(self, settings: Settings, build, passages: list[Passage]):
        build(settings, passages)
        reader = open_current(settings, parts=[])
        assert current_id(settings) == reader.id
        new = build(settings, passages[:-1])
        assert current_id(settings) == new != reader.id
        assert reader.passages.all() == passages  # the old one goes on until it is closed
        assert open_current(settings, reuse=reader, parts=[]).passages.all() == passages[:-1]

    def test_it_knows_its_kinds(self, settings: Settings, build, passages: list[Passage]):
        build(settings, passages)
        assert open_current(settings, parts=[]).kinds == (SourceKind.STUDY,)
        build(settings, [*passages, *sample_passages()])
        assert open_current(settings, parts=[]).kinds == (
            SourceKind.STUDY,
            SourceKind.LAW,
            SourceKind.PRACTICE,
        )

    def test_the_fallback_is_read_back_without_torch(
        self, settings: Settings, build, passages: list[Passage]
    ):
        build(settings, passages)
        script = (
            "import sys; from pathlib import Path; from assistant.settings import Settings\n"
            "from assistant.index.generation import open_current\n"
            "g = open_current(Settings(data_dir=Path(sys.argv[1]), chroma_url=None), parts=[])\n"
            "print(len(g.vectors.search(g.embedder.embed_query('Laden im Dorf'), 5)), 'torch' in sys.modules)"
        )
        command = [sys.executable, "-c", script, str(settings.data_dir)]
        done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
        assert done.stdout == "5 False\n"

    def test_several_processes_may_read(self, settings: Settings, build, passages: list[Passage]):
        build(settings, passages)
        script = (
            "import sys; from pathlib import Path; from assistant.settings import Settings\n"
            "from assistant.index.generation import open_current\n"
            "g = open_current(Settings(data_dir=Path(sys.argv[1]), chroma_url=None), parts=[])\n"
            "print(sum(len(g.vectors.search(g.embedder.embed_query('Laden'), 5)) for _ in range(50)))"
        )
        command = [sys.executable, "-c", script, str(settings.data_dir)]
        readers = [
            subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) for _ in range(3)
        ]
        assert [reader.communicate()[0] for reader in readers] == ["250\n"] * 3


class TestDamage:
    @pytest.mark.parametrize(
        ("file", "damage"),
        [
            *itertools.product(
                ["manifest.json", "passages.db", "embedding.npz", "vectors/chroma.sqlite3"],
                ["missing", "garbage", "cut"],
            ),
            ("vectors", "missing"),
            (".", "missing"),
        ],
    )
    def test_it_is_named_with_what_to_do(
        self, settings: Settings, build, passages: list[Passage], file: str, damage: str
    ):
        path = settings.index_dir / "generations" / build(settings, passages) / file
        if path.is_dir():
            shutil.rmtree(path)
        elif damage == "missing":
            path.unlink()
        else:
            size = path.stat().st_size
            path.write_bytes(b"\x00nix" * size if damage == "garbage" else path.read_bytes()[: size // 2])
        with pytest.raises(IndexUnavailableError, match="ingest build"):
            open_current(settings, parts=[])
        assert not is_intact(settings, parts=[])

    def test_lost_vectors_do_not_go_unnoticed(self, settings: Settings, build):
        from tests.index.conftest import study_passage

        generation = build(settings, [study_passage(number) for number in range(1500)])
        vectors = settings.index_dir / "generations" / generation / "vectors"
        shutil.rmtree(next(path for path in vectors.iterdir() if path.is_dir()))
        with pytest.raises(IndexUnavailableError, match="vectors"):
            open_current(settings, parts=[])

    @pytest.mark.parametrize("pointer", ["", "../../etc", "20261124T100000-abcdef", "\x00", "ü"])
    def test_a_strange_pointer_is_no_index(
        self, settings: Settings, build, passages: list[Passage], pointer: str
    ):
        build(settings, passages)
        (settings.index_dir / "current").write_text(pointer, "utf-8")
        with pytest.raises(IndexUnavailableError):
            open_current(settings, parts=[])
        assert is_stale(settings, "c1")

    def test_another_version_of_the_program_is_named(
        self, settings: Settings, build, passages: list[Passage]
    ):
        path = settings.index_dir / "generations" / build(settings, passages) / "manifest.json"
        path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"schema_version": 0}), "utf-8")
        with pytest.raises(IndexUnavailableError, match="Version"):
            open_current(settings, parts=[])
        assert is_stale(settings, "c1")


class TestModels:
    def test_a_real_model_comes_back_with_its_generation(
        self, settings: Settings, build, passages: list[Passage], tiny_model: Path
    ):
        configured = settings.model_copy(update={"embedding_model": str(tiny_model)})
        build(configured, passages)
        generation = open_current(configured, parts=[])
        assert generation.embedder.name == generation.manifest.embedding
        assert not generation.embedder.is_fallback
        assert generation.notices == ()
        again = open_current(configured, reuse=generation, parts=[])
        assert again.embedder is generation.embedder

    def test_the_generation_decides_which_embedder_asks_not_the_settings(
        self, settings: Settings, build, passages: list[Passage], tiny_model: Path
    ):
        build(settings, passages)
        changed = settings.model_copy(update={"embedding_model": str(tiny_model)})
        assert open_current(changed, parts=[]).embedder.is_fallback

    def test_a_lost_model_silences_the_dense_signal_and_says_so(
        self, settings: Settings, build, passages: list[Passage]
    ):
        gone = settings.model_copy(update={"embedding_model": "/modelle/weg"})
        build(gone, passages, loader=lambda settings, texts, previous: Choice(HashEmbedder()))
        generation = open_current(gone, parts=[])
        assert isinstance(generation.embedder, MissingModel)
        assert generation.vectors.search(generation.embedder.embed_query("Frage"), 5) == []
        assert any("ingest build" in notice for notice in generation.notices)

    def test_a_model_exchanged_under_the_same_path_is_not_mixed_in(
        self, settings: Settings, build, passages: list[Passage], tiny_model: Path, tmp_path: Path
    ):
        folder = tmp_path / "modell"
        shutil.copytree(tiny_model, folder)
        configured = settings.model_copy(update={"embedding_model": str(folder)})
        build(configured, passages)
        weights = bytearray((folder / "model.safetensors").read_bytes())
        weights[-1] ^= 1
        (folder / "model.safetensors").write_bytes(weights)
        assert isinstance(open_current(configured, parts=[]).embedder, MissingModel)
        assert is_stale(configured, "c1")


class TestStale:
    def test_only_another_corpus_or_model_makes_it_stale(
        self, settings: Settings, build, passages: list[Passage], tiny_model: Path
    ):
        assert is_stale(settings, "c1")
        build(settings, passages)
        assert not is_stale(settings, "c1")
        assert is_stale(settings, "c2")
        assert is_stale(settings.model_copy(update={"embedding_model": str(tiny_model)}), "c1")

    def test_a_model_out_of_reach_is_not_asked_for_again(
        self, settings: Settings, build, passages: list[Passage]
    ):
        unreachable = settings.model_copy(update={"embedding_model": "/modelle/weg"})
        build(unreachable, passages)
        assert not is_stale(unreachable, "c1")

    def test_a_model_that_has_appeared_since_is_used(
        self, settings: Settings, build, passages: list[Passage], tiny_model: Path, tmp_path: Path
    ):
        later = settings.model_copy(update={"embedding_model": str(tmp_path / "spaeter")})
        build(later, passages)
        shutil.copytree(tiny_model, tmp_path / "spaeter")
        assert is_stale(later, "c1")
        build(later, passages)
        assert not is_stale(later, "c1")
        assert not open_current(later, parts=[]).embedder.is_fallback

    def test_a_model_that_is_there_but_broken_is_not_tried_at_every_start(
        self, settings: Settings, build, passages: list[Passage], tmp_path: Path
    ):
        (tmp_path / "kaputt").mkdir()
        (tmp_path / "kaputt" / "config.json").write_text("{}", "utf-8")
        broken = settings.model_copy(update={"embedding_model": str(tmp_path / "kaputt")})
        build(broken, passages)
        assert not is_stale(broken, "c1")
