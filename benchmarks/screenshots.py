"""Pictures of the main states in light, dark, on a phone and at 400 %: `python -m benchmarks.screenshots ORDNER`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.channels.command_line import command, new_app, run
from benchmarks.browser import chromium
from benchmarks.running import running_server, wait_until_ready

if TYPE_CHECKING:
    from playwright.sync_api import Page

HELP = "Bilder der wichtigsten Seiten und Zustände machen, um sie anzusehen. Braucht einen Index."
QUESTION = "Der Bus ins Dorf rechnet sich nicht mehr, was nun?"
LOOKS: dict[str, dict[str, Any]] = {
    "hell": {"viewport": {"width": 1280, "height": 900}},
    "dunkel": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "telefon": {"viewport": {"width": 375, "height": 740}, "is_mobile": True, "has_touch": True},
    "vierfach": {"viewport": {"width": 320, "height": 256}},  # what a window of 1280 x 1024 shows at 400 %
    "erzwungene-farben": {"viewport": {"width": 1280, "height": 900}, "forced_colors": "active"},
}
app = new_app(HELP)


@command(app, HELP)
def screenshots(
    folder: Annotated[Path, typer.Argument(metavar="ORDNER", help="Wohin die Bilder kommen.")],
) -> None:
    """Start the server with the existing index, visit every state in every look."""
    folder.mkdir(parents=True, exist_ok=True)
    with chromium() as browser, running_server() as (process, address):
        wait_until_ready(address, process)
        for look, options in LOOKS.items():
            context = browser.new_context(locale="de-DE", **options)
            page = context.new_page()
            for state, visit in STATES.items():
                visit(page, address)
                page.wait_for_timeout(300)  # smooth scrolling comes to rest
                page.screenshot(path=folder / f"{state}-{look}.png", full_page=look != "vierfach")
            context.close()
    typer.echo(f"{len(STATES) * len(LOOKS)} Bilder in {folder}")


def _opens(path: str) -> Callable[[Page, str], None]:
    def visit(page: Page, address: str) -> None:
        page.goto(address + path, wait_until="networkidle")

    return visit


def _asks(page: Page, address: str) -> None:
    page.goto(address, wait_until="networkidle")
    page.fill("#frage", QUESTION)
    page.press("#frage", "Enter")
    page.wait_for_selector(".sources")


def _opens_a_source(page: Page, address: str) -> None:
    page.locator("a.reference").first.click()
    page.wait_for_selector(".passage, .source__quote")


def _sends_nothing(page: Page, address: str) -> None:
    page.goto(address, wait_until="networkidle")
    page.press("#frage", "Enter")


STATES: dict[str, Callable[[Page, str], None]] = {
    "leer": _opens("/"),
    "fehler": _sends_nothing,
    "antwort": _asks,
    "quelle": _opens_a_source,
    "gespraeche": _opens("/gespraeche"),
    "landkarte": _opens("/landkarte"),
    "karte": _opens("/karte/3.4"),
    "bibliothek": _opens("/bibliothek?q=Bus"),
    "vorhaben": _opens("/vorhaben"),
    "hilfe": _opens("/hilfe"),
    "verwaltung": _opens("/verwaltung"),
    "verwaltung-quellen": _opens("/verwaltung/quellen"),
}


if __name__ == "__main__":
    sys.exit(run(app, "python -m benchmarks.screenshots"))
