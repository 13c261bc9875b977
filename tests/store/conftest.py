"""Every test that asks for `store` or `address` runs twice: on SQLite and on PostgreSQL."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from assistant.store.store import Store
from tests.store.postgresql import programs, running
from tests.stores import StoppedClock, made_store


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Address of a running server, with a place for the name of a database."""
    bin_folder = programs()
    if bin_folder is None:
        pytest.skip("PostgreSQL ist nicht installiert (Debian: apt install postgresql)")
    with running(bin_folder) as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.db'}"
    server = request.getfixturevalue("postgresql")
    name = f"test_{uuid.uuid4().hex}"
    engine = create_engine(server.format(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server.format(database=name)


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def store(address: str, tmp_path: Path, clock: StoppedClock) -> Iterator[Store]:
    opened = made_store(tmp_path, clock, store_url=address)
    yield opened
    opened.close()
