"""Pages of single passages, and an administration's own documents as files."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx import Response
from starlette.testclient import TestClient

from assistant.app import create_app
from assistant.channels.web.library.places import DOCUMENTS
from assistant.channels.web.words import load_words
from assistant.messages_de import Place as Words
from assistant.messages_de import Problems
from assistant.models import Passage, PassageOrigin, SourceKind
from assistant.service import Assistant
from assistant.settings import Settings
from tests.fakes import FakeAssistant, sample_passages
from tests.village_laws import SCRIPT, STAND

BROWSER = {"Accept": "text/html"}
T = load_words("de")
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
PDF_ID, HTML_ID, LOST_ID = "0123456789ab", "ba9876543210", "00000000cafe"


@pytest.fixture(scope="module")
def village(lawful_settings: Settings, lawful_assistant: Assistant) -> Iterator[TestClient]:
    with TestClient(create_app(lawful_settings, lawful_assistant), headers=BROWSER) as client:
        yield client


def read(page: Response) -> str:
    """What a reader sees: the text of the main part, without markup."""
    main = page.text[page.text.index("<main") : page.text.index("</main>")]
    return html.unescape(" ".join(re.sub(r"<[^>]*>", " ", main).split()))


def here(page: Response) -> str:
    """The marked passage."""
    found = re.search(r'<section class="place__here"[^>]*>(.*?)</section>', page.text, re.DOTALL)
    assert found
    return html.unescape(re.sub(r"<[^>]*>", "", found[1]))


def norms(page: Response) -> dict[str, str]:
    """Links to provisions: text -> address."""
    return {
        text: href for href, text in re.findall(r'<a class="norm" href="([^"]*)"[^>]*>([^<]*)</a>', page.text)
    }


class TestAPassage:
    def test_of_the_study_stands_among_those_around_it(self, village: TestClient) -> None:
        page = village.get("/stelle/study/3.4/inhalt-1")
        assert page.status_code == 200
        assert here(page).startswith("Eine Brunnengemeinschaft ist")
        text = read(page)
        assert text.index("pflegen ihre Brunnen gemeinsam") < text.index("Eine Brunnengemeinschaft ist")
        assert text.index("Eine Brunnengemeinschaft ist") < text.index("leiht den Nachbarn Werkzeug")
        for part in (
            f"● {T.library.kinds.study} · {T.library.origins.card}",
            "Brunnen in Nachbarschaft",
            T.place.framework,
            "Prinzip 3.4",
        ):
            assert part in text
        assert '<a class="chip" href="/karte/3.4">' in page.text
        assert (
            'href="/karte/3.4#3.4-inhalt-1"' in page.text
            and 'id="3.4-inhalt-1"' in village.get("/karte/3.4").text
        )
        assert "Am Dorfplatz tropft" not in text  # a wording that only helps to find

    def test_of_a_law_says_all_that_must_be_known(self, village: TestClient) -> None:
        page = village.get("/stelle/statute/brunng-2/2")
        assert here(page).startswith("(2) Die Gemeinde pflegt jeden öffentlichen Brunnen.")
        text = read(page)
        for part in (
            f"{T.library.kinds.law} · {T.library.origins.full_text}",
            "§ 4 BrunnG: Pflege der Brunnen",
            "Teil 1 Das Dorf › Pflege der Brunnen",
            f"{T.library.stand} {STAND} (Amtliche Datei vom 05.03.2026, abgerufen am 24.11.2026)",
            f"{T.library.binds} Gemeinden",
            "(1) Wer Wasser schöpft",
            "(3) Den Putzplan beschließt der Rat",
        ):
            assert part in text
        official = re.search(
            rf'<a class="way" href="([^"]*)"[^>]*rel="noopener noreferrer"[^>]*>{T.library.links.law}',
            page.text,
        )
        assert official and official[1] == "https://recht.example/brunng/2.html"

    def test_its_citations_lead_to_other_provisions(self, village: TestClient) -> None:
        page = village.get("/stelle/statute/brunng-2/1")
        assert norms(page) == {
            "§ 6": "/stelle/statute/brunng-4/1",
            "§ 5 Abs. 2 DorfG": "/stelle/statute/dorfg-1/2",
        }
        for address, title in zip(norms(page).values(), ("§ 6 BrunnG", "§ 5 DorfG"), strict=True):
            assert title in read(village.get(address))

    def test_but_not_to_those_of_a_law_without_a_short_name(self, village: TestClient) -> None:
        assert "§ 6 der Wegeordnung" in read(village.get("/stelle/statute/dorfg-3/1"))
        assert norms(village.get("/stelle/statute/dorfg-3/1")) == {}

    def test_a_digest_is_no_paragraph_of_the_law(self, village: TestClient) -> None:
        text = read(village.get("/stelle/law/N001"))
        assert T.library.origins.digest in text and "(2) Gemeinden pflegen" not in text

    def test_a_repealed_provision_is_marked(self, village: TestClient) -> None:
        text = read(village.get("/stelle/statute/brunng-5/1"))
        assert "§§ 8 bis 10 BrunnG" in text and f"{T.library.note}: weggefallen" in text

    def test_an_example_shows_where_sources_differ(self, village: TestClient) -> None:
        assert f"{T.library.note}: Die Studie nennt 12 Brunnen" in read(
            village.get("/stelle/practice/brunnenbund")
        )

    def test_what_nobody_has_checked_says_so(self, village: TestClient) -> None:
        assert T.library.unverified_long in read(village.get("/stelle/law/N003"))

    def test_markup_in_a_law_is_only_text(self, village: TestClient) -> None:
        page = village.get("/stelle/statute/dorfg-5/1")
        assert SCRIPT in read(page) and "<b>Fettdruck</b> & kein" in read(page)
        assert "<script" not in page.text and "<b>" not in page.text

    def test_answers_link_to_it(self, village: TestClient) -> None:
        page = village.post("/", data={"frage": "Was sagt § 5 Abs. 3 DorfG?"})
        assert norms(page)["§ 5 Abs. 3 DorfG"] == "/stelle/statute/dorfg-1/3"

    @pytest.mark.parametrize(
        "passage_id",
        [
            "gibt/es/nicht",
            "statute/gibt-es-nicht/1",
            "statute/dorfg-1/99",
            "statute/dorfg-1",
            "statute/",
            "",
            "law/N001/",
            "../../../etc/passwd",
            "%2e%2e/%2e%2e/statutes.db",
            "study/3.4/%00",
            "x" * 5000,
            f"statute/{SCRIPT}/1",
        ],
    )
    def test_what_is_not_there_is_told_on_a_page(self, village: TestClient, passage_id: str) -> None:
        page = village.get(f"/stelle/{passage_id}")
        assert page.status_code == 404
        assert page.headers["content-type"].startswith("text/html")
        assert Problems.TITLES[404] in page.text and 'href="/"' in page.text
        assert SCRIPT not in page.text and len(page.text) < 15_000

    def test_wordings_are_not_shown(self, village: TestClient, lawful_assistant: Assistant) -> None:
        with lawful_assistant._current.use() as pipeline:
            passages = pipeline.generation.passages
            hidden = [
                p.id
                for unit in passages.units(SourceKind.STUDY)
                for p in passages.of_unit(unit)
                if not p.shown
            ]
        assert hidden
        assert {village.get(f"/stelle/{id_}").status_code for id_ in hidden} == {404}

    def test_programs_get_a_problem(self, village: TestClient) -> None:
        response = village.get("/stelle/gibt-es-nicht", headers={"Accept": "application/json"})
        assert (response.status_code, response.headers["content-type"]) == (404, "application/problem+json")


def test_a_long_paragraph_is_numbered_once() -> None:
    law = sample_passages()[1]
    pieces = [
        law.model_copy(
            update={
                "id": f"statute/x/{n}",
                "origin": PassageOrigin.FULL_TEXT,
                "provision": f"§ 1 Abs. {number} X",
            }
        )
        for n, number in enumerate((1, 1, 2), start=1)
    ]
    page = shown(*pieces, of=pieces[1])
    assert (read(page).count("(1) "), read(page).count("(2) ")) == (1, 1)


def test_hostile_passages_stay_text() -> None:
    study = sample_passages()[0]
    evil = study.model_copy(
        update={
            **dict.fromkeys(("title", "text", "locator", "note", "stand", "binds"), EVIL),
            "heading_path": (EVIL, EVIL),
        }
    )
    page = shown(evil, of=evil)
    assert page.status_code == 200 and EVIL in read(page)
    assert not re.search(r"<script(?![^>]*src=\"/)|<img|\sonerror=(?!alert\(1\)&gt;)", page.text)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//evil.example/", "ftp://x.example/", ""]
)
def test_only_web_addresses_are_linked(url: str) -> None:
    passage = sample_passages()[0].model_copy(update={"url": url})
    assert T.library.links.study not in read(shown(passage, of=passage))


def shown(*passages: Passage, of: Passage) -> Response:
    """The page of one of some passages."""
    fake = FakeAssistant()
    fake.passages = {p.id: p for p in passages}
    with TestClient(create_app(Settings(_env_file=None), fake), headers=BROWSER) as client:
        return client.get(f"/stelle/{of.id}")


class TestDocuments:
    @pytest.fixture
    def client(self, tmp_path: Path) -> Iterator[TestClient]:
        settings = Settings(_env_file=None, data_dir=tmp_path)
        fake = FakeAssistant()
        for id_, name, content in (
            (PDF_ID, "original.pdf", b"%PDF-1.7 Brunnen"),
            (HTML_ID, "original.html", b"<script>alert(1)</script>"),
        ):
            folder = settings.sources_dir / "documents" / id_
            folder.mkdir(parents=True)
            (folder / name).write_bytes(content)
            (folder / "meta.json").write_text('{"geheim": true}')
        for id_, title in (
            (PDF_ID, 'Satzung 1/2: "Brunnen"'),
            (HTML_ID, "Dienstanweisung"),
            (LOST_ID, "Weg"),
        ):
            fake.passages[f"upload/{id_}/1"] = upload(id_, title)
        (tmp_path / "secret.pdf").write_bytes(b"geheim")
        with TestClient(create_app(settings, fake), headers=BROWSER) as client:
            yield client

    def test_a_pdf_opens_in_the_browser(self, client: TestClient) -> None:
        response = client.get(f"{DOCUMENTS}{PDF_ID}")
        assert (response.status_code, response.content) == (200, b"%PDF-1.7 Brunnen")
        headers = response.headers
        assert headers["content-type"] == "application/pdf"
        name = "filename*=UTF-8''Satzung%201%2F2%3A%20%22Brunnen%22.pdf"
        assert headers["content-disposition"] == f"inline; {name}"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "script-src" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff" and headers["x-frame-options"] == "DENY"

    def test_html_is_downloaded_and_never_run(self, client: TestClient) -> None:
        response = client.get(f"{DOCUMENTS}{HTML_ID}")
        assert response.headers["content-type"] == "application/octet-stream"
        assert response.headers["content-disposition"] == "attachment; filename*=UTF-8''Dienstanweisung.html"
        assert response.headers["x-content-type-options"] == "nosniff"

    def test_its_page_links_to_the_file_at_the_right_place(self, client: TestClient) -> None:
        page = client.get(f"/stelle/upload/{PDF_ID}/1")
        link = rf'<a class="way" href="/dokumente/{PDF_ID}#page=3">{T.library.links.upload}<'
        assert re.search(link, page.text) and T.library.kinds.upload in read(page)

    @pytest.mark.parametrize(
        "document_id",
        [
            "ffffffffffff",  # nobody has it
            LOST_ID,  # in the index, but the file is gone
            PDF_ID.upper(),
            f"{PDF_ID}x",
            "%2e%2e",
            "..%2f..%2fsecret.pdf",
            f"{PDF_ID}%2f..%2f{PDF_ID}",
            f"{PDF_ID}/original.pdf",
            f"{PDF_ID}/meta.json",
            f"{PDF_ID}%00",
            f"{PDF_ID}%0a",
            "*",
            "a" * 5000,
            "",
        ],
    )
    def test_nothing_else_is_given_out(self, client: TestClient, document_id: str) -> None:
        response = client.get(f"{DOCUMENTS}{document_id}")
        assert response.status_code == 404
        assert response.headers["content-type"].startswith("text/html")
        assert Problems.TITLES[404] in response.text
        assert b"geheim" not in response.content and b"%PDF" not in response.content

    def test_a_lost_file_is_told(self, client: TestClient) -> None:
        assert Words.NO_DOCUMENT in client.get(f"{DOCUMENTS}{LOST_ID}").text

    def test_a_removed_document_is_gone_though_its_file_is_still_there(
        self, client: TestClient, tmp_path: Path
    ) -> None:
        folder = Settings(_env_file=None, data_dir=tmp_path).sources_dir / "documents" / "deadbeef0000"
        folder.mkdir()
        (folder / "original.pdf").write_bytes(b"%PDF")
        assert client.get(f"{DOCUMENTS}deadbeef0000").status_code == 404


def upload(id_: str, title: str) -> Passage:
    return Passage(
        id=f"upload/{id_}/1",
        kind=SourceKind.UPLOAD,
        origin=PassageOrigin.DOCUMENT,
        unit=f"upload:{id_}",
        title=title,
        text="Jeder Brunnen hat einen Paten.",
        locator="Seite 3",
        upload=title,
        url=f"/dokumente/{id_}#page=3",
        digest="d",
    )
