"""Refuses request bodies that are too large, announced or not, before they fill the memory."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class BodyLimit:
    """Pure ASGI middleware; the refusal is raised where the body is read, so the app words it.

    Args:
        app: the application behind.
        limit: largest body in bytes.
        larger: other limits, by path.
    """

    def __init__(self, app: ASGIApp, limit: int, larger: Mapping[str, int] | None = None):
        self.app = app
        self.limit = limit
        self.larger = larger or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        limit = self.larger.get(scope["path"], self.limit)
        announced = Headers(scope=scope).get("content-length", "0")
        seen = 0

        async def receive_within_limit() -> Message:
            nonlocal seen
            if announced.isdecimal() and int(announced) > limit:
                raise HTTPException(413)
            message = await receive()
            if message["type"] == "http.request":
                seen += len(message.get("body", b""))
                if seen > limit:
                    raise HTTPException(413)
            return message

        await self.app(scope, receive_within_limit, send)
