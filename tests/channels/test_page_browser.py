"""The page with JavaScript, as a dialogue in a real browser."""

from __future__ import annotations

import re
import threading

import pytest

from assistant.channels.web import page as page_module
from assistant.errors import IndexUnavailableError
from assistant.messages_de import Page, Reply
from assistant.models import Replacement, TextDelta
from tests.channels.browser import CHROMIUM, needs_axe, needs_chromium, serving, violations
from tests.fakes import QUOTE, FakeAssistant, refusal, sample_answer

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright fehlt")
expect = sync_api.expect
pytestmark = needs_chromium
EVIL = (
    "<img src=x onerror=\"document.title='weg'\"><script>document.title='weg'</script> "
    "**fett** [1](javascript:0)"
)


@pytest.fixture(scope="module")
def chromium():
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium):
    """Opens the page of a scripted assistant; afterwards nothing may have complained or gone outside."""
    closing, faults = [], []

    def open_page(fake: FakeAssistant, **options):
        context = chromium.new_context(locale="de-DE", **options)
        server = serving(fake)
        address = server.__enter__()
        closing.extend([context.close, lambda: server.__exit__(None, None, None)])
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: message.type == "error" and faults.append(message.text))
        page.on(
            "request",
            lambda request: request.url.startswith((address, "data:")) or faults.append(request.url),
        )
        page.goto(address)
        return page

    yield open_page
    for close in closing:
        close()
    # A refused question is an ordinary reply; the browser logs its status all the same.
    assert [fault for fault in faults if "status of 4" not in fault and "status of 5" not in fault] == []


def ask(page, question: str) -> None:
    page.get_by_role("textbox", name=re.compile("Frage")).fill(question)
    page.get_by_role("button", name=Page.ASK, exact=True).click()


def test_ask_read_open_a_source_ask_on(visit):
    fake = FakeAssistant()
    page = visit(fake)
    ask(page, "Unser Hersteller verdoppelt die Preise.")
    answer = page.locator(".exchange").first
    expect(answer.get_by_role("heading", level=2)).to_have_text("Unser Hersteller verdoppelt die Preise.")
    expect(answer.locator(".prose strong")).to_have_text("Abhängigkeiten")
    expect(page.locator("#willkommen")).to_be_hidden()
    expect(page.locator("#frage")).to_have_value("")

    answer.get_by_role("link", name=Page.OPEN_SOURCE.format(n=1)).first.click()
    source = answer.locator(".source--study details")
    expect(source).to_have_attribute("open", "")
    expect(source.locator(".passage")).to_contain_text("Ganz ohne andere geht es nicht.")
    expect(source.locator("mark")).to_have_text(QUOTE)
    expect(source.locator(".source__origin")).to_contain_text(Reply.ORIGINS["card"])
    expect(source.locator("summary")).to_be_focused()
    source.get_by_role("link", name=Page.BACK_TO_TEXT).click()
    expect(answer.locator("a.reference").first).to_be_focused()

    answer.locator(".source--law summary").click()
    law = answer.locator(".source--law")
    for part in ("■ Recht", "§ 97 Abs. 4 GWB", "Zuletzt geändert 2025", "auch Kommunen"):
        expect(law).to_contain_text(part)
    expect(law.get_by_role("link", name=Reply.LINK["law"])).to_have_attribute(
        "href", "https://recht.example/gwb/97"
    )
    expect(answer.locator(".source--practice summary")).to_contain_text(Reply.UNVERIFIED_MARK)

    answer.get_by_role("button", name="Wer entscheidet darüber?").click()
    second = page.locator(".exchange").nth(1)
    expect(second.locator(".prose")).to_be_visible()
    assert [turn.content for turn in fake.calls[1].history] == [fake.calls[0].question, sample_answer().text]
    assert fake.calls[1].question == "Wer entscheidet darüber?"

    second.get_by_role("link", name=Page.OPEN_SOURCE.format(n=1)).first.click()
    expect(second.locator("mark")).to_have_text(QUOTE)


def test_text_appears_while_it_is_written_and_is_announced_once(visit):
    gate = threading.Event()
    page = visit(FakeAssistant([TextDelta(text="Der Anfang **steht**."), gate, sample_answer()]))
    ask(page, "Was tun?")
    expect(page.locator(".exchange__writing")).to_have_text("Der Anfang steht.")
    expect(page.locator("#stand")).to_have_text(Page.SEARCHING)
    expect(page.locator("#ansage")).to_be_empty()
    gate.set()
    expect(page.locator("#ansage")).to_contain_text("sie kann sie aber gestalten [1].")
    expect(page.locator("#ansage")).to_contain_text("Quellen: 3.")
    expect(page.locator("#stand")).to_be_empty()
    assert page.locator(".conversation [aria-live], .conversation [role=status]").count() == 0


def test_void_text_is_replaced(visit):
    gate = threading.Event()
    script = [TextDelta(text="Erfunden."), Replacement(reason="Ohne Beleg."), TextDelta(text="Belegt."), gate]
    page = visit(FakeAssistant([*script, refusal("Belegt.")]))
    ask(page, "Was tun?")
    expect(page.locator(".exchange__writing")).to_have_text("Belegt.")
    gate.set()
    expect(page.locator(".prose")).to_have_text("Belegt.")


def test_stopping_ends_the_work_and_brings_the_question_back(visit):
    gate = threading.Event()
    fake = FakeAssistant(
        [TextDelta(text="Eine lange "), gate, TextDelta(text="Antwort"), gate, sample_answer()]
    )
    page = visit(fake)
    ask(page, "Was tun?")
    expect(page.locator(".exchange__writing")).to_have_text("Eine lange ")
    page.get_by_role("button", name=Page.STOP).click()
    expect(page.locator("#stand")).to_have_text(Page.SCRIPT["stopped"])
    expect(page.locator("#frage")).to_have_value("Was tun?")
    expect(page.locator(".exchange")).to_have_count(0)
    expect(page.locator("#willkommen")).to_be_visible()
    gate.set()
    assert fake.stream_closed.wait(30)


@pytest.mark.parametrize(
    ("question", "told"),
    [("", Page.SCRIPT["empty"]), ("   ", Page.SCRIPT["empty"]), ("ü" * 4001, "höchstens 4.000 Zeichen")],
)
def test_unusable_questions_are_told_at_the_field(visit, question, told):
    fake = FakeAssistant()
    page = visit(fake)
    ask(page, question)
    expect(page.locator("#frage-fehler")).to_contain_text(told)
    expect(page.locator("#frage")).to_have_value(question)
    expect(page.locator("#frage")).to_be_focused()
    expect(page.locator("#frage")).to_have_attribute("aria-invalid", "true")
    assert not fake.calls


def test_errors_of_the_server_keep_the_text_and_the_next_try_works(visit):
    missing = IndexUnavailableError("Es gibt noch keinen Index. Bitte „ingest build“ ausführen.")
    page = visit(FakeAssistant(missing, [TextDelta(text="Eine "), RuntimeError("geheim")], sample_answer()))
    ask(page, "Was tun?")
    expect(page.locator("#frage-fehler")).to_have_text(missing.message)
    expect(page.locator("#frage")).to_have_value("Was tun?")
    page.get_by_role("button", name=Page.ASK, exact=True).click()
    expect(page.locator("#frage-fehler")).to_contain_text("schiefgegangen")
    expect(page.locator("#frage")).to_have_value("Was tun?")
    page.get_by_role("button", name=Page.ASK, exact=True).click()
    expect(page.locator(".prose")).to_be_visible()
    expect(page.locator("#frage-fehler")).to_be_empty()


def test_a_lost_connection_is_told(visit):
    page = visit(FakeAssistant())
    page.route("**/", lambda route: route.fulfill(status=502, body="<html>Bad gateway</html>"))
    ask(page, "Was tun?")
    expect(page.locator("#frage-fehler")).to_have_text(Page.SCRIPT["offline"])
    expect(page.locator("#frage")).to_have_value("Was tun?")


def test_a_passage_that_cannot_be_loaded_leaves_the_quote(visit):
    page = visit(FakeAssistant())
    page.route("**/api/v1/passages/**", lambda route: route.fulfill(status=503, body="{}"))
    ask(page, "Was tun?")
    page.locator("a.reference").first.click()
    expect(page.locator(".source--study .source__quote")).to_contain_text(QUOTE)
    expect(page.locator(".source__failed")).to_have_text(Page.SCRIPT["passageFailed"])


def test_hostile_text_stays_text(visit):
    answer = sample_answer(text=EVIL, not_covered=EVIL, notices=(EVIL,))
    source = answer.citations[0].model_copy(update={"title": EVIL, "quote": "Eine <b>Stelle</b>."})
    fake = FakeAssistant(answer.model_copy(update={"citations": (source,)}))
    passage = fake.passages["study/2.4/inhalt-3"]
    fake.passages[passage.id] = passage.model_copy(update={"text": f"Eine <b>Stelle</b>. {EVIL}"})
    page = visit(fake)
    ask(page, EVIL)
    expect(page.locator(".exchange h2")).to_have_text(EVIL)
    page.locator(".source summary").click()
    expect(page.locator(".passage")).to_contain_text(EVIL)
    expect(page.locator("mark")).to_have_text("Eine <b>Stelle</b>.")
    assert page.locator("main :is(img, b), main script").count() == 0
    assert page.title() == Page.TITLE


def test_the_keyboard_is_enough(visit):
    page = visit(FakeAssistant())
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name=Page.SKIP)).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#frage")).to_be_focused()
    page.keyboard.type("Erste Zeile")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("zweite Zeile")
    page.keyboard.press("Enter")
    expect(page.locator(".exchange__question")).to_have_text("Erste Zeile\nzweite Zeile")
    expect(page.locator(".prose")).to_be_visible()
    page.locator("a.reference").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".source--study summary")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".source--study details")).not_to_have_attribute("open", "")


def test_without_javascript_references_open_their_source(visit):
    page = visit(FakeAssistant(), java_script_enabled=False)
    ask(page, "Was tun?")
    page.locator("a.reference").first.click()
    expect(page.get_by_text(QUOTE)).to_be_visible()
    page.get_by_role("button", name="Womit fangen wir an?").click()
    expect(page.locator(".exchange h2")).to_have_text("Womit fangen wir an?")


@needs_axe
@pytest.mark.parametrize("style", ["light", "dark", "forced", "phone", "plain"])
def test_the_page_is_accessible(visit, monkeypatch, tmp_path, style):
    options = {
        "light": {},
        "dark": {"color_scheme": "dark"},
        "forced": {"forced_colors": "active"},
        "phone": {"viewport": {"width": 320, "height": 640}},
        "plain": {"color_scheme": "dark"},
    }[style]
    if style == "plain":
        monkeypatch.setattr(page_module, "PROJECT", tmp_path)
    page = visit(FakeAssistant(), **options)
    assert violations(page) == []
    ask(page, "")
    expect(page.locator("#frage-fehler")).not_to_be_empty()
    assert violations(page) == []
    ask(page, "Was tun?")
    expect(page.locator(".prose")).to_be_visible()
    page.locator("a.reference").first.click()
    expect(page.locator("mark")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@needs_axe
def test_axe_would_find_a_fault(visit):
    page = visit(FakeAssistant())
    page.evaluate("document.querySelector('label[for=frage]').remove()")
    assert any(found.startswith("label") for found in violations(page))
