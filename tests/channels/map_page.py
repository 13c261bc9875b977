"""The map in tests: a server that knows the whole framework, stored conversations, and what the page says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lxml import html
from starlette.requests import Request
from starlette.testclient import TestClient

from assistant.app import create_app
from assistant.framework import Framework, load_framework
from assistant.models import Answer, FrameworkLink
from assistant.security.visitor import COOKIE, visitor
from assistant.settings import PROJECT, Settings
from assistant.store.store import Store, open_store
from tests.fakes import FakeAssistant, sample_answer

FRAMEWORK = load_framework(PROJECT / "corpus" / "framework")
TOKEN, STRANGER = "T" * 43, "F" * 43


class Knowing(FakeAssistant):
    """Knows the whole framework."""

    @property
    def framework(self) -> Framework:
        return FRAMEWORK


@contextmanager
def map_server(folder: Path) -> Iterator[tuple[TestClient, Store]]:
    """A browser with a session, and the store behind the pages."""
    settings = Settings(_env_file=None, data_dir=folder)
    store = open_store(settings)
    app = create_app(settings, Knowing(), store)
    with TestClient(app, headers={"Accept": "text/html"}, cookies={COOKIE: TOKEN}) as client:
        yield client, store
    store.close()


def owner(token: str = TOKEN) -> str:
    """The key under which a browser's conversations are kept."""
    return visitor(Request({"type": "http", "headers": [(b"cookie", f"{COOKIE}={token}".encode())]})).owner


def filed(*ids: str, **changes: object) -> Answer:
    """An answer that is filed under these sections and cites nothing."""
    links = [
        FrameworkLink(id=id, title=FRAMEWORK.title(id), reason="Davon handelt es.", score=0.5) for id in ids
    ]
    by_kind = {
        field: tuple(link for link in links if FRAMEWORK.kind(link.id) == kind)
        for field, kind in (("levels", "level"), ("principles", "principle"), ("measures", "measure"))
    }
    return sample_answer(**{"citations": (), **by_kind, **changes})


def talk(store: Store, *answers: Answer, question: str = "Was nun, Frage {n}?") -> tuple[str, str]:
    """A conversation of the browser; returns its id and that of its last exchange."""
    conversation, last = None, ""
    for n, answer in enumerate(answers, start=1):
        key = f"{question}-{n}-{[link.id for link in answer.principles]}".ljust(32, "x")[-64:]
        exchange = store.conversations.ask(owner(), conversation, key, question.format(n=n)).exchange
        store.conversations.finish(exchange.id, answer)
        conversation, last = exchange.conversation_id, exchange.id
    assert conversation is not None
    return conversation, last


def look(client: TestClient, **query: str) -> html.HtmlElement:
    response = client.get("/landkarte", params=query)
    assert response.status_code == 200
    return html.document_fromstring(response.text)


def text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def touched(page: html.HtmlElement) -> dict[str, str]:
    """Marked sections of the picture -> what their tick says."""
    nodes = page.find_class("map-node--touched")
    return {
        node.get("data-id"): "".join(text(tick) for tick in node.find_class("map-tick")) for node in nodes
    }


def notice(page: html.HtmlElement) -> str:
    return " ".join(text(one) for one in page.find_class("map-notice"))


def suggested(page: html.HtmlElement) -> dict[str, str]:
    """Untouched principle -> the question it suggests."""
    items = page.xpath("//*[contains(@class, 'map-next__list')]/li")
    return {text(item.find(".//a")).split()[0]: item.xpath("string(.//button/@value)") for item in items}
