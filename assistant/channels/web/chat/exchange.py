"""Turns a stored exchange into what its template shows. Everything that is not ours stays text."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup
from starlette.requests import Request

from assistant.channels.evidence import Evidence, describe
from assistant.channels.legal_links import Resolve, place_address
from assistant.channels.reply import plain_body
from assistant.channels.reply_html import body_html, inline_html
from assistant.channels.web.shell import fragment, words_of
from assistant.channels.web.words import Words
from assistant.models import Answer, Citation
from assistant.store.records import Exchange

TEMPLATE = "exchange.html"


def render_exchange(request: Request, exchange: Exchange, provision: Resolve | None = None) -> str:
    """One question with its answer, for the script to put into the page."""
    return fragment(request, TEMPLATE, exchange=shown(exchange, words_of(request), provision))


def shown(
    exchange: Exchange, t: Words, provision: Resolve | None = None, *, own: bool = True
) -> dict[str, Any]:
    """What `exchange.html` needs.

    Args:
        provision: passage of a legal citation, for links to its wording.
        own: whether it is the visitor's own, to go on from.
    """
    view: dict[str, Any] = {
        "own": own,
        "id": exchange.id,
        "key": anchor(exchange.id),
        "conversation": exchange.conversation_id,
        "question": exchange.question,
        "state": exchange.state,
        "feedback": exchange.feedback,
        "map": _map(exchange, own),
        "answer": exchange.answer,
    }
    if exchange.answer is not None:
        view |= _answered(exchange.answer, f"{view['key']}-quelle", t, provision)
    return view


def anchor(exchange_id: str) -> str:
    """Id of the exchange's element, and what an address that leads to it ends with."""
    return f"a-{exchange_id}"


def spoken(answer: Answer, t: Words) -> str:
    """What a screen reader says once the answer is complete."""
    return t.answer.spoken.format(text=plain_body(answer.text), sources=len(answer.citations))


def _map(exchange: Exchange, own: bool) -> str:
    """Address of the map with what the answer touched; that of others must not need to read it."""
    answer = exchange.answer
    if own or answer is None:
        return f"/landkarte?antwort={exchange.id}"
    parts = (*answer.levels, *answer.principles, *answer.measures)
    return f"/landkarte?stellen={','.join(part.id for part in parts)}"


def _answered(answer: Answer, anchor: str, t: Words, provision: Resolve | None) -> dict[str, Any]:
    def linked(text: str) -> Markup:
        return inline_html(text, answer, anchor, provision)

    groups = (
        (t.answer.principles, answer.principles),
        (t.answer.levels, answer.levels),
        (t.answer.measures, answer.measures),
    )
    return {
        "body": body_html(answer, anchor, provision),
        "linked": linked,
        "sources": [_source(citation, t) for citation in answer.citations],
        "groups": [(heading, links) for heading, links in groups if links],
        "partial": answer.completeness == "partial",
    }


def _source(citation: Citation, t: Words) -> dict[str, Any]:
    source: Evidence = describe(citation)
    rendering = t.answer.renderings.get(citation.origin or "")
    facts = (
        (t.answer.rendering, rendering),
        (t.answer.stand, citation.stand),
        (t.answer.binds, citation.binds),
    )
    return {
        "n": source.n,
        "kind": source.kind,
        "word": t.answer.kinds[source.kind],
        "shape": source.shape,
        "name": source.name,
        "place": source.place,
        "facts": [(label, value) for label, value in facts if value],
        "verified": citation.verified,
        "note": citation.note,
        "quote": source.quote,
        "url": source.url,
        "link_text": t.answer.links[source.kind],
        "passage_id": source.passage_id,
        "address": place_address(source.passage_id),
    }
