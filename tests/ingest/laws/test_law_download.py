"""Fetching over HTTP from a real server on this machine: what is asked, how often, and when it is given up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.settings import Settings
from ingest.laws.download import ATTEMPTS, USER_AGENT, Download, Downloader, DownloadError
from ingest.laws.online import official_sites
from ingest.laws.store import Meta
from tests.ingest.laws.law_server import LawServer, Reply, law_server
from tests.ingest.laws.official import ACT, CATALOGUE, WELL, archive, federal, settings_in
from tests.ingest.statutes import made_act

LAW = federal()


class Time:
    """A clock that only sleeping moves on."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def server() -> Iterator[LawServer]:
    with law_server() as server:
        yield server


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def config(tmp_path: Path) -> Settings:
    return settings_in(tmp_path)


def fetch(
    server: LawServer, config: Settings, time: Time, path: str = "/gesetz", **known: str
) -> Download | None:
    hosts = frozenset({server.address.removeprefix("http://")})
    with Downloader(config, hosts, time, time.sleep) as downloader:
        return downloader.fetch(
            server.address + path, {}, known.get("etag", ""), known.get("last_modified", "")
        )


class TestFetching:
    def test_a_file_with_the_name_of_its_version(
        self, server: LawServer, config: Settings, time: Time
    ) -> None:
        server.answer(
            "/gesetz", Reply(body=b"text", headers={"ETag": '"7"', "Last-Modified": "Mon, 03 Feb 2031"})
        )
        found = fetch(server, config, time)
        assert found == Download(f"{server.address}/gesetz", b"text", '"7"', "Mon, 03 Feb 2031")
        (asked,) = server.asked
        assert asked.headers["User-Agent"] == USER_AGENT
        assert not {"If-None-Match", "If-Modified-Since"} & asked.headers.keys()

    def test_what_is_known_is_only_asked_for_anew_if_it_has_changed(
        self, server: LawServer, config: Settings, time: Time
    ) -> None:
        server.answer("/gesetz", Reply(304))
        assert fetch(server, config, time, etag='"7"', last_modified="Mon, 03 Feb 2031") is None
        assert server.asked[0].headers["If-None-Match"] == '"7"'
        assert server.asked[0].headers["If-Modified-Since"] == "Mon, 03 Feb 2031"

    def test_unchanged_is_no_answer_to_a_plain_question(
        self, server: LawServer, config: Settings, time: Time
    ) -> None:
        server.answer("/gesetz", Reply(304))
        with pytest.raises(DownloadError, match="Status 304"):
            fetch(server, config, time)

    def test_requests_keep_their_distance(self, server: LawServer, config: Settings, time: Time) -> None:
        server.answer("/gesetz", Reply(body=b"text"))
        polite = config.model_copy(update={"laws_pause_s": 1.5})
        with Downloader(polite, frozenset(), time, time.sleep) as downloader:
            for _ in range(3):
                downloader.fetch(f"{server.address}/gesetz", {}, "", "")
        assert time.slept == [1.5, 1.5]


class TestTryingAgain:
    @pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
    def test_a_busy_server_is_asked_again(
        self, server: LawServer, config: Settings, time: Time, status: int
    ) -> None:
        server.answer("/gesetz", Reply(status), Reply(status), Reply(body=b"text"))
        found = fetch(server, config, time)
        assert found and found.data == b"text" and len(server.asked) == 3
        assert 2 <= time.slept[0] <= 3 and 4 <= time.slept[1] <= 5

    @pytest.mark.parametrize(("asks", "seconds"), [("7", 7), ("Mon, 03 Feb 2020 00:00:00 GMT", 0)])
    def test_as_late_as_the_server_asks(
        self, server: LawServer, config: Settings, time: Time, asks: str, seconds: float
    ) -> None:
        server.answer("/gesetz", Reply(503, headers={"Retry-After": asks}), Reply(body=b"text"))
        assert fetch(server, config, time)
        assert time.slept == [seconds]

    def test_but_not_if_that_is_too_late(self, server: LawServer, config: Settings, time: Time) -> None:
        server.answer("/gesetz", Reply(429, headers={"Retry-After": "3600"}))
        with pytest.raises(DownloadError, match="überlastet"):
            fetch(server, config, time)
        assert time.slept == []

    def test_and_not_for_ever(self, server: LawServer, config: Settings, time: Time) -> None:
        server.answer("/gesetz", Reply(503))
        with pytest.raises(DownloadError, match=r"überlastet \(Status 503\)"):
            fetch(server, config, time)
        assert len(server.asked) == ATTEMPTS

    def test_a_transfer_that_breaks_off_is_begun_anew(
        self, server: LawServer, config: Settings, time: Time
    ) -> None:
        server.answer("/gesetz", Reply(body=b"te", length=4), Reply(body=b"text"))
        found = fetch(server, config, time)
        assert found and found.data == b"text"

    @pytest.mark.parametrize(
        ("status", "says"), [(404, "nicht (mehr)"), (410, "nicht (mehr)"), (403, "Status 403")]
    )
    def test_a_clear_no_is_final(
        self, server: LawServer, config: Settings, time: Time, status: int, says: str
    ) -> None:
        server.answer("/gesetz", Reply(status))
        with pytest.raises(DownloadError) as caught:
            fetch(server, config, time)
        assert says in caught.value.message and len(server.asked) == 1

    def test_a_host_that_is_out_of_reach_is_left_alone_after_a_while(
        self, config: Settings, time: Time
    ) -> None:
        with law_server() as gone:
            address = gone.address
        with Downloader(config, frozenset(), time, time.sleep) as downloader:
            for says in ("Verbindung prüfen", "Verbindung prüfen", "Verbindung prüfen", "nicht mehr gefragt"):
                slept = len(time.slept)
                with pytest.raises(DownloadError, match=says):
                    downloader.fetch(f"{address}/gesetz", {}, "", "")
        assert len(time.slept) == slept


class TestLimits:
    def test_what_is_too_large_is_not_read_to_its_end(
        self, server: LawServer, config: Settings, time: Time
    ) -> None:
        server.answer("/gesetz", Reply(body=b"x" * 2_000_001))
        small = config.model_copy(update={"laws_max_bytes": 2_000_000})
        with pytest.raises(DownloadError, match="größer als 2 MB"):
            fetch(server, small, time)

    def test_a_transfer_must_come_to_an_end(self, server: LawServer, config: Settings) -> None:
        class Running(Time):
            def __call__(self) -> float:
                self.now += 100
                return self.now

        server.answer("/gesetz", Reply(body=b"text"))
        time = Running()
        with pytest.raises(DownloadError, match="zu lange"):
            fetch(server, config, time)


class TestRedirects:
    def test_within_the_official_hosts(self, server: LawServer, config: Settings, time: Time) -> None:
        server.answer("/gesetz", Reply(303, headers={"Location": "/ablage/7"}))
        server.answer("/ablage/7", Reply(body=b"text"))
        found = fetch(server, config, time)
        assert found == Download(f"{server.address}/gesetz", b"text", "", "")

    @pytest.mark.parametrize(
        "target", ["https://fremd.example/x", "file:///etc/passwd", "", "//fremd.example/x"]
    )
    def test_nowhere_else(self, server: LawServer, config: Settings, time: Time, target: str) -> None:
        server.answer("/gesetz", Reply(302, headers={"Location": target}))
        with pytest.raises(DownloadError, match="fremde Adresse"):
            fetch(server, config, time)

    def test_not_in_circles(self, server: LawServer, config: Settings, time: Time) -> None:
        server.answer("/gesetz", Reply(302, headers={"Location": "/gesetz"}))
        with pytest.raises(DownloadError, match="fremde Adresse"):
            fetch(server, config, time)


class TestOfficialSites:
    def kept(self, url: str) -> Meta:
        return Meta(doknr=WELL.number, sha256="", builddate="", retrieved="", checked="", etag='"7"', url=url)

    def test_federal_law_comes_as_one_archive_a_law(self, server: LawServer, config: Settings) -> None:
        server.answer("/brunng/xml.zip", Reply(body=archive(BJNR000010099__xml=LAW), headers={"ETag": '"8"'}))
        with official_sites(config, server.address, server.address) as sites:
            assert sites.offer(CATALOGUE).laws == CATALOGUE.laws
            fetched = sites.fetch(WELL, None)
        assert fetched and (fetched.data, fetched.etag) == (LAW, '"8"')
        assert fetched.url == f"{server.address}/brunng/xml.zip"

    def test_conditions_are_those_of_the_same_address(self, server: LawServer, config: Settings) -> None:
        url = f"{server.address}/brunng/xml.zip"
        server.answer("/brunng/xml.zip", Reply(304), Reply(body=archive(a__xml=LAW)))
        with official_sites(config, server.address, server.address) as sites:
            assert sites.fetch(WELL, self.kept(url)) is None
            assert sites.fetch(WELL, self.kept("")) is not None
        assert ["If-None-Match" in asked.headers for asked in server.asked] == [True, False]

    def test_eu_law_comes_in_formex_in_german(self, server: LawServer, config: Settings) -> None:
        act = made_act.act(made_act.article("1", made_act.alinea("Brunnen sind frei.")))
        names = {"act": act, "annex": made_act.document(made_act.annex("ANHANG", "Liste", "<P>Eimer</P>"))}
        body = made_act.archive(**names, doc=made_act.manifest("act.xml", "annex.xml"))
        server.answer("/celex/32031R0077", Reply(303, headers={"Location": "/ablage/zip"}))
        server.answer("/ablage/zip", Reply(body=body))
        with official_sites(config, server.address, f"{server.address}/celex") as sites:
            fetched = sites.fetch(ACT, None)
        assert fetched and fetched.data.startswith(b"PK")
        assert server.asked[0].headers["Accept"] == "application/zip;mtype=fmx4"
        assert server.asked[0].headers["Accept-Language"] == "deu"

    @pytest.mark.parametrize(
        ("body", "says"),
        [
            (b"<html>Wartung</html>", "Archiv ist beschädigt"),
            (archive(bild__gif=b"GIF"), "nicht genau ein Gesetz"),
            (archive(a__xml=LAW, b__xml=LAW), "nicht genau ein Gesetz"),
            (archive(a__xml=b"kein xml"), "kein XML"),
        ],
    )
    def test_an_archive_holds_one_law(
        self, server: LawServer, config: Settings, body: bytes, says: str
    ) -> None:
        server.answer("/brunng/xml.zip", Reply(body=body))
        with (
            official_sites(config, server.address, server.address) as sites,
            pytest.raises(Exception, match=says),
        ):
            sites.fetch(WELL, None)
