"""Deletes what has been kept long enough, while the server runs: soon after its start, then daily."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from assistant.errors import AssistantError
from assistant.security.failures import log_failure

if TYPE_CHECKING:
    from assistant.store.store import Store

FIRST_S = 5.0  # the start itself has other things to do
DAY_S = 24 * 60 * 60.0
AGAIN_S = 60 * 60.0  # after a failure

log = logging.getLogger("assistant.retention")


async def keep_expiring(
    store: Callable[[], Awaitable[Store]],
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Expire again and again until cancelled; a failure is logged, never the end of it.

    Args:
        store: gives the opened store.
        now: aware moment.
        sleep: waits for so many seconds.
    """
    await sleep(FIRST_S)
    while True:
        try:
            opened = await store()
            gone = await asyncio.to_thread(opened.expire, now())
            log.info("Aufbewahrung: %s", ", ".join(f"{name} {count}" for name, count in gone.items()))
        except AssistantError as error:
            log.error("%s", error.message)
            await sleep(AGAIN_S)
        except Exception as error:
            log_failure(error)
            await sleep(AGAIN_S)
        else:
            await sleep(DAY_S)
