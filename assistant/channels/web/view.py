"""Fills the page's templates. Everything that is not one of our own sentences is escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.channels.evidence import describe, framework_groups, may_be_opened
from assistant.channels.legal_links import Resolve, linked_text
from assistant.channels.reply import plain_body
from assistant.channels.reply_html import body_html, inline_html
from assistant.channels.web.form import LONGEST_HISTORY, turns_json
from assistant.framework import Framework
from assistant.german.citations import citations
from assistant.law_changes import History, around
from assistant.messages_de import LawChanges, Laws, Page, Reply
from assistant.messages_de import Place as Words
from assistant.models import Answer, Passage, PassageOrigin, Place, SourceKind, Turn
from assistant.provisions import paragraph_of

HERE = Path(__file__).parent
STATIC = HERE / "static"


def render_page(
    *,
    kern: bool,
    limit: int,
    most_turns: int,
    turns: tuple[Turn, ...] = (),
    earlier: tuple[Turn, ...] = (),
    answer: Answer | None = None,
    provision: Resolve | None = None,
    typed: str = "",
    error: str = "",
) -> str:
    """The whole page.

    Args:
        kern: whether the design system is there.
        limit: longest question in characters.
        most_turns: how many turns of the conversation are sent along.
        turns: conversation that the next question continues.
        earlier: conversation before `answer`, shown folded.
        provision: passage of a legal citation, for links to its wording.
        typed: what the text field holds.
        error: German sentence shown at the text field.
    """
    return _template("page.html").render(
        kern=kern,
        limit=limit,
        most_turns=most_turns,
        longest=LONGEST_HISTORY,
        turns=turns_json(turns),
        earlier=earlier,
        exchange=None if answer is None else _exchange(answer, provision),
        typed=typed,
        error=error,
    )


def render_exchange(answer: Answer, provision: Resolve | None = None) -> str:
    """One question with its answer, for the script to put into the page."""
    return _template("exchange.html").render(exchange=_exchange(answer, provision))


def render_error(*, kern: bool, title: str, detail: str) -> str:
    """The page for an address that does not exist and the like."""
    return _template("error.html").render(kern=kern, title=title, detail=detail)


def render_place(place: Place, framework: Framework, provision: Resolve, *, kern: bool) -> str:
    """The page of one passage amid those around it; citations in it lead on."""
    passage = place.passage
    facts = ((Reply.STAND, passage.stand), (Reply.BINDS, passage.binds))
    links = [(Reply.LINK[passage.kind], passage.url)] if may_be_opened(passage.url) else []
    law = next((citation.law for citation in citations(passage.provision or "")), None)
    return _template("place.html").render(
        kern=kern,
        words=Words,
        passage=passage,
        kind=Reply.KINDS[passage.kind],
        shape=Reply.SHAPES[passage.kind],
        origin=Reply.PLACE_ORIGINS.get(passage.origin, ""),
        name=passage.title,
        cautions=[c for c in (passage.note, "" if passage.verified else Reply.UNVERIFIED) if c],
        facts=[(label, value) for label, value in facts if value],
        pieces=[
            {
                "number": number,
                "text": linked_text(p.text, provision, law),
                "here": p.id == passage.id and len(place.pieces) > 1,
            }
            for p, number in zip(place.pieces, _numbers(place.pieces), strict=True)
        ],
        links=links,
        parts=[(i, framework.title(i)) for i in passage.principles + passage.levels + passage.measures],
    )


def _numbers(pieces: Sequence[Passage]) -> list[str | None]:
    """Numbers of the paragraphs of a law, each where its paragraph begins; None where there is none to show."""
    numbers = [
        paragraph_of(p) if p.kind is SourceKind.LAW and p.origin is PassageOrigin.FULL_TEXT else None
        for p in pieces
    ]
    return [
        number if number != before else None
        for before, number in zip([None, *numbers], numbers, strict=False)
    ]


def render_changes(history: History, *, kern: bool) -> str:
    """The page on what changed in the law."""
    return _template("changes.html").render(
        kern=kern, words=LawChanges, laws=Laws, runs=history.runs, around=around
    )


def _exchange(answer: Answer, provision: Resolve | None = None) -> dict[str, Any]:
    # The answer's id makes the ids of the sources unique on a page with several answers.
    key = "a-" + (re.sub(r"[^A-Za-z0-9]", "", answer.id)[:16] or "0")
    return {
        "key": key,
        "answer": answer,
        "body": body_html(answer, f"{key}-quelle", provision),
        "linked": lambda text: inline_html(text, answer, f"{key}-quelle", provision),
        "sources": [describe(citation) for citation in answer.citations],
        "groups": framework_groups(answer),
        "partial": answer.completeness == "partial",
    }


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(plain=plain_body, day=german_day)
    environment.globals.update(page=Page, reply=Reply)
    return environment


def german_day(iso: str) -> str:
    """ "2026-11-24T10:00:00" -> "24.11.2026"."""
    return ".".join(reversed(iso[:10].split("-")))


def _template(name: str) -> Any:
    return _environment().get_template(name)
