"""The administration area in a real browser: an editor's morning, with and without a mouse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.channels.web.administration.frame import PAGES
from assistant.channels.web.words import load_words
from assistant.jobs import Jobs
from tests.channels.administration_site import PROGRAM, Site, made_site
from tests.channels.browser import needs_axe, needs_chromium, running, violations

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright fehlt")
expect = sync_api.expect
pytestmark = needs_chromium
WORDS = load_words("de")
LOOKS: dict[str, dict[str, Any]] = {
    "hell": {"viewport": {"width": 1280, "height": 900}},
    "dunkel": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "schmal": {"viewport": {"width": 320, "height": 640}},
    "erzwungene Farben": {"viewport": {"width": 1280, "height": 900}, "forced_colors": "active"},
}
BATHS = b"# Badeordnung\n\nIm Freibad sind Hunde nicht erlaubt.\n"


class Waiting(Jobs):
    """Whatever is asked for, the program says where it is and waits for a file."""

    gate: Path

    def start(self, kind, arguments, folder=None):
        steps = [
            "stage:Dokumente lesen",
            "file:leer.txt",
            "say:Passagen: 3 neu",
            f"wait:{self.gate}",
            "stage:Fertig",
            "exit:8",
        ]
        return super().start(kind, steps, folder)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = made_site(tmp_path)
    made.app.state.jobs = Waiting(made.settings, PROGRAM)
    made.app.state.jobs.gate = tmp_path / "weiter"
    made.rate(made.unanswered("Wie hoch ist die Hundesteuer?"), comment="Bitte nachtragen.")
    made.unanswered("Was kostet die Hundesteuer?")
    made.store.figures.count("web", "answered", 90)
    return made


@pytest.fixture
def visit(site: Site, chromium: Any) -> Iterator[Any]:
    """Opens a page; afterwards nothing may have complained or gone outside."""
    faults: list[str] = []
    with running(site.app) as address:
        contexts = []

        def open_page(path: str, **options: Any) -> Any:
            context = chromium.new_context(locale="de-DE", base_url=address, **options)
            contexts.append(context)
            page = context.new_page()
            page.set_default_timeout(15_000)
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on(
                "request",
                lambda request: request.url.startswith((address, "data:")) or faults.append(request.url),
            )
            page.goto(path)
            return page

        yield open_page
        for context in contexts:
            context.close()
    assert faults == []


def test_a_document_is_added_and_its_job_followed(visit: Any, site: Site, tmp_path: Path) -> None:
    page = visit("/verwaltung/quellen")
    page.get_by_text(WORDS.sources.add).click()
    page.get_by_label(WORDS.sources.files, exact=True).set_input_files(
        {"name": "Bäder <b>.md", "mimeType": "text/markdown", "buffer": BATHS}
    )
    page.get_by_label(WORDS.sources.responsible).fill("Amt 52")
    page.get_by_role("button", name=WORDS.sources.send).click()
    expect(page).to_have_url("/verwaltung/auftrag")
    expect(page.get_by_text("Dokumente lesen: 1 von 2")).to_be_visible()
    cancel = page.get_by_role("button", name=WORDS.jobs.cancel)
    cancel.focus()
    with page.expect_response("**/stand"):
        pass
    page.wait_for_timeout(100)
    expect(cancel).to_be_focused()  # though that part of the page was replaced
    (tmp_path / "weiter").touch()
    expect(page.get_by_role("heading", level=2)).to_contain_text(WORDS.jobs.states["partial"])
    expect(page.get_by_role("heading", level=2)).to_be_focused()
    expect(page.locator("#auftrag-ansage")).to_contain_text(WORDS.jobs.states["partial"])
    expect(page.get_by_text("Die Datei ist leer.")).to_be_visible()


def test_files_that_are_too_large_are_not_even_sent(visit: Any, site: Site, tmp_path: Path) -> None:
    page = visit("/verwaltung/quellen")
    page.get_by_text(WORDS.sources.add).click()
    page.evaluate("document.getElementById('hochladen').dataset.limit = '0'")
    field = page.get_by_label(WORDS.sources.files, exact=True)
    field.set_input_files({"name": "a.md", "mimeType": "text/markdown", "buffer": BATHS})
    page.get_by_role("button", name=WORDS.sources.send).click()
    expect(page.locator("#dateien-fehler")).to_contain_text("zusammen zu groß")
    expect(field).to_be_focused()
    assert site.app.state.jobs.latest() is None


def test_an_editors_morning_with_the_keyboard(visit: Any, site: Site) -> None:
    page = visit("/verwaltung")
    page.get_by_role("link", name=WORDS.administration.todo_feedback.format(count=1)).press("Enter")
    page.get_by_role("link", name="Wie hoch ist die Hundesteuer?").press("Enter")
    page.get_by_label(WORDS.feedback_queue.status).select_option("done")
    page.get_by_label(WORDS.feedback_queue.editor).fill("Kr")
    page.get_by_role("button", name=WORDS.feedback_queue.save).press("Enter")
    expect(page.get_by_role("status")).to_contain_text(WORDS.feedback_queue.saved)
    page.get_by_role("link", name=WORDS.administration.pages["gaps"], exact=True).press("Enter")
    expect(page.get_by_role("heading", level=2)).to_have_count(1)
    with page.expect_download() as download:
        page.get_by_role("link", name=WORDS.administration.csv).press("Enter")
    assert download.value.suggested_filename == "luecken.csv"
    page.get_by_role("link", name=WORDS.administration.pages["options"], exact=True).press("Enter")
    page.get_by_role("button", name=WORDS.options.turn_off).press("Enter")
    expect(page.locator(".closed")).to_contain_text(WORDS.options.message_suggested)
    page.get_by_role("button", name=WORDS.options.turn_on).press("Enter")
    expect(page.locator(".closed")).to_have_count(0)


@pytest.mark.parametrize("script", [True, False])
def test_a_job_can_be_watched_and_ended_without_a_script(visit: Any, site: Site, script: bool) -> None:
    page = visit("/verwaltung/quellen", java_script_enabled=script)
    page.get_by_role("button", name=WORDS.sources.build).click()
    site.job(lambda job: job.lines)
    page.get_by_role("link", name=WORDS.jobs.refresh).click()
    expect(page.get_by_text("Dokumente lesen: 1 von 2")).to_be_visible()
    page.get_by_role("button", name=WORDS.jobs.cancel).click()
    expect(page.get_by_role("heading", level=2)).to_contain_text(WORDS.jobs.states["cancelled"])


@needs_axe
@pytest.mark.parametrize("look", LOOKS)
def test_no_barriers_and_no_sideways_scrolling(visit: Any, site: Site, look: str) -> None:
    site.app.state.jobs.start("build", [])
    site.job(lambda job: job.lines)
    entry = f"{PAGES['feedback']}/{site.store.feedback.queue()[0].id}"
    page = visit("/verwaltung", **LOOKS[look])
    for path in [*PAGES.values(), entry]:
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert violations(page) == [], path
        width, wide = page.evaluate(
            "[document.documentElement.clientWidth, document.documentElement.scrollWidth]"
        )
        assert wide <= width, path
        small = page.evaluate(
            """() => [...document.querySelectorAll('main a, main button, main input, main select, main summary')]
                .filter(one => one.offsetParent && !one.closest('p, td, th'))
                .map(one => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
                .filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)"""
        )
        assert small == [], path


@needs_axe
def test_errors_stand_at_their_field(visit: Any, site: Site) -> None:
    page = visit("/verwaltung/einstellungen")
    page.get_by_label(WORDS.options.conversations).fill("zwei")
    page.get_by_role("button", name=WORDS.options.save).click()
    field = page.get_by_label(WORDS.options.conversations)
    expect(field).to_have_value("zwei")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert violations(page) == []
    page.get_by_label(WORDS.options.message, exact=True).fill("")
    page.get_by_role("button", name=WORDS.options.turn_off).click()
    expect(page.get_by_label(WORDS.options.message, exact=True)).to_be_focused()
    assert violations(page) == []
