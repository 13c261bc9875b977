"""Reads Markdown by way of HTML, so that both give the same blocks."""

from __future__ import annotations

import re
from typing import Any

from ingest.sources.documents.document import Draft, Limits
from ingest.sources.documents.encoding import decode
from ingest.sources.documents.front_matter import split_front_matter
from ingest.sources.documents.hypertext import html_blocks
from ingest.sources.documents.markup import parse_html

# Everything else in angle brackets is text that someone wrote: "Herr <Name>".
_HTML = re.compile(
    r"\s*<(?:!--|/?(?:a|abbr|b|blockquote|br|code|dd|details|div|dl|dt|em|h[1-6]|hr|i|img|li|ol|p|pre|s|script|small"
    r"|span|strong|style|sub|summary|sup|table|tbody|td|tfoot|th|thead|tr|u|ul)\b)",
    re.IGNORECASE,
)
_DEEPEST = 100  # nested lists and quotes


def read_markdown(data: bytes, limits: Limits) -> Draft:
    """A Markdown file with its front matter. Raises Refused for data that is no text."""
    stated, text = split_front_matter(decode(data))
    return Draft(html_blocks(parse_html(f"<body>{_parser().render(text)}</body>")), stated=stated)


def _parser() -> Any:
    from markdown_it import MarkdownIt
    from markdown_it.common.utils import escapeHtml

    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"])

    def raw(renderer: Any, tokens: Any, index: int, options: Any, env: Any) -> str:
        content: str = tokens[index].content
        return content if _HTML.match(content) else escapeHtml(content)

    parser.add_render_rule("html_inline", raw)
    parser.add_render_rule("html_block", raw)
    return parser
