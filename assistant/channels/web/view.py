"""Fills the page's templates. Everything that is not one of our own sentences is escaped."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.channels.evidence import describe, framework_groups
from assistant.channels.reply import plain_body
from assistant.channels.reply_html import body_html, inline_html
from assistant.channels.web.form import LONGEST_HISTORY, turns_json
from assistant.messages_de import Page, Reply
from assistant.models import Answer, Turn

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
        exchange=None if answer is None else _exchange(answer),
        typed=typed,
        error=error,
    )


def render_exchange(answer: Answer) -> str:
    """One question with its answer, for the script to put into the page."""
    return _template("exchange.html").render(exchange=_exchange(answer))


def render_error(*, kern: bool, title: str, detail: str) -> str:
    """The page for an address that does not exist and the like."""
    return _template("error.html").render(kern=kern, title=title, detail=detail)


def _exchange(answer: Answer) -> dict[str, Any]:
    # The answer's id makes the ids of the sources unique on a page with several answers.
    key = "a-" + (re.sub(r"[^A-Za-z0-9]", "", answer.id)[:16] or "0")
    return {
        "key": key,
        "answer": answer,
        "body": body_html(answer, f"{key}-quelle"),
        "linked": lambda text: inline_html(text, answer, f"{key}-quelle"),
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
    environment.filters["plain"] = plain_body
    environment.globals.update(page=Page, reply=Reply)
    return environment


def _template(name: str) -> Any:
    return _environment().get_template(name)
