"""A synchronisation: what is counted, what stays when something fails, and how it goes on after a stop."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.errors import AssistantError, CorpusError
from assistant.law_changes import read_history
from assistant.settings import Settings
from ingest.laws.catalogue import Catalogue, Law
from ingest.laws.folder import FolderLaws
from ingest.laws.online import official_sites
from ingest.laws.render import render_report
from ingest.laws.source import Fetched, Offer, Source
from ingest.laws.store import LawStore, Meta
from ingest.laws.synchronise import SyncReport, synchronise_laws
from tests.ingest.laws.law_server import LawServer, Reply, law_server
from tests.ingest.laws.official import (
    ACT,
    CATALOGUE,
    MILL,
    NORMS,
    WELL,
    Clock,
    archive,
    federal,
    settings_in,
    silent,
)
from tests.ingest.statutes import made_act


class Scripted:
    """A source that gives what it is told to: bytes, None for unchanged, or an error. Records what was asked."""

    def __init__(self, *, patient: bool = True, whole: bool = False, **files: bytes | BaseException | None):
        self.patient, self.whole, self.files = patient, whole, files
        self.asked: list[str] = []

    def offer(self, catalogue: Catalogue) -> Offer:
        laws = [catalogue.by_slug(slug) or Law(slug, "BJNR000030099", slug) for slug in self.files]
        return Offer(tuple(laws), whole=self.whole)

    def fetch(self, law: Law, kept: Meta | None) -> Fetched | None:
        self.asked.append(law.slug)
        file = self.files[law.slug]
        if isinstance(file, BaseException):
            raise file
        return None if file is None else Fetched(file)


@pytest.fixture
def config(tmp_path: Path) -> Settings:
    return settings_in(tmp_path)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def run(config: Settings, clock: Clock, source: Source, remove_vanished: bool = False) -> SyncReport:
    return synchronise_laws(config, CATALOGUE, source, silent, remove_vanished=remove_vanished, now=clock)


def current(config: Settings, slug: str = "brunng") -> bytes:
    law = LawStore(config).law(slug)
    assert law
    return law.current.read_bytes()


def counts(report: SyncReport) -> tuple[int, int, int]:
    return report.created, report.updated, report.unchanged


NEW = federal(norms=NORMS | {"§ 4": "Das Dorf und die Nachbarn pflegen die Brunnen."}, built="20260102030405")
MILL_FILE = federal(MILL.number)


class TestCounting:
    def test_new_changed_and_unchanged(self, config: Settings, clock: Clock) -> None:
        first = run(config, clock, Scripted(brunng=federal(), muehlv_2019=MILL_FILE))
        assert counts(first) == (2, 0, 0) and first.bytes == len(federal()) + len(MILL_FILE)
        second = run(config, clock, Scripted(brunng=NEW, muehlv_2019=None))
        assert counts(second) == (0, 1, 1) and second.complete
        assert current(config) == NEW

    def test_the_same_content_changes_nothing_but_when_it_was_checked(
        self, config: Settings, clock: Clock
    ) -> None:
        run(config, clock, Scripted(brunng=federal()))
        before = LawStore(config).law("brunng")
        report = run(config, clock, Scripted(brunng=federal()))
        after = LawStore(config).law("brunng")
        assert before and after and counts(report) == (0, 0, 1) and report.changes is None
        assert after.meta.checked > before.meta.checked
        assert after.meta.model_copy(update={"checked": before.meta.checked}) == before.meta
        assert after.current.stat() == before.current.stat()

    def test_what_is_known_of_a_version(self, config: Settings, clock: Clock) -> None:
        run(config, clock, Scripted(brunng=federal()))
        run(config, clock, Scripted(brunng=NEW))
        law = LawStore(config).law("brunng")
        assert law and law.meta.builddate == "20260102030405" and law.meta.doknr == WELL.number
        assert law.meta.previous and law.meta.previous.builddate == "20250102030405"
        assert law.previous and law.previous.read_bytes() == federal()

    def test_an_act_with_its_annexes(self, config: Settings, clock: Clock, tmp_path: Path) -> None:
        act = made_act.act(made_act.article("1", made_act.alinea("Brunnen sind frei.")))
        annex = made_act.document(made_act.annex("ANHANG", "Liste", "<P>Eimer</P>"))
        folder = tmp_path / "eu"
        folder.mkdir()
        (folder / "act.zip").write_bytes(archive(act__xml=act, annex__xml=annex))
        report = run(config, clock, FolderLaws(folder, 10**6))
        law = LawStore(config).law(ACT.slug)
        assert counts(report) == (1, 0, 0) and law and law.meta.doknr == "32031R0077"
        assert law.current.name == "current.zip"

    def test_progress_reaches_its_end(self, config: Settings, clock: Clock) -> None:
        seen: list[tuple[str, int, int]] = []
        synchronise_laws(
            config, CATALOGUE, Scripted(brunng=federal()), lambda *step: seen.append(step), now=clock
        )
        assert {stage: done == total for stage, done, total in seen} == {
            "Quelle sichten": True,
            "Gesetze abgleichen": True,
            "Änderungen vergleichen": True,
        }


class TestFailing:
    @pytest.mark.parametrize(
        ("file", "says"),
        [
            (AssistantError("Kein Netz."), "Kein Netz."),
            (MILL_FILE, f"erwartet {WELL.number}, erhalten {MILL.number}"),
            (b"<html/>", "brunng: "),
            (federal()[:-200], "unvollständig oder beschädigt"),
            (federal().replace(b"<dokumente", b"<!DOCTYPE d [<!ENTITY e 'x'>]><dokumente"), "eigene Zeichen"),
        ],
        ids=["Netz", "anderes Gesetz", "kein Gesetz", "abgeschnitten", "Entität"],
    )
    def test_one_fails_the_others_go_on_and_the_old_stays(
        self, config: Settings, clock: Clock, file: bytes | BaseException, says: str
    ) -> None:
        run(config, clock, Scripted(brunng=federal()))
        report = run(config, clock, Scripted(brunng=file, muehlv_2019=MILL_FILE))
        assert counts(report) == (1, 0, 0) and not report.complete
        (failure,) = report.failed
        assert failure.name == "BrunnG" and says in failure.reason
        assert current(config) == federal() and "BrunnG: " in render_report(report, config)

    def test_a_stored_file_that_is_damaged_is_fetched_anew(self, config: Settings, clock: Clock) -> None:
        run(config, clock, Scripted(brunng=federal()))
        law = LawStore(config).law("brunng")
        assert law
        law.current.write_bytes(b"<doku")
        report = run(config, clock, Scripted(brunng=federal()))
        assert counts(report) == (0, 1, 0) and current(config) == federal()

    def test_nothing_sent_for_what_is_not_stored(self, config: Settings, clock: Clock) -> None:
        report = run(config, clock, Scripted(brunng=None))
        assert report.failed[0].reason == "Die Quelle hat keine Datei geliefert."

    def test_a_broken_corpus_is_told(self, config: Settings, clock: Clock) -> None:
        (config.corpus_dir / "provisions.tsv").write_text("kaputt")
        with pytest.raises(CorpusError, match=r"provisions\.tsv"):
            run(config, clock, Scripted(brunng=federal()))


class TestVanishing:
    def test_what_is_not_in_the_source_is_named_and_stays(self, config: Settings, clock: Clock) -> None:
        run(config, clock, Scripted(brunng=federal(), muehlv_2019=MILL_FILE))
        report = run(config, clock, Scripted(brunng=None))
        assert report.vanished == ("MühlV",) and report.missing == (ACT.name,) and report.complete
        assert current(config, "muehlv_2019") == MILL_FILE

    def test_it_is_removed_on_demand(self, config: Settings, clock: Clock) -> None:
        run(config, clock, Scripted(brunng=federal(), muehlv_2019=MILL_FILE))
        report = run(config, clock, Scripted(brunng=None), remove_vanished=True)
        assert report.removed == ("MühlV",) and report.vanished == ()
        assert LawStore(config).slugs() == ("brunng",)

    def test_but_never_more_than_is_allowed(self, config: Settings, clock: Clock) -> None:
        strict = config.model_copy(update={"laws_max_removals": 0})
        run(strict, clock, Scripted(brunng=federal(), muehlv_2019=MILL_FILE))
        report = run(strict, clock, Scripted(brunng=None), remove_vanished=True)
        assert report.doubtful and not report.complete and report.removed == ()
        assert "LAWS_MAX_REMOVALS = 0" in render_report(report, strict)
        assert LawStore(strict).slugs() == ("brunng", "muehlv_2019")

    def test_nothing_is_removed_when_anything_failed(self, config: Settings, clock: Clock) -> None:
        run(config, clock, Scripted(brunng=federal(), muehlv_2019=MILL_FILE))
        report = run(config, clock, Scripted(brunng=b"<kaputt"), remove_vanished=True)
        assert report.removed == () and LawStore(config).slugs() == ("brunng", "muehlv_2019")

    def test_a_source_of_one_kind_of_law_need_not_have_the_other(
        self, config: Settings, clock: Clock
    ) -> None:
        act = made_act.act(made_act.article("1", made_act.alinea("Brunnen sind frei.")))
        run(config, clock, Scripted(**{ACT.slug: act, "brunng": federal()}))
        assert run(config, clock, Scripted(brunng=None)).vanished == ()
        assert run(config, clock, Scripted(**{ACT.slug: None})).vanished == ()

    def test_laws_outside_the_catalogue_vanish_only_from_a_source_that_has_all(
        self, config: Settings, clock: Clock
    ) -> None:
        run(config, clock, Scripted(apfelg=federal("BJNR000030099"), brunng=federal(), whole=True))
        assert run(config, clock, Scripted(brunng=None)).vanished == ()
        assert run(config, clock, Scripted(brunng=None, whole=True)).vanished == ("apfelg",)


class Stopped(BaseException):
    """The process ends here."""


class TestGoingOn:
    def test_a_stopped_run_is_gone_on_with_and_its_changes_are_noted(
        self, config: Settings, clock: Clock
    ) -> None:
        run(config, clock, Scripted(brunng=federal(), muehlv_2019=MILL_FILE))
        with pytest.raises(Stopped):
            run(config, clock, Scripted(brunng=NEW, muehlv_2019=Stopped()))
        source = Scripted(brunng=NEW, muehlv_2019=None)
        report = run(config, clock, source)
        assert source.asked == ["muehlv_2019"] and counts(report) == (0, 0, 2)
        assert report.changes and [law.name for law in report.changes.laws] == ["BrunnG"]
        again = Scripted(brunng=None, muehlv_2019=None)
        assert run(config, clock, again).changes is None and again.asked == ["brunng", "muehlv_2019"]

    def test_stopped_while_noting_the_changes(self, config: Settings, clock: Clock) -> None:
        def stop(stage: str, done: int, total: int) -> None:
            if stage == "Änderungen vergleichen":
                raise Stopped

        run(config, clock, Scripted(brunng=federal()))
        with pytest.raises(Stopped):
            synchronise_laws(config, CATALOGUE, Scripted(brunng=NEW), stop, now=clock)
        run(config, clock, Scripted(brunng=None))
        assert [len(changes.laws) for changes in read_history(config).runs] == [1, 1]

    def test_a_folder_is_looked_through_again(self, config: Settings, clock: Clock) -> None:
        with pytest.raises(Stopped):
            run(config, clock, Scripted(brunng=federal(), muehlv_2019=Stopped()))
        source = Scripted(patient=False, brunng=None, muehlv_2019=MILL_FILE)
        run(config, clock, source)
        assert source.asked == ["brunng", "muehlv_2019"]


class TestOnline:
    @pytest.fixture
    def server(self) -> Iterator[LawServer]:
        with law_server() as server:
            yield server

    def online(self, config: Settings, clock: Clock, server: LawServer) -> SyncReport:
        with official_sites(
            config, server.address, f"{server.address}/celex", sleep=lambda seconds: None
        ) as sites:
            return run(config, clock, sites)

    def test_from_the_sites_to_the_store_and_back(
        self, config: Settings, clock: Clock, server: LawServer
    ) -> None:
        act = made_act.act(made_act.article("1", made_act.alinea("Brunnen sind frei.")))
        zipped = Reply(body=archive(BJNR000010099__xml=federal()), headers={"ETag": '"1"'})
        server.answer("/brunng/xml.zip", zipped, Reply(304))
        server.answer("/muehlv_2019/xml.zip", Reply(404))
        server.answer("/celex/32031R0077", Reply(body=archive(act__xml=act)))
        first = self.online(config, clock, server)
        assert counts(first) == (2, 0, 0) and [failure.name for failure in first.failed] == ["MühlV"]
        second = self.online(config, clock, server)
        assert counts(second) == (0, 0, 2)  # 304; the same content in an archive that was packed anew
        law = LawStore(config).law("brunng")
        assert law and law.meta.etag == '"1"' and law.meta.url == f"{server.address}/brunng/xml.zip"
