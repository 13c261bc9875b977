"""Nobody is shut out: axe in every state and look, reflow at 320 px and 400 %, focus never covered."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from assistant.channels.web import page as page_module
from assistant.models import TextDelta
from tests.channels.browser import needs_axe, needs_chromium, violations
from tests.channels.chat_browser import ask, visits
from tests.channels.chat_site import T
from tests.fakes import FakeAssistant, refusal, sample_answer

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright fehlt")
expect = sync_api.expect
pytestmark = needs_chromium

LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1280, "height": 800}},
    "dark": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
    "forced": {"viewport": {"width": 1280, "height": 800}, "forced_colors": "active"},
    "phone": {"viewport": {"width": 320, "height": 640}},
    "zoomed": {"viewport": {"width": 320, "height": 256}},  # 1280 x 1024 at 400 %
    "plain": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
}
# Whether a part of the focused element can be seen, or what lies over it.
COVERED = """
() => {
  const focused = document.activeElement;
  const box = focused.getBoundingClientRect();
  for (const x of [0.05, 0.5, 0.95])
    for (const y of [0.1, 0.5, 0.9]) {
      const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
      if (top && (focused.contains(top) || top.contains(focused) && getComputedStyle(focused).display === "inline"))
        return "";
    }
  return `${focused.outerHTML.slice(0, 80)} ${JSON.stringify(box)}`;
}
"""


@pytest.fixture
def visit(chromium, tmp_path):
    with visits(chromium, tmp_path) as visit:
        yield visit


def checked(page) -> None:
    """No barrier that axe knows, and nothing to scroll sideways for (1.4.10)."""
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.locator("h1:visible").count() == 1


@needs_axe
@pytest.mark.parametrize("look", LOOKS)
def test_every_state_in_every_look(visit, monkeypatch, tmp_path, look):
    if look == "plain":
        monkeypatch.setattr(page_module, "PROJECT", tmp_path)
    gate = threading.Event()
    script = [TextDelta(text="Der Anfang."), gate, sample_answer()]
    page = visit(FakeAssistant(script, refusal(), sample_answer()), **LOOKS[look])
    checked(page)  # empty
    ask(page, "")
    expect(page.locator("#frage-fehler")).not_to_be_empty()
    checked(page)  # error
    ask(page, "Wohin mit DE89 3704 0044 0532 0130 00?")
    expect(page.locator("#entscheidung")).to_be_visible()
    checked(page)  # personal data
    ask(page, "Was tun?")
    expect(page.locator(".exchange .prose")).to_have_text("Der Anfang.")
    checked(page)  # being written
    gate.set()
    expect(page.locator(".ai-notice")).to_be_visible()
    checked(page)  # answer
    page.locator("a.reference").first.click()
    expect(page.locator("mark")).to_be_visible()
    page.locator(".source--law summary").click()
    page.locator(".actions summary").click()
    page.get_by_role("link", name=T.answer.not_helpful).click()
    expect(page.locator(".feedback")).to_be_visible()
    checked(page)  # everything open
    ask(page, "Wetter?")
    expect(page.locator(".exchange").nth(1).locator(".ai-notice")).to_be_visible()
    page.get_by_role("button", name=T.chat.shortcuts.button).click()
    checked(page)  # refusal, dialog


@pytest.mark.parametrize("look", ["light", "phone", "zoomed"])
def test_the_focus_is_never_covered(visit, look):
    page = visit(FakeAssistant(), **LOOKS[look])
    for question in ("Erste Frage", "Zweite Frage"):
        ask(page, question)
        expect(page.locator("#frage")).to_have_value("")
    expect(page.locator(".exchange .ai-notice")).to_have_count(2)
    for key in ("Tab", "Shift+Tab"):
        if key == "Tab":
            page.locator(".skip-link").focus()
        seen = 0
        for _ in range(90):
            page.keyboard.press(key)
            if page.evaluate("document.activeElement === document.body"):
                break
            page.wait_for_timeout(30)
            assert page.evaluate(COVERED) == ""
            seen += 1
        assert seen > 40


def test_zoomed_the_form_does_not_stick(visit):
    page = visit(FakeAssistant(), **LOOKS["zoomed"])
    ask(page, "Was tun?")
    expect(page.locator(".ai-notice")).to_be_visible()
    assert page.locator(".ask").evaluate("(form) => getComputedStyle(form).position") == "static"


def test_wide_enough_the_form_stays_in_reach(visit):
    page = visit(FakeAssistant(), **LOOKS["light"])
    ask(page, "Was tun?")
    expect(page.locator(".ai-notice")).to_be_visible()
    page.evaluate("scrollTo(0, 200)")
    expect(page.locator("#frage")).to_be_in_viewport()


def test_targets_are_large_enough(visit):
    page = visit(FakeAssistant(), **LOOKS["phone"])
    ask(page, "Was tun?")
    expect(page.locator(".ai-notice")).to_be_visible()
    small = page.evaluate(
        """() => [...document.querySelectorAll("main :is(button, summary, select, .action, .chip), main li > a")]
          .filter((one) => one.checkVisibility() && !one.closest(".prose, .reason"))
          .filter((one) => { const box = one.getBoundingClientRect(); return box.width < 24 || box.height < 24; })
          .map((one) => one.outerHTML.slice(0, 80))"""
    )
    assert small == []


@needs_axe
def test_axe_would_find_a_fault(visit):
    page = visit(FakeAssistant())
    page.evaluate("document.querySelector('label[for=frage]').remove()")
    assert any(found.startswith("label") for found in violations(page))
