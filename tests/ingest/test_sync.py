"""From corpus files to a served generation, and nothing to do when nothing changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.errors import CorpusError
from assistant.index.generation import Generation, current_id, open_current
from assistant.settings import PROJECT, Settings
from ingest.corpus import load_corpus
from ingest.sync import synchronise


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    corpus = tmp_path / "corpus"
    shutil.copytree(PROJECT / "corpus", corpus)
    for wordings in (corpus / "everyday").glob("*.tsv"):  # the beginning is enough here
        wordings.write_text("".join(wordings.read_text("utf-8").splitlines(keepends=True)[:40]), "utf-8")
    return Settings(
        corpus_dir=corpus, data_dir=tmp_path / "data", embedding_model="fallback", chroma_url=None
    )


@pytest.fixture
def quiet() -> Callable[[str, int, int], None]:
    return lambda stage, done, total: None


def test_the_corpus_is_built_once_and_again_only_when_it_changes(settings: Settings, quiet: Callable):
    corpus = load_corpus(settings)
    stages: list[str] = []
    first = synchronise(settings, lambda stage, done, total: stages.append(stage), parts=[])
    assert first.published
    assert first.created == len(corpus.passages)
    assert stages[0] == "Korpus lesen"

    second = synchronise(settings, quiet, parts=[])
    assert not second.published
    assert second.generation == first.generation == current_id(settings)
    assert (second.created, second.updated, second.deleted) == (0, 0, 0)
    assert second.skipped == len(corpus.passages)

    voice = settings.corpus_dir / "everyday" / "voice_a.tsv"
    voice.write_text(voice.read_text("utf-8") + "2.4\talltag\tEin Satz, den es vorher nicht gab.\n", "utf-8")
    third = synchronise(settings, quiet, parts=[])
    assert (third.created, third.updated, third.deleted, third.embedded) == (1, 0, 0, 1)
    assert open_current(settings, parts=[]).passages.all() == list(load_corpus(settings).passages)


def test_a_changed_framework_is_a_changed_corpus(settings: Settings, quiet: Callable):
    first = synchronise(settings, quiet, parts=[])
    questions = next((settings.corpus_dir / "framework").glob("*.yaml"))
    questions.write_text(questions.read_text("utf-8") + "\n# nachgesehen\n", "utf-8")
    second = synchronise(settings, quiet, parts=[])
    assert second.published
    assert (second.skipped, second.embedded) == (first.created, 0)


def test_it_can_be_forced(settings: Settings, quiet: Callable):
    first = synchronise(settings, quiet, parts=[])
    second = synchronise(settings, quiet, force=True, parts=[])
    assert second.published
    assert second.generation != first.generation
    assert second.embedded == 0


def test_checks_run_before_publication(settings: Settings, quiet: Callable):
    seen: list[Generation] = []
    report = synchronise(settings, quiet, before_publish=[seen.append], parts=[])
    assert [candidate.id for candidate in seen] == [report.generation]


def test_a_broken_source_stops_the_run_before_anything_is_built(settings: Settings, quiet: Callable):
    (settings.corpus_dir / "cards" / "2.4.md").write_text("ohne Kopf", "utf-8")
    with pytest.raises(CorpusError, match="2.4.md"):
        synchronise(settings, quiet, parts=[])
    assert current_id(settings) is None


@pytest.mark.parametrize("file", ["passages.db", "embedding.npz", "vectors/chroma.sqlite3"])
def test_a_damaged_index_is_mended_although_nothing_changed(settings: Settings, quiet: Callable, file: str):
    first = synchronise(settings, quiet, parts=[])
    path = settings.index_dir / "generations" / first.generation / file
    path.write_bytes(b"\x00nix" * path.stat().st_size)
    second = synchronise(settings, quiet, parts=[])
    assert second.published
    open_current(settings, parts=[]).close()
