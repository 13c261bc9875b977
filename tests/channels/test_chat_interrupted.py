"""Interruptions: a cut connection, being offline, a restarted server, two tabs, an impatient hand."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from assistant.models import TextDelta
from assistant.settings import PROJECT, Settings
from tests.channels.browser import needs_chromium, serving
from tests.channels.chat_browser import ask, visits
from tests.channels.chat_site import T
from tests.channels.cut_off import line_to
from tests.fakes import FakeAssistant, sample_answer

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright fehlt")
expect = sync_api.expect
pytestmark = needs_chromium


@pytest.fixture
def visit(chromium, tmp_path):
    with visits(chromium, tmp_path) as visit:
        yield visit


def until(true: Callable[[], bool]) -> None:
    """Wait for something that the page does not show."""
    for _ in range(300):
        if true():
            return
        time.sleep(0.05)
    raise AssertionError


def test_a_cut_connection_is_told_and_the_answer_goes_on(visit, tmp_path):
    gate = threading.Event()
    fake = FakeAssistant([TextDelta(text="Der Anfang."), gate, TextDelta(text=" Das Ende."), sample_answer()])
    with serving(fake, Settings(_env_file=None, data_dir=tmp_path)) as address, line_to(address) as line:
        page = visit(fake, line.address)
        ask(page, "Was tun?")
        expect(page.locator(".exchange .prose")).to_have_text("Der Anfang.")
        line.cut()
        expect(page.locator("#stand")).to_contain_text("Verbindung")
        gate.set()
        assert fake.stream_closed.wait(15)  # it is answered all the same
        line.mend()
        expect(page.locator(".ai-notice")).to_be_visible()
        expect(page.locator("#stand")).to_be_empty()
        expect(page.locator(".exchange")).to_have_count(1)
        assert len(fake.calls) == 1


def test_a_question_sent_into_the_void_arrives_once(visit, tmp_path):
    fake = FakeAssistant()
    with serving(fake, Settings(_env_file=None, data_dir=tmp_path)) as address, line_to(address) as line:
        page = visit(fake, line.address)
        line.cut()
        ask(page, "Was tun?")
        expect(page.locator("#stand")).to_contain_text("Verbindung")
        expect(page.locator("#frage")).to_have_value("Was tun?")
        line.mend()
        expect(page.locator(".ai-notice")).to_be_visible()
        expect(page.locator("#frage")).to_have_value("")
        assert len(fake.calls) == 1


def test_offline_waits_for_the_connection(visit):
    fake = FakeAssistant()
    page = visit(fake)
    page.context.set_offline(True)
    ask(page, "Was tun?")
    expect(page.locator("#stand")).to_have_text(T.chat.script.offline)
    expect(page.locator("#frage")).to_have_value("Was tun?")
    page.context.set_offline(False)
    expect(page.locator(".ai-notice")).to_be_visible()
    assert len(fake.calls) == 1


def test_a_proxy_that_speaks_for_the_server_is_not_believed(visit):
    fake = FakeAssistant()
    page = visit(fake)
    answers = iter([502, 503])

    def handle(route):
        status = next(answers, None) if route.request.method == "POST" else None
        route.fulfill(status=status, body="<html>Bad gateway</html>") if status else route.continue_()

    page.route("**/", handle)
    ask(page, "Was tun?")
    expect(page.locator("#stand")).to_contain_text("Verbindung")
    expect(page.locator(".ai-notice")).to_be_visible()
    assert len(fake.calls) == 1


@pytest.fixture
def mortal(tmp_path):
    """Address of a server that never finishes an answer, and what kills it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "tests.channels.mortal_server", str(tmp_path), str(port)]
    process = subprocess.Popen(command, cwd=PROJECT)
    until(lambda: is_listening(port))

    def kill() -> None:
        process.kill()
        process.wait()

    yield port, kill
    kill()


def is_listening(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
        return True
    return False


def test_a_server_that_dies_in_mid_answer_answers_in_the_same_place(visit, tmp_path, mortal):
    port, kill = mortal
    fake = FakeAssistant()
    page = visit(fake, f"http://127.0.0.1:{port}/")
    ask(page, "Was tun?")
    expect(page.locator(".exchange .prose")).to_have_text("Der Anfang.")
    started = page.url
    kill()
    expect(page.locator("#stand")).to_contain_text("Verbindung")
    with serving(fake, Settings(_env_file=None, data_dir=tmp_path), port=port):
        expect(page.locator(".ai-notice")).to_be_visible()
        expect(page.locator(".exchange")).to_have_count(1)
        assert page.url == started and len(fake.calls) == 1
        page.reload()
        expect(page.locator(".exchange .ai-notice")).to_have_count(1)


def test_a_page_loaded_again_after_that_gets_its_answer(visit, tmp_path, mortal):
    port, kill = mortal
    fake = FakeAssistant()
    page = visit(fake, f"http://127.0.0.1:{port}/")
    ask(page, "Was tun?")
    expect(page.locator(".exchange .prose")).to_have_text("Der Anfang.")
    page.goto("about:blank")
    kill()
    with serving(fake, Settings(_env_file=None, data_dir=tmp_path), port=port):
        page.go_back()
        expect(page.locator(".ai-notice")).to_be_visible()
        assert len(fake.calls) == 1


def test_reloading_while_it_is_written_joins_the_same_answer(visit):
    gate = threading.Event()
    fake = FakeAssistant([TextDelta(text="Der Anfang."), gate, sample_answer()])
    page = visit(fake)
    ask(page, "Was tun?")
    expect(page.locator(".exchange .prose")).to_have_text("Der Anfang.")
    page.reload()
    expect(page.locator(".exchange .prose")).to_have_text("Der Anfang.")
    expect(page.get_by_role("button", name=T.chat.stop)).to_be_visible()
    gate.set()
    expect(page.locator(".ai-notice")).to_be_visible()
    assert len(fake.calls) == 1


def test_a_double_click_asks_once(visit):
    fake = FakeAssistant()
    page = visit(fake)
    page.locator("#frage").fill("Was tun?")
    page.locator("#senden").dblclick()
    expect(page.locator(".ai-notice")).to_be_visible()
    page.locator(".question").first.dblclick()
    expect(page.locator(".exchange .ai-notice")).to_have_count(2)
    assert len(fake.calls) == 2


def test_a_double_click_without_javascript_asks_once(visit):
    fake = FakeAssistant()
    page = visit(fake, java_script_enabled=False)
    page.locator("#frage").fill("Was tun?")
    page.locator("#senden").dblclick()
    expect(page.locator(".ai-notice")).to_be_visible()
    assert len(fake.calls) == 1


def test_two_tabs_go_on_side_by_side(visit):
    fake = FakeAssistant()
    one = visit(fake)
    ask(one, "Erste Frage")
    expect(one.locator(".ai-notice")).to_be_visible()
    two = one.context.new_page()
    two.goto(one.url)
    two.locator("#frage").fill("Angefangen im zweiten")
    ask(one, "Frage im ersten")
    expect(one.locator(".exchange .ai-notice")).to_have_count(2)
    expect(two.locator("#frage")).to_have_value("Angefangen im zweiten")
    ask(two, "Frage im zweiten")
    expect(two.locator(".exchange .ai-notice")).to_have_count(2)
    one.reload()
    expect(one.locator(".exchange .ai-notice")).to_have_count(3)
    assert [turn.content for turn in fake.calls[2].history][::2] == ["Erste Frage", "Frage im ersten"]


def test_a_draft_survives_reloading_and_going_elsewhere(visit):
    page = visit(FakeAssistant())
    page.locator("#frage").fill("Noch nicht fertig")
    page.reload()
    expect(page.locator("#frage")).to_have_value("Noch nicht fertig")
    page.goto(f"{page.url}hilfe")
    page.go_back()
    expect(page.locator("#frage")).to_have_value("Noch nicht fertig")
    ask(page, "Was tun?")
    expect(page.locator(".ai-notice")).to_be_visible()
    page.locator("#frage").fill("Etwas im Gespräch")
    page.get_by_role("link", name=T.chat.new).click()
    expect(page.locator("#frage")).to_have_value("")
    page.go_back()
    expect(page.locator("#frage")).to_have_value("Etwas im Gespräch")
