"""The project check as a dialogue in a real browser: notes that save themselves, two windows, a lost server."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.channels.web import page as page_module
from assistant.channels.web.project.notes import LONGEST_NOTE
from tests.channels.browser import needs_axe, needs_chromium, violations
from tests.channels.chat_browser import visits
from tests.channels.chat_site import T
from tests.fakes import FakeAssistant
from tests.project_checks import QUESTIONS, id_of

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright fehlt")
expect = sync_api.expect
pytestmark = needs_chromium
WORDS = T.project
EVIL = "<img src=x onerror=\"document.title='weg'\"><script>document.title='weg'</script>"
ONE, TWO = id_of("3.4"), id_of("3.4", 1)
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1280, "height": 900}},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 320, "height": 640}},
    "forced": {"forced_colors": "active"},
    "plain": {"color_scheme": "dark"},
}


@pytest.fixture
def visit(chromium: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    with visits(chromium, tmp_path) as visit:
        yield visit


def begin(page: Any, description: str = "Die Buslinie soll getestet werden.") -> str:
    """Create a project; returns the address of its step 3.4."""
    page.get_by_role("link", name=WORDS.title).click()
    page.get_by_label(WORDS.form.title).fill("Bus")
    page.get_by_label(WORDS.form.description, exact=True).fill(description)
    page.get_by_role("button", name=WORDS.form.create).click()
    page.wait_for_url(re.compile(r"/vorhaben/[0-9a-f]{32}"))
    return page.url.partition("?")[0] + "/3.4"


def note(page: Any, id: str = ONE) -> Any:
    return page.locator(f'[id="notiz-{id}"]')


def saved(page: Any, patience_ms: int = 5000) -> None:
    told = re.compile(r"^Gespeichert um \d\d:\d\d Uhr\.$")
    expect(page.locator("#stand")).to_have_text(told, timeout=patience_ms)
    expect(page.locator("#stand-offen")).to_be_hidden()


def test_describe_note_settle_and_see_what_is_open(visit):
    page = visit(FakeAssistant())
    step = begin(page)
    page.get_by_role("link", name=re.compile("Beginnen mit 3.4")).click()
    expect(page).to_have_url(step)
    group = page.get_by_role("group", name=QUESTIONS["3.4"][0])
    group.get_by_label(WORDS.step.note).fill("Der Verein will fahren.")
    group.get_by_label(WORDS.step.states.done).check()
    saved(page)
    page.reload()
    expect(note(page)).to_have_value("Der Verein will fahren.")
    law = page.locator(".proof--law")
    law.locator("summary").click()
    for part in (T.library.kinds.law, "§ 97 Abs. 4 GWB", "Zuletzt geändert 2025", "öffentliche Auftraggeber"):
        expect(law).to_contain_text(part)
    expect(law.get_by_role("link", name=WORDS.evidence.open)).to_have_attribute("href", "/stelle/law/N042")
    note(page, TWO).fill("Noch offen")
    page.get_by_role("button", name=re.compile("Speichern und weiter zu 3.6")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("3.6")
    page.get_by_role("button", name=WORDS.step.save_overview).click()
    page.get_by_text(WORDS.overview.open_points.format(n=5)).click()
    expect(page.locator(".project-open")).to_contain_text("Noch offen")
    with page.expect_download() as download:
        page.get_by_role("link", name="Markdown").click()
    assert "Noch offen" in Path(download.value.path()).read_text(encoding="utf-8")


def test_two_windows_keep_both_texts(visit):
    page = visit(FakeAssistant())
    step = begin(page)
    page.goto(step)
    other = page.context.new_page()
    other.goto(step)
    note(page).fill("Text eins")
    saved(page)
    note(other).fill("Text zwei")
    note(other, TWO).fill("Nur hier")
    expect(other.locator("#stand")).to_have_text(WORDS.script.conflict)
    expect(other.locator(f'[id="anderswo-{ONE}"]')).to_contain_text("Text eins · offen")
    expect(note(other)).to_have_value("Text zwei")
    other.get_by_role("button", name=WORDS.step.conflict_join).click()
    saved(other)
    expect(other.locator(f'[id="anderswo-{ONE}"]')).to_have_count(0)
    page.reload()
    expect(note(page)).to_have_value("Text zwei\n\nText eins")
    expect(note(page, TWO)).to_have_value("Nur hier")


def test_a_lost_server_loses_nothing(visit):
    page = visit(FakeAssistant())
    page.goto(begin(page))
    page.route("**/vorhaben/**", lambda route: route.abort())
    note(page).fill("Bleibt stehen")
    expect(page.locator("#stand")).to_have_text(WORDS.script.offline)
    page.get_by_role("button", name=WORDS.step.save, exact=True).click()
    expect(note(page)).to_have_value("Bleibt stehen")
    page.unroute("**/vorhaben/**")
    saved(page, 20_000)  # by itself
    page.reload()
    expect(note(page)).to_have_value("Bleibt stehen")


def test_a_project_deleted_elsewhere_keeps_the_text_on_the_page(visit):
    page = visit(FakeAssistant())
    step = begin(page)
    page.goto(step)
    assert page.request.post(step.removesuffix("/3.4") + "/loeschen").ok
    note(page).fill("Mein Text")
    expect(page.locator("#stand")).to_have_text(WORDS.script.gone)
    expect(note(page)).to_have_value("Mein Text")


def test_leaving_at_once_saves(visit):
    page = visit(FakeAssistant())
    step = begin(page)
    page.goto(step)
    note(page).fill("Schnell weg")
    page.get_by_role("link", name="Bus").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bus")
    page.goto(step)
    expect(note(page)).to_have_value("Schnell weg")


def test_a_note_that_is_too_long_is_saved_once_it_is_short(visit):
    page = visit(FakeAssistant())
    page.goto(begin(page))
    note(page).fill("x" * (LONGEST_NOTE + 1))
    expect(page.locator("#stand")).to_have_text(WORDS.script.too_long)
    expect(note(page)).to_have_attribute("aria-invalid", "true")
    note(page).fill("Kurz")
    saved(page)


def test_an_unsent_description_survives_going_elsewhere(visit):
    page = visit(FakeAssistant())
    page.get_by_role("link", name=WORDS.title).click()
    page.get_by_label(WORDS.form.description, exact=True).fill("Halb fertig")
    page.get_by_role("link", name=T.shell.sections.help).click()
    page.get_by_role("link", name=WORDS.title).click()
    expect(page.get_by_label(WORDS.form.description, exact=True)).to_have_value("Halb fertig")
    begin(page)
    page.get_by_role("link", name=WORDS.overview.back).click()
    expect(page.get_by_label(WORDS.form.description, exact=True)).to_have_value("")


def test_hostile_notes_stay_text(visit):
    page = visit(FakeAssistant())
    step = begin(page, EVIL)
    page.goto(step)
    other = page.context.new_page()
    other.goto(step)
    note(page).fill(EVIL)
    saved(page)
    note(other).fill(f"{EVIL}!")
    expect(other.locator(f'[id="anderswo-{ONE}"]')).to_contain_text(EVIL)
    page.goto(step.removesuffix("/3.4"))
    for one in (page, other):
        assert one.locator("main :is(img, b)").count() == 0
        assert "weg" not in one.title()


def test_the_keyboard_is_enough(visit):
    page = visit(FakeAssistant())
    page.goto(begin(page))
    page.locator(f'[id="stand-{ONE}-open"]').focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(f'[id="stand-{ONE}-done"]')).to_be_checked()
    page.keyboard.press("Tab")
    expect(note(page)).to_be_focused()
    page.keyboard.type("Ja")
    saved(page)
    expect(note(page)).to_be_focused()
    page.locator(".proof summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".proof").first).to_have_attribute("open", "")


def test_without_javascript(visit):
    page = visit(FakeAssistant(), java_script_enabled=False)
    page.goto(begin(page))
    note(page).fill("Ohne Skript")
    page.locator(f'label[for="stand-{ONE}-dropped"]').click()
    page.get_by_role("button", name=WORDS.step.save, exact=True).click()
    expect(page.locator("#stand")).to_contain_text("Gespeichert um")
    expect(note(page)).to_have_value("Ohne Skript")
    page.get_by_role("button", name=WORDS.step.save_overview).click()
    page.get_by_text(WORDS.overview.delete, exact=True).click()
    page.get_by_role("button", name=WORDS.overview.delete_now).click()
    expect(page.get_by_text(WORDS.overview.deleted)).to_be_visible()


@needs_axe
@pytest.mark.parametrize("look", LOOKS)
def test_every_state_is_accessible(visit, monkeypatch, tmp_path, look: str):
    if look == "plain":
        monkeypatch.setattr(page_module, "PROJECT", tmp_path)
    page = visit(FakeAssistant(), **LOOKS[look])
    page.get_by_role("link", name=WORDS.title).click()
    _is_for_everybody(page)
    page.get_by_role("button", name=WORDS.form.create).click()
    expect(page.locator("#beschreibung-fehler")).to_have_text(re.compile(WORDS.form.empty))
    expect(page.locator("#beschreibung")).to_be_focused()
    _is_for_everybody(page)
    step = begin(page)
    _is_for_everybody(page)
    page.goto(step)
    other = page.context.new_page()
    other.goto(step)
    note(page).fill("Eins")
    saved(page)
    note(other).fill("Zwei")
    expect(other.locator(f'[id="anderswo-{ONE}"]')).to_be_visible()
    for summary in other.locator("summary").all():
        summary.click()
    _is_for_everybody(other)
    other.evaluate("document.getElementById('schritt').submit()")  # as without JavaScript
    page.goto(step.removesuffix("/3.4"))
    for summary in page.locator("summary").all():
        summary.click()
    _is_for_everybody(page)


def _is_for_everybody(page: Any) -> None:
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    small = page.evaluate(
        """() => [...document.querySelectorAll('main :is(a, button, summary, input:not([type=hidden]), textarea)')]
        .map((one) => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
        .filter(([, box]) => box.width && (box.width < 24 || box.height < 24)).map(([html]) => html)"""
    )
    assert small == []
