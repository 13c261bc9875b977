"""The library in a real browser: searched, narrowed down, read on, asked from; with the keyboard, small and dark."""

from __future__ import annotations

import re

import pytest

from assistant.channels.web.words import load_words
from assistant.settings import Settings
from tests.channels.browser import needs_axe, needs_chromium, serving, violations
from tests.fakes import FakeAssistant

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright fehlt")
expect = sync_api.expect
pytestmark = needs_chromium
T = load_words("de")
DESK = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 320, "height": 640}}  # also 1280 px at 400 %
PAGES = (
    "bibliothek",
    "bibliothek?q=Brunnen",
    "bibliothek?art=recht&teil=3.4",
    "bibliothek?q=xqzwvk&art=recht",
    "karte/3.4",
    "karte/3.4#3.4-inhalt-1",
    "karte/1.1",
    "karte/9.9",
    "stelle/law/N001",
    "stelle/statute/brunng-2/2",
    "stelle/study/3.4/inhalt-1",
)


@pytest.fixture(scope="module")
def address(lawful_settings, lawful_assistant, tmp_path_factory):
    settings = lawful_settings.model_copy(update={"data_dir": tmp_path_factory.mktemp("bibliothek")})
    with serving(lawful_assistant, settings) as address:
        yield address


@pytest.fixture
def visit(chromium, address):
    """Opens a page; afterwards nothing may have complained. A page that is not there is no complaint."""
    contexts, faults = [], []

    def open_page(path: str = "bibliothek", **options):
        context = chromium.new_context(locale="de-DE", **{**DESK, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: message.type == "error" and faults.append(message.text))
        page.goto(address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [fault for fault in faults if "status of 404" not in fault] == []


def test_search_narrow_down_and_read_on(visit):
    page = visit()
    expect(page.get_by_role("heading", level=1)).to_have_text(T.library.title)
    page.get_by_label(T.library.search).fill("Brunnen")
    page.keyboard.press("Enter")
    expect(page.locator("#treffer")).to_contain_text("zu „Brunnen“")
    expect(page).to_have_title(re.compile("Einträge zu „Brunnen“ – Bibliothek"))
    expect(page.locator("mark").first).to_have_text(re.compile("Brunnen", re.I))
    expect(page.get_by_label(T.library.search)).to_have_value("Brunnen")

    page.get_by_label(T.library.kind, exact=True).select_option(label="Praxis")
    page.get_by_label(T.library.part, exact=True).select_option("3.4")
    page.get_by_role("button", name=T.library.submit).click()
    expect(page.locator(".entry")).to_have_count(1)
    expect(page.locator(".entry")).to_contain_text("▲ Praxis")
    page.get_by_role("link", name="Brunnenbund").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Brunnenbund, Musterau")

    page.get_by_role("link", name="Prinzip 3.4").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dezentrale Gewährleistung")
    expect(page.locator(".menu__link[aria-current]")).to_have_text("Bibliothek")
    page.get_by_role("navigation", name=T.card.contents).get_by_role("link", name=T.card.law).click()
    expect(page.locator("#recht")).to_be_in_viewport()
    page.go_back()
    page.go_back()
    page.go_back()
    expect(page.get_by_label(T.library.kind, exact=True)).to_have_value("praxis")


def test_nothing_found_leads_on(visit):
    page = visit("bibliothek?q=xqzwvk&art=praxis")
    expect(page.locator("#treffer")).to_have_text(T.library.nothing.title)
    page.get_by_role("link", name=T.library.nothing.without_filter).click()
    expect(page.get_by_label(T.library.kind, exact=True)).to_have_value("")
    page.get_by_role("link", name=T.library.nothing.everything).click()
    expect(page.locator("#treffer")).to_contain_text("Einträge")


def test_a_question_of_a_card_is_asked_with_one_click(chromium, tmp_path):
    with serving(FakeAssistant(), Settings(_env_file=None, data_dir=tmp_path)) as address:
        page = chromium.new_page()
        page.goto(f"{address}karte/2.4")
        page.get_by_role("button", name="Wovon hängen wir ab?").click()
        expect(page).to_have_url(re.compile("/gespraech/"))
        expect(page.get_by_role("heading", level=1)).to_have_text("Wovon hängen wir ab?")
        page.close()


def test_works_without_scripts(visit):
    page = visit(java_script_enabled=False)
    page.get_by_label(T.library.search).fill("Bus")
    page.get_by_role("button", name=T.library.submit).click()
    expect(page.locator("mark").first).to_be_visible()


def test_with_the_keyboard_alone(visit):
    page = visit("bibliothek?q=Brunnen")
    page.get_by_label(T.library.search).focus()
    for control in (T.library.kind, T.library.part):
        page.keyboard.press("Tab")
        expect(page.get_by_label(control, exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name=T.library.submit)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name=T.library.reset)).to_be_focused()
    page.locator(".entry__title a").first.focus()
    name = page.locator(".entry__title a").first.inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


@pytest.mark.parametrize("path", PAGES)
def test_fits_a_narrow_screen(visit, path):
    page = visit(path, **PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    small = page.evaluate(
        """() => [...document.querySelectorAll('main a, main button, main summary, main select, main input')]
            .filter(e => !e.closest('p, dd, li > .place__piece') || e.matches('.way, .chip'))
            .filter(e => { const r = e.getBoundingClientRect(); return r.height && (r.height < 24 || r.width < 24) })
            .map(e => e.outerHTML.slice(0, 80))"""
    )
    assert small == []


@needs_axe
@pytest.mark.parametrize(
    "look",
    [DESK, {"color_scheme": "dark"}, PHONE, {"forced_colors": "active"}],
    ids=["hell", "dunkel", "320", "erzwungene Farben"],
)
def test_has_no_barriers(visit, look):
    page = visit(**look)
    origin = page.url.rsplit("/", 1)[0]
    found = {}
    for path in PAGES:
        page.goto(f"{origin}/{path}")
        for details in page.locator("main details").all():
            details.evaluate("element => { element.open = true }")
        found |= {path: wrong} if (wrong := violations(page)) else {}
    assert found == {}
