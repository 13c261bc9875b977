"""What goes with an answer and with asking: copy, link, feedback, keys, department, device."""

from __future__ import annotations

import re

import pytest

from tests.channels.browser import needs_chromium
from tests.channels.chat_browser import ask, visits
from tests.channels.chat_site import T
from tests.fakes import FakeAssistant

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright fehlt")
expect = sync_api.expect
pytestmark = needs_chromium


@pytest.fixture
def visit(chromium, tmp_path):
    with visits(chromium, tmp_path) as visit:
        yield visit


def answered(visit, **options):
    page = visit(FakeAssistant(), **options)
    ask(page, "Was tun?")
    expect(page.locator(".ai-notice")).to_be_visible()
    return page


def test_an_answer_is_copied_with_its_sources(visit):
    page = answered(visit, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name=T.answer.copy).click()
    expect(page.locator(".actions__told")).to_have_text(T.chat.script.copied)
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith("Was tun?") and "[2] Recht: § 97 Abs. 4 GWB" in text
    kinds = page.evaluate("navigator.clipboard.read().then((items) => items.flatMap((item) => item.types))")
    assert set(kinds) == {"text/plain", "text/html"}


def test_copying_works_without_the_modern_clipboard_of_https(visit):
    page = answered(visit, permissions=["clipboard-read", "clipboard-write"])
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.get_by_role("button", name=T.answer.copy).click()
    expect(page.locator(".actions__told")).to_have_text(T.chat.script.copied)
    page.reload()
    assert page.evaluate("navigator.clipboard.readText()").startswith("Was tun?")


def test_copying_that_fails_says_so(visit):
    page = answered(visit)
    page.route("**/kopie?*", lambda route: route.abort())
    page.get_by_role("button", name=T.answer.copy).click()
    expect(page.locator(".actions__told")).to_have_text(T.chat.script.copy_failed)


def test_a_link_for_colleagues_opens_the_answer_elsewhere(visit, chromium):
    page = answered(visit, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name=T.answer.share).click()
    link = page.locator(".actions__told a")
    expect(link).to_have_attribute("href", re.compile(r"/antwort/\S+$"))
    address = link.get_attribute("href")
    assert page.evaluate("navigator.clipboard.readText()") == address
    with chromium.new_context() as elsewhere:
        other = elsewhere.new_page()
        other.goto(address)
        expect(other.locator(".exchange")).to_contain_text("nie ganz los")
        assert other.get_by_role("button", name=T.answer.copy).count() == 0


def test_feedback_is_given_without_leaving_the_answer(visit):
    page = answered(visit)
    page.get_by_role("link", name=T.answer.not_helpful).click()
    form = page.locator(".feedback")
    expect(form).to_contain_text(T.feedback.intro)
    expect(form.get_by_label(T.feedback.no, exact=True)).to_be_focused()
    form.get_by_label(T.feedback.names["veraltet"]).check()
    form.get_by_label(T.feedback.comment).fill("Stand von früher")
    form.get_by_role("button", name=T.feedback.send).click()
    expect(page.locator(".rating")).to_contain_text(T.answer.rated_not_helpful)
    expect(page.locator(".rating__told")).to_be_focused()
    page.get_by_role("link", name=T.answer.rate_again).click()
    expect(page.get_by_label(T.feedback.comment)).to_have_value("Stand von früher")
    page.get_by_role("button", name=T.feedback.cancel).click()
    expect(page.locator(".feedback")).to_have_count(0)
    expect(page.get_by_role("link", name=T.answer.rate_again)).to_be_focused()


def test_feedback_without_a_choice_is_told_in_the_form(visit):
    page = answered(visit)
    page.locator("[data-rate]").first.evaluate("(link) => link.search = ''")
    page.locator("[data-rate]").first.click()
    page.locator(".feedback textarea").fill("Nur ein Kommentar")
    page.get_by_role("button", name=T.feedback.send).click()
    expect(page.locator(".feedback .kern-error")).to_have_text(T.feedback.choose)
    expect(page.locator(".feedback textarea")).to_have_value("Nur ein Kommentar")


def test_the_keyboard_is_enough(visit):
    page = visit(FakeAssistant())
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name=T.shell.skip)).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#frage")).to_be_focused()
    page.keyboard.type("Erste Zeile")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("zweite Zeile")
    page.keyboard.press("Enter")
    expect(page.locator(".exchange__question")).to_have_text("Erste Zeile\nzweite Zeile")
    expect(page.locator(".ai-notice")).to_be_visible()
    page.locator("a.reference").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".source--study summary")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".source--study details")).not_to_have_attribute("open", "")


def test_shortcuts_lead_to_the_question_and_can_be_switched_off(visit):
    page = answered(visit)
    page.locator("a.reference").first.focus()
    page.keyboard.press("/")
    expect(page.locator("#frage")).to_be_focused()
    page.keyboard.type("und/oder?")
    expect(page.locator("#frage")).to_have_value("und/oder?")
    page.locator("a.reference").first.focus()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name=T.chat.shortcuts.title)
    expect(dialog).to_contain_text(T.chat.shortcuts.rows[0][1])
    dialog.get_by_label(T.chat.shortcuts.on).uncheck()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.reload()
    page.locator("a.reference").first.focus()
    page.keyboard.press("/")
    page.keyboard.press("?")
    expect(page.locator("a.reference").first).to_be_focused()
    page.get_by_role("button", name=T.chat.shortcuts.button).click()
    expect(dialog.get_by_label(T.chat.shortcuts.on)).not_to_be_checked()


def test_my_department_changes_the_examples_and_stays_in_the_browser(visit):
    fake = FakeAssistant()
    page = visit(fake)
    mixture = page.locator("#beispiele .question").all_text_contents()
    page.get_by_label(T.chat.department).select_option("vergabe")
    own = page.locator("#beispiele .question").all_text_contents()
    assert len(mixture) == len(own) == 6 and own != mixture
    page.reload()
    expect(page.get_by_label(T.chat.department)).to_have_value("vergabe")
    expect(page.locator("#beispiele .question").first).to_have_text(own[0])
    assert not any(cookie["value"] == "vergabe" for cookie in page.context.cookies())
    page.locator("#beispiele .question").first.click()
    expect(page.locator(".ai-notice")).to_be_visible()
    assert (fake.calls[0].question, fake.calls[0].department) == (own[0], "vergabe")


def test_the_session_outlives_the_browser_on_request(visit):
    page = answered(visit)
    session = lambda: next(c for c in page.context.cookies() if c["name"] == "sitzung")  # noqa: E731
    assert session()["expires"] == -1
    with page.expect_response("**/geraet"):
        page.get_by_label(T.device.keep).check()
    assert session()["expires"] > 0
    page.reload()
    expect(page.get_by_label(T.device.keep)).to_be_checked()
    with page.expect_response("**/geraet"):
        page.get_by_label(T.device.keep).uncheck()
    assert session()["expires"] == -1
