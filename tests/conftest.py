"""Three indexes for every test that needs one: of the repository's corpus, of a made-up village, and of the
village with a shelf of statutes.

All are built once a session; the tests only read them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.framework import Framework, load_framework
from assistant.index.generation import Generation, open_current
from assistant.service import Assistant, build
from assistant.settings import Settings
from ingest.sync import synchronise
from tests.village import REFUSALS, follow_ups_checked, offline, publish, silent, village_passages
from tests.village_laws import MORE_REFUSALS, lawful_passages, village_laws


@pytest.fixture(scope="session", autouse=True)
def _never_the_real_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Whoever names no data folder gets an empty one, not that of this machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATA_DIR", str(tmp_path_factory.mktemp("daten")))
        yield


@pytest.fixture(scope="session")
def real_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A data folder with the index of the whole corpus, built as `ingest build` does; takes half a minute."""
    settings = offline(tmp_path_factory.mktemp("korpus"))
    framework = load_framework(settings.corpus_dir / "framework")
    synchronise(settings, silent, before_publish=(follow_ups_checked(settings, framework),))
    return settings


@pytest.fixture(scope="session")
def real_assistant(real_settings: Settings) -> Assistant:
    return build(real_settings)


@pytest.fixture(scope="session")
def real_generation(real_settings: Settings) -> Generation:
    return open_current(real_settings)


@pytest.fixture(scope="session")
def real_framework(real_assistant: Assistant) -> Framework:
    return real_assistant.framework


@pytest.fixture(scope="session")
def village_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = offline(tmp_path_factory.mktemp("dorf"))
    publish(settings, village_passages())
    return settings


@pytest.fixture(scope="session")
def village(village_settings: Settings) -> Generation:
    return open_current(village_settings)


@pytest.fixture(scope="session")
def village_assistant(village_settings: Settings) -> Assistant:
    return build(village_settings)


@pytest.fixture(scope="session")
def lawful_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = offline(tmp_path_factory.mktemp("dorfrecht"))
    publish(settings, lawful_passages(), village_laws(), (*REFUSALS, *MORE_REFUSALS))
    return settings


@pytest.fixture(scope="session")
def lawful_village(lawful_settings: Settings) -> Generation:
    return open_current(lawful_settings)


@pytest.fixture(scope="session")
def lawful_assistant(lawful_settings: Settings) -> Assistant:
    return build(lawful_settings)


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"
