"""The library's pages: what an address asks for, what a reader sees, what leads on."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from httpx import Response
from starlette.testclient import TestClient

from assistant.app import create_app
from assistant.channels.web.library.search import LONGEST
from assistant.channels.web.words import load_words
from assistant.framework import Framework
from assistant.messages_de import Problems
from assistant.models import Passage, PassageOrigin
from assistant.section_card import SectionCard
from assistant.service import Assistant
from assistant.settings import Settings
from tests.fakes import FakeAssistant, sample_passages

BROWSER = {"Accept": "text/html"}
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
T = load_words("de")
EN = load_words("en")


@pytest.fixture(scope="module")
def village(lawful_settings: Settings, lawful_assistant: Assistant) -> Iterator[TestClient]:
    with TestClient(create_app(lawful_settings, lawful_assistant), headers=BROWSER) as client:
        yield client


@pytest.fixture(scope="module")
def real(real_settings: Settings, real_assistant: Assistant) -> Iterator[TestClient]:
    with TestClient(create_app(real_settings, real_assistant), headers=BROWSER) as client:
        yield client


def read(page: Response) -> str:
    """What a reader sees of the main part, without markup."""
    main = page.text[page.text.index("<main") : page.text.index("</main>")]
    return html.unescape(" ".join(re.sub(r"<[^>]*>", " ", main).split()))


def heading(page: Response) -> str:
    found = re.search(r'<h2 class="library__count"[^>]*>(.*?)</h2>', page.text)
    assert found
    return html.unescape(found[1])


def titles(page: Response) -> list[str]:
    found = re.findall(r'<h3 class="entry__title"[^>]*>(.*?)</h3>', page.text, re.DOTALL)
    return [html.unescape(re.sub(r"<[^>]*>", "", title)).strip() for title in found]


def links(page: Response) -> dict[str, str]:
    found = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', page.text, re.DOTALL)
    return {
        " ".join(html.unescape(re.sub(r"<[^>]*>", "", text)).split()): html.unescape(address)
        for address, text in found
    }


class TestTheLibrary:
    def test_shows_everything_at_first(self, village: TestClient) -> None:
        page = village.get("/bibliothek")
        assert page.status_code == 200
        assert titles(page)[:3] == [
            "Abhängigkeit von Programmen",
            "Die Buslinie auf Probe",
            "Brunnen in Nachbarschaft",
        ]
        assert T.library.intro in read(page)
        for shape, kind in (("●", "Studie"), ("■", "Recht"), ("▲", "Praxis")):
            assert f"{shape} {kind}" in read(page)

    def test_finds_marks_and_counts(self, village: TestClient) -> None:
        page = village.get("/bibliothek", params={"q": "Brunnen"})
        assert "zu „Brunnen“" in heading(page)
        assert f"<title>{html.escape(heading(page))} – {T.library.title}" in page.text
        assert "<mark>Brunnen</mark>" in page.text
        assert 'value="Brunnen"' in page.text
        assert all(
            address.startswith("/bibliothek")
            for text, address in links(page).items()
            if text.startswith("■ ")
        )

    def test_results_lead_to_where_they_stand(self, village: TestClient) -> None:
        found = links(village.get("/bibliothek", params={"q": "Brunnen"}))
        assert found["Brunnen in Nachbarschaft"].startswith("/karte/3.4#3.4-")
        assert found["§ 4 Abs. 2 BrunnG"] == "/stelle/law/N001"
        assert found["Brunnenbund, Musterau"] == "/stelle/practice/brunnenbund"
        official = next(text for text in found if text.startswith("Amtlicher Text: § 4 Abs. 2 BrunnG"))
        assert found[official] == "https://recht.example/N001"
        for address in ("/karte/3.4", "/stelle/law/N001", "/stelle/practice/brunnenbund"):
            assert village.get(address).status_code == 200
        anchor = found["Brunnen in Nachbarschaft"].partition("#")[2]
        assert f'id="{anchor}"' in village.get("/karte/3.4").text

    def test_what_must_be_known_stands_beside_it(self, village: TestClient) -> None:
        text = read(village.get("/bibliothek", params={"art": "recht"}))
        for part in (
            f"Recht · {T.library.origins.digest}",
            f"{T.library.stand} Zuletzt geändert 2025",
            f"{T.library.binds} Bundesbehörden",
            T.library.unverified,
            T.library.wording,
        ):
            assert part in text
        assert T.library.origins.full_text in read(village.get("/bibliothek", params={"q": "Bienenkörbe"}))

    def test_filters_by_kind_and_part(self, village: TestClient) -> None:
        page = village.get("/bibliothek", params={"art": "praxis", "teil": "3.4"})
        assert titles(page) == ["Brunnenbund, Musterau", "Lizenzkreis, Musterau"]
        assert '<option value="praxis" selected>' in page.text
        assert '<option value="3.4" selected>' in page.text
        law = next(address for text, address in links(page).items() if text.startswith("■ Recht"))
        assert law == "/bibliothek?art=recht&teil=3.4"

    def test_says_where_the_words_do_not_stand_in_the_text(self, village: TestClient) -> None:
        assert T.library.near in read(
            village.get("/bibliothek", params={"q": "Am Dorfplatz tropft der Hahn"})
        )
        assert T.library.near not in read(village.get("/bibliothek"))

    def test_nothing_found_says_what_to_do(self, village: TestClient) -> None:
        page = village.get("/bibliothek", params={"q": "xqzwvk", "art": "recht"})
        assert page.status_code == 200
        text = read(page)
        for part in (T.library.nothing.title, "Zu „xqzwvk“", T.library.nothing.spelling):
            assert part in text
        assert links(page)[T.library.nothing.without_filter] == "/bibliothek?q=xqzwvk"
        assert '<form class="library__ask" method="post" action="/">' in page.text
        assert 'name="vorschlag" value="xqzwvk"' in page.text

    def test_an_empty_selection_is_told(self, village: TestClient) -> None:
        text = read(village.get("/bibliothek", params={"art": "dokument"}))
        assert T.library.nothing.filtered in text and T.library.nothing.spelling not in text

    @pytest.mark.parametrize(
        "wrong",
        [
            {"art": "quatsch"},
            {"teil": "9.9"},
            {"teil": "1.1"},
            {"seite": "-3"},
            {"seite": "zwei"},
            {"seite": "²"},
            {"seite": "9" * 400},
            {"q": "\x00\r\n\t"},
            {"art": EVIL, "teil": EVIL, "seite": EVIL, "unbekannt": EVIL},
        ],
    )
    def test_what_there_is_not_counts_as_not_given(self, village: TestClient, wrong: dict[str, str]) -> None:
        page = village.get("/bibliothek", params=wrong)
        assert page.status_code == 200
        assert titles(page) == titles(village.get("/bibliothek"))

    def test_a_page_after_the_last_is_the_last(self, real: TestClient) -> None:
        last = real.get("/bibliothek", params={"art": "studie", "seite": "99"})
        assert len(titles(last)) == 25 and "Seite" not in read(last)
        last = real.get("/bibliothek", params={"art": "praxis", "seite": "99"})
        assert T.library.page.format(n=3, last=3) in read(last) and len(titles(last)) == 66 - 50

    def test_leads_from_page_to_page(self, real: TestClient) -> None:
        address, seen = "/bibliothek?art=praxis&teil=3.5", []
        while address:
            page = real.get(address)
            seen += titles(page)
            address = links(page).get(T.library.next, "")
        assert len(seen) == len(set(seen)) == 23

    def test_a_query_that_is_too_long_is_cut_and_said_so(self, village: TestClient) -> None:
        page = village.get("/bibliothek", params={"q": "Brunnen " * 400})
        assert T.library.shortened.format(limit=LONGEST) in read(page)
        typed = re.search(r'name="q" value="([^"]*)"', page.text)
        assert typed and len(typed[1]) <= LONGEST

    @pytest.mark.parametrize("query", [EVIL, "Brunnen <b>", "„“‚‘", "😀 Brunnen", "\u202ennurB", "a" * 200])
    def test_whatever_is_typed_stays_text(self, village: TestClient, query: str) -> None:
        page = village.get("/bibliothek", params={"q": query})
        assert page.status_code == 200
        assert not re.search(r"<script(?![^>]*src=\"/)|<img|<b>", page.text)

    def test_in_english(self, village: TestClient) -> None:
        page = village.get("/bibliothek", params={"q": "Brunnen"}, headers={"Cookie": "sprache=en"})
        assert '<html lang="en">' in page.text and EN.library.title in read(page)
        assert "for “Brunnen”" in heading(page)
        assert '<h3 class="entry__title" lang="de">' in page.text


class TestACard:
    def test_holds_all_that_belongs_to_a_section(
        self, village: TestClient, real_framework: Framework
    ) -> None:
        page = village.get("/karte/3.4")
        assert page.status_code == 200
        text = read(page)
        part = real_framework.principles[3]
        for piece in (
            "● Studie · Prinzip 3.4",
            part.title,
            part.call,
            "Eine Brunnengemeinschaft ist ein Zusammenschluss",
            "§ 4 Abs. 2 BrunnG",
            f"{T.library.stand} Zuletzt geändert 2025",
            f"{T.library.binds} Gemeinden",
            "Brunnenbund, Musterau",
            f"{T.library.note}: Die Studie nennt 12 Brunnen",
            T.library.unverified,
        ):
            assert piece in text, piece
        assert "Am Dorfplatz tropft" not in text  # a wording that only helps to find
        assert text.index("pflegen ihre Brunnen gemeinsam") < text.index("Eine Brunnengemeinschaft ist")

    def test_leads_to_its_neighbours_with_the_reason(
        self, village: TestClient, real_framework: Framework
    ) -> None:
        page = village.get("/karte/3.4")
        for link in real_framework.neighbours("3.4"):
            assert f'href="/karte/{link.target}"' in page.text
            assert link.reason in read(page)
            assert village.get(f"/karte/{link.target}").status_code == 200

    def test_its_questions_are_asked_with_a_click(self, real: TestClient, real_assistant: Assistant) -> None:
        page = real.get("/karte/3.4").text
        card = real_assistant.card("3.4")
        buttons = re.findall(r'name="vorschlag" value="([^"]*)"', page)
        assert [html.unescape(b) for b in buttons] == [
            q.text for q in card.questions if q.id in card.answerable
        ]
        assert '<form method="post" action="/">' in page

    def test_tells_a_level_by_its_terms(self, real: TestClient) -> None:
        text = read(real.get("/karte/2.4"))
        assert "Autonomie und Dependenz" in text and "Beobachtungsebene 2.4" in text

    def test_says_what_is_our_own(self, real: TestClient) -> None:
        text = read(real.get("/karte/4.1"))
        assert text.index("Erste Schritte") < text.index(T.card.own_aid)

    def test_keeps_much_evidence_one_click_away(self, real: TestClient, real_assistant: Assistant) -> None:
        card = real_assistant.card("3.5")
        page = real.get("/karte/3.5")
        assert T.card.more.format(n=len(card.provisions) - 6) in read(page)
        assert all(html.escape(passage.title) in page.text for passage in card.provisions)
        assert links(page)[f"{T.card.in_library}: {T.card.law}"] == "/bibliothek?art=recht&teil=3.5"

    def test_every_section_has_one(self, real: TestClient, real_framework: Framework) -> None:
        for section in real_framework.sections:
            page = real.get(f"/karte/{section}")
            assert page.status_code == 200 and page.text.count("<h1") == 1, section
            ids = re.findall(r'\bid="([^"]+)"', page.text)
            assert len(ids) == len(set(ids)), section

    def test_shows_the_wording_of_the_study_where_it_is_there(self) -> None:
        wording = sample_passages()[0].model_copy(
            update={
                "id": "study/2.4/volltext-1",
                "origin": PassageOrigin.FULL_TEXT,
                "text": "So steht es in der Studie.",
                "locator": "Studie, Abschnitt 2.4, Absatz 1",
            }
        )

        class WithStudy(FakeAssistant):
            def card(self, section: str) -> SectionCard:
                return replace(super().card(section), full_text=(wording,))

        with TestClient(create_app(Settings(_env_file=None), WithStudy()), headers=BROWSER) as client:
            page = client.get("/karte/2.4")
        assert T.card.full_text_show.format(n=1) in read(page)
        assert f"{wording.text} {wording.locator}" in read(page)
        assert 'id="2.4-volltext-1"' in page.text and 'href="#wortlaut"' in page.text

    @pytest.mark.parametrize("section", ["9.9", "2", "3.4%20", "..%2f..", "%00", "x" * 5000, EVIL])
    def test_an_unknown_one_is_told_on_a_page(self, village: TestClient, section: str) -> None:
        page = village.get(f"/karte/{section}")
        assert page.status_code == 404
        assert Problems.TITLES[404] in page.text
        assert not re.search(r"<script(?![^>]*src=\"/)|<img", page.text)

    def test_hostile_sources_stay_text(self) -> None:
        evil = dict.fromkeys(("title", "text", "locator", "note", "stand", "binds"), EVIL)
        passages = [p.model_copy(update={**evil, "heading_path": (EVIL, EVIL)}) for p in sample_passages()]
        for address in ("/karte/2.4", "/bibliothek", "/bibliothek?q=script"):
            page = shown(passages, address)
            assert page.status_code == 200 and EVIL in read(page)
            assert not re.search(r"<script(?![^>]*src=\"/)|<img", page.text)

    @pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//evil.example/", ""])
    def test_only_web_addresses_are_linked(self, url: str) -> None:
        passages = [p.model_copy(update={"url": url}) for p in sample_passages()]
        for address in ("/karte/2.4", "/bibliothek"):
            assert T.library.links.law not in read(shown(passages, address))


def shown(passages: list[Passage], address: str) -> Response:
    fake = FakeAssistant()
    fake.passages = {p.id: p for p in passages}
    with TestClient(create_app(Settings(_env_file=None), fake), headers=BROWSER) as client:
        return client.get(address)
