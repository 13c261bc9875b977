"""The map of the framework as a page: complete without a script, marked with the sections an address names."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lxml import html
from starlette.testclient import TestClient

from assistant.channels.web.words import load_words
from tests.channels.map_page import FRAMEWORK, look, map_server, notice, suggested, text, touched

WORDS = load_words("de").map
EVIL = [
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    '2.4"><svg onload=alert(1)>',
    "{{ 7*7 }}{title}%s",
    "javascript:alert(1)",
    "\x00\u202e2.4",
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with map_server(tmp_path_factory.mktemp("landkarte")) as (client, _):
        yield client


class TestTheMap:
    def test_shows_every_section_as_a_link_with_its_full_name(self, client: TestClient) -> None:
        page = look(client)
        nodes = {node.get("data-id"): node for node in page.find_class("map-node")}
        assert list(nodes) == [
            *(f"2.{n}" for n in range(1, 9)),
            *(f"3.{n}" for n in range(1, 7)),
            *(f"4.{n}" for n in range(1, 6)),
        ]
        for id, node in nodes.items():
            assert node.get("href") == f"/karte/{id}"
            assert node.get("aria-label").startswith(f"{id} {FRAMEWORK.title(id)}, ")
            assert text(node).startswith(f"{id} {FRAMEWORK.title(id)}")
        assert nodes["2.4"].get("aria-label").endswith("Autonomie – Dependenz, Beobachtungsebene")
        assert len(page.find_class("map-links")[0]) == 69

    def test_explains_itself_and_marks_nothing(self, client: TestClient) -> None:
        page = look(client)
        assert [text(title) for title in page.iter("h1")] == ["Landkarte"]
        shown = text(page)
        for part in (
            WORDS.how_picture,
            WORDS.kinds.level.means,
            "8 Beobachtungsebenen",
            "6 Prinzipien",
            "5 Maßnahmen",
        ):
            assert part in shown
        assert touched(page) == {} and notice(page) == "" and suggested(page) == {}
        assert not page.find_class("map-marked")

    def test_the_table_and_the_list_say_all_that_the_picture_shows(self, client: TestClient) -> None:
        page = look(client)
        rows = page.xpath("//table/tbody/tr")
        assert [text(row.find("th/a")).split()[0] for row in rows] == [
            n.get("data-id") for n in page.find_class("map-node")
        ]
        table, shown = text(page.find(".//table")), {row.xpath("string(th/a)").split()[0] for row in rows}
        links = [link for link in FRAMEWORK.links if {link.source, link.target} <= shown]
        assert len(links) == 69
        for link in links:
            assert table.count(link.reason) == 2  # once on either side
        for part in (*FRAMEWORK.levels, *FRAMEWORK.principles, *FRAMEWORK.measures):
            assert part.summary in table
        for principle in FRAMEWORK.principles:
            assert principle.call in table
        fields = {text(field.find_class("map-field__id")[0]): field for field in page.find_class("map-field")}
        assert set(fields) == shown
        below = fields["2.2"].getnext()
        assert text(below) == "Verbunden mit 2.8, 3.2, 3.3, 4.1"

    def test_needs_neither_script_nor_style_of_its_own(self, client: TestClient) -> None:
        page = look(client, stellen="2.4")
        assert page.xpath("//@style | //style | //script[not(@src)] | //@onclick") == []

    @pytest.mark.parametrize("language", ["en", "einfach"])
    def test_speaks_other_languages(self, client: TestClient, language: str) -> None:
        words = load_words(language).map
        response = client.get("/landkarte?stellen=2.4", headers={"Cookie": f"sprache={language}"})
        page = html.document_fromstring(response.text)
        assert words.intro in text(page) and words.next.title in text(page)
        assert page.find_class("map-node")[0].get("aria-label").endswith(words.kinds.level.one)
        assert page.get("lang") == ("en" if language == "en" else "de")


class TestNamedSections:
    def test_are_marked_in_picture_list_and_table(self, client: TestClient) -> None:
        page = look(client, stellen="2.4, 3.1;4.5")
        assert touched(page) == {"2.4": "", "3.1": "", "4.5": ""}
        assert page.xpath("string(//a[@data-id='3.1']/@aria-label)").endswith(", Prinzip, berührt")
        fields = list(page.find_class("map-field--touched"))
        assert [text(field).endswith("berührt") for field in fields] == [True, True, True]
        cells = page.xpath("//table/tbody/tr/td[2]")
        assert [text(cell) for cell in cells].count("berührt") == 3
        assert [text(cell) for cell in cells].count(WORDS.untouched) == 16
        assert "1 von 6 Prinzipien, 1 von 8 Beobachtungsebenen und 1 von 5 Maßnahmen" in text(page)
        assert len(page.find_class("map-link--touched")) == 1  # 2.4 – 4.5

    def test_untouched_principles_come_with_a_question_that_starts_a_conversation(
        self, client: TestClient
    ) -> None:
        page = look(client, stellen="3.1,3.2,3.3")
        assert list(suggested(page)) == ["3.4", "3.5", "3.6"]
        known = {question.text: question for question in FRAMEWORK.questions}
        for principle, question in suggested(page).items():
            assert known[question].section == principle and not known[question].open
        form = page.xpath("//form[@action='/']")[0]
        assert form.get("method") == "post"
        assert form.xpath(".//input/@name") == ["anfrage"]

    def test_nothing_is_left_when_all_principles_are_touched(self, client: TestClient) -> None:
        page = look(client, stellen="3.1,3.2,3.3,3.4,3.5,3.6")
        assert suggested(page) == {} and WORDS.next.none in text(page)

    @pytest.mark.parametrize("unknown", ["9.9", "1.2", "Quatsch", "2.4.1", "3"])
    def test_others_are_named_and_ignored(self, client: TestClient, unknown: str) -> None:
        page = look(client, stellen=f"2.4,{unknown}")
        assert touched(page) == {"2.4": ""}
        assert unknown in notice(page)
        alone = look(client, stellen=unknown)
        assert touched(alone) == {} and unknown in notice(alone) and not alone.find_class("map-marked")

    def test_a_flood_of_them_stays_short(self, client: TestClient) -> None:
        page = look(client, stellen=",".join(["x" * 500, *map(str, range(300)), "2.4"]))
        assert touched(page) == {"2.4": ""}
        assert len(notice(page)) < 300

    @pytest.mark.parametrize("stellen", ["", " ", ",,;"])
    def test_none_at_all_is_the_plain_map(self, client: TestClient, stellen: str) -> None:
        page = look(client, stellen=stellen)
        assert touched(page) == {} and notice(page) == ""


@pytest.mark.parametrize("evil", EVIL)
@pytest.mark.parametrize("name", ["stellen", "antwort", "gespraech"])
def test_an_address_cannot_bring_markup_in(client: TestClient, name: str, evil: str) -> None:
    response = client.get("/landkarte", params={name: evil})
    assert response.status_code == 200
    assert "<script>alert" not in response.text and "onerror=alert(1)>" not in response.text
    page = html.document_fromstring(response.text)
    assert page.xpath("//script[not(@src)] | //img | //svg/@onload | //@onerror") == []
    assert "49" not in notice(page)
