"""The database as a file or a server: who can read it, what deletion leaves, what is said when it fails."""

from __future__ import annotations

import sqlite3
import stat
import traceback
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text

from assistant.errors import InputError, StorageError
from assistant.messages_de import Storage
from assistant.settings import Settings
from assistant.store.store import Store, open_store
from tests.fakes import sample_answer
from tests.stores import made_store

ANNA = "sitzung:anna"
SECRET = "Wer bekommt die Wohnung von Erika Muster?"


def keep(store: Store, question: str = SECRET) -> str:
    exchange = store.conversations.ask(ANNA, None, question, question).exchange
    store.conversations.finish(exchange.id, sample_answer(question, text=f"{question} Niemand [1]."))
    store.feedback.give(ANNA, exchange.id, False, (), question)
    return exchange.conversation_id


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("store.db*"))


def test_without_a_setting_it_is_a_file_in_the_data_folder(tmp_path: Path):
    folder = tmp_path / "neu" / "mit 100 % Ärger?"
    store = open_store(Settings(_env_file=None, data_dir=folder))
    keep(store)
    assert [path.name for path in files(folder)] == ["store.db", "store.db-shm", "store.db-wal"]
    store.close()


def test_other_users_cannot_read_the_file(tmp_path: Path):
    made_store(tmp_path).close()
    (tmp_path / "store.db").chmod(0o664)  # e.g. restored from a backup
    store = made_store(tmp_path)
    keep(store)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in files(tmp_path)}
    assert len(modes) == 3
    assert all(mode & 0o007 == 0 for mode in modes.values()), modes
    store.close()


@pytest.mark.parametrize("way", ["one", "all", "expired"])
def test_a_deleted_text_is_in_none_of_the_files(tmp_path: Path, way: str):
    store = made_store(tmp_path)
    where = keep(store)
    assert any(b"Erika Muster" in path.read_bytes() for path in files(tmp_path))
    if way == "one":
        store.conversations.delete(ANNA, where)
    elif way == "all":
        store.conversations.delete_all(ANNA)
    else:
        store._clock.advance(days=400)
        store.expire()
    assert len(files(tmp_path)) == 3
    assert not any(b"Erika Muster" in path.read_bytes() for path in files(tmp_path))
    store.close()


def test_what_a_reader_kept_from_being_wiped_is_wiped_later(tmp_path: Path):
    store = made_store(tmp_path)
    where = keep(store)
    store._database.wipe()
    reader = sqlite3.connect(tmp_path / "store.db")
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM conversations").fetchall()
    with store._database.engine.connect() as connection:  # the only one, so that it waits no 10 seconds
        connection.exec_driver_sql("PRAGMA busy_timeout = 1")
    store.conversations.delete(ANNA, where)
    assert any(b"Erika Muster" in path.read_bytes() for path in files(tmp_path))
    reader.close()
    assert store.expire() == {"conversations": 0, "projects": 0, "feedback": 0}
    assert not any(b"Erika Muster" in path.read_bytes() for path in files(tmp_path))
    store.close()


def test_a_deleted_text_is_in_no_row(store: Store):
    store.conversations.delete(ANNA, keep(store))
    with store._database.read() as session:
        rows = [
            row
            for table in ("conversations", "exchanges", "feedback")
            for row in session.execute(text(f"SELECT * FROM {table}"))
        ]
    assert len(rows) == 1  # the rating
    assert "Erika" not in repr(rows)


def test_a_reader_does_not_keep_a_writer_waiting(store: Store):
    keep(store)
    with store._database.read() as session:
        session.execute(text("SELECT * FROM conversations")).all()
        keep(store, "Noch eine?")
    assert len(store.conversations.list(ANNA)) == 2


@pytest.mark.parametrize(
    "url", ["unfug", "mysql://u:p@h/d", "sqlite://", "sqlite:///:memory:", "sqlite+foo:///x"]
)
def test_an_address_of_no_database_is_explained(tmp_path: Path, url: str):
    with pytest.raises(StorageError) as caught:
        made_store(tmp_path, store_url=url)
    assert caught.value.message == Storage.BAD_URL


def test_a_server_that_is_not_there_is_explained(tmp_path: Path):
    password = "p4ssw0rt"
    with pytest.raises(StorageError) as caught:
        made_store(tmp_path, store_url=f"postgresql://tester:{password}@/x?host={tmp_path}")
    assert caught.value.message == Storage.UNREACHABLE
    assert password not in "".join(traceback.format_exception(caught.value))


def test_a_file_that_breaks_under_a_running_service_is_explained(tmp_path: Path):
    store = made_store(tmp_path)
    keep(store)
    store.close()
    for path in files(tmp_path):
        path.write_bytes(b"kaputt" * 1000)
    with pytest.raises(StorageError) as caught:
        store.conversations.list(ANNA)
    assert caught.value.message == Storage.DAMAGED


def test_a_server_that_has_restarted_is_found_again(postgresql: str, tmp_path: Path):
    store = made_store(tmp_path, store_url=postgresql.format(database="postgres"))
    where = keep(store)
    engine = create_engine(postgresql.format(database="postgres"), poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        )
    assert store.conversations.get(ANNA, where).title == SECRET
    store.close()


def test_a_damaged_file_is_explained(tmp_path: Path):
    (tmp_path / "store.db").write_bytes(b"Das ist keine Datenbank. " * 100)
    with pytest.raises(StorageError) as caught:
        made_store(tmp_path)
    assert caught.value.message == Storage.DAMAGED


def test_a_folder_that_cannot_be_made_is_explained(tmp_path: Path):
    (tmp_path / "datei").write_text("x")
    with pytest.raises(StorageError) as caught:
        made_store(tmp_path / "datei")
    assert caught.value.message == Storage.NOT_WRITABLE


def test_failures_do_not_repeat_what_was_typed(store: Store):
    """A mistake of ours may end in a traceback; the question must not be in it."""
    with store._database.write() as session:
        session.execute(text("DROP TABLE feedback"))
        session.execute(text("ALTER TABLE exchanges RENAME TO lost"))
    with pytest.raises(Exception) as caught:
        store.conversations.ask(ANNA, None, "k", SECRET)
    assert not isinstance(caught.value, (StorageError, InputError))
    assert "Erika" not in "".join(traceback.format_exception(caught.value))
