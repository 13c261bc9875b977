"""The list of conversations and shared answers in Chromium, as dialogues."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.channels.web.words import load_words
from assistant.store.store import Store
from tests.channels.browser import needs_axe, needs_chromium, serving, violations
from tests.fakes import FakeAssistant, sample_answer
from tests.stores import made_store

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright fehlt")
pytestmark = needs_chromium
WORDS = load_words("de").conversations
BUS = "Wie probieren wir eine neue Buslinie aus?"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = made_store(tmp_path)
    yield made
    made.close()


@pytest.fixture
def address(store: Store) -> Iterator[str]:
    with serving(FakeAssistant(sample_answer()), store=store) as address:
        yield address


@pytest.fixture
def page(chromium: Any, address: str) -> Iterator[Any]:
    """Somebody who has asked one question."""
    context = chromium.new_context(locale="de-DE", permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(address)
    page.locator("#frage").fill(BUS)
    page.keyboard.press("Enter")
    page.locator(".ai-notice").wait_for()
    yield page
    context.close()


def focused(page: Any) -> str:
    return page.evaluate("document.activeElement.innerText || document.activeElement.value")


def tab_to(page: Any, text: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if focused(page).strip().startswith(text):
            return
    raise AssertionError(f"„{text}“ ist mit der Tabulatortaste nicht zu erreichen")


def test_the_keyboard_alone_renames_a_conversation(page: Any, address: str) -> None:
    page.goto(f"{address}gespraeche")
    tab_to(page, WORDS.rename)
    page.keyboard.press("Enter")
    tab_to(page, BUS)
    page.keyboard.type("Der Bus")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Der Bus", exact=True).wait_for()
    assert page.get_by_role("status").inner_text() == WORDS.done.umbenannt


def test_what_an_action_opens_moves_none_of_them(page: Any, address: str) -> None:
    page.goto(f"{address}gespraeche")
    names = page.locator(".talk__action summary")
    before = [names.nth(n).bounding_box() for n in range(3)]
    for n in range(3):
        names.nth(n).click()
        assert [names.nth(m).bounding_box() for m in range(3)] == before
        assert page.locator(".talk__action[open]").count() == 1  # they close each other


@needs_axe
@pytest.mark.parametrize("width", [1280, 320])
def test_open_actions_are_for_everybody(page: Any, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{address}gespraeche?suche=bus&meldung=umbenannt")
    for n in range(3):
        page.locator(".talk__action summary").nth(n).click()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_deleting_asks_first(page: Any, address: str) -> None:
    page.goto(f"{address}gespraeche")
    page.locator(".talk__action summary").nth(2).click()
    page.get_by_role("button", name=WORDS.delete_now).click()
    page.get_by_text(WORDS.done.geloescht).wait_for()
    assert page.locator(".talk").count() == 0


def test_a_note_is_downloaded_under_its_name(page: Any, address: str) -> None:
    page.goto(f"{address}gespraeche")
    page.locator(".talk__action summary").nth(1).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Word (DOCX)").click()
    assert download.value.suggested_filename == "Wie probieren wir eine neue Buslinie aus.docx"


def test_the_print_view_prints(page: Any, address: str) -> None:
    page.add_init_script("window.print = () => { document.title = 'gedruckt'; }")
    page.goto(f"{page.url}/druck")
    page.get_by_role("button", name=WORDS.note.print).click()
    assert page.title() == "gedruckt"
    page.emulate_media(media="print")
    assert not page.locator(".top").is_visible() and not page.locator(".note-tools").is_visible()


def test_a_link_is_copied_and_opened_by_a_colleague(page: Any, address: str, chromium: Any) -> None:
    exchange = page.locator(".exchange").get_attribute("id").removeprefix("a-")
    page.goto(f"{page.url.split('#')[0]}/teilen?antwort={exchange}")
    page.get_by_role("button", name=WORDS.share.begin).click()
    page.get_by_role("button", name=WORDS.share.copy).click()
    page.get_by_text(WORDS.share.copied).wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{address}antwort/")
    colleague = chromium.new_context(locale="de-DE").new_page()
    colleague.goto(link)
    colleague.locator("a.reference", has_text="[2]").first.click()
    colleague.get_by_text("Aufträge werden in kleinere Teile zerlegt").wait_for()
    assert colleague.locator("textarea").count() == 0
    assert colleague.context.cookies() == []
    colleague.context.close()
