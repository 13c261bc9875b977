"""Every page of the interface, in every look: no barrier that axe knows, no sideways scrolling, focus in sight.

The list below is checked against the application's routes, so that a new page cannot be forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.routing import iter_route_contexts

from assistant.app import create_app
from assistant.settings import Settings
from tests.channels.browser import needs_axe, needs_chromium, serving, violations
from tests.fakes import FakeAssistant

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright fehlt")
pytestmark = [needs_chromium, needs_axe]

LOOKS: dict[str, dict[str, Any]] = {  # light is the one at 400 %
    "dunkel und schmal": {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"},
    "vierfach": {"viewport": {"width": 320, "height": 256}},  # 1280 x 1024 at 400 %
    "erzwungene Farben": {"viewport": {"width": 1280, "height": 900}, "forced_colors": "active"},
}
# Route -> address of an example; {…} is filled with what the fixture `town` has made.
PAGES = {
    "/": "/",
    "/gespraech/{conversation_id}": "/gespraech/{conversation}",
    "/gespraeche": "/gespraeche",
    "/gespraeche/loeschen": "/gespraeche/loeschen",
    "/gespraech/{conversation_id}/teilen": "/gespraech/{conversation}/teilen?antwort={exchange}",
    "/gespraech/{conversation_id}/druck": "/gespraech/{conversation}/druck",
    "/antwort/{token}": "/antwort/{token}",
    "/rueckmeldung/{exchange_id}": "/rueckmeldung/{exchange}",
    "/landkarte": "/landkarte?antwort={exchange}",
    "/bibliothek": "/bibliothek?q=Software",
    "/karte/{section}": "/karte/2.4",
    "/stelle/{passage_id:path}": "/stelle/study/2.4/inhalt-3",
    "/vorhaben": "/vorhaben",
    "/vorhaben/{project_id}": "/vorhaben/{project}",
    "/vorhaben/{project_id}/{section}": "/vorhaben/{project}/3.4",
    "/hilfe": "/hilfe",
    "/datenschutz": "/datenschutz",
    "/barrierefreiheit": "/barrierefreiheit",
    "/verwaltung": "/verwaltung",
    "/verwaltung/quellen": "/verwaltung/quellen",
    "/verwaltung/auftrag": "/verwaltung/auftrag",
    "/verwaltung/recht": "/verwaltung/recht",
    "/verwaltung/luecken": "/verwaltung/luecken",
    "/verwaltung/rueckmeldungen": "/verwaltung/rueckmeldungen",
    "/verwaltung/rueckmeldungen/{feedback_id}": "/verwaltung/rueckmeldungen/{feedback}",
    "/verwaltung/zahlen": "/verwaltung/zahlen",
    "/verwaltung/einstellungen": "/verwaltung/einstellungen",
}
# Not pages: files, and data for scripts.
OTHER = re.compile(
    r"^/(api|healthz|readyz|openapi|dokumente)|/export/|/kopie$|/antwort/{exchange_id}$|\.csv$|/stand$"
)
TWO_FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
NOT_FOUND = "/gibt-es-nicht"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str], dict[str, str]]]:
    """A running service with a conversation, a project and feedback: address, cookies, ids."""
    settings = Settings(_env_file=None, data_dir=tmp_path_factory.mktemp("seiten"))
    with serving(FakeAssistant(), settings) as address, visiting(address) as client:
        talk = client.post(
            "/", data={"frage": "Unser Hersteller verdoppelt die Preise.", "anfrage": "a" * 32}
        )
        conversation = talk.url.path.rpartition("/")[2]
        exchange = first(r"/rueckmeldung/([0-9a-f]{32})", talk)
        shared = client.post(f"/gespraech/{conversation}/teilen", data={"antwort": exchange})
        rating = {"hilfreich": "nein", "gruende": "falsch", "kommentar": "Die Zahl stimmt nicht."}
        client.post(f"/rueckmeldung/{exchange}", data=rating)
        queue = client.get("/verwaltung/rueckmeldungen")
        described = {"titel": "Neue Software", "beschreibung": "Wir wollen die Software der Stadt erneuern."}
        project = client.post("/vorhaben", data=described)
        made = {
            "conversation": conversation,
            "exchange": exchange,
            "token": first(r"/antwort/([\w-]+)", shared),
            "feedback": first(r"/verwaltung/rueckmeldungen/([0-9a-f]{32})", queue),
            "project": project.url.path.rpartition("/")[2],
        }
        yield address, dict(client.cookies), made


def visiting(address: str) -> httpx.Client:
    return httpx.Client(base_url=address, follow_redirects=True, headers={"Accept": "text/html"})


def first(pattern: str, page: httpx.Response) -> str:
    found = re.search(pattern, page.text)
    assert found, f"{page.url} nennt kein {pattern}"
    return found[1]


@pytest.fixture(scope="module", params=LOOKS)
def look(request, town, chromium) -> Iterator[Any]:
    address, cookies, _ = town
    context = chromium.new_context(locale="de-DE", **LOOKS[request.param])
    context.add_cookies([{"name": n, "value": v, "url": address} for n, v in cookies.items()])
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


def test_no_page_is_forgotten(tmp_path: Path) -> None:
    app = create_app(Settings(_env_file=None, data_dir=tmp_path), FakeAssistant())
    routes = [route for route in iter_route_contexts(app.routes) if "GET" in (route.methods or ())]
    pages = {route.path for route in routes if not OTHER.search(route.path or "")}
    assert pages - PAGES.keys() == set()
    assert PAGES.keys() - pages == set()


@pytest.mark.parametrize("route", [*PAGES, NOT_FOUND])
def test_every_page_is_for_everybody(look, town, route: str) -> None:
    address, _, made = town
    look.goto(address.rstrip("/") + PAGES.get(route, route).format(**made))
    assert look.locator("h1:visible").count() == 1
    assert violations(look) == []
    width, wide = look.evaluate(
        "[document.documentElement.clientWidth, document.documentElement.scrollWidth]"
    )
    assert wide <= width, "die Seite scrollt seitwärts (WCAG 1.4.10)"
    if look.viewport_size["height"] <= 256:  # where things stick out most
        assert hidden_focus(look) == [], "der Fokus ist verdeckt (WCAG 2.4.11)"


@pytest.mark.parametrize("language", ["en", "einfach"])
@pytest.mark.parametrize("route", PAGES)
def test_every_page_in_every_language(town, route: str, language: str) -> None:
    address, cookies, made = town
    response = httpx.get(
        address.rstrip("/") + PAGES[route].format(**made), cookies={**cookies, "sprache": language}
    )
    assert response.status_code == 200
    assert f'<html lang="{"en" if language == "en" else "de"}">' in response.text


def test_what_strangers_see_of_it(town) -> None:
    """Without the session cookie, what belongs to somebody is not there; a shared answer is."""
    address, _, made = town
    own = [
        "/gespraech/{conversation}",
        "/gespraech/{conversation}/druck",
        "/vorhaben/{project}",
        "/rueckmeldung/{exchange}",
    ]
    for path in own:
        response = httpx.get(address.rstrip("/") + path.format(**made), headers={"Accept": "text/html"})
        assert response.status_code == 404, path
        assert "Hersteller" not in response.text
    shared = httpx.get(f"{address}antwort/{made['token']}")
    assert shared.status_code == 200 and "Hersteller" in shared.text
    assert made["conversation"] not in shared.text


def hidden_focus(page) -> list[str]:
    """Elements that, focused with the Tab key, are wholly covered by something that is not theirs."""
    page.evaluate("document.activeElement?.blur?.(); window.scrollTo(0, 0)")
    covered = []
    for _ in range(60):
        page.keyboard.press("Tab")
        page.evaluate(TWO_FRAMES)  # the browser scrolls after the key, not with it
        found = page.evaluate(
            """() => {
              const at = document.activeElement;
              if (!at || at === document.body || at.dataset.tested) return null;
              at.dataset.tested = "yes";
              const box = at.getBoundingClientRect();
              const seen = [0.1, 0.5, 0.9].some(x => [0.1, 0.5, 0.9].some(y => {
                const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
                return top && (at.contains(top) || top.contains(at));
              }));
              return seen ? "" : at.outerHTML.slice(0, 120);
            }"""
        )
        if found is None:
            break
        if found:
            covered.append(found)
    return covered
