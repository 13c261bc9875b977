"""Are the addresses that the corpus cites still there? Asks each once, politely, in parallel by host."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from assistant import __version__
from assistant.messages_de import Links as Words
from ingest.sources.practice import COLUMNS as PRACTICE
from ingest.sources.provisions import COLUMNS as PROVISIONS
from ingest.sources.tables import read_table

_TIMEOUT = httpx.Timeout(15.0, connect=8.0)
_HOSTS_AT_ONCE = 6
_PAUSE_S = 0.5  # between two questions to one host
_GONE = {404, 410}
_SHY = {401, 403, 405, 406, 429, 999}  # there, but not for programs; a person's browser may get through


@dataclass(frozen=True)
class CitedLink:
    """An address and the rows of the corpus that cite it ("N042", "Guifi.net")."""

    url: str
    rows: tuple[str, ...]


@dataclass(frozen=True)
class Finding:
    """What asking for a link gave. `reason` is German; empty for a link that is in order.

    `dead`: surely gone; otherwise a person should look (no answer, access refused).
    """

    link: CitedLink
    dead: bool
    reason: str


def corpus_links(folder: Path) -> list[CitedLink]:
    """All addresses of provisions and practice examples, each once, in the order of the tables."""
    rows: dict[str, list[str]] = {}
    for row in read_table(folder / "provisions.tsv", PROVISIONS):
        rows.setdefault(row["link"], []).append(row["id"])
    for row in read_table(folder / "practice.tsv", PRACTICE):
        rows.setdefault(row["quelle_adresse"], []).append(row["name"])
    return [CitedLink(url, tuple(cited_by)) for url, cited_by in rows.items() if url]


def check_links(
    links: Sequence[CitedLink],
    report: Callable[[int, int], None] = lambda done, total: None,
    transport: httpx.BaseTransport | None = None,
    pause_s: float = _PAUSE_S,
) -> list[Finding]:
    """Ask for every link; findings in the order of `links`, those in order included.

    Args:
        report: gets (done, total) after each link.
        transport: how to reach the hosts; for tests.
        pause_s: seconds between two questions to the same host.
    """
    by_host: dict[str, list[CitedLink]] = {}
    for link in links:
        by_host.setdefault(urlsplit(link.url).netloc, []).append(link)
    found: dict[str, Finding] = {}
    agent = {"User-Agent": f"daseinsvorsorge-assistent/{__version__} (link check)"}
    with httpx.Client(timeout=_TIMEOUT, follow_redirects=True, headers=agent, transport=transport) as client:

        def ask_host(of_host: Sequence[CitedLink]) -> None:
            for number, link in enumerate(of_host):
                if number:
                    time.sleep(pause_s)
                found[link.url] = _ask(client, link)
                report(len(found), len(links))

        with ThreadPoolExecutor(_HOSTS_AT_ONCE) as hosts:
            list(hosts.map(ask_host, by_host.values()))
    return [found[link.url] for link in links]


def reached_nothing(findings: Iterable[Finding]) -> bool:
    """Whether not a single host answered: then this machine has no network, and no link is to blame."""
    return all(f.reason == Words.NO_ANSWER for f in findings)


def _ask(client: httpx.Client, link: CitedLink) -> Finding:
    try:
        status = client.head(link.url).status_code
        if status >= 400:  # many servers know only GET
            with client.stream("GET", link.url) as response:
                status = response.status_code
    except httpx.InvalidURL:
        return Finding(link, True, Words.NO_ADDRESS)
    except httpx.TooManyRedirects:
        return Finding(link, True, Words.CIRCLES)
    except httpx.HTTPError:
        return Finding(link, False, Words.NO_ANSWER)
    return Finding(link, status in _GONE, _reason(status))


def _reason(status: int) -> str:
    reasons: Mapping[bool, str] = {
        status in _GONE: Words.GONE.format(status=status),
        status in _SHY: Words.SHY.format(status=status),
        status >= 500: Words.TROUBLE.format(status=status),
        status < 400: "",
    }
    return reasons.get(True, Words.TROUBLE.format(status=status))
