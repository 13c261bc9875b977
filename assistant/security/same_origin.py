"""Refuses what other sites make a browser send here (cross-site request forgery)."""

from __future__ import annotations

from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

_SAFE = {"GET", "HEAD", "OPTIONS"}


class SameOrigin:
    """Pure ASGI middleware. Browsers say where a request comes from; programs, which say nothing, pass.

    `Sec-Fetch-Site` decides where it is sent (HTTPS and loopback), since it holds behind any proxy;
    else the host of `Origin` has to be the one that was called.

    Args:
        app: the application behind.
        respond: builds the response of a refused request.
    """

    def __init__(self, app: ASGIApp, respond: Callable[[Request], Response]):
        self.app = app
        self.respond = respond

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in _SAFE and _is_foreign(Headers(scope=scope)):
            await self.respond(Request(scope))(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _is_foreign(headers: Headers) -> bool:
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is not None and origin.partition("://")[2] != headers.get("host")
