"""Reads HTML, and what becomes HTML (Markdown, EPUB): the main text in blocks, without navigation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.sources.documents.document import Block, BlockKind, Draft, Limits, Stated, table_text
from ingest.sources.documents.labels import BULLET, numeral, superscript
from ingest.sources.documents.markup import entity, parse_markup
from ingest.sources.documents.metadata import is_field

_DROPPED = frozenset({
    "head", "script", "style", "noscript", "template", "nav", "svg", "iframe", "object", "canvas", "audio",
    "video", "button", "select", "textarea", "datalist", "dialog", "map", "rt", "rp", "del",
})  # fmt: skip
_DROPPED_OUTSIDE_MAIN = frozenset({"header", "footer"})
_DROPPED_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "menu", "doc-toc"})
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "html", "legend", "main", "p", "pre",
    "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
})  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_QUOTES = {"q": ("„", "“")}


def read_html(data: bytes, limits: Limits) -> Draft:
    """A web page; details in its `meta` elements count as front matter. Raises Refused."""
    root = parse_markup(data)
    title = root.find(".//head/title")
    return Draft(
        html_blocks(root),
        title="".join(title.itertext()) if title is not None else "",
        stated=_stated(root),
    )


def html_blocks(root: Any) -> list[Block]:
    """The blocks of the main part where one is marked, else of the body."""
    main = [node for node in root.iter("main", "div", "section", "article") if _is_main(node)]
    walk = _Walk(inside_main=bool(main))
    for part in [node for node in main if not any(_is_main(above) for above in node.iterancestors())] or [
        root
    ]:
        walk.element(part)
    walk.flush()
    return walk.blocks


def _is_main(node: Any) -> bool:
    return node.tag == "main" or node.get("role") == "main"


@dataclass
class _List:
    """A list that is open: None counts no items, and the label of the item that has begun."""

    style: str | None
    count: int
    label: str = ""


@dataclass
class _Walk:
    """Goes through the elements in order, collecting the text of one block until it ends."""

    inside_main: bool
    blocks: list[Block] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _lists: list[_List] = field(default_factory=list)
    _heading: int = 0
    _verbatim: bool = False

    def element(self, node: Any) -> None:
        tag = node.tag
        if not isinstance(tag, str):
            self._pieces.append(entity(node))
        elif self._is_dropped(node):
            return
        elif tag in _HEADINGS:
            self.flush()
            self._heading = _HEADINGS[tag]
            self._inside(node)
            self.flush()
            self._heading = 0
        elif tag in ("ul", "ol", "menu"):
            self.flush()
            self._lists.append(_List(None, 0) if tag != "ol" else _List(node.get("type", "1"), _start(node)))
            self._inside(node)
            self.flush()
            self._lists.pop()
        elif tag == "li":
            self.flush()
            self._begin_item(node)
            self._inside(node)
            self.flush()
        elif tag == "table" and (rows := _data_rows(node)):
            self.flush()
            for caption in node.iterchildren("caption"):
                self._inside(caption)
                self.flush()
            self.blocks.append(Block(kind=BlockKind.TABLE, text=table_text(rows)))
        elif tag in _BLOCKS:
            self.flush()
            verbatim, self._verbatim = self._verbatim, self._verbatim or tag == "pre"
            inside, self.inside_main = self.inside_main, self.inside_main or tag == "article"
            self._inside(node)
            self.flush()
            self._verbatim, self.inside_main = verbatim, inside
        else:
            self._inline(node)

    def flush(self) -> None:
        """End the block that is being collected."""
        text = _lines("".join(self._pieces), self._verbatim)
        self._pieces.clear()
        if not text:
            return
        label = self._lists[-1].label if self._lists else ""
        if self._heading:
            self.blocks.append(
                Block(kind=BlockKind.HEADING, text=" ".join(text.split()), level=self._heading)
            )
        elif label:
            self._lists[-1].label = ""  # further paragraphs of the item are text
            self.blocks.append(Block(kind=BlockKind.ITEM, text=text, label=label))
        else:
            self.blocks.append(Block(kind=BlockKind.TEXT, text=text))

    def _inside(self, node: Any) -> None:
        self._pieces.append(self._spaced(node.text))
        for child in node:
            self.element(child)
            self._pieces.append(self._spaced(child.tail))

    def _inline(self, node: Any) -> None:
        before, after = _QUOTES.get(node.tag, ("", ""))
        self._pieces.append(before)
        if node.tag == "br":
            self._pieces.append("\n")
        elif node.tag == "sup":
            self._pieces.append(superscript(" ".join("".join(_texts(node)).split())))
        else:
            self._inside(node)
        self._pieces.append(after)

    def _begin_item(self, node: Any) -> None:
        if not self._lists:
            self._lists.append(_List(None, 0))  # an item without a list; browsers show a bullet
        current = self._lists[-1]
        if current.style is None:
            current.label = BULLET
            return
        given = node.get("value", "")
        current.count = int(given) if given.isdecimal() and len(given) < 9 else current.count + 1
        current.label = f"{numeral(current.count, current.style)}."

    def _is_dropped(self, node: Any) -> bool:
        return (
            node.tag in _DROPPED
            or (node.tag in _DROPPED_OUTSIDE_MAIN and not self.inside_main)
            or node.get("role") in _DROPPED_ROLES
            or node.get("hidden") is not None
        )

    def _spaced(self, text: str | None) -> str:
        """Line ends of the source are blanks; those of `pre` and of <br> count."""
        if not text or self._verbatim:
            return text or ""
        return text.replace("\n", " ").replace("\r", " ")


def _lines(text: str, verbatim: bool) -> str:
    lines = (line.rstrip() if verbatim else " ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line.strip())


def _texts(node: Any) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        if not isinstance(child.tag, str):
            yield entity(child)
        elif child.tag not in _DROPPED:
            text = "".join(_texts(child))
            yield superscript(text) if child.tag == "sup" else text
            if child.tag in _BLOCKS or child.tag in ("li", "br"):
                yield " "
        yield child.tail or ""


def _data_rows(table: Any) -> list[list[str]]:
    """The cells of a table; none for tables that only arrange the page."""
    nested = any(inner is not table for inner in table.iter("table"))
    if nested or table.get("role") in ("presentation", "none"):
        return []
    rows = [["".join(_texts(cell)) for cell in row.iterchildren("td", "th")] for row in table.iter("tr")]
    return rows if max((len(row) for row in rows), default=0) > 1 else []


def _start(node: Any) -> int:
    start = node.get("start", "1")
    return int(start) - 1 if start.isdecimal() and len(start) < 9 else 0


def _stated(root: Any) -> Stated:
    found = {}
    for meta in root.iter("meta"):
        name = meta.get("name", "")
        if is_field(name):
            found[name] = meta.get("content", "")
    return found
