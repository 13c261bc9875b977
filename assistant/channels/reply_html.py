"""Answer -> HTML that is safe to put into a page, a chat message or a mail."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markupsafe import Markup

from assistant.channels.evidence import Evidence, describe, framework_groups
from assistant.channels.legal_links import Resolve, link_citations
from assistant.channels.reply import parser
from assistant.messages_de import Page, Reply
from assistant.models import Answer

TAGS = {
    "p",
    "br",
    "strong",
    "em",
    "ul",
    "ol",
    "li",
    "blockquote",
    "code",
    "pre",
    "h3",
    "h4",
    "a",
    "dl",
    "dt",
    "dd",
}
ATTRIBUTES = {"a": {"href", "class", "title", "aria-label"}, "ol": {"start"}, "li": {"id"}}
REFERENCE = re.compile(r"\[(\d{1,3})\]")
HEADING_TAG = "h4"  # headings inside an answer sit below the page's own


def body_html(answer: Answer, anchor: str = "quelle", provision: Resolve | None = None) -> Markup:
    """The answer's text as HTML; `[1]` becomes a link to `#<anchor>-1` when there is such a source.

    Args:
        provision: passage of a legal citation; those that it knows become links to their wording.
    """
    return _clean(_renderer().render(answer.text, _targets(answer, anchor, provision)))


def inline_html(
    text: str, answer: Answer, anchor: str = "quelle", provision: Resolve | None = None
) -> Markup:
    """One sentence of an answer (a reason, a limit) with its references as links, without a paragraph."""
    return _clean(_renderer().renderInline(text, _targets(answer, anchor, provision)))


def html(answer: Answer, anchor: str = "quelle") -> Markup:
    """The whole answer as one HTML fragment, with the sources as targets of its references."""
    parts = [body_html(answer, anchor)]
    if answer.not_covered:
        parts.append(
            Markup("<h3>{}</h3><p>{}</p>").format(
                Reply.NOT_COVERED, inline_html(answer.not_covered, answer, anchor)
            )
        )
    if answer.citations:
        sources = Markup("").join(_source(describe(citation), anchor) for citation in answer.citations)
        parts.append(Markup("<h3>{}</h3><ul>{}</ul>").format(Reply.SOURCES, sources))
    for group in framework_groups(answer):
        links = Markup("").join(
            Markup("<li><strong>{} {}</strong>: {}</li>").format(
                link.id, link.title, inline_html(link.reason, answer, anchor)
            )
            for link in group.links
        )
        parts.append(Markup("<h3>{}</h3><ul>{}</ul>").format(group.heading, links))
    if answer.follow_ups:
        questions = Markup("").join(Markup("<li>{}</li>").format(next_.text) for next_ in answer.follow_ups)
        parts.append(Markup("<h3>{}</h3><ul>{}</ul>").format(Reply.FOLLOW_UPS, questions))
    parts += [
        Markup("<p><strong>{}:</strong> {}</p>").format(Reply.NOTE, notice) for notice in answer.notices
    ]
    parts.append(Markup("<p><em>{}</em></p>").format(Reply.AI_NOTICE))
    return _clean(Markup("\n").join(parts))


def _source(source: Evidence, anchor: str) -> Markup:
    lines = [
        Markup("[{}] {}: <strong>{}</strong> {}").format(
            source.n, source.kind_text, source.name, source.place
        )
    ]
    lines += [Markup("»{}«").format(source.quote)] if source.quote else []
    lines += [Markup("{}: {}").format(label, value) for label, value in source.facts]
    lines += [Markup("<strong>{}:</strong> {}").format(Reply.NOTE, caution) for caution in source.cautions]
    lines += [Markup('<a href="{}">{}</a>').format(source.url, source.link_text)] if source.url else []
    return Markup('<li id="{}-{}">{}</li>').format(anchor, source.n, Markup("<br>").join(lines))


def _targets(answer: Answer, anchor: str, provision: Resolve | None = None) -> dict[str, Any]:
    """What the rendering must know to turn references and citations into links."""
    titles = {citation.n: f"{Reply.KINDS[citation.kind]}: {citation.title}" for citation in answer.citations}
    return {"titles": titles, "anchor": anchor, "provision": provision}


def _clean(fragment: str) -> Markup:
    """Second lock: even a fault in the rendering lets nothing active through."""
    return Markup(nh3.clean(fragment, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https"}))


def _reference(state: StateInline, silent: bool) -> bool:
    """markdown-it rule: `[2]` -> link to the source with that number."""
    match = REFERENCE.match(state.src, state.pos)
    if match is None:
        return False
    n = int(match.group(1))
    title = state.env.get("titles", {}).get(n)
    if title is None:
        return False
    if not silent:
        link = state.push("link_open", "a", 1)
        link.attrs = {
            "class": "reference",
            "href": f"#{state.env['anchor']}-{n}",
            "title": title,
            "aria-label": Page.OPEN_SOURCE.format(n=n),
        }
        state.push("text", "", 0).content = match.group()
        state.push("link_close", "a", -1)
    state.pos = match.end()
    return True


@cache
def _renderer() -> MarkdownIt:
    renderer = parser()
    renderer.inline.ruler.before("link", "source_reference", _reference)
    renderer.core.ruler.push("legal_citations", link_citations)
    renderer.add_render_rule("heading_open", lambda *_: f"<{HEADING_TAG}>")
    renderer.add_render_rule("heading_close", lambda *_: f"</{HEADING_TAG}>\n")
    return renderer
