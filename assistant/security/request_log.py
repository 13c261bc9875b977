"""One log line per request: method, path, status, duration. Never a query string or a body."""

from __future__ import annotations

import logging
import re
import time
from urllib.parse import quote

from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("assistant.requests")
LONGEST_PATH = 120
_SHARED = re.compile(r"^(/antwort/).+")  # what follows opens the answer for whoever reads it


class RequestLog:
    """Pure ASGI middleware."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, status = time.perf_counter(), 0

        async def watched_send(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, watched_send)
        finally:
            took = (time.perf_counter() - started) * 1000
            path = quote(_SHARED.sub(r"\1*", scope["path"]), safe="/*")[
                :LONGEST_PATH
            ]  # no line breaks of a stranger
            log.info("%s %s %d %.0f ms", scope["method"], path, status, took)
