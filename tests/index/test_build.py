"""Building: what is taken over, what is counted, and that nothing but a complete build is ever served."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest

from assistant.errors import CorpusError, IndexUnavailableError, StorageError
from assistant.index.build import BuildReport, build_generation
from assistant.index.embedding import Choice, load_embedder
from assistant.index.folders import folder_of, writing
from assistant.index.generation import Generation, Part, current_id, open_current, real_parts
from assistant.models import Passage, PassageOrigin
from assistant.settings import PROJECT, Settings
from tests.fakes import HashEmbedder
from tests.index.conftest import study_passage

REFUSALS = [("gruss", "Guten Morgen!")]


def write_note(folder: Path, passages: Sequence[Passage], refusals: Sequence, report: Callable) -> None:
    folder.mkdir()
    (folder / "zettel.json").write_text(json.dumps([len(passages), refusals]), "utf-8")
    report(1, 1)


NOTE = Part(
    "note", "Zettel schreiben", write_note, lambda folder: json.loads((folder / "zettel.json").read_text())
)


def open_note(folder: Path) -> object:
    try:
        return json.loads((folder / "zettel.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise IndexUnavailableError("Der Zettel ist zerrissen.") from error


def count_shown(passages: Sequence[Passage], refusals: Sequence) -> str:
    return str([sum(passage.shown for passage in passages), refusals])


# Depends on how many passages may be shown, and on nothing else of them.
SHOWN = Part("note", "Zettel schreiben", write_note, open_note, count_shown)

Build = Callable[..., BuildReport]


@pytest.fixture
def build(settings: Settings, quiet: Callable) -> Build:
    """Builds with the fallback, or with the given embedder."""

    def run(passages: Sequence[Passage], embedder: HashEmbedder | None = None, **more) -> BuildReport:
        loader = (lambda settings, texts, previous: Choice(embedder)) if embedder else load_embedder
        arguments = {"corpus_digest": "c1", "parts": [NOTE]} | more
        return build_generation(settings, passages, REFUSALS, loader, quiet, **arguments)

    return run


def serve(settings: Settings) -> Generation:
    return open_current(settings, parts=[NOTE])


def folders_of(settings: Settings) -> set[str]:
    return {folder.name for folder in (settings.index_dir / "generations").iterdir()}


class TestContent:
    def test_everything_that_was_built_can_be_read(
        self, settings: Settings, build: Build, passages: list[Passage]
    ):
        report = build(passages)
        generation = serve(settings)
        assert generation.id == report.generation == current_id(settings)
        assert generation.passages.all() == passages
        assert generation.parts["note"] == [24, [list(REFUSALS[0])]]
        hits = generation.vectors.search(generation.embedder.embed_query(passages[4].text), 3)
        assert hits[0][0] == passages[4].id

    def test_the_manifest_says_what_it_is(self, settings: Settings, build: Build, passages: list[Passage]):
        report = build(passages, corpus_digest="abc")
        manifest = serve(settings).manifest
        assert manifest.corpus_digest == "abc"
        assert manifest.counts["passages"] == 24
        assert manifest.embedding_is_fallback
        assert manifest.embedding == report.embedding
        assert not manifest.full_study
        assert manifest.built_at.endswith("+00:00")
        assert "chromadb" in manifest.versions
        assert str(settings.data_dir) not in manifest.model_dump_json()

    def test_repeated_passages_are_kept_once(self, settings: Settings, build: Build, passages: list[Passage]):
        build([*passages, *passages])
        assert serve(settings).passages.all() == passages

    def test_one_id_for_two_texts_is_an_error_with_its_name(self, build: Build, passages: list[Passage]):
        with pytest.raises(CorpusError, match=passages[0].id):
            build([*passages, study_passage(0, "Anderer Text.")])

    def test_an_empty_corpus_is_an_error(self, build: Build):
        with pytest.raises(CorpusError, match="CORPUS_DIR"):
            build([])

    def test_progress_counts_up_to_the_end_of_every_stage(self, settings: Settings, passages: list[Passage]):
        seen: dict[str, list[tuple[int, int]]] = {}
        build_generation(
            settings,
            passages,
            REFUSALS,
            load_embedder,
            lambda stage, done, total: seen.setdefault(stage, []).append((done, total)),
            corpus_digest="c1",
            parts=[NOTE],
        )
        assert list(seen) == ["Vektormodell", "Texte einbetten", "Vektoren", "Zettel schreiben"]
        assert all(steps[-1][0] == steps[-1][1] for steps in seen.values())


class TestReuse:
    def test_passages_are_counted_against_the_previous_generation(
        self, build: Build, passages: list[Passage]
    ):
        first = build(passages)
        assert (first.created, first.updated, first.skipped, first.deleted) == (24, 0, 0, 0)
        changed = [study_passage(0, "Neuer Wortlaut."), *passages[1:-3], study_passage(100)]
        second = build(changed)
        assert (second.created, second.updated, second.skipped, second.deleted) == (1, 1, 20, 3)

    def test_only_new_and_changed_texts_are_embedded(self, build: Build, passages: list[Passage]):
        embedder = HashEmbedder()
        assert build(passages, embedder).embedded == 24
        embedder.documents.clear()
        report = build([study_passage(3, "Neuer Wortlaut."), *passages[:3], *passages[4:]], embedder)
        assert embedder.documents == ["Neuer Wortlaut."]
        assert report.embedded == 1

    def test_vectors_taken_over_are_the_same(self, settings: Settings, build: Build, passages: list[Passage]):
        embedder = HashEmbedder()
        build(passages, embedder)
        build(passages[:-1], embedder)
        generation = open_current(settings, parts=[NOTE])
        expected = embedder.embed_documents([f"{passages[4].title}. {passages[4].text}"])[0]
        np.testing.assert_allclose(
            generation.vectors.vectors([passages[4].id])[passages[4].id], expected, atol=1e-6
        )

    def test_equal_texts_are_embedded_once(self, build: Build, passages: list[Passage]):
        embedder = HashEmbedder()
        build([study_passage(number, "Gleicher Wortlaut.") for number in (3, 15, 27)], embedder)
        assert embedder.documents == ["Gleicher Wortlaut."]

    def test_another_embedder_embeds_everything(self, build: Build, passages: list[Passage]):
        build(passages, HashEmbedder("hash@1"))
        other = HashEmbedder("hash@2")
        assert build(passages, other).embedded == len(other.documents) == 24

    def test_the_fit_stays_for_small_changes_and_is_renewed_for_larger_ones(
        self, build: Build, passages: list[Passage]
    ):
        first = build(passages)
        second = build([*passages, study_passage(100)])
        assert (second.embedding, second.embedded) == (first.embedding, 1)
        third = build([*passages, *(study_passage(number) for number in range(100, 103))])
        assert third.embedding != first.embedding
        assert third.embedded == 27

    def test_a_part_is_written_anew_only_when_its_inputs_change(
        self, settings: Settings, build: Build, passages: list[Passage]
    ):
        first = build(passages, parts=[SHOWN])
        assert first.taken_over == ()
        second = build([*passages, study_passage(27)], parts=[SHOWN])
        assert second.taken_over == ("note",)
        assert open_current(settings, parts=[SHOWN]).parts["note"] == [24, [list(REFUSALS[0])]]
        third = build([*passages, study_passage(28)], parts=[SHOWN])
        assert third.taken_over == ()
        assert open_current(settings, parts=[SHOWN]).parts["note"] == [25, [list(REFUSALS[0])]]

    @pytest.mark.parametrize("damage", [Path.unlink, lambda file: file.write_text("[24")])
    def test_a_damaged_part_is_not_taken_over(
        self, settings: Settings, build: Build, passages: list[Passage], damage: Callable[[Path], None]
    ):
        damage(folder_of(settings.index_dir, build(passages, parts=[SHOWN]).generation) / "note/zettel.json")
        assert build(passages, parts=[SHOWN]).taken_over == ()
        assert open_current(settings, parts=[SHOWN]).parts["note"] == [24, [list(REFUSALS[0])]]

    def test_what_is_learned_is_taken_over_when_only_own_documents_change(
        self, settings: Settings, build: Build, passages: list[Passage]
    ):
        document = study_passage(100).model_copy(update={"origin": PassageOrigin.DOCUMENT})
        parts = real_parts()
        build(passages, parts=parts)
        learned = open_current(settings).learned.scores("Wer betreibt die Leitungen?")
        assert build([*passages, document], parts=parts).taken_over == ("learned",)
        assert open_current(settings).learned.scores("Wer betreibt die Leitungen?").units == learned.units
        wording = study_passage(3, "Wem gehört der Funkmast?")
        assert build([*passages[:3], wording, *passages[4:], document], parts=parts).taken_over == ()

    @pytest.mark.parametrize(
        "file", ["manifest.json", "passages.db", "embedding.npz", "vectors/chroma.sqlite3"]
    )
    def test_a_damaged_generation_is_built_anew(
        self, settings: Settings, build: Build, passages: list[Passage], file: str
    ):
        (settings.index_dir / "generations" / build(passages).generation / file).write_bytes(b"nix")
        assert build(passages).embedded == 24
        assert serve(settings).passages.all() == passages


class TestPublication:
    def test_the_last_two_generations_are_kept(
        self, settings: Settings, build: Build, passages: list[Passage]
    ):
        built = [build(passages[: 24 - number]).generation for number in range(4)]
        assert folders_of(settings) == set(built[-2:])

    def test_a_generation_that_is_read_is_not_deleted(
        self, settings: Settings, build: Build, passages: list[Passage]
    ):
        build(passages)
        reader = serve(settings)
        for number in range(1, 4):
            build(passages[:-number])
        assert reader.id in folders_of(settings)
        assert reader.passages.all() == passages
        assert reader.vectors.search(reader.embedder.embed_query("Netz"), 3)
        reader.close()
        build(passages)
        assert reader.id not in folders_of(settings)

    def test_checks_see_the_candidate_and_may_add_to_it(
        self, settings: Settings, build: Build, passages: list[Passage]
    ):
        def check(candidate: Generation) -> None:
            assert current_id(settings) is None
            assert candidate.passages.all() == passages
            assert candidate.vectors.search(candidate.embedder.embed_query(passages[2].text), 1)
            (candidate.folder / "follow_ups.json").write_text('["Wer zahlt?"]', "utf-8")

        build(passages, before_publish=[check])
        generation = serve(settings)
        assert (generation.folder / "follow_ups.json").read_text("utf-8") == '["Wer zahlt?"]'
        assert "follow_ups.json" in generation.manifest.files

    def test_a_failed_check_leaves_the_old_one_in_place(
        self, settings: Settings, build: Build, passages: list[Passage]
    ):
        old = build(passages).generation

        def refuse(candidate: Generation) -> None:
            raise CorpusError("Keine einzige Anschlussfrage ist beantwortbar.")

        with pytest.raises(CorpusError, match="Anschlussfrage"):
            build(passages[:-1], before_publish=[refuse])
        assert current_id(settings) == old
        assert folders_of(settings) == {old}

    def test_leftovers_are_cleared_away(self, settings: Settings, build: Build, passages: list[Passage]):
        old = build(passages).generation
        generations = settings.index_dir / "generations"
        (generations / "20200101T000000-aaaaaa.building" / "vectors").mkdir(parents=True)
        (generations / "20990101T000000-bbbbbb").mkdir()  # renamed, but killed before the switch
        assert serve(settings).id == old
        new = build(passages[:-1]).generation
        assert folders_of(settings) == {old, new}

    def test_only_one_writer_at_a_time(self, settings: Settings, build: Build, passages: list[Passage]):
        with writing(settings.index_dir), pytest.raises(StorageError, match="anderen Lauf"):
            build(passages)
        build(passages)

    def test_a_path_that_cannot_be_written_is_named(
        self, settings: Settings, build: Build, passages: list[Passage]
    ):
        settings.data_dir.mkdir()
        settings.index_dir.write_text("keine Mappe", "utf-8")
        with pytest.raises(StorageError, match="DATA_DIR"):
            build(passages)


class TestChromaServer:
    def test_old_and_failed_generations_leave_no_vectors_on_the_server(
        self, settings: Settings, quiet: Callable, passages: list[Passage], chroma_server: str
    ):
        import chromadb

        client = chromadb.HttpClient(port=urlsplit(chroma_server).port or 0)
        before = {collection.name for collection in client.list_collections()}
        served = settings.model_copy(update={"chroma_url": chroma_server})

        def refuse(candidate: Generation) -> None:
            raise CorpusError("Nein.")

        built = []
        for number in range(3):
            arguments = {"corpus_digest": "c1", "parts": [NOTE]}
            report = build_generation(
                served, passages[: 24 - number], REFUSALS, load_embedder, quiet, **arguments
            )
            built.append(report.generation)
        with pytest.raises(CorpusError):
            build_generation(
                served, passages, REFUSALS, load_embedder, quiet, before_publish=[refuse], **arguments
            )
        generation = serve(served)
        assert generation.vectors.search(generation.embedder.embed_query("Netz"), 3)
        there = {collection.name for collection in client.list_collections()} - before
        assert there == {f"passages-{id_}" for id_ in built[-2:]}


SCRIPT = """
import resource, sys, time
from pathlib import Path
from assistant.errors import AssistantError
from assistant.index.build import build_generation
from assistant.index.embedding import Choice
from assistant.index.generation import real_parts
from assistant.settings import Settings
from tests.fakes import HashEmbedder
from tests.index.conftest import study_passage
from tests.index.test_build import NOTE

data_dir, stage, limit = sys.argv[1:]
settings = Settings(data_dir=Path(data_dir), embedding_model="fallback", chroma_url=None)
passages = [study_passage(number) for number in range(10, 90)]

def report(now, done, total):
    if now != stage:
        return
    if limit:  # bytes that a file may have: writing more fails as on a full disk
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    else:
        print("here", flush=True)
        time.sleep(600)

def check(candidate):
    report("check", 1, 1)

def load(settings, texts, previous):
    return Choice(HashEmbedder(dimension=1024))

parts = real_parts() if limit else [NOTE]
try:
    build_generation(
        settings, passages, [], load, report, corpus_digest="c2", parts=parts, before_publish=[check]
    )
except AssistantError as error:
    print(type(error).__name__, error.message)
"""


def script(settings: Settings, stage: str, limit: str = "") -> subprocess.Popen[str]:
    """Build in another process that stops at `stage`, or may write only small files from there on."""
    command = [sys.executable, "-c", SCRIPT, str(settings.data_dir), stage, limit]
    return subprocess.Popen(
        command, cwd=PROJECT, env=os.environ | {"PYTHONPATH": str(PROJECT)}, stdout=subprocess.PIPE, text=True
    )


class TestMishaps:
    @pytest.mark.parametrize(
        "stage", ["Vektormodell", "Texte einbetten", "Vektoren", "Zettel schreiben", "check"]
    )
    def test_killed_at_any_moment_the_old_one_still_serves(
        self, settings: Settings, build: Build, passages: list[Passage], stage: str
    ):
        old = build(passages).generation
        with script(settings, stage) as process:
            assert process.stdout and process.stdout.readline() == "here\n"
            with pytest.raises(StorageError, match="anderen Lauf"):
                build(passages)
            process.send_signal(signal.SIGKILL)
        generation = serve(settings)
        assert generation.id == old
        assert generation.passages.all() == passages
        generation.close()
        new = build(passages[:-1]).generation
        assert folders_of(settings) == {old, new}
        assert serve(settings).id == new

    @pytest.mark.parametrize(
        ("stage", "limit"),
        [
            ("Vektormodell", "10000"),
            ("Vektormodell", "200000"),
            ("Stichwörter", "50"),
            ("Formulierungen lernen", "50"),
        ],
        ids=["passages", "vectors", "keywords", "learned"],
    )
    def test_a_full_disk_is_reported_and_leaves_nothing_behind(
        self, settings: Settings, build: Build, passages: list[Passage], stage: str, limit: str
    ):
        old = build(passages).generation
        with script(settings, stage, limit) as process:
            output = process.communicate()[0]
        assert output.startswith("StorageError")
        assert "voll" in output
        assert folders_of(settings) == {old}
        assert serve(settings).passages.all() == passages
        assert build(passages[:-1]).published
