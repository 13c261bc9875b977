"""The chat with JavaScript, as a dialogue in a real browser."""

from __future__ import annotations

import re
import threading

import pytest

from assistant.errors import IndexUnavailableError
from assistant.models import Replacement, TextDelta
from tests.channels.browser import needs_chromium
from tests.channels.chat_browser import ask, visits
from tests.channels.chat_site import T
from tests.fakes import QUOTE, FakeAssistant, refusal, sample_answer

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright fehlt")
expect = sync_api.expect
pytestmark = needs_chromium
IBAN = "DE89 3704 0044 0532 0130 00"
EVIL = (
    "<img src=x onerror=\"document.title='weg'\"><script>document.title='weg'</script> "
    "**fett** [1](javascript:0)"
)


@pytest.fixture
def visit(chromium, tmp_path):
    with visits(chromium, tmp_path) as visit:
        yield visit


def test_ask_read_open_a_source_ask_on(visit):
    fake = FakeAssistant()
    page = visit(fake)
    ask(page, "Unser Hersteller verdoppelt die Preise.")
    answer = page.locator(".exchange").first
    expect(answer.get_by_role("heading", level=2)).to_have_text("Unser Hersteller verdoppelt die Preise.")
    expect(answer.locator(".prose strong")).to_have_text("Abhängigkeiten")
    expect(page.locator("#willkommen")).to_be_hidden()
    expect(page.locator("#frage")).to_have_value("")
    expect(page).to_have_url(re.compile(r"/gespraech/\w+$"))

    answer.get_by_role("link", name="Quelle 1 öffnen").first.click()
    source = answer.locator(".source--study details")
    expect(source).to_have_attribute("open", "")
    expect(source.locator(".passage")).to_contain_text("Ganz ohne andere geht es nicht.")
    expect(source.locator("mark")).to_have_text(QUOTE)
    expect(source.locator(".source__origin")).to_contain_text(T.answer.origins["card"])
    expect(source.locator("summary")).to_be_focused()
    source.get_by_role("link", name=T.answer.back).click()
    expect(answer.locator("a.reference").first).to_be_focused()

    law = answer.locator(".source--law")
    law.locator("summary").click()
    for part in ("■ Recht", "§ 97 Abs. 4 GWB", "Zuletzt geändert 2025", "auch Kommunen"):
        expect(law).to_contain_text(part)
    expect(law.get_by_role("link", name=T.answer.links["law"])).to_have_attribute(
        "href", "https://recht.example/gwb/97"
    )
    expect(answer.locator(".source--practice summary")).to_contain_text(T.answer.unverified_mark)
    expect(answer.get_by_role("link", name="3.4 Offenheit")).to_have_attribute("href", "/karte/3.4")

    answer.get_by_role("button", name="Wer entscheidet darüber?").click()
    second = page.locator(".exchange").nth(1)
    expect(second.locator(".ai-notice")).to_be_visible()
    assert [turn.content for turn in fake.calls[1].history] == [fake.calls[0].question, sample_answer().text]
    assert fake.calls[1].question == "Wer entscheidet darüber?"

    page.reload()
    expect(page.locator(".exchange .ai-notice")).to_have_count(2)
    assert len(fake.calls) == 2


def test_back_leads_to_the_start_and_forth_to_the_conversation(visit):
    fake = FakeAssistant()
    page = visit(fake)
    ask(page, "Was tun?")
    expect(page.locator(".ai-notice")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text(T.chat.welcome)
    expect(page.locator("#zuletzt a").first).to_have_text("Was tun?")
    page.go_forward()
    expect(page.locator(".exchange__question")).to_have_text("Was tun?")
    expect(page.locator(".ai-notice")).to_be_visible()
    assert len(fake.calls) == 1


def test_text_appears_while_it_is_written_and_is_announced_once(visit):
    gate = threading.Event()
    page = visit(FakeAssistant([TextDelta(text="Der Anfang **steht**.\n\n- Punkt"), gate, sample_answer()]))
    ask(page, "Was tun?")
    expect(page.locator(".exchange .prose p")).to_have_text("Der Anfang steht.")
    expect(page.locator(".exchange .prose strong")).to_have_text("steht")
    expect(page.locator(".exchange .prose li")).to_have_text("Punkt")
    expect(page.locator("#stand")).to_have_text(T.chat.script.searching)
    expect(page.locator("#ansage")).to_be_empty()
    gate.set()
    expect(page.locator("#ansage")).to_contain_text("sie kann sie aber gestalten [1].")
    expect(page.locator("#ansage")).to_contain_text("Quellen: 3.")
    expect(page.locator("#stand")).to_be_empty()
    assert page.locator(".conversation [aria-live], .conversation .prose[role=status]").count() == 0


def test_nothing_moves_and_the_focus_stays_while_an_answer_arrives(visit):
    gates = [threading.Event() for _ in range(3)]
    words = [TextDelta(text=f"Wort {n} und noch mehr Text.\n\n") for n in range(12)]
    script = [*words[:4], gates[0], *words[4:8], gates[1], *words[8:], gates[2], sample_answer()]
    page = visit(FakeAssistant(script), viewport={"width": 1280, "height": 800})
    page.evaluate("document.fonts.ready")
    page.locator("#frage").fill("Was tun?")
    page.locator("#frage").press("Enter")
    for gate, last in zip(gates, (3, 7, 11), strict=True):
        expect(page.locator(".exchange .prose")).to_contain_text(f"Wort {last} ")
        page.wait_for_timeout(600)  # what follows input at once would not count as moving
        page.evaluate("window.shifts = []") if last == 3 else None
        gate.set()
    expect(page.locator(".ai-notice")).to_be_visible()
    expect(page.locator("#frage")).to_be_focused()
    page.wait_for_timeout(300)
    assert page.evaluate("window.shifts") == []


def test_void_text_is_replaced(visit):
    gate = threading.Event()
    script = [TextDelta(text="Erfunden."), Replacement(reason="Ohne Beleg."), TextDelta(text="Belegt."), gate]
    page = visit(FakeAssistant([*script, refusal("Belegt.")]))
    ask(page, "Was tun?")
    expect(page.locator(".exchange .prose")).to_have_text("Belegt.")
    gate.set()
    expect(page.locator(".ai-notice")).to_be_visible()
    expect(page.locator(".exchange .prose")).to_have_text("Belegt.")


@pytest.mark.parametrize("how", ["button", "Escape"])
def test_stopping_ends_the_work_and_brings_the_question_back(visit, how):
    gate = threading.Event()
    fake = FakeAssistant(
        [TextDelta(text="Eine lange "), gate, TextDelta(text="Antwort"), gate, sample_answer()]
    )
    page = visit(fake)
    ask(page, "Was tun?")
    expect(page.locator(".exchange .prose")).to_have_text("Eine lange ")
    if how == "button":
        page.get_by_role("button", name=T.chat.stop).click()
    else:
        page.keyboard.press("Escape")
    expect(page.locator("#stand")).to_have_text(T.chat.script.stopped)
    expect(page.locator("#frage")).to_have_value("Was tun?")
    expect(page.locator(".exchange")).to_contain_text(T.answer.stopped)
    expect(page.locator("#abbrechen")).to_be_hidden()
    gate.set()
    assert fake.stream_closed.wait(30)
    page.reload()
    expect(page.locator(".exchange")).to_contain_text(T.answer.stopped)
    expect(page.locator("#frage")).to_have_value("Was tun?")


@pytest.mark.parametrize(
    ("question", "told"),
    [("", "geben Sie eine Frage ein"), ("   ", "geben Sie eine Frage ein"), ("ü" * 4001, "höchstens 4.000")],
)
def test_unusable_questions_are_told_at_the_field(visit, question, told):
    fake = FakeAssistant()
    page = visit(fake)
    ask(page, question)
    expect(page.locator("#frage-fehler")).to_contain_text(told)
    expect(page.locator("#frage")).to_have_value(question)
    expect(page.locator("#frage")).to_be_focused()
    expect(page.locator("#frage")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("heading", level=1)).to_have_text(T.chat.welcome)
    assert not fake.calls
    ask(page, "Was tun?")
    expect(page.locator(".ai-notice")).to_be_visible()
    expect(page.locator("#frage")).not_to_have_attribute("aria-invalid", "true")


def test_half_a_character_becomes_text(visit):
    fake = FakeAssistant()
    page = visit(fake)
    page.evaluate("document.getElementById('frage').value = 'Was \\ud800 tun?'")
    page.get_by_role("button", name=T.chat.ask, exact=True).click()
    expect(page.locator(".ai-notice")).to_be_visible()
    assert fake.calls[0].question == "Was \ufffd tun?"


def test_personal_data_is_pointed_out_before_sending(visit):
    fake = FakeAssistant()
    page = visit(fake)
    ask(page, f"Wohin mit {IBAN}?")
    expect(page.locator("#frage-fehler")).to_contain_text("IBAN")
    expect(page.locator("#frage")).to_have_value(f"Wohin mit {IBAN}?")
    expect(page.get_by_role("heading", level=1)).to_have_text(T.chat.welcome)
    page.get_by_role("link", name=T.chat.personal.change).click()
    expect(page.locator("#frage")).to_be_focused()
    expect(page.locator("#entscheidung")).to_be_hidden()
    page.get_by_role("button", name=T.chat.ask, exact=True).click()
    page.get_by_role("button", name=T.chat.personal.masked).click()
    expect(page.locator(".exchange__question")).to_have_text("Wohin mit [IBAN]?")
    expect(page.locator("#frage")).to_have_value("")
    ask(page, f"Wohin mit {IBAN}?")
    page.get_by_role("button", name=T.chat.personal.anyway).click()
    expect(page.locator(".exchange .ai-notice")).to_have_count(2)
    assert [call.question for call in fake.calls] == ["Wohin mit [IBAN]?", f"Wohin mit {IBAN}?"]


def test_errors_of_the_server_keep_the_text_and_the_next_try_works(visit):
    missing = IndexUnavailableError("Es gibt noch keinen Index. Bitte „ingest build“ ausführen.")
    page = visit(FakeAssistant(missing, [TextDelta(text="Eine "), RuntimeError("geheim")], sample_answer()))
    ask(page, "Was tun?")
    expect(page.locator("#frage-fehler")).to_have_text(missing.message)
    expect(page.locator("#frage")).to_have_value("Was tun?")
    page.get_by_role("button", name=T.chat.ask, exact=True).click()
    expect(page.locator("#frage-fehler")).to_contain_text("schiefgegangen")
    expect(page.locator("#frage")).to_have_value("Was tun?")
    page.get_by_role("button", name=T.chat.ask, exact=True).click()
    expect(page.locator(".ai-notice")).to_be_visible()
    expect(page.locator("#frage-fehler")).to_be_empty()
    expect(page.locator(".exchange").filter(has_text=T.answer.failed)).to_have_count(2)


def test_a_conversation_that_is_gone_begins_anew(visit):
    fake = FakeAssistant()
    page = visit(fake)
    ask(page, "Erste Frage")
    expect(page.locator(".ai-notice")).to_be_visible()
    first = page.url
    page.evaluate("fetch(location.pathname + '/loeschen', {method: 'POST'})")
    page.wait_for_timeout(300)
    ask(page, "Zweite Frage")
    expect(page.locator("#frage-fehler")).to_have_text(T.chat.gone_while_asking)
    expect(page.locator("#frage")).to_have_value("Zweite Frage")
    page.get_by_role("button", name=T.chat.ask, exact=True).click()
    expect(page.locator("#frage")).to_have_value("")
    expect(page).not_to_have_url(first)


def test_a_passage_that_cannot_be_loaded_leaves_the_quote(visit):
    page = visit(FakeAssistant())
    page.route("**/api/v1/passages/**", lambda route: route.fulfill(status=503, body="{}"))
    ask(page, "Was tun?")
    page.locator("a.reference").first.click()
    expect(page.locator(".source--study .source__quote")).to_contain_text(QUOTE)
    expect(page.locator(".source__failed")).to_have_text(T.chat.script.passage_failed)


def test_hostile_text_stays_text(visit):
    answer = sample_answer(text=EVIL, not_covered=EVIL, notices=(EVIL,))
    source = answer.citations[0].model_copy(update={"title": EVIL, "quote": "Eine <b>Stelle</b>."})
    gate = threading.Event()
    answer = answer.model_copy(update={"citations": (source,)})
    fake = FakeAssistant([TextDelta(text=EVIL), gate, answer])
    passage = fake.passages["study/2.4/inhalt-3"]
    fake.passages[passage.id] = passage.model_copy(update={"text": f"Eine <b>Stelle</b>. {EVIL}"})
    page = visit(fake)
    ask(page, EVIL)
    expect(page.locator(".exchange .prose")).to_contain_text("<img src=x")
    gate.set()
    expect(page.locator(".exchange h2")).to_have_text(EVIL)
    page.locator(".source summary").click()
    expect(page.locator(".passage")).to_contain_text(EVIL)
    expect(page.locator("mark")).to_have_text("Eine <b>Stelle</b>.")
    assert page.locator("main :is(img, b), main script").count() == 0
    assert page.title() != "weg"
    page.reload()
    expect(page.locator("h1:visible")).to_contain_text("<img src=x")
    assert page.locator("main :is(img, b), main script").count() == 0


def test_without_javascript_references_open_their_source(visit):
    page = visit(FakeAssistant(), java_script_enabled=False)
    page.locator("#frage").fill("Was tun?")
    page.get_by_role("button", name=T.chat.ask, exact=True).click()
    page.locator("a.reference").first.click()
    expect(page.get_by_text(QUOTE)).to_be_visible()
    expect(page.get_by_role("button", name=T.answer.copy)).to_be_hidden()
    page.get_by_role("button", name="Womit fangen wir an?").click()
    expect(page.locator(".exchange h2").last).to_have_text("Womit fangen wir an?")
