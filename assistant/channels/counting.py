"""Counts answers for the figures of the administration: channel, status, time taken; never a text."""

from __future__ import annotations

import logging
import time

from starlette.concurrency import run_in_threadpool

from assistant.channels.storing import Storing
from assistant.errors import AssistantError
from assistant.models import Answer

log = logging.getLogger("assistant.counting")


async def count(storing: Storing, channel: str, answer: Answer, began: float) -> None:
    """Count one answer. A store that cannot be reached costs nobody an answer.

    Args:
        channel: "web" or "api".
        began: value of `time.perf_counter` when the work began.
    """
    took_ms = (time.perf_counter() - began) * 1000
    try:
        store = await storing.store()
        await run_in_threadpool(store.figures.count, channel, answer.status.value, took_ms)
    except AssistantError as error:
        log.error("%s", error.message)
