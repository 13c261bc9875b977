"""Who asks: nobody by name. A random session cookie, of which the store only ever sees a digest.

The cookie is set when something is stored, not when a page is merely read. It ends with the browser's
session unless the person asks to be remembered on this device.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

COOKIE = "sitzung"
KEPT_COOKIE = "merken"  # that this was asked for, to be shown; it ends with the session's
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True)
class Visitor:
    """One browser session. `owner` is the key of everything that is stored for it."""

    owner: str
    token: str
    is_new: bool


def visitor(request: Request) -> Visitor:
    """The visitor of this request, the same one however often it is asked for (FastAPI dependency)."""
    known: Visitor | None = getattr(request.state, "visitor", None)
    if known is None:
        sent = request.cookies.get(COOKIE, "")
        is_new = not _TOKEN.fullmatch(sent)
        token = secrets.token_urlsafe(32) if is_new else sent
        known = Visitor(owner=_owner(token), token=token, is_new=is_new)
        request.state.visitor = known
    return known


def begin_with(request: Request, secret: str) -> None:
    """Let the session of a new visitor follow from a secret of the form that was sent.

    The same form sent again, because the first response got lost or of a double click, then comes from
    the same visitor.
    """
    if visitor(request).is_new:
        digest = hashlib.sha256(b"sitzung:" + secret.encode()).digest()
        token = base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")
        request.state.visitor = Visitor(owner=_owner(token), token=token, is_new=True)


def remember(response: Response, request: Request) -> None:
    """Give a new visitor the session cookie; call it on every response that stored something."""
    if visitor(request).is_new:
        _set(response, request, None)


def keep(response: Response, request: Request, days: int | None) -> None:
    """Keep the session on this device for `days` days; None ends it with the browser again."""
    max_age = None if days is None else days * 24 * 60 * 60
    _set(response, request, max_age)
    response.set_cookie(
        KEPT_COOKIE,
        "ja" if days else "",
        max_age=max_age or 0,
        path="/",
        secure=request.scope["scheme"] == "https",
        httponly=True,
        samesite="lax",
    )


def is_kept(request: Request) -> bool:
    """Whether the session is kept on this device."""
    return KEPT_COOKIE in request.cookies


def _set(response: Response, request: Request, max_age: int | None) -> None:
    response.set_cookie(
        COOKIE,
        visitor(request).token,
        max_age=max_age,
        path="/",
        secure=request.scope["scheme"] == "https",
        httponly=True,
        samesite="lax",
    )


def _owner(token: str) -> str:
    return "sitzung:" + hashlib.sha256(token.encode("ascii")).hexdigest()
