"""Tells whether somebody sits at this machine."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.requests import Request

_PASSED_ON = ("forwarded", "x-forwarded-for", "x-real-ip", "via")  # set by reverse proxies
_LOCAL_NAMES = {"localhost", "127.0.0.1", "::1"}


def is_local(request: Request) -> bool:
    """Whether the request was made at this machine, not passed on by a proxy.

    The name in the Host header is checked, too: a foreign page that had its own name resolved to this
    machine would otherwise read along in the administrator's browser.
    """
    passed_on = any(name in request.headers for name in _PASSED_ON)
    return not passed_on and _host(request) in _LOCAL_NAMES and _is_loopback(request)


def _host(request: Request) -> str | None:
    """The name in the Host header, without its port."""
    try:
        return urlsplit(f"//{request.headers.get('host', '')}").hostname
    except ValueError:  # an open bracket
        return None


def _is_loopback(request: Request) -> bool:
    try:
        return request.client is not None and ip_address(request.client.host).is_loopback
    except ValueError:
        return False
