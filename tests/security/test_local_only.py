"""The administration's pages open for the person at the machine, and for nobody else."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.app import create_app
from assistant.channels.web.words import load_words
from assistant.messages_de import Problems
from assistant.settings import Settings
from tests.fakes import FakeAssistant

LAW_CHANGES = "/verwaltung/recht"
BROWSER = {"Accept": "text/html"}
Client = tuple[str, int]


def asked(
    tmp_path: Path,
    headers: dict[str, str] | None = None,
    host: str = "localhost:8000",
    client: Client = ("127.0.0.1", 5000),
):
    app = create_app(Settings(_env_file=None, data_dir=tmp_path), FakeAssistant())
    with TestClient(app, client=client, headers=BROWSER) as browser:
        return browser.get(LAW_CHANGES, headers={"Host": host, **(headers or {})})


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST"])
@pytest.mark.parametrize("client", [("127.0.0.1", 5000), ("127.8.9.1", 5000), ("::1", 5000)])
def test_the_person_at_the_machine_is_let_in(tmp_path: Path, host: str, client: Client) -> None:
    response = asked(tmp_path, host=host, client=client)
    assert response.status_code == 200 and load_words("de").law_changes.title in response.text
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "client",
    [("192.168.1.20", 5000), ("10.0.0.1", 5000), ("2001:db8::1", 5000), ("0.0.0.0", 1), ("testclient", 1)],
)
def test_other_machines_are_not(tmp_path: Path, client: Client) -> None:
    assert asked(tmp_path, client=client).status_code == 403


@pytest.mark.parametrize(
    "host",
    [
        "verwaltung.example",
        "localhost.evil.example",
        "127.0.0.1.nip.example",
        "evil.example:8000",
        "a@evil.example",
        "[",
        "[::1",
        "",
    ],
)
def test_a_foreign_or_broken_host_name_is_not(tmp_path: Path, host: str) -> None:
    assert asked(tmp_path, host=host).status_code == 403


@pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
@pytest.mark.parametrize("value", ["203.0.113.9", "127.0.0.1", ""])
def test_what_a_proxy_passes_on_is_not(tmp_path: Path, name: str, value: str) -> None:
    assert asked(tmp_path, headers={name: value}).status_code == 403


def test_the_refusal_is_german_and_tells_programs_too(tmp_path: Path) -> None:
    page = asked(tmp_path, host="verwaltung.example")
    assert page.headers["content-type"].startswith("text/html")
    assert Problems.TITLES[403] in page.text and Problems.DETAILS[403] in page.text
    problem = asked(tmp_path, headers={"Accept": "application/json"}, host="verwaltung.example")
    assert problem.headers["content-type"] == "application/problem+json"
    assert problem.json()["detail"] == Problems.DETAILS[403]


def test_the_rest_of_the_service_is_open_to_all(tmp_path: Path) -> None:
    app = create_app(Settings(_env_file=None, data_dir=tmp_path), FakeAssistant())
    with TestClient(app, client=("192.168.1.20", 5000)) as browser:
        for path in ("/", "/healthz", "/stelle/law/N042"):
            response = browser.get(
                path, headers={"Host": "verwaltung.example", "X-Forwarded-For": "203.0.113.9"}
            )
            assert response.status_code == 200
