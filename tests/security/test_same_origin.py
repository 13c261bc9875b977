"""Forms of foreign pages are refused; our own, programs and reading are not."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from assistant.security.same_origin import SameOrigin


@pytest.fixture
def client() -> TestClient:
    async def answer(_) -> PlainTextResponse:
        return PlainTextResponse("da")

    app = Starlette(routes=[Route("/", answer, methods=["GET", "POST", "DELETE"])])
    app.add_middleware(SameOrigin, respond=lambda request: PlainTextResponse("nein", 403))
    return TestClient(app, base_url="http://rathaus.example:8000")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "https://aussen.example"}, 200),  # behind a proxy
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://rathaus.example:8000"}, 200),
        ({"Origin": "http://rathaus.example"}, 403),
        ({"Origin": "https://boese.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://["}, 403),
    ],
)
def test_who_may_change_something(client: TestClient, headers: dict[str, str], status: int) -> None:
    assert client.post("/", headers=headers).status_code == status
    assert client.delete("/", headers=headers).status_code == status
    assert client.get("/", headers=headers).status_code == 200
