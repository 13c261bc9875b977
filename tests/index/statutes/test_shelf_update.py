"""Writing the shelf: only what changed, nothing half, and on from where a killed run was stopped."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from assistant.errors import CorpusError, IndexUnavailableError, StorageError
from assistant.index import folders
from assistant.index.statutes import shelves
from assistant.index.statutes.shelf import open_shelf
from assistant.settings import PROJECT, Settings
from assistant.statute import LawSource
from tests.fakes import HashEmbedder
from tests.index.conftest import free_port
from tests.index.statutes.town_laws import folder_of, law, norm, opened, texts_of, update

STAGES = ("Gesetze lesen", "Gesetze einbetten", "Gesetze: Stichwörter", "Gesetze: Vektoren")


@pytest.fixture(params=["local", "server"])
def place(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Settings]:
    if request.param == "local":
        yield settings
        return
    place = settings.model_copy(update={"chroma_url": request.getfixturevalue("chroma_server")})
    yield place
    if settings.index_dir.exists():
        with folders.writing(settings.index_dir):
            shelves.prune(place)
    assert collections(place) == set()


@pytest.fixture
def embedder() -> HashEmbedder:
    return HashEmbedder()


def collections(place: Settings) -> set[str]:
    """The shelves' collections on the Chroma server."""
    import chromadb

    client = chromadb.HttpClient(port=urlsplit(place.chroma_url or "").port or 0)
    return {c.name for c in client.list_collections() if c.name.startswith("statutes-")}


def town(first: int, last: int, *, norms: int = 3, read: list[str] | None = None) -> list[LawSource]:
    """Laws "g1" … with norms that differ from one another."""
    return [
        law(f"g{n}", *(norm(f"§ {place}", f"Regel {place} der Straße {n}.") for place in range(1, norms + 1)), read=read)
        for n in range(first, last + 1)
    ]  # fmt: skip


def searchable(place: Settings, report, embedder: HashEmbedder) -> set[str]:
    """Norms that the keyword index and the vectors hold, which must be the same and all different."""
    shelf = opened(place, report)
    try:
        by_word = [hit.norm_id for hit in shelf.search("Regel", 10_000) if hit.grams]
        vector = embedder.embed_query("irgendetwas")
        by_vector = [hit.norm_id for hit in shelf.search("", 10_000, vector)]
        assert sorted(by_word) == sorted(by_vector) == sorted(set(by_word))
        return set(by_word)
    finally:
        shelf.close()


def expected(laws: list[LawSource]) -> set[str]:
    return {filed.norm.id for source in laws for filed in source.load()[1]}


class TestChanges:
    def test_an_unchanged_shelf_is_left_alone(self, place: Settings, quiet: Callable, embedder: HashEmbedder):
        read: list[str] = []
        first = update(place, town(1, 5, read=read), embedder, quiet)
        assert first.written and first.created == 5 and len(read) == 5
        read.clear(), embedder.documents.clear()
        second = update(place, town(1, 5, read=read)[::-1], embedder, quiet)
        assert (second.key, second.written, second.skipped) == (first.key, False, 5)
        assert (read, embedder.documents) == ([], [])

    def test_only_what_changed_is_read_embedded_and_written(
        self, place: Settings, quiet: Callable, embedder: HashEmbedder
    ):
        update(place, town(1, 5), embedder, quiet)
        read: list[str] = []
        embedder.documents.clear()
        changed = law(
            "g3", norm("§ 1", "Regel 1 der Straße 3."), norm("§ 4", "Regel 4 ist neu."), ids="neu", read=read
        )
        laws = [*town(2, 2, read=read), changed, *town(4, 6, read=read)]
        steps: dict[str, int] = {}
        vectors = 14 if place.chroma_url else 5  # a server copies no collection; it is filled anew
        report = update(place, laws, embedder, lambda stage, done, total: steps.__setitem__(stage, total))
        assert (report.created, report.updated, report.skipped, report.deleted) == (1, 1, 3, 1)
        assert read == ["g3", "g6"]
        assert report.embedded == 4 and len(embedder.documents) == 4  # § 1 kept its text, so its vector, too
        assert steps == {"Gesetze lesen": 2, "Gesetze einbetten": 4, STAGES[2]: 5, STAGES[3]: vectors}
        assert searchable(place, report, embedder) == expected(laws)

    def test_a_law_without_searched_norms_is_no_trouble(
        self, place: Settings, quiet: Callable, embedder: HashEmbedder
    ):
        laws = [law("leer"), law("weg", norm("§ 1", title="(weggefallen)", repealed=True)), *town(1, 1)]
        report = update(place, laws, embedder, quiet)
        assert searchable(place, report, embedder) == expected(town(1, 1))

    def test_the_old_shelf_stays_until_nothing_names_it(
        self, place: Settings, quiet: Callable, embedder: HashEmbedder
    ):
        old = update(place, town(1, 2), embedder, quiet)
        reader = opened(place, old)
        new = update(place, town(1, 1), embedder, quiet)
        assert len(reader.search("Regel", 10)) == 6
        assert texts_of(reader).keys() == {"g1", "g2"}
        reader.close()
        assert searchable(place, new, embedder) == expected(town(1, 1))

    def test_progress_counts_up_to_the_end_of_every_stage(self, settings: Settings, embedder: HashEmbedder):
        seen: dict[str, list[tuple[int, int]]] = {}
        update(
            settings,
            town(1, 3),
            embedder,
            lambda s, done, total: seen.setdefault(s, []).append((done, total)),
        )
        assert tuple(seen) == STAGES
        assert all(steps[-1][0] == steps[-1][1] for steps in seen.values())


class TestEmbedders:
    def test_another_embedder_embeds_everything_but_reads_nothing(
        self, place: Settings, quiet: Callable, embedder: HashEmbedder
    ):
        first = update(place, town(1, 3), embedder, quiet)
        read: list[str] = []
        other = HashEmbedder("hash@2", dimension=32)
        second = update(place, town(1, 3, read=read), other, quiet)
        assert second.key != first.key
        assert (second.embedded, read) == (9, [])
        assert searchable(place, second, other) == expected(town(1, 3))

    def test_equal_texts_share_a_vector(self, settings: Settings, quiet: Callable, embedder: HashEmbedder):
        laws = [law(f"g{n}", norm("§ 1", "Überall gilt dieselbe Regel.")) for n in range(3)]
        report = update(settings, laws, embedder, quiet)
        assert report.embedded == len(embedder.documents) == 1
        assert len(searchable(settings, report, embedder)) == 3

    def test_vectors_can_be_done_without(self, settings: Settings, quiet: Callable, embedder: HashEmbedder):
        with_vectors = update(settings, town(1, 3), embedder, quiet)
        embedder.documents.clear()
        spare = settings.model_copy(update={"statute_vectors": False})
        report = update(spare, town(1, 3), embedder, quiet)
        assert report.key != with_vectors.key
        assert embedder.documents == []
        assert not (folder_of(spare, report) / "vectors").exists()
        shelf = opened(spare, report)
        hits = shelf.search("Regel", 10, embedder.embed_query("Regel"))
        assert len(hits) == 9 and all(hit.dense == 0 for hit in hits)
        shelf.close()


class TestBrokenLaws:
    def test_a_broken_law_stays_as_it_was_and_the_others_go_on(
        self, place: Settings, quiet: Callable, embedder: HashEmbedder
    ):
        old = update(place, town(1, 2), embedder, quiet)
        broken = law("g2", norm("§ 1", "Neu."), CorpusError("g2.xml ist abgeschnitten."), ids="neu")
        unheard = law("g9", CorpusError("g9.xml ist kein Gesetz."))
        laws = [*town(1, 1), broken, unheard, *town(3, 3)]
        report = update(place, laws, embedder, quiet)
        assert report.failed == ("g2.xml ist abgeschnitten.", "g9.xml ist kein Gesetz.")
        assert (report.created, report.updated) == (1, 0)
        assert searchable(place, report, embedder) == expected(town(1, 3))
        again = update(place, laws, embedder, quiet)
        assert (again.written, again.failed) == (False, report.failed)
        assert opened(place, old).counts()["laws"] == 2

    def test_a_number_that_another_law_has_is_an_error_of_the_law(
        self, settings: Settings, quiet: Callable, embedder: HashEmbedder
    ):
        report = update(
            settings, [*town(1, 1), law("doppelt", norm("§ 1", "Regel."), ids="g1")], embedder, quiet
        )
        assert len(report.failed) == 1 and "doppelt" in report.failed[0]
        assert searchable(settings, report, embedder) == expected(town(1, 1))


class TestDamage:
    @pytest.mark.parametrize(
        "file", ["shelf.json", "statutes.db", "keywords/meta.json", "vectors/chroma.sqlite3"]
    )
    @pytest.mark.parametrize("damage", ["missing", "garbage", "cut"])
    def test_it_is_named_and_the_next_run_repairs_it(
        self, settings: Settings, quiet: Callable, embedder: HashEmbedder, file: str, damage: str
    ):
        report = update(settings, town(1, 3), embedder, quiet)
        path = folder_of(settings, report) / file
        if damage == "missing":
            path.unlink()
        else:
            whole = path.read_bytes()
            path.write_bytes(b"\x00nix" * len(whole) if damage == "garbage" else whole[: len(whole) // 2])
        with pytest.raises(IndexUnavailableError, match="ingest build"):
            opened(settings, report)
        repaired = update(settings, town(1, 3), embedder, quiet)
        assert (repaired.key, repaired.written) == (report.key, True)
        assert searchable(settings, repaired, embedder) == expected(town(1, 3))
        assert {path.name for path in folder_of(settings, report).parent.iterdir()} == {report.key}

    def test_a_damaged_shelf_is_not_copied_into_the_next(
        self, settings: Settings, quiet: Callable, embedder: HashEmbedder
    ):
        report = update(settings, town(1, 30), embedder, quiet)
        for file in [
            path for path in (folder_of(settings, report) / "keywords").iterdir() if path.suffix == ".idx"
        ]:
            file.write_bytes(b"")
        embedder.documents.clear()
        read: list[str] = []
        report = update(settings, town(1, 29, read=read), embedder, quiet)
        assert searchable(settings, report, embedder) == expected(town(1, 29))
        assert (read, embedder.documents) == ([], [])  # laws and vectors were sound

    def test_a_lost_server_collection_is_written_anew(
        self, settings: Settings, quiet: Callable, embedder: HashEmbedder, chroma_server: str
    ):
        import chromadb

        place = settings.model_copy(update={"chroma_url": chroma_server})
        report = update(place, town(1, 3), embedder, quiet)
        chromadb.HttpClient(port=urlsplit(chroma_server).port or 0).delete_collection(
            f"statutes-{report.key}"
        )
        with pytest.raises(IndexUnavailableError):
            opened(place, report)
        embedder.documents.clear()
        repaired = update(place, town(1, 3), embedder, quiet)
        assert embedder.documents == []
        assert searchable(place, repaired, embedder) == expected(town(1, 3))
        with folders.writing(place.index_dir):
            shelves.prune(place)
        assert collections(place) == set()

    def test_a_server_out_of_reach_is_named(
        self, settings: Settings, quiet: Callable, embedder: HashEmbedder
    ):
        gone = settings.model_copy(update={"chroma_url": f"http://127.0.0.1:{free_port()}"})
        with pytest.raises(StorageError, match="CHROMA_URL"):
            update(gone, town(1, 1), embedder, quiet)

    def test_a_folder_without_a_shelf_is_no_shelf(self, settings: Settings, tmp_path: Path):
        with pytest.raises(IndexUnavailableError, match="ingest build"):
            open_shelf(settings, tmp_path / "nichts")


SCRIPT = """
import resource, sys, time
from pathlib import Path
from assistant.errors import AssistantError
from assistant.settings import Settings
from tests.fakes import HashEmbedder
from tests.index.statutes.test_shelf_update import town
from tests.index.statutes.town_laws import update

data_dir, url, stage, at, limit = sys.argv[1:]
settings = Settings(data_dir=Path(data_dir), embedding_model="fallback", chroma_url=url or None)

def report(now, done, total):
    if now == stage and done >= int(at):
        if limit:  # bytes that a file may have: writing more fails as on a full disk
            resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
        else:
            print("here", flush=True)
            time.sleep(600)

try:
    update(settings, town(3, 26, norms=100), HashEmbedder(), report)
except AssistantError as error:
    print(type(error).__name__, error.message)
"""


def script(place: Settings, stage: str, at: int, limit: str = "") -> subprocess.Popen[str]:
    """Update in another process that stops at `stage`, or may write only small files from there on."""
    arguments = [str(place.data_dir), place.chroma_url or "", stage, str(at), limit]
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, *arguments],
        cwd=PROJECT,
        env=os.environ | {"PYTHONPATH": str(PROJECT)},
        stdout=subprocess.PIPE,
        text=True,
    )


class TestKilled:
    @pytest.mark.parametrize(
        ("stage", "at"),
        [
            (STAGES[0], 20),
            (STAGES[0], 24),
            (STAGES[1], 1000),
            (STAGES[2], 2000),
            (STAGES[3], 2000),
            (STAGES[3], 2400),
        ],
    )
    def test_the_next_run_goes_on_and_everything_adds_up(
        self, place: Settings, quiet: Callable, embedder: HashEmbedder, stage: str, at: int
    ):
        old = update(place, town(1, 4), embedder, quiet)
        with script(place, stage, at) as process:
            assert process.stdout and process.stdout.readline() == "here\n"
            process.send_signal(signal.SIGKILL)
        assert searchable(place, old, embedder) == expected(town(1, 4))  # it goes on serving
        read: list[str] = []
        embedder.documents.clear()
        laws = town(3, 27, norms=100, read=read)  # one more than the killed run had
        report = update(place, laws, embedder, quiet)
        assert len(read) == (5 if at == 20 else 1)
        assert len(embedder.documents) <= 2500 - (1000 if stage == STAGES[1] else 0)
        if stage in STAGES[2:]:
            assert len(embedder.documents) == 100
        assert report.deleted == 0  # the killed run had done that
        assert searchable(place, report, embedder) == expected(laws)
        shelf = opened(place, report)
        assert shelf.counts() == {"laws": 25, "norms": 2500, "searched": 2500, "repealed": 0, "pieces": 2500}
        shelf.close()
        with folders.writing(place.index_dir):
            shelves.prune(place)  # no generation names any
        assert not list((place.index_dir / "statutes").iterdir())

    @pytest.mark.parametrize(
        ("stage", "at", "limit"),
        [
            (STAGES[0], 5, "200000"),
            (STAGES[1], 1000, "200000"),
            (STAGES[2], 2000, "50"),
            (STAGES[3], 2000, "50"),
        ],
    )
    def test_a_full_disk_is_reported_and_the_next_run_goes_on(
        self, settings: Settings, quiet: Callable, embedder: HashEmbedder, stage: str, at: int, limit: str
    ):
        with script(settings, stage, at, limit) as process:
            output = process.communicate()[0]
        assert output.startswith("StorageError")
        assert "voll" in output
        report = update(settings, town(3, 26, norms=100), embedder, quiet)
        assert searchable(settings, report, embedder) == expected(town(3, 26, norms=100))

    @pytest.mark.parametrize("rest", ["nothing", "garbage", "a shelf of another version"])
    def test_rests_that_are_of_no_use_are_cleared_away(
        self, settings: Settings, quiet: Callable, embedder: HashEmbedder, rest: str
    ):
        root = settings.index_dir / "statutes"
        (root / "0123456789abcdef.copying").mkdir(parents=True)
        (root / "fedcba9876543210.building").mkdir()
        database = root / "fedcba9876543210.building" / "statutes.db"
        if rest == "garbage":
            database.write_bytes(b"nix" * 5000)
        elif rest == "a shelf of another version":
            import sqlite3

            connection = sqlite3.connect(database)
            connection.executescript("CREATE TABLE laws (slug); PRAGMA user_version = 99;")
            connection.close()
        report = update(settings, town(1, 2), embedder, quiet)
        assert searchable(settings, report, embedder) == expected(town(1, 2))
        shutil.rmtree(root / "0123456789abcdef.copying")
        assert [path.name for path in root.iterdir()] == [report.key]
