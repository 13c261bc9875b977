"""A Formex file as a tree that reads like the print: nothing foreign loaded, deleted passages marked."""

from __future__ import annotations

import re

from lxml import etree

from ingest.sources.statutes.formex.deletions import mark_deletions
from ingest.sources.statutes.gii.files import DEEPEST, OfficialFile, open_file

_AFTER_OPENING = re.compile(r"([(\[])[ \t]*\n\s*$")
_BEFORE_SIGN = re.compile(r"^[ \t]*\n\s*(?=[)\]},;.:!?/-])")


def parse(file: OfficialFile) -> etree._Element:
    """The root of a file. Raises CorpusError for what is not well-formed, not UTF-8, too deep or not XML,
    and for files that declare entities of their own."""
    open_file(file.data, file.place)
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        huge_tree=False,
    )
    try:
        root = etree.fromstring(file.data, parser)
    except etree.XMLSyntaxError as problem:
        line = (problem.position or (0, 0))[0]
        raise file.fault(f"Die Datei ist ab Zeile {line} unvollständig oder beschädigt.") from None
    for entity in root.iter(etree.Entity):
        raise file.fault(f"Das Zeichen „{entity.text}“ ist nicht vereinbart.")
    check_depth(file, root)
    mark_deletions(file, root)
    etree.strip_tags(root, etree.PI)  # page breaks and marks of changes; their surroundings grow together
    _close_up(root)
    return root


def check_depth(file: OfficialFile, root: etree._Element) -> None:
    """Raises CorpusError for a tree that is deeper than those who walk it expect."""
    level, pending = 0, [root]
    while pending:
        level += 1
        if level > DEEPEST:
            raise file.fault("Die Elemente sind tiefer geschachtelt als in einem Gesetz.")
        pending = [child for element in pending for child in element]


def _close_up(root: etree._Element) -> None:
    """Takes away blanks that are not printed: inside quotation marks, before footnotes, and where a layout
    of the file breaks the line between a word or an element and the sign that belongs to it."""
    for element in root.iter():
        if element.text and "\n" in element.text:
            element.text = _AFTER_OPENING.sub(r"\1", element.text)
        if element.tail and "\n" in element.tail:
            element.tail = _BEFORE_SIGN.sub("", _AFTER_OPENING.sub(r"\1", element.tail))
    for element in root.iter("QUOT.START"):
        element.tail = (element.tail or "").lstrip()
    for element in root.iter("QUOT.END", "NOTE"):
        before, parent = element.getprevious(), element.getparent()
        if before is not None:
            before.tail = (before.tail or "").rstrip()
        elif parent is not None:
            parent.text = (parent.text or "").rstrip()
