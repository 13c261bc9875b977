"""The pages of the administration area, as an editor uses them without JavaScript."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.app import create_app
from assistant.channels.opening import Opening
from assistant.channels.web.administration.chart import HEIGHT, bars
from assistant.channels.web.administration.figures import days_of
from assistant.channels.web.administration.frame import PAGES
from assistant.channels.web.administration.spreadsheet import csv_file
from assistant.channels.web.words import load_words
from assistant.errors import IndexUnavailableError
from assistant.messages_de import Problems
from assistant.settings import Settings
from assistant.store.records import DayFigures
from tests.channels.administration_site import Site, administration, text_of
from tests.fakes import FakeAssistant, sample_answer

WORDS = load_words("de")
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with administration(tmp_path) as made:
        yield made


def rows(response) -> list[list[str]]:
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize("path", [*PAGES.values(), "/verwaltung/luecken.csv", "/verwaltung/zahlen.csv"])
def test_only_the_administration_gets_in(tmp_path: Path, path: str) -> None:
    app = create_app(Settings(_env_file=None, data_dir=tmp_path), FakeAssistant())
    with TestClient(app, base_url="http://localhost", client=("192.168.1.20", 5000)) as stranger:
        assert stranger.get(path).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/verwaltung/auftrag",
        "/verwaltung/auftrag/abbrechen",
        "/verwaltung/quellen/dokumente",
        "/verwaltung/quellen/entfernen",
        "/verwaltung/einstellungen/schalter",
        "/verwaltung/einstellungen/aufbewahrung",
        "/verwaltung/rueckmeldungen/" + "0" * 32,
        "/verwaltung/rueckmeldungen/" + "0" * 32 + "/loeschen",
    ],
)
def test_nobody_else_and_no_other_site_changes_anything(site: Site, tmp_path: Path, path: str) -> None:
    foreign = site.client.post(path, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403 and Problems.FOREIGN in foreign.text
    with TestClient(site.app, base_url="http://localhost", client=("192.168.1.20", 5000)) as stranger:
        assert stranger.post(path, content=b"x" * 100).status_code == 403


def test_the_overview_says_what_to_do_first(site: Site) -> None:
    site.rate(site.ask("Wem gehört der Brunnen?"))
    site.unanswered("Wie wird das Wetter?")
    text = text_of(site.client.get("/verwaltung").text)
    words = WORDS.administration
    expected = [
        words.todo_feedback.format(count=1),
        words.todo_stale.format(count=1, names="§ 97 Abs. 4 GWB"),
        words.todo_gaps.format(count=2),
    ]
    places = [text.index(sentence) for sentence in expected]
    assert places == sorted(places)
    for part in ("g1", "tfidf-svd-128", words.fallback, "24.11.2026", words.no_model, "240"):
        assert part in text


def test_an_idle_overview_says_so(tmp_path: Path) -> None:
    fake = FakeAssistant()
    holdings = fake.holdings()
    fake.holdings = lambda: type(holdings)(**{**vars(holdings), "provisions": ()})  # type: ignore[method-assign]
    with administration(tmp_path, fake) as site:
        assert WORDS.administration.nothing in site.client.get("/verwaltung").text


def test_without_an_index_the_area_still_works(site: Site) -> None:
    def missing():
        raise IndexUnavailableError("Es gibt noch keinen Suchindex. Bitte bauen.")

    site.app.state.opening = Opening(missing)
    for path in PAGES.values():
        assert site.client.get(path).status_code == 200, path
    assert "Es gibt noch keinen Suchindex" in site.client.get("/verwaltung").text
    assert WORDS.sources.build in site.client.get("/verwaltung/quellen").text


def test_sources_show_their_state(site: Site) -> None:
    text = text_of(site.client.get("/verwaltung/quellen").text)
    words = WORDS.sources
    for part in (
        words.study_missing,
        words.cards_count.format(count=1),
        words.stale_count.format(count=1),
        words.unverified_count.format(count=1),
        "Gesetz gegen Wettbewerbsbeschränkungen",
        "Zuletzt geändert 2025",
        "01.03.2025",
        words.no_documents,
    ):
        assert part in text


def test_gaps_are_grouped_without_anybody(site: Site) -> None:
    for question in ("Wie hoch ist die Hundesteuer?", "Was kostet die Hundesteuer?"):
        site.unanswered(question)
    site.rate(site.unanswered("Hundesteuersatz von anna@stadt.example"))
    site.rate(site.ask("Wem gehört der Brunnen?"))
    page = site.client.get("/verwaltung/luecken")
    text = text_of(page.text)
    assert WORDS.gaps.found.format(total=2) in text and WORDS.gaps.size.format(count=3) in text
    assert "@" not in text and "sitzung:" not in page.text
    table = rows(site.client.get("/verwaltung/luecken.csv"))
    assert table[0] == list(WORDS.gaps.columns)
    assert [row[0] for row in table[1:]] == ["1", "1", "1", "2"]
    assert [row[4] for row in table[1:]] == ["1", "1", "1", "1"]


def test_a_bad_rating_is_a_gap_once_and_longer_than_its_conversation(site: Site) -> None:
    site.rate(site.unanswered("Wie wird das Wetter?"))
    assert [row[2] for row in rows(site.client.get("/verwaltung/luecken.csv"))[1:]] == ["1"]
    site.store.expire(site.clock.now + timedelta(days=31))
    assert [row[6] for row in rows(site.client.get("/verwaltung/luecken.csv"))[1:]] == [
        "Wie wird das Wetter?"
    ]


def test_gaps_look_back_as_far_as_chosen(site: Site) -> None:
    now = site.clock.now
    site.clock.advance(days=-20)
    site.unanswered("Wie wird das Wetter?")
    site.clock.now = now
    assert WORDS.gaps.none in site.client.get("/verwaltung/luecken?tage=7").text
    assert "Wetter" in site.client.get("/verwaltung/luecken?tage=30").text
    assert "Wetter" in site.client.get("/verwaltung/luecken?tage=12345").text  # as a month
    assert site.client.get("/verwaltung/luecken?tage=viel").status_code == 422


def test_editors_read_no_personal_data_in_rated_questions(site: Site) -> None:
    feedback = site.rate(site.ask("Was schulde ich DE89 3704 0044 0532 0130 00?"))
    address = f"/verwaltung/rueckmeldungen/{feedback}"
    pages = [
        site.client.get("/verwaltung/rueckmeldungen"),
        site.client.get(address),
        site.client.post(address, data={"status": "falsch"}),
    ]
    for page in pages:
        assert "Was schulde ich [IBAN]?" in page.text and "3704" not in page.text


def test_the_queue_is_worked_through(site: Site) -> None:
    feedback = site.rate(site.ask("Wem gehört der Brunnen?"), comment="Stimmt nicht.")
    site.rate(site.ask("Was kostet der Bus?"), helpful=True)
    address = f"/verwaltung/rueckmeldungen/{feedback}"
    entry = text_of(site.client.get(address).text)
    for part in (
        "Wem gehört der Brunnen?",
        "Abhängigkeiten",
        "Stimmt nicht.",
        "Quelle passt nicht",
        "nicht hilfreich",
    ):
        assert part in entry

    work = {
        "status": "in_progress",
        "zustaendig": "S. Berger",
        "notiz": "Karte 2.4 ergänzen.\r\nBis Freitag.",
    }
    saved = site.client.post(address, data=work)
    assert WORDS.feedback_queue.saved in saved.text and "Karte 2.4 ergänzen.\nBis Freitag." in saved.text
    open_ones = site.client.get("/verwaltung/rueckmeldungen?status=in_progress").text
    assert "Brunnen" in open_ones and "Bus" not in open_ones and "S. Berger" in open_ones
    everything = text_of(site.client.get("/verwaltung/rueckmeldungen?status=quatsch").text)
    assert "Alle (2)" in everything and "Neu (1)" in everything and "In Arbeit (1)" in everything

    gone = site.client.post(f"{address}/loeschen")
    assert WORDS.feedback_queue.deleted in gone.text and "Brunnen" not in gone.text
    assert site.client.get(address).status_code == 404


def test_what_does_not_fit_stays_in_its_field(site: Site) -> None:
    feedback = site.rate(site.ask("Wem gehört der Brunnen?"))
    long = "ü" * 2001
    response = site.client.post(
        f"/verwaltung/rueckmeldungen/{feedback}",
        data={"status": "fertig", "zustaendig": "x" * 101, "notiz": long},
    )
    assert response.status_code == 422 and long in response.text and "x" * 101 in response.text
    words = WORDS.feedback_queue
    for name, told in (
        ("status", words.no_status),
        ("zustaendig", words.too_long.format(limit=100)),
        ("notiz", words.too_long.format(limit=2000)),
    ):
        assert re.search(rf'id="{name}-fehler"[^>]*>{re.escape(told)}<', response.text)
    assert site.store.feedback.get(feedback).editor == ""


def test_feedback_of_a_deleted_conversation_has_no_texts(site: Site) -> None:
    exchange = site.ask("Wem gehört der Brunnen?")
    feedback = site.rate(exchange)
    site.store.conversations.delete_all("sitzung:x")
    page = site.client.get(f"/verwaltung/rueckmeldungen/{feedback}").text
    assert WORDS.feedback_queue.gone in page and "Brunnen" not in page
    assert WORDS.feedback_queue.gone in site.client.get("/verwaltung/rueckmeldungen").text


def test_figures_by_day_as_picture_table_and_file(site: Site) -> None:
    for status, took in (("answered", 90), ("answered", 400), ("no_source", 40)):
        site.store.figures.count("web", status, took)
    site.store.figures.count("api", "answered", 90)
    page = site.client.get("/verwaltung/zahlen").text
    assert page.count('class="chart__bar"') == 1 and 'role="img"' in page
    header = re.findall(r'<th scope="col"[^>]*>([^<]*)', page)
    assert header[:4] == ["Tag", "gesamt", "beantwortet", "keine Quelle"]  # only what occurred
    cells = re.findall(r"<td[^>]*>([^<]*)", page)
    assert cells[:3] == ["4", "3", "1"] and all(re.fullmatch(r"\d+,\d\d|–", cell) for cell in cells[3:7])
    table = rows(site.client.get("/verwaltung/zahlen.csv"))
    assert table[0] == list(WORDS.figures.columns)
    assert sorted((row[1], row[2], row[3]) for row in table[1:]) == [
        ("API", "beantwortet", "1"),
        ("Web", "beantwortet", "2"),
        ("Web", "keine Quelle", "1"),
    ]


def test_days_without_questions_have_no_bar(site: Site) -> None:
    assert WORDS.figures.none in site.client.get("/verwaltung/zahlen").text


def test_rows_of_a_day_are_taken_together() -> None:
    monday, tuesday = date(2026, 11, 23), date(2026, 11, 24)
    days = days_of(
        [
            DayFigures(monday, "web", "answered", 3, 100.0, 200.0),
            DayFigures(monday, "web", "blocked", 1, 20.0, 900.0),
            DayFigures(tuesday, "api", "answered", 5, 100.0, 200.0),
        ]
    )
    assert [(day.day, day.total) for day in days] == [(tuesday, 5), (monday, 4)]
    assert days[1].statuses == {"answered": 3, "blocked": 1}
    assert (days[1].latencies["web"].typical_ms, days[1].latencies["web"].slow_ms) == (80.0, 900.0)
    assert set(days[0].latencies) == {"api"}


def test_bars_fit_the_drawing() -> None:
    drawn = bars([("a", 0), ("b", 1), ("c", 1000)])
    assert [bar.height for bar in drawn] == [0.0, 2.0, HEIGHT]
    assert all(bar.x >= 0 and bar.y + bar.height == HEIGHT for bar in drawn)
    assert bars([]) == () and bars([("a", 0)])[0].height == 0.0


@pytest.mark.parametrize("cell", ["=1+1", "+49 123", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\n=1"])
def test_no_cell_passes_for_a_formula(cell: str) -> None:
    response = csv_file("x", ["a"], [(cell, 'mit "Anführung"; und\nZeile')])
    (_, (first, second)) = list(
        csv.reader(io.StringIO(response.body.decode("utf-8-sig"), newline=""), delimiter=";")
    )
    assert first == f"'{cell}" and second == 'mit "Anführung"; und\nZeile'


def test_numbers_are_written_in_german() -> None:
    response = csv_file("x", ["a"], [(-3, 2.25, "Text")])
    assert response.body.decode("utf-8-sig").splitlines()[1] == "-3;2,2;Text"


def test_periods_are_checked_and_kept(site: Site) -> None:
    address = "/verwaltung/einstellungen/aufbewahrung"
    saved = site.client.post(address, data={"gespraeche": "14", "rueckmeldungen": " 400 "})
    assert WORDS.options.done["gespeichert"] in saved.text
    now = site.store.options.get()
    assert (now.conversation_days, now.feedback_days) == (14, 400)
    for wrong in ("0", "-1", "3651", "1e3", "", "zwei", "²", "9" * 400):
        refused = site.client.post(address, data={"gespraeche": wrong, "rueckmeldungen": "30"})
        assert refused.status_code == 422
        assert re.search(r'id="gespraeche-fehler"[^>]*>[^<]+<', refused.text)
        assert re.search(r'id="rueckmeldungen-fehler"[^>]*><', refused.text)
    assert site.store.options.get() == now


@pytest.mark.parametrize("message", ["", "   ", "x" * 501])
def test_switching_off_needs_a_message(site: Site, message: str) -> None:
    response = site.client.post(
        "/verwaltung/einstellungen/schalter", data={"schalter": "aus", "nachricht": message}
    )
    assert response.status_code == 422 and re.search(r'id="nachricht-fehler"[^>]*>[^<]+<', response.text)
    assert message.strip() in response.text and site.store.options.get().closed == ""


def test_hostile_text_stays_text(site: Site) -> None:
    exchange = site.ask(EVIL, sample_answer(EVIL, text=EVIL))
    feedback = site.rate(exchange, comment=EVIL)
    site.unanswered(EVIL)
    work = {"status": "done", "zustaendig": EVIL[:100], "notiz": EVIL}
    pages = [site.client.post(f"/verwaltung/rueckmeldungen/{feedback}", data=work).text]
    switched = {"schalter": "aus", "nachricht": EVIL}
    pages.append(site.client.post("/verwaltung/einstellungen/schalter", data=switched).text)
    pages += [site.client.get(path).text for path in PAGES.values()]
    for page in pages:
        assert "<script>alert" not in page and "<img" not in page
        assert not re.search(r"<script(?![^>]*src=\"/)|<style|\sstyle=", page)


@pytest.mark.parametrize("language", ["en", "einfach"])
def test_every_page_in_every_language(site: Site, language: str) -> None:
    site.rate(site.ask("Wem gehört der Brunnen?"))
    site.store.figures.count("web", "answered", 90)
    for path in PAGES.values():
        assert site.client.get(path, headers={"Cookie": f"sprache={language}"}).status_code == 200, path
