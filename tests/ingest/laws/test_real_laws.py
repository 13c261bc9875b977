"""The official files at two dates: found, kept, compared. They are not part of the repository."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.law_changes import LawChange
from assistant.settings import PROJECT, Settings
from ingest.laws.catalogue import load_catalogue
from ingest.laws.folder import FolderLaws
from ingest.laws.reviews import changed_since_review
from ingest.laws.synchronise import SyncReport, synchronise_laws
from tests.ingest.laws.official import silent

LAWS = PROJECT.parent / "shared" / "laws"
OLD, NEW, EUROPEAN = LAWS / "gii-raw-2025-04-02", LAWS / "gii-c14n-2026-04-29", LAWS / "eu-formex"
CHANGED = {"RegG", "ROG", "BauGB", "GWB", "EnWG"}
SAME = {"IFG", "OZG", "KSG", "BGG", "DNG"}

pytestmark = pytest.mark.skipif(not LAWS.is_dir(), reason=f"Die amtlichen Dateien fehlen: {LAWS}")


def synchronise(settings: Settings, folder: Path) -> SyncReport:
    source = FolderLaws(folder, settings.laws_max_bytes)
    return synchronise_laws(settings, load_catalogue(settings.corpus_dir), source, silent)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(_env_file=None, data_dir=tmp_path_factory.mktemp("gesetze"))  # type: ignore[call-arg]


@pytest.fixture(scope="module")
def changes(settings: Settings) -> dict[str, LawChange]:
    """What changed from 2025 to 2026, by short form; the store holds the later files afterwards."""
    first = synchronise(settings, OLD)
    assert (first.created, first.failed, first.complete) == (62, (), True)
    assert synchronise(settings, EUROPEAN).created == 1
    later = synchronise(settings, NEW)
    assert (later.created, later.updated, later.failed, later.vanished) == (3, 62, (), ())
    assert later.changes
    return {law.name: law for law in later.changes.laws}


def test_laws_that_changed_and_laws_that_did_not(changes: dict[str, LawChange]) -> None:
    assert {name for name in CHANGED | SAME if changes[name].provisions} == CHANGED
    assert {law.name for law in changes.values() if law.kind == "new"} == {"BSIG", "KRITISDachG", "LuKIFG"}


def test_the_change_of_a_provision_that_a_digest_rests_on(changes: dict[str, LawChange]) -> None:
    (purposes,) = [p for p in changes["AO"].provisions if p.citation == "§ 52 AO"]
    assert purposes.kind == "changed" and [row.id for row in purposes.rows] == ["N105"]
    assert [run.words.split()[-1] for run in purposes.runs if run.kind == "removed"] == ["gilt"]


def test_each_change_names_its_provision_once(changes: dict[str, LawChange]) -> None:
    for law in changes.values():
        ids = [change.id for change in law.provisions]
        assert len(ids) == len(set(ids))


def test_a_second_look_finds_nothing(settings: Settings, changes: dict[str, LawChange]) -> None:
    again = synchronise(settings, LAWS)
    assert (again.created, again.updated, again.unchanged, again.bytes) == (0, 0, 66, 0)
    assert again.changes is None and again.failed == ()


def test_the_digests_were_reviewed_against_these_files(
    settings: Settings, changes: dict[str, LawChange]
) -> None:
    assert changed_since_review(settings) == {}


def test_and_are_noticed_where_the_wording_was_another_one(settings: Settings, tmp_path: Path) -> None:
    old = settings.model_copy(update={"data_dir": tmp_path})
    synchronise(old, OLD)
    assert {"N068", "N105"} <= changed_since_review(old).keys()


def test_numbers_and_names_are_the_official_ones() -> None:
    official = json.loads((LAWS / "gii-meta" / "by-jurabk.json").read_text("utf-8"))
    table = load_catalogue(PROJECT / "corpus").laws
    wrong = [
        law.name
        for law in table
        if not law.european and law.number not in {official.get(name) for name in (law.name, *law.names)}
        if law.number in official.values()
    ]
    assert [name for name in wrong if not name.startswith("SGB ")] == []
