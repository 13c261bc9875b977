"""The browser that the tests of the pages share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.channels.browser import CHROMIUM


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """One browser a file. Not a session: while Playwright is open, no other test can run an event loop."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright fehlt")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
