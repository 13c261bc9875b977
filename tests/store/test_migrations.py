"""The tables of every database are those of the code, whatever it was before."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

from assistant.errors import StorageError
from assistant.messages_de import Storage
from assistant.settings import PROJECT
from assistant.store.tables import Base
from tests.fakes import sample_answer
from tests.stores import made_store

ANNA = "sitzung:anna"


def test_an_empty_database_gets_the_tables_of_the_models(address: str, tmp_path: Path):
    made_store(tmp_path, store_url=address).close()
    engine = create_engine(address)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        assert set(inspect(connection).get_table_names()) == {*Base.metadata.tables, "alembic_version"}
    engine.dispose()


def test_opening_again_changes_nothing(address: str, tmp_path: Path):
    first = made_store(tmp_path, store_url=address)
    asked = first.conversations.ask(ANNA, None, "k", "Wie?").exchange
    first.conversations.finish(asked.id, sample_answer())
    before = first.conversations.get(ANNA, asked.conversation_id)
    first.close()
    second = made_store(tmp_path, store_url=address)
    assert second.conversations.get(ANNA, asked.conversation_id) == before
    second.close()


def test_a_newer_database_is_left_alone(address: str, tmp_path: Path):
    made_store(tmp_path, store_url=address).close()
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'aus-der-zukunft'"))
    with pytest.raises(StorageError) as caught:
        made_store(tmp_path, store_url=address)
    assert caught.value.message == Storage.NEWER
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "aus-der-zukunft"
    engine.dispose()


def test_processes_may_start_at_once(address: str, tmp_path: Path):
    program = (
        "import sys; from pathlib import Path; from tests.stores import made_store\n"
        "store = made_store(Path(sys.argv[1]), store_url=sys.argv[2])\n"
        "store.figures.count('web', 'answered', 1)\n"
        "store.close()"
    )

    def start(_: int) -> subprocess.CompletedProcess[str]:
        arguments = [sys.executable, "-c", program, str(tmp_path), address]
        return subprocess.run(arguments, cwd=PROJECT, capture_output=True, text=True)

    with ThreadPoolExecutor(3) as pool:
        assert [(done.returncode, done.stderr) for done in pool.map(start, range(3))] == [(0, "")] * 3
    store = made_store(tmp_path, store_url=address)
    assert [day.count for day in store.figures.days(store._clock().date())] == [3]
    store.close()
