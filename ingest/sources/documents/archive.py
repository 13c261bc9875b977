"""Formats that are ZIP archives of XML: opened within limits, parsed without entities or network."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from assistant.messages_de import Documents
from ingest.sources.documents.document import Limits, Refused

_MOST_ENTRIES = 20_000
_UNPACKED = 8  # times the largest file that may be given


def open_archive(data: bytes, limits: Limits) -> zipfile.ZipFile:
    """The archive, if it unpacks to a sane size.

    Entries never give more than their declared size, so the declared sizes can be relied on.
    Raises Refused for encrypted archives and bombs, zipfile's errors for damaged ones.
    """
    archive = zipfile.ZipFile(io.BytesIO(data))
    entries = archive.infolist()
    if len(entries) > _MOST_ENTRIES or sum(e.file_size for e in entries) > _UNPACKED * limits.max_bytes:
        raise Refused(Documents.UNPACKS_TOO_BIG)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused(Documents.ENCRYPTED)
    return archive


def parse_xml(data: bytes) -> Any:
    """The root element (lxml). Entities stay unresolved. Raises lxml's XMLSyntaxError."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(data, parser)
