"""Answer -> Markdown and plain text. The same parts in the same order in every channel."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from markdown_it import MarkdownIt

from assistant.channels.evidence import Evidence, describe, framework_groups
from assistant.messages_de import Reply
from assistant.models import Answer

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def parser() -> MarkdownIt:
    """The Markdown that answers may use: numbered references, never links, images or HTML of their own."""
    return MarkdownIt("commonmark", {"html": False}).disable(
        ["link", "image", "autolink", "reference", "html_block", "html_inline", "code"]
    )


def markdown(answer: Answer) -> str:
    """The whole answer as Markdown; text from sources is escaped, `[1]` refers to the list of sources."""
    return _document(
        answer, _safe_body(answer.text), _escape, lambda heading: f"**{heading}**", _markdown_source
    )


def plain(answer: Answer) -> str:
    """The whole answer as plain text, for mails, logs of a terminal and screen readers."""
    return _document(answer, plain_body(answer.text), str, str, _plain_source)


def plain_body(text: str) -> str:
    """Markdown of an answer's text without its marks; paragraphs and list items keep their lines."""
    lines: list[str] = []
    bullet = ""
    for token in parser().parse(text):
        if token.type == "list_item_open":
            bullet = f"{token.info}. " if token.info else "– "
        elif token.type == "inline":
            words = "".join(
                "\n" if child.type.endswith("break") else child.content for child in token.children or ()
            )
            # A blank line between paragraphs, none between the items of a list.
            lines.append(
                words if not bullet and not lines else f"\n{bullet}{words}" if bullet else f"\n\n{words}"
            )
            bullet = ""
        elif token.type in ("fence", "code_block"):
            lines.append(f"\n\n{token.content.rstrip()}")
    return "".join(lines).strip()


def _document(
    answer: Answer,
    body: str,
    text: Callable[[str], str],
    heading: Callable[[str], str],
    source: Callable[[Evidence], str],
) -> str:
    """Body, limits, sources, framework, next questions, notices: blocks with a blank line between."""

    def blocks() -> Iterator[str]:
        yield body
        if answer.not_covered:
            yield f"{heading(Reply.NOT_COVERED)}: {text(answer.not_covered)}"
        if answer.citations:
            yield "\n".join(
                [heading(Reply.SOURCES), *(source(describe(citation)) for citation in answer.citations)]
            )
        for group in framework_groups(answer):
            links = (f"- {text(f'{link.id} {link.title}')}: {text(link.reason)}" for link in group.links)
            yield "\n".join([heading(group.heading), *links])
        if answer.follow_ups:
            yield "\n".join(
                [heading(Reply.FOLLOW_UPS), *(f"- {text(next_.text)}" for next_ in answer.follow_ups)]
            )
        for notice in answer.notices:
            yield f"{heading(Reply.NOTE)}: {text(notice)}"
        yield text(Reply.AI_NOTICE)

    return "\n\n".join(block for block in blocks() if block)


def _plain_source(source: Evidence) -> str:
    place = f" ({source.place})" if source.place else ""
    lines = [f"[{source.n}] {source.kind_text}: {source.name}{place}"]
    lines += [f"»{source.quote}«"] if source.quote else []
    lines += [f"{label}: {value}" for label, value in source.facts]
    lines += [f"{Reply.NOTE}: {caution}" for caution in source.cautions]
    lines += [f"{source.link_text}: {source.url}"] if source.url else []
    return "\n    ".join(lines)


def _markdown_source(source: Evidence) -> str:
    place = f" ({_escape(source.place)})" if source.place else ""
    parts = [f"- [{source.n}] {source.kind_text}: **{_escape(source.name)}**{place}"]
    parts += [f"»{_escape(source.quote)}«"] if source.quote else []
    parts += [f"{label}: {_escape(value)}" for label, value in source.facts]
    parts += [f"**{Reply.NOTE}:** {_escape(caution)}" for caution in source.cautions]
    parts += [f"[{source.link_text}](<{source.url.replace('>', '%3E')}>)"] if source.url else []
    return "  \n  ".join(parts)


def _escape(text: str) -> str:
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _safe_body(text: str) -> str:
    """Keep emphasis, lists and references; disarm HTML, links and images that text may bring along."""
    return text.replace("<", "\\<").replace("](", "]\\(").replace("]:", "]\\:").replace("][", "]\\[")
