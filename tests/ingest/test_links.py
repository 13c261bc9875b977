"""Links of the corpus are asked for once each; the dead ones are told from the shy and the silent."""

from __future__ import annotations

import httpx
import pytest

from assistant.messages_de import Links as Words
from assistant.settings import Settings
from ingest.links import CitedLink, check_links, corpus_links, reached_nothing

LINKS = [
    CitedLink(f"https://{host}.example/{page}", ("N001",))
    for host, page in [
        ("a", "gut"),
        ("a", "weg"),
        ("b", "gut"),
        ("b", "nur-get"),
        ("c", "stumm"),
        ("d", "scheu"),
        ("e", "kreis"),
    ]
]


class Web:
    """Answers by the page's name and counts what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append((request.method, str(request.url)))
        page = request.url.path.strip("/")
        if page == "stumm":
            raise httpx.ConnectTimeout("silent")
        if page == "kreis":
            return httpx.Response(302, headers={"Location": str(request.url)})
        statuses = {"weg": 404, "scheu": 403}
        if page == "nur-get":
            return httpx.Response(405 if request.method == "HEAD" else 200)
        return httpx.Response(statuses.get(page, 200))


@pytest.fixture
def web() -> Web:
    return Web()


def test_every_link_gets_its_finding(web: Web) -> None:
    seen: list[tuple[int, int]] = []
    found = check_links(LINKS, lambda done, total: seen.append((done, total)), httpx.MockTransport(web), 0)
    assert [f.link for f in found] == LINKS
    assert [f.dead for f in found] == [False, True, False, False, False, False, True]
    assert [bool(f.reason) for f in found] == [False, True, False, False, True, True, True]
    assert sorted(seen) == [(n, len(LINKS)) for n in range(1, len(LINKS) + 1)]
    assert ("GET", "https://a.example/gut") not in web.asked  # HEAD was enough


def test_without_a_network_no_link_is_blamed() -> None:
    def silent(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route")

    found = check_links(LINKS, transport=httpx.MockTransport(silent), pause_s=0)
    assert reached_nothing(found) and not any(f.dead for f in found)


def test_some_answer_means_there_is_a_network(web: Web) -> None:
    assert not reached_nothing(check_links(LINKS, transport=httpx.MockTransport(web), pause_s=0))


def test_the_corpus_names_every_address_once_with_its_rows() -> None:
    links = corpus_links(Settings().corpus_dir)
    assert len({link.url for link in links}) == len(links) > 100
    assert all(link.url.startswith(("https://", "http://")) and link.rows for link in links)


@pytest.mark.parametrize("reason", [Words.GONE, Words.SHY, Words.TROUBLE])
def test_reasons_show_the_status(reason: str) -> None:
    assert "{status}" in reason
