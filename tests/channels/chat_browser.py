"""The chat in a real browser: opens pages, asks, and watches that nothing complains or goes outside."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from assistant.settings import Settings
from tests.channels.browser import serving
from tests.channels.chat_site import T
from tests.fakes import FakeAssistant

Visit = Callable[..., Any]

# Sums up what moves without the user's doing, and says which elements it was.
WATCH_SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries())
    if (!entry.hadRecentInput)
      for (const source of entry.sources) window.shifts.push(`${source.node?.nodeName}.${source.node?.className}`);
}).observe({type: "layout-shift", buffered: true});
"""


@contextmanager
def visits(browser: Any, folder: Path) -> Iterator[Visit]:
    """A function that opens the start page of a scripted assistant: visit(fake, **options of a context)."""
    faults: list[str] = []
    with ExitStack() as stack:

        def visit(fake: FakeAssistant, address: str = "", **options: Any) -> Any:
            if not address:
                settings = Settings(_env_file=None, data_dir=folder)
                address = stack.enter_context(serving(fake, settings))
            context = browser.new_context(locale="de-DE", **options)
            stack.callback(context.close)
            context.on("page", watch)
            page = context.new_page()
            page.goto(address)
            return page

        def watch(page: Any) -> None:
            page.set_default_timeout(15_000)
            page.add_init_script(WATCH_SHIFTS)
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on("console", lambda message: message.type == "error" and faults.append(message.text))
            page.on("request", lambda request: is_foreign(request.url) and faults.append(request.url))

        yield visit
    # A refused question is an ordinary reply, a lost connection an ordinary loss; the browser logs both.
    expected = re.compile(r"status of [45]|net::ERR_")
    assert [fault for fault in faults if not expected.search(fault)] == []


def is_foreign(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1:", "data:", "about:", "blob:"))


def ask(page: Any, question: str) -> None:
    """Type a question and send it."""
    page.locator("#frage").fill(question)
    page.get_by_role("button", name=T.chat.ask, exact=True).click()
