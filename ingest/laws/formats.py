"""The two official formats as one: which law a file holds, its header and its norms."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from assistant.errors import CorpusError
from assistant.statute import LawHeader, Norm
from ingest.laws.archive import ArchiveError, first_bytes, packed, xml_members
from ingest.laws.catalogue import Law
from ingest.sources.statutes.formex import reader as formex
from ingest.sources.statutes.gii import reader as gii

_HEAD = 8_192  # bytes that tell which law a file holds
_FEDERAL = "dokumente"
_EUROPEAN = {"ACT", "CONS.ACT", "CONS.DOC"}
_ARCHIVE = b"PK"


@dataclass(frozen=True, slots=True)
class Sight:
    """What a file tells at first sight of the law that it is said to hold.

    Attributes:
        number: document number or CELEX number.
        builddate: when the file was made, as printed; later ones sort behind.
        abbreviation: by which a federal law is filed ("BBauG" for the BauGB); "" for EU acts.
    """

    number: str
    builddate: str
    abbreviation: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """Which law in which version a file is; `builddate` as printed in it."""

    number: str
    builddate: str
    sha256: str


def at_first_sight(path: Path) -> Sight | None:
    """Which law a file, XML or archive, is said to hold; None when it is no law. Quick for federal laws.

    Raises CorpusError for what is damaged, OSError for what cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    heads = first_bytes(path, _HEAD) if head.startswith(_ARCHIVE) else [head]
    beginnings = [_beginning(head) for head in heads]
    for elements in beginnings:
        if elements[0].tag == _FEDERAL and elements[0].get("doknr"):
            short = next((e.text for e in elements if e.tag == "jurabk" and e.text), "")
            root = elements[0]
            return Sight(root.get("doknr", ""), root.get("builddate", ""), " ".join(short.split()))
    if any(elements[0].tag in _EUROPEAN for elements in beginnings):
        found = formex.identify(path, slug="")
        return Sight(found.doknr, found.builddate)
    return None


def law_in(archive: bytes) -> bytes:
    """What is kept of an official archive: the file of a federal law, or an EU act with its annexes, packed
    so that the same content is always the same bytes.

    Raises ArchiveError when it does not hold exactly one law; and CorpusError.
    """
    members = xml_members(archive)
    roots = [_beginning(data[:_HEAD])[0].tag for data in members.values()]
    if roots == [_FEDERAL]:
        return next(iter(members.values()))
    if sum(root in _EUROPEAN for root in roots) == 1 and _FEDERAL not in roots:
        return packed(members)
    raise ArchiveError("Das Archiv enthält nicht genau ein Gesetz.")


def identify(data: bytes, slug: str) -> Identity:
    """Which law a file holds. Raises CorpusError when it is none, or damaged at its beginning."""
    federal = not data.startswith(_ARCHIVE) and _beginning(data[:_HEAD])[0].tag == _FEDERAL
    found = (gii if federal else formex).identify(data, slug=slug)
    return Identity(found.doknr, found.builddate, found.sha256)


def check_readable(data: bytes, law: Law) -> None:
    """Raises CorpusError when a law cannot be read to its end."""
    for _ in read_law(data, law.slug, law)[1]:
        pass


def read_law(
    source: Path | bytes, slug: str, law: Law | None, retrieved: str = ""
) -> tuple[LawHeader, Iterator[Norm]]:
    """The law in a file: its header, and its norms as they are asked for.

    Args:
        law: its entry in the catalogue; without one the file's own names are used.
        retrieved: ISO time at which the file was fetched.

    Raises CorpusError, also while the norms are read.
    """
    day, names = retrieved[:10], law.names if law else ()
    if law and law.european:
        return formex.read_formex(source, slug=slug, name=law.name, names=names, retrieved=day)
    return gii.read_gii(source, slug=slug, name=law.name if law else None, names=names, retrieved=day)


def _beginning(head: bytes) -> list[etree._Element]:
    """The elements that begin in the first bytes of a file, the root first."""
    if b"<!ENTITY" in head:
        raise CorpusError("Die Datei vereinbart eigene Zeichen und wird deshalb nicht gelesen.")
    parser = etree.XMLPullParser(("start", "end"), resolve_entities=False, load_dtd=False, no_network=True)
    with suppress(etree.XMLSyntaxError):  # what stands before the damage may still tell
        parser.feed(head)
    elements = [element for _, element in parser.read_events()]
    if not elements:
        raise CorpusError("Die Datei ist leer, beschädigt oder kein XML.")
    return elements
