"""Reads a federal act: the header of the law, then its norms one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

from assistant.statute import LawHeader, Norm
from ingest.sources.statutes.gii.designations import law_url
from ingest.sources.statutes.gii.files import OfficialFile, norm_elements, open_file
from ingest.sources.statutes.gii.header import read_law
from ingest.sources.statutes.gii.norms import read_norm, says_something
from ingest.sources.statutes.gii.outline import Outline


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells one version of an official file from another.

    Attributes:
        doknr: document number of the law; an archive that holds another one is the wrong archive.
        builddate: time at which the file was made, as printed: "20241231222349".
        sha256: digest of the whole file.
    """

    doknr: str
    builddate: str
    sha256: str


def read_gii(
    source: Path | bytes,
    *,
    slug: str,
    name: str | None = None,
    names: Sequence[str] = (),
    retrieved: str = "",
) -> tuple[LawHeader, Iterator[Norm]]:
    """The law in an official XML file, and its norms in the file's order, read as they are asked for.

    Args:
        source: the file, or what it holds.
        slug: name of the law's folder and official address ("gwb"); names the law in messages for bytes.
        name: short form as the product cites it; the file's own when None.
        names: further short forms; those in the file are added.
        retrieved: ISO date on which the file was fetched.

    Raises CorpusError, also while the norms are read: for files that are not well-formed, no federal act,
    without norms, or that declare entities of their own.
    """
    file = open_file(source, slug)
    elements = norm_elements(file)
    first, builddate = _first(file, elements)
    header = read_law(first, slug=slug, name=name, names=names, retrieved=retrieved, builddate=builddate)
    return header, _norms(file, first, elements, slug)


def read_header(
    source: Path | bytes,
    *,
    slug: str,
    name: str | None = None,
    names: Sequence[str] = (),
    retrieved: str = "",
) -> LawHeader:
    """The header alone; cheap, as reading ends after the first norm. Parameters and errors as `read_gii`."""
    return read_gii(source, slug=slug, name=name, names=names, retrieved=retrieved)[0]


def identify(source: Path | bytes, *, slug: str) -> Identity:
    """Which law in which version a file is; cheap. Raises CorpusError as `read_header`."""
    file = open_file(source, slug)
    first, builddate = _first(file, norm_elements(file))
    return Identity(first.get("doknr", ""), builddate, file.sha256)


def _first(file: OfficialFile, elements: Iterator[etree._Element]) -> tuple[etree._Element, str]:
    """The norm that stands for the whole law, and the time at which the file was made."""
    first = next(elements)
    root = first.getparent()
    assert root is not None
    if not first.get("doknr") or first.get("doknr") != root.get("doknr") or first.find("metadaten") is None:
        raise file.fault("Der Datei fehlt der Kopf des Gesetzes mit seiner Dokumentnummer.")
    return first, root.get("builddate", "")


def _norms(
    file: OfficialFile, first: etree._Element, elements: Iterator[etree._Element], slug: str
) -> Iterator[Norm]:
    head = read_norm(first, Outline(), slug)  # no norm, unless there is no other: some notices are one text
    outline = Outline()
    ids = {head.id}
    pages = {head.url}
    count = 0
    for element in elements:
        norm = read_norm(element, outline, slug)
        if not norm.id or norm.id in ids:
            raise file.fault(
                f"Die Dokumentnummer „{norm.id}“ von „{norm.designation}“ fehlt oder ist doppelt."
            )
        ids.add(norm.id)
        if says_something(element, norm):
            # Where a designation comes twice, the pattern of the second page is not known.
            yield replace(norm, url=law_url(slug)) if norm.url in pages else norm
            pages.add(norm.url)
            count += 1
    if not count:
        if not head.paragraphs:
            raise file.fault("Die Datei enthält keine Vorschriften.")
        yield head
