"""Reads EPUB: the chapters that the package lists, in its order, each as the XHTML it is."""

from __future__ import annotations

import posixpath
from typing import Any
from urllib.parse import unquote

from ingest.sources.documents.archive import open_archive, parse_xml
from ingest.sources.documents.document import Block, Draft, Limits
from ingest.sources.documents.hypertext import html_blocks
from ingest.sources.documents.markup import parse_markup
from ingest.sources.documents.metadata import iso_date

_CONTAINER = "META-INF/container.xml"
_CHAPTERS = ("application/xhtml+xml", "text/html")


def read_epub(data: bytes, limits: Limits) -> Draft:
    """An e-book without its table of contents. Raises Refused, or what zipfile and lxml raise."""
    with open_archive(data, limits) as archive:
        container = parse_xml(archive.read(_CONTAINER))
        opf = next(node.get("full-path", "") for node in container.iter("{*}rootfile"))
        package = parse_xml(archive.read(opf))
        items = {item.get("id"): item for item in package.iter("{*}item")}
        blocks: list[Block] = []
        for reference in package.iter("{*}itemref"):
            item = items.get(reference.get("idref"))
            if item is not None and item.get("media-type") in _CHAPTERS and not _is_contents(item):
                path = posixpath.normpath(
                    posixpath.join(posixpath.dirname(opf), unquote(item.get("href", "")))
                )
                blocks += html_blocks(parse_markup(archive.read(path)))
        return Draft(blocks, title=_said(package, "title"), date=iso_date(_said(package, "date")))


def _is_contents(item: Any) -> bool:
    return "nav" in item.get("properties", "").split()


def _said(package: Any, name: str) -> str:
    node = package.find(f".//{{*}}metadata/{{*}}{name}")
    return "".join(node.itertext()) if node is not None else ""
