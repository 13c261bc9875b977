"""Legal citations in shown text become links to the passage of the provision."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import Markup

from assistant.german.citations import LegalCitation, citations, with_law

PLACE = "/stelle/"  # the page that shows one passage
_OF_ANOTHER = re.compile(r"\s+(?:des|der|dem|aus)\s")  # "§ 3 des Gesetzes über …", which has no short name
Resolve = Callable[[LegalCitation], str | None]  # citation -> id of the passage that holds it


def place_address(passage_id: str) -> str:
    """Address of the page that shows a passage."""
    return PLACE + quote(passage_id, safe="/")


def link_citations(state: StateCore) -> None:
    """markdown-it rule: text tokens are cut at citations that `env["provision"]` knows."""
    resolve: Resolve | None = state.env.get("provision")
    if resolve is None:
        return
    for block in state.tokens:
        if block.children:
            block.children = [made for token in block.children for made in _cut(token, resolve)]


def linked_text(text: str, resolve: Resolve, law: str | None = None) -> Markup:
    """Plain text as HTML with its citations as links.

    Args:
        law: the one that the text is of; it is what its citations without a law mean.
    """
    html, end = Markup(""), 0
    for start, stop, passage_id in _places(text, resolve, law):
        link = Markup('<a class="norm" href="{}">{}</a>').format(place_address(passage_id), text[start:stop])
        html += Markup.escape(text[end:start]) + link
        end = stop
    return html + Markup.escape(text[end:])


def _cut(token: Token, resolve: Resolve) -> list[Token]:
    places = _places(token.content, resolve) if token.type == "text" else []
    if not places:
        return [token]
    made: list[Token] = []
    end = 0
    for start, stop, passage_id in places:
        made.append(_text(token.content[end:start], token.level))
        link = Token("link_open", "a", 1, level=token.level)
        link.attrs = {"class": "norm", "href": place_address(passage_id)}
        made += [
            link,
            _text(token.content[start:stop], token.level + 1),
            Token("link_close", "a", -1, level=token.level),
        ]
        end = stop
    return [*made, _text(token.content[end:], token.level)]


def _text(content: str, level: int) -> Token:
    return Token("text", "", 0, content=content, level=level)


def _places(text: str, resolve: Resolve, law: str | None = None) -> list[tuple[int, int, str]]:
    """(start, end, passage id) of the citations that can be opened; a list of norms opens its first."""
    places: dict[tuple[int, int], str] = {}
    for citation in citations(text):
        if law and not _OF_ANOTHER.match(text, citation.end):
            citation = with_law(citation, law)
        where = (citation.start, citation.end)
        if where not in places and (passage_id := resolve(citation)):
            places[where] = passage_id
    return [(start, end, passage_id) for (start, end), passage_id in places.items()]
