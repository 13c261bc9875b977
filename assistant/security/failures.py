"""Last line of defence: an unexpected error becomes a plain German problem, its place a log line."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("assistant.failures")


def log_failure(error: BaseException) -> None:
    """Log kind and place of an error. Its message is left out: it may repeat what the user typed."""
    place = "".join(traceback.format_tb(error.__traceback__))
    log.error("Unerwarteter Fehler %s\n%s", type(error).__name__, place)


class QuietFailures:
    """Pure ASGI middleware that keeps unexpected errors from the user and from the server's own log.

    Args:
        app: the application behind.
        respond: builds the response of a failed request.
    """

    def __init__(self, app: ASGIApp, respond: Callable[[Request], Response]):
        self.app = app
        self.respond = respond

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def watched_send(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, watched_send)
        except Exception as error:
            log_failure(error)
            if not started:
                await self.respond(Request(scope))(scope, receive, send)
