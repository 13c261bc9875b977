"""How fast, light and steady the chat page is in Chromium over loopback: `python -m benchmarks.page`."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.channels.command_line import command, new_app, run
from assistant.evaluation.metrics import percentile
from assistant.models import AnswerEvent, TextDelta, Turn
from benchmarks.browser import chromium
from benchmarks.running import running_server, wait_until_ready
from tests.channels.browser import serving
from tests.fakes import FakeAssistant

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request

HELP = "Die Chatseite in Chromium messen: erster Bildaufbau, Gewicht, erste Wörter, Ruhe beim Schreiben, Speicher."
QUESTIONS = (
    "Der Bus ins Dorf rechnet sich nicht mehr, was nun?",
    "Unser Softwarehersteller verdoppelt die Preise. Was können wir tun?",
    "Wem gehören die Daten, die unsere Sensoren sammeln?",
    "Dürfen wir Vereine bei der Vergabe bevorzugen?",
    "Wie beteiligen wir Leute, die nie zu Bürgerversammlungen kommen?",
)
# Counts from the first moment; an observer set later would miss what came before.
WATCH = """
window.shifts = 0; window.words = 0; window.sent = 0;
new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) window.shifts += e.value; })
  .observe({type: "layout-shift", buffered: true});
"""
# The first words stand on the page as soon as an exchange holds a block of text more than before.
FIRST_WORDS = """
() => { window.firstWords = new Promise(resolve => {
  const blocks = () => document.querySelectorAll(".exchange .prose > :not(.exchange__searching)").length;
  const before = blocks();
  let began = 0;
  document.getElementById("fragen").addEventListener("submit", () => began = performance.now(), {once: true});
  const seen = new MutationObserver(() => {
    if (blocks() <= before) return;
    seen.disconnect();
    requestAnimationFrame(() => resolve(performance.now() - began));
  });
  seen.observe(document.getElementById("gespraech"), {childList: true, subtree: true, characterData: true});
}) }
"""
IDLE = "#senden:not([aria-disabled=true])"
app = new_app(HELP)


class SlowWriter(FakeAssistant):
    """Writes ten words a second for a given time, then gives its answer."""

    def __init__(self, seconds: float):
        super().__init__()
        self._words = int(seconds * 10)

    def stream(
        self, question: str, history: Sequence[Turn] = (), department: str | None = None
    ) -> Iterator[AnswerEvent]:
        for n in range(self._words):
            time.sleep(0.1)
            yield TextDelta(text=f"Wort{n} ")
        yield self.answer(question, history, department=department)


@command(app, HELP)
def page(
    seconds: Annotated[
        float, typer.Option(min=1, metavar="SEKUNDEN", help="Dauer des langen Schreibens.")
    ] = 60,
) -> None:
    """Measure with the real index, then the long stream with a scripted assistant."""
    with chromium() as browser:
        with running_server() as (process, address):
            wait_until_ready(address, process)
            _paint_and_weight(browser, address)
            _first_words(browser, address)
        with serving(SlowWriter(seconds)) as address:
            _long_stream(browser, address, seconds)


def _paint_and_weight(browser: Browser, address: str) -> None:
    paints = []
    sizes: dict[str, int] = {}

    def weigh(request: Request) -> None:
        sizes[request.url] = request.sizes()["responseBodySize"]

    for _ in range(5):
        context = browser.new_context(locale="de-DE")
        shown = context.new_page()
        shown.on("requestfinished", weigh)
        shown.goto(address, wait_until="networkidle")
        paints.append(
            shown.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN")
        )
        context.close()
    fonts = sum(size for url, size in sizes.items() if url.endswith((".woff2", ".woff", ".ttf")))
    total = sum(sizes.values())
    typer.echo(f"Erster Bildaufbau mit leerem Zwischenspeicher: {_spread(paints)}")
    typer.echo(
        f"Gewicht komprimiert: {(total - fonts) / 1000:.0f} kB ohne Schriften, {fonts / 1000:.0f} kB Schriften, "
        f"{len(sizes)} Anfragen"
    )


def _first_words(browser: Browser, address: str) -> None:
    waits = []
    shown = _watched(browser, address)
    for question in QUESTIONS * 2:
        shown.evaluate(FIRST_WORDS)
        shown.fill("#frage", question)
        shown.press("#frage", "Enter")  # a real key: what moves because of it is no shift
        waits.append(shown.evaluate("window.firstWords"))
        shown.wait_for_selector(IDLE)
    typer.echo(f"Erste Wörter nach dem Senden: {_spread(waits)}")
    typer.echo(f"Verschiebung des Layouts bei {len(waits)} Antworten: {shown.evaluate('window.shifts'):.4f}")
    shown.context.close()


def _long_stream(browser: Browser, address: str, seconds: float) -> None:
    shown = _watched(browser, address)
    shown.fill("#frage", QUESTIONS[0])
    shown.press("#frage", "Enter")
    marks = []
    for _ in range(6):
        shown.wait_for_timeout(seconds * 1000 / 6.5)
        marks.append(_heap(shown))
    shown.wait_for_selector(IDLE)
    after = _heap(shown)
    text = ", ".join(f"{heap:.2f}" for heap, _ in marks)
    typer.echo(f"{seconds:.0f} s Schreiben: Speicher {text} MB, danach {after[0]:.2f} MB")
    nodes = f"Knoten {marks[0][1]} … {marks[-1][1]}, danach {after[1]}"
    typer.echo(f"  {nodes}; Verschiebung des Layouts {shown.evaluate('window.shifts'):.4f}")
    shown.context.close()


def _watched(browser: Browser, address: str) -> Page:
    shown = browser.new_context(locale="de-DE").new_page()
    shown.add_init_script(WATCH)
    shown.goto(address, wait_until="networkidle")
    return shown


def _heap(shown: Page) -> tuple[float, int]:
    """Megabytes of the script's heap after collecting garbage, and the nodes of the document."""
    session = shown.context.new_cdp_session(shown)
    session.send("HeapProfiler.enable")
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    metrics = {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}
    session.detach()
    return metrics["JSHeapUsedSize"] / 1e6, int(metrics["Nodes"])


def _spread(milliseconds: Sequence[float]) -> str:
    return f"p50 {percentile(milliseconds, 50):.0f} ms, höchstens {max(milliseconds):.0f} ms ({len(milliseconds)}-mal)"


if __name__ == "__main__":
    sys.exit(run(app, "python -m benchmarks.page"))
