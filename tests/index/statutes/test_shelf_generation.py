"""A generation and its shelf: published in one step, opened together, deleted together."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence

import pytest

from assistant.errors import CorpusError, IndexUnavailableError
from assistant.index.build import BuildReport, build_generation, forget_previous
from assistant.index.embedding import load_embedder
from assistant.index.generation import Generation, is_intact, is_stale, open_current
from assistant.models import Passage
from assistant.settings import Settings
from assistant.statute import LawSource
from tests.index.conftest import study_passage
from tests.index.statutes.town_laws import law, norm

BRUNNEN = law("brunnen", norm("§ 1", "Jeder Brunnen hat einen Deckel."))
LATERNEN = law("laternen", norm("§ 1", "Laternen leuchten bis zum Morgen."))

Build = Callable[..., BuildReport]


@pytest.fixture
def build(settings: Settings, passages: list[Passage], quiet: Callable) -> Build:
    def run(laws: Sequence[LawSource] = (), passages: Sequence[Passage] = passages, **more) -> BuildReport:
        arguments = {"corpus_digest": "c1", "parts": [], "laws": laws} | more
        return build_generation(settings, passages, [], load_embedder, quiet, **arguments)

    return run


def serve(settings: Settings) -> Generation:
    return open_current(settings, parts=[])


def shelves_of(settings: Settings) -> set[str]:
    return {folder.name for folder in (settings.index_dir / "statutes").glob("*")}


def test_a_generation_brings_its_laws_along(settings: Settings, build: Build):
    report = build([BRUNNEN, LATERNEN])
    assert report.statutes is not None and report.statutes.created == 2
    generation = serve(settings)
    assert generation.statutes is not None
    assert generation.manifest.statutes == report.statutes.key
    assert generation.statutes.counts()["laws"] == 2
    question = "Wann leuchten Laternen?"
    hits = generation.statutes.search(question, 5, generation.embedder.embed_query(question))
    assert hits[0].norm_id == "laternen-1"
    generation.close()


def test_without_laws_there_is_no_shelf(settings: Settings, build: Build):
    assert build().statutes is None
    assert serve(settings).statutes is None
    assert shelves_of(settings) == set()


def test_a_reader_keeps_the_laws_it_began_with(settings: Settings, build: Build):
    build([BRUNNEN])
    reader = serve(settings)
    for number in range(3):
        build([BRUNNEN, law("wege", norm("§ 1", f"Fassung {number}."))])
    assert reader.statutes is not None
    assert [entry.header.slug for entry in reader.statutes.laws()] == ["brunnen"]
    assert reader.statutes.passages("brunnen-1")
    assert len(shelves_of(settings)) == 3  # of the reader, the served and the one before
    reader.close()
    build([BRUNNEN])
    assert len(shelves_of(settings)) == 2


def test_generations_share_a_shelf_that_stays_the_same(settings: Settings, build: Build):
    first = build([BRUNNEN])
    second = build([BRUNNEN], [study_passage(number) for number in range(23)])
    assert first.statutes and second.statutes
    assert not second.statutes.written
    assert shelves_of(settings) == {first.statutes.key}
    one, other = serve(settings), serve(settings)
    one.close()
    assert other.statutes is not None
    assert other.statutes.search("Brunnen", 5, other.embedder.embed_query("Brunnen"))
    other.close()


def test_a_build_that_fails_leaves_the_served_laws_alone(settings: Settings, build: Build):
    build([BRUNNEN])

    def refuse(candidate: Generation) -> None:
        assert candidate.statutes is not None and candidate.statutes.law("laternen")
        raise CorpusError("Keine einzige Anschlussfrage ist beantwortbar.")

    with pytest.raises(CorpusError, match="Anschlussfrage"):
        build([LATERNEN], before_publish=[refuse])
    generation = serve(settings)
    assert generation.statutes is not None
    assert [entry.header.slug for entry in generation.statutes.laws()] == ["brunnen"]


def test_taking_all_laws_away_deletes_them(settings: Settings, build: Build):
    build([BRUNNEN])
    build()
    forget_previous(settings)
    assert shelves_of(settings) == set()
    assert serve(settings).statutes is None


@pytest.mark.parametrize("damage", ["all of it", "keywords", "vectors", "statutes.db"])
def test_a_damaged_shelf_is_a_damaged_index_and_is_built_anew(settings: Settings, build: Build, damage: str):
    report = build([BRUNNEN])
    assert report.statutes and not is_stale(settings, "c1") and is_intact(settings, parts=[])
    shelf = settings.index_dir / "statutes" / report.statutes.key
    if damage.endswith(".db"):
        (shelf / damage).unlink()
    else:
        shutil.rmtree(shelf if damage == "all of it" else shelf / damage)
    with pytest.raises(IndexUnavailableError, match="ingest build"):
        serve(settings)
    assert not is_intact(settings, parts=[])
    build([BRUNNEN])
    generation = serve(settings)
    assert generation.statutes is not None
    assert generation.statutes.search("Brunnen", 5)


def test_a_law_that_cannot_be_read_does_not_stop_the_build(settings: Settings, build: Build):
    report = build([BRUNNEN, law("wege", CorpusError("wege.xml ist kein Gesetz."))])
    assert report.published
    assert report.statutes is not None and report.statutes.failed == ("wege.xml ist kein Gesetz.",)
    generation = serve(settings)
    assert generation.statutes is not None and generation.statutes.counts()["laws"] == 1
