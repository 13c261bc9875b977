"""The SQLite store of passages: what goes in comes out, from any thread, and damage is named."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.errors import IndexUnavailableError, NotFoundError
from assistant.index.passages import PassageStore, write_passages
from assistant.models import Passage
from tests.fakes import sample_passages


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "mit Leerzeichen & ü?#%.db"


@pytest.fixture
def store(path: Path, passages: list[Passage]) -> PassageStore:
    write_passages(path, [*passages, *sample_passages()])
    return PassageStore(path)


def test_passages_come_back_whole_and_in_order(store: PassageStore, passages: list[Passage]):
    assert store.all() == [*passages, *sample_passages()]
    assert len(store) == len(passages) + 4
    assert store.get(passages[7].id) == passages[7]


def test_many_come_in_the_order_asked_for(store: PassageStore, passages: list[Passage]):
    wanted = [passages[9], passages[2], passages[9]] + passages * 50
    assert store.get_many([p.id for p in wanted]) == wanted
    assert store.get_many([]) == []


def test_a_unit_is_read_in_corpus_order(store: PassageStore, passages: list[Passage]):
    assert store.of_unit("study:3.1") == [p for p in passages if p.unit == "study:3.1"]
    assert store.of_unit("law:§ 97 Abs. 4 GWB") == [sample_passages()[1]]
    assert store.of_unit("study:9.9") == []


def test_units_and_digests_come_without_reading_passages(store: PassageStore, passages: list[Passage]):
    assert store.unit(passages[1].id) == passages[1].unit
    assert store.digests()[passages[1].id] == passages[1].digest


def test_counts_per_kind_and_origin(store: PassageStore):
    counts = store.counts()
    assert counts["passages"] == 28
    assert counts["units"] == 5
    assert (counts["study"], counts["law"], counts["practice"]) == (26, 1, 1)
    assert (counts["card"], counts["expansion"]) == (19, 7)


@pytest.mark.parametrize("passage_id", ["study/9.9/kurz", "", "' OR 1=1 --", "ü" * 5000])
def test_an_unknown_id_is_not_found(store: PassageStore, passage_id: str):
    for ask in (store.get, store.unit):
        with pytest.raises(NotFoundError) as caught:
            ask(passage_id)
        assert len(caught.value.message) < 200


def test_threads_may_share_it(store: PassageStore, passages: list[Passage]):
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(store.get, [p.id for p in passages] * 40))
    assert got == passages * 40


def test_it_leaves_no_trace_and_cannot_write(store: PassageStore, path: Path):
    store.all()
    assert [p.name for p in path.parent.iterdir()] == [path.name]
    with pytest.raises(sqlite3.OperationalError):
        store._connection.execute("DELETE FROM passages")


@pytest.mark.parametrize("damage", ["missing", "empty", "garbage", "cut"])
def test_damage_is_named(path: Path, passages: list[Passage], damage: str):
    write_passages(path, passages)
    content = path.read_bytes()
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes(
            {"empty": b"", "garbage": b"\x00nix" * 4000, "cut": content[: len(content) // 3]}[damage]
        )
    with pytest.raises(IndexUnavailableError, match="ingest build"):
        PassageStore(path).all()
