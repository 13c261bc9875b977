"""Document -> HTML, for the PDF and for the print view. Everything in it is escaped."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from assistant.export.document import Block, Bullets, Document, Facts, Heading, Paragraph, Quote, Run, Table


def to_html(document: Document) -> Markup:
    """Title and blocks without a frame; the title is the only <h1>."""
    return Markup("<h1>{}</h1>\n{}").format(document.title, _joined(map(_block, document.blocks)))


def _block(block: Block) -> Markup:
    match block:
        case Heading():
            tag = Markup(f"h{block.level + 1}")
            anchor = Markup(' id="{}"').format(block.anchor) if block.anchor else ""
            return Markup("<{}{}>{}</{}>\n").format(tag, anchor, block.text, tag)
        case Paragraph():
            return Markup("<p>{}</p>\n").format(_runs(block.runs))
        case Bullets():
            tag = Markup("ol" if block.ordered else "ul")
            return Markup("<{}>{}</{}>\n").format(tag, _items(map(_runs, block.items)), tag)
        case Quote():
            return Markup("<blockquote><p>{}</p></blockquote>\n").format(block.text)
        case Facts():
            pairs = (Markup("<strong>{}:</strong> {}").format(*pair) for pair in block.pairs)
            return Markup('<ul class="facts" role="list">{}</ul>\n').format(_items(pairs))
        case Table():
            return _table(block)


def _table(table: Table) -> Markup:
    header = _joined(Markup('<th scope="col">{}</th>').format(cell) for cell in table.header)
    rows = _joined(
        Markup("<tr>{}</tr>").format(_joined(Markup("<td>{}</td>").format(cell) for cell in row))
        for row in table.rows
    )
    caption = Markup("<caption>{}</caption>").format(table.caption) if table.caption else ""
    return Markup("<table>{}<thead><tr>{}</tr></thead><tbody>{}</tbody></table>\n").format(
        caption, header, rows
    )


def _items(items: Iterable[Markup]) -> Markup:
    return _joined(Markup("<li>{}</li>").format(item) for item in items)


def _runs(runs: Iterable[Run]) -> Markup:
    return _joined(map(_run, runs))


def _run(run: Run) -> Markup:
    text = Markup.escape(run.text)
    if run.link:
        text = Markup('<a href="{}">{}</a>').format(run.link, text)
    if run.italic:
        text = Markup("<em>{}</em>").format(text)
    return Markup("<strong>{}</strong>").format(text) if run.bold else text


def _joined(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(parts)
