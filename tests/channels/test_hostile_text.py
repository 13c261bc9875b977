"""HTML and script stay text, whatever field they come in by and on whatever page they are shown.

Pages are parsed as a browser would: nothing that was typed may have become an element, an attribute
or an address.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from assistant.app import create_app
from assistant.models import FollowUp, FrameworkLink
from assistant.settings import Settings
from tests.fakes import FakeAssistant, sample_answer, sample_passages

MARK = "boese"
HOSTILE = (
    f"<{MARK}>",
    f"<script>{MARK}()</script>",
    f'"><{MARK} x="',
    f"' {MARK}='1' onfocus='{MARK}()' autofocus='",
    f'" {MARK}="1" onmouseover="{MARK}()" x="',
    f"<img src=x onerror={MARK}()>",
    f"<svg/onload={MARK}()>",
    f"</textarea><{MARK}>",
    f"</title><{MARK}>",
    f"</select></option><{MARK}>",
    f"--><{MARK}><!--",
    f"]]><{MARK}>",
    f"javascript:{MARK}()",
    f"[Klick](javascript:{MARK}())",
    f"![x](https://aussen.example/{MARK})",
    f"{{{{ {MARK} }}}}",
    f"{{% {MARK} %}}",
    f"${{{MARK}}}",
    f"&lt;{MARK}&gt;&#60;{MARK}&#62;",
    f"\u202e<{MARK}>\u202c",
    f"<{MARK.upper()}/>",
    f"<a href=java\tscript:{MARK}()>",
    f"<iframe srcdoc='<{MARK}>'>",
    f"%3C{MARK}%3E",
)


class Elements(HTMLParser):
    """Notes what does not belong on our pages."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        addresses = [value or "" for name, value in attrs if name in ("href", "src", "action", "formaction")]
        if (
            MARK in tag
            or tag in ("iframe", "img", "object", "embed")
            or (tag == "script" and "src" not in names)
        ):
            self.wrong.append(f"<{tag}>")
        self.wrong += [
            f"{tag} {name}" for name in names if MARK in name or name.startswith("on") or name == "style"
        ]
        self.wrong += [a for a in addresses if re.match(r"\s*(java|vb|data)\w*\s*:", a, re.IGNORECASE)]


def wrong_in(html: str) -> list[str]:
    parser = Elements()
    parser.feed(html)
    return parser.wrong


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[TestClient]:
    app = create_app(Settings(_env_file=None, data_dir=tmp_path), FakeAssistant())
    with TestClient(
        app, base_url="http://localhost", client=("127.0.0.1", 5000), headers={"Accept": "text/html"}
    ) as c:
        yield c


@pytest.mark.parametrize("text", HOSTILE)
def test_through_every_field_of_a_visitor(browser: TestClient, text: str) -> None:
    talk = browser.post("/", data={"frage": text, "anfrage": "a" * 32})
    conversation = talk.url.path.rpartition("/")[2]
    exchange = re.search(r"/rueckmeldung/([0-9a-f]{32})", talk.text)[1]
    project = browser.post(
        "/vorhaben", data={"titel": text, "beschreibung": f"{text} Wir erneuern die Software."}
    )
    pages = [
        talk,
        browser.post(f"/gespraech/{conversation}/titel", data={"titel": text}),
        browser.get("/gespraeche", params={"suche": text, "meldung": text}),
        browser.get("/gespraeche"),
        browser.get(f"/gespraech/{conversation}"),
        browser.get(f"/gespraech/{conversation}/druck"),
        browser.post(f"/gespraech/{conversation}/teilen", data={"antwort": exchange}),
        browser.post(
            f"/rueckmeldung/{exchange}", data={"hilfreich": "nein", "grund": text, "kommentar": text}
        ),
        browser.post(f"/rueckmeldung/{exchange}", data={"hilfreich": "nein", "kommentar": text}),
        browser.get(f"/rueckmeldung/{exchange}"),
        browser.get("/landkarte", params={"stellen": text, "antwort": text, "gespraech": text}),
        browser.get("/bibliothek", params={"q": text, "art": text, "teil": text}),
        browser.get(f"/karte/{quote(text, safe='')}"),
        browser.get(f"/stelle/{quote(text, safe='')}"),
        browser.get(f"/antwort/{quote(text, safe='')}"),
        project,
        browser.get("/vorhaben"),
        browser.post(project.url.path, data={"titel": text, "beschreibung": text, f"notiz-{text}": text}),
        browser.post("/sprache", data={"sprache": text, "zurueck": text}),
        browser.get("/verwaltung/rueckmeldungen"),
        browser.get("/verwaltung/luecken"),
        browser.post("/verwaltung/einstellungen/aufbewahrung", data={"gespraeche": text}),
        browser.post("/verwaltung/einstellungen/schalter", data={"schalter": "aus", "nachricht": text}),
        browser.get(f"/{quote(text, safe='')}", params={"x": text}),
    ]
    assert [(str(page.url), wrong) for page in pages if (wrong := wrong_in(page.text))] == []
    assert all(page.status_code < 500 or page.status_code == 503 for page in pages)


@pytest.mark.parametrize("text", HOSTILE)
def test_from_every_part_of_an_answer_and_of_its_sources(tmp_path: Path, text: str) -> None:
    link = FrameworkLink(id="3.4", title=text, reason=f"{text} [1]", score=0.8)
    answer = sample_answer(
        text=f"{text} [1]",
        principles=(link,),
        levels=(link,),
        measures=(link,),
        follow_ups=(FollowUp(text=text, section="2.4", origin="card"),),
        not_covered=text,
        notices=(text,),
        model=text,
    )
    places = {
        "title": text,
        "locator": text,
        "quote": text,
        "note": text,
        "binds": text,
        "stand": text,
        "url": text,
    }
    answer = answer.model_copy(
        update={"citations": tuple(c.model_copy(update=places) for c in answer.citations)}
    )
    fake = FakeAssistant(answer)
    fake.passages = {
        p.id: p.model_copy(
            update={"text": text, "title": text, "locator": text, "note": text, "heading_path": (text,)}
        )
        for p in sample_passages()
    }
    app = create_app(Settings(_env_file=None, data_dir=tmp_path), fake)
    with TestClient(
        app, base_url="http://localhost", client=("127.0.0.1", 5000), headers={"Accept": "text/html"}
    ) as browser:
        talk = browser.post("/", data={"frage": "Was tun?", "anfrage": "b" * 32})
        conversation = talk.url.path.rpartition("/")[2]
        pages = [
            talk,
            browser.get(f"/gespraech/{conversation}/druck"),
            browser.get("/stelle/study/2.4/inhalt-3"),
            browser.get("/karte/2.4"),
            browser.get("/bibliothek", params={"q": "Software"}),
        ]
        stream = browser.post(
            "/", data={"frage": "Und nun?", "anfrage": "c" * 32}, headers={"Accept": "text/event-stream"}
        )
    assert [(str(page.url), wrong) for page in pages if (wrong := wrong_in(page.text))] == []
    # Pieces of text are put into the page as text; only the finished answer is HTML.
    finished = re.search(r"event: answer\s+data: (\{.*\})", stream.text)
    assert finished and wrong_in(json.loads(finished[1])["html"]) == []
