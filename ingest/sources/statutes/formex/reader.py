"""Reads an act of the EU: the header of the law, then its norms one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.statute import LawHeader, Norm
from ingest.sources.statutes.formex.delivery import open_delivery
from ingest.sources.statutes.formex.header import read_law
from ingest.sources.statutes.formex.norms import read_norms
from ingest.sources.statutes.gii.reader import Identity


def read_formex(
    source: Path | bytes, *, slug: str, name: str, names: Sequence[str] = (), retrieved: str = ""
) -> tuple[LawHeader, Iterator[Norm]]:
    """The act in a delivery, and its norms in the order of print, made as they are asked for.

    Args:
        source: an XML file or a zip archive of the repository, or what it holds.
        slug: name of the law's folder ("eu-32016r0679"); names the law in messages for bytes.
        name: short form as the product cites it ("DSGVO"); the files have none.
        names: further short forms.
        retrieved: ISO date on which the file was fetched.

    Raises CorpusError, also while the norms are read: for what is damaged, encrypted or too long, holds no
    act or several, another act than the slug names, another language than German, or no norms.
    """
    delivery = open_delivery(source, slug)
    header, addresses = read_law(delivery, slug=slug, name=name, names=names, retrieved=retrieved)
    return header, read_norms(delivery, addresses)


def read_header(
    source: Path | bytes, *, slug: str, name: str, names: Sequence[str] = (), retrieved: str = ""
) -> LawHeader:
    """The header alone. Parameters and errors as `read_formex`."""
    return read_formex(source, slug=slug, name=name, names=names, retrieved=retrieved)[0]


def identify(source: Path | bytes, *, slug: str) -> Identity:
    """Which act in which version a file is: CELEX number, day of publication or consolidation, digest.

    Raises CorpusError as `read_header`.
    """
    delivery = open_delivery(source, slug)
    header, addresses = read_law(delivery, slug=slug, name=slug, names=(), retrieved="")
    return Identity(header.doknr, addresses.version or header.built, delivery.file.sha256)
