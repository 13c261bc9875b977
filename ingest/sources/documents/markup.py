"""HTML and XHTML to an element tree, whatever the encoding; nothing is fetched, no entity is expanded."""

from __future__ import annotations

import codecs
import html
import re
from typing import Any

from assistant.messages_de import Documents
from ingest.sources.documents.archive import parse_xml
from ingest.sources.documents.document import Refused
from ingest.sources.documents.encoding import decode

_CHARSET = re.compile(
    rb"""<(?:meta\b[^>]*?charset|\?xml\b[^>]*?encoding)\s*=\s*["']?([\w-]+)""", re.IGNORECASE
)
_DECLARATIONS = re.compile(
    r"(<!DOCTYPE[^\[>]*)\[.*?\]\s*>", re.IGNORECASE | re.DOTALL
)  # of XML; HTML has none
_EXCESSIVE = "Excessive depth"


def parse_markup(data: bytes) -> Any:
    """The root element (lxml) of an HTML or XHTML file; names of XHTML elements lose their namespace.

    Raises Refused for data that is no text or nested deeper than the parser goes.
    """
    from lxml import etree

    if data.lstrip().startswith(b"<?xml"):
        try:
            return _plain_names(parse_xml(data))
        except (etree.XMLSyntaxError, ValueError):
            pass  # often called XHTML, rarely well-formed
    return parse_html(_DECLARATIONS.sub(r"\1>", _text(data), count=1))


def parse_html(text: str) -> Any:
    """The root element (lxml) of HTML. Raises Refused when it is nested too deeply or holds nothing."""
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(text.replace("\0", "").encode("utf-8", errors="replace"), parser)
    if any(_EXCESSIVE in entry.message for entry in parser.error_log):
        raise Refused(Documents.TOO_DEEP)
    if root is None:
        raise Refused(Documents.NO_TEXT)
    return root


def entity(node: Any) -> str:
    """The characters that an unresolved entity of HTML stands for; unknown ones stay as written."""
    return html.unescape(node.text or "")


def _text(data: bytes) -> str:
    declared = _CHARSET.search(data[:2048])
    if declared and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = declared[1].decode("ascii").lower()
        if name in ("iso-8859-1", "latin-1", "latin1", "us-ascii"):
            name = "cp1252"  # as every browser does
        try:
            if not name.startswith(("utf-16", "utf-32")):  # then these very bytes would not be legible
                return data.decode(name)
        except (LookupError, UnicodeError, ValueError):
            pass  # declared wrongly
    return decode(data)


def _plain_names(root: Any) -> Any:
    for element in root.iter():
        if isinstance(element.tag, str) and "}" in element.tag:
            element.tag = element.tag.partition("}")[2]
    return root
