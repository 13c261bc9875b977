"""Cards: a section of the study on one page, with the law, the examples and the questions that belong to it."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool

from assistant.channels.evidence import may_be_opened
from assistant.channels.interface import Answering
from assistant.channels.legal_links import linked_text, place_address
from assistant.channels.opening import opened
from assistant.channels.web.shell import render
from assistant.german.citations import citations
from assistant.messages_de import Reply
from assistant.models import Passage
from assistant.section_card import headings_below_title

CARD = "/karte/"
_SHOWN_AT_ONCE = 6  # provisions and examples each; the others are one click away

router = APIRouter(include_in_schema=False)


def card_address(section: str, at: Passage | None = None) -> str:
    """Address of a section's card; at one of its passages."""
    address = CARD + quote(section, safe="")
    return f"{address}#{quote(passage_anchor(at))}" if at is not None else address


def passage_anchor(passage: Passage) -> str:
    """Id of a passage's element on its card: "2.4-inhalt-3"."""
    return passage.id.partition("/")[2].replace("/", "-")


@router.get(CARD + "{section}")
async def card(request: Request, section: str, assistant: Annotated[Answering, Depends(opened)]) -> Response:
    """One section. An unknown one is a NotFoundError, told on the page of errors."""
    found = await run_in_threadpool(assistant.card, section)

    def linked(text: str, passage: Passage) -> Markup:
        law = next((citation.law for citation in citations(passage.provision or "")), None)
        return linked_text(text, assistant.provision, law)

    return await run_in_threadpool(
        render,
        request,
        "card.html",
        card=found,
        shown=_SHOWN_AT_ONCE,
        shapes=Reply.SHAPES,
        linked=linked,
        anchor=passage_anchor,
        headings=headings_below_title,
        card_address=card_address,
        place_address=place_address,
        may_be_opened=may_be_opened,
    )
