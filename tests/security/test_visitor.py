"""The session: set when something is stored, opaque, unguessable, gone with the browser unless wanted."""

from __future__ import annotations

from http.cookies import SimpleCookie

import pytest
from starlette.requests import Request
from starlette.responses import Response

from assistant.security.visitor import COOKIE, keep, remember, visitor


def request(cookie: str = "", scheme: str = "http") -> Request:
    headers = [(b"cookie", f"{COOKIE}={cookie}".encode())] if cookie else []
    return Request({"type": "http", "headers": headers, "scheme": scheme, "path": "/", "query_string": b""})


def cookie_of(response: Response):
    jar = SimpleCookie(response.headers["set-cookie"])
    return jar[COOKIE]


def test_a_new_visitor_is_the_same_throughout_a_request_and_another_in_the_next() -> None:
    asked = request()
    assert visitor(asked).owner == visitor(asked).owner
    assert visitor(asked).owner != visitor(request()).owner


def test_the_cookie_brings_the_owner_back_and_ends_with_the_browser() -> None:
    first, response = request(), Response()
    remember(response, first)
    cookie = cookie_of(response)
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "lax", "")
    again = request(cookie.value)
    assert visitor(again).owner == visitor(first).owner
    assert cookie.value not in visitor(first).owner


def test_a_known_visitor_gets_no_new_cookie() -> None:
    response = Response()
    remember(response, request("a" * 43))
    assert "set-cookie" not in response.headers


@pytest.mark.parametrize("sent", ["", "kurz", "a" * 44, "ä" * 43, "a" * 42 + "'"])
def test_what_we_did_not_make_counts_as_nobody(sent: str) -> None:
    assert visitor(Request({"type": "http", "headers": [(b"cookie", f"{COOKIE}={sent}".encode())]})).is_new


def test_it_is_kept_on_wish_and_secure_where_the_page_is() -> None:
    kept, ended = Response(), Response()
    keep(kept, request("a" * 43, "https"), 30)
    keep(ended, request("a" * 43), None)
    assert cookie_of(kept)["max-age"] == str(30 * 86_400) and cookie_of(kept)["secure"]
    assert cookie_of(ended)["max-age"] == "" and cookie_of(ended).value == "a" * 43
