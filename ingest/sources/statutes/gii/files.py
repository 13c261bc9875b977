"""Opens an official file safely: no network, no DTD, no entities, bounded size and depth; norm by norm."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from lxml import etree

from assistant.errors import CorpusError

MAX_BYTES = 50_000_000  # the longest federal act has 3.3 million
DEEPEST = 100  # levels of elements below a norm; the deepest federal act has about 40
_AGAIN = "Bitte das Gesetz neu holen („ingest laws“)."
_OWN_DECLARATIONS = re.compile(rb"<!DOCTYPE[^>\[]{0,2000}\[|<!(?:ENTITY|ATTLIST|ELEMENT|NOTATION)")


@dataclass(frozen=True, slots=True)
class OfficialFile:
    """The bytes of a law as published. `place` names the file to people ("gwb/current.xml")."""

    place: str
    data: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    def fault(self, message: str) -> CorpusError:
        """The error for this file, with what to do."""
        return CorpusError(f"{self.place}: {message} {_AGAIN}")


def open_file(source: Path | bytes, slug: str) -> OfficialFile:
    """Raises CorpusError for what cannot be an official file: unreadable, empty, too long, not UTF-8, or
    with declarations of its own (entities, default attributes), which official files never have."""
    place = f"{source.parent.name}/{source.name}" if isinstance(source, Path) else slug
    try:
        if isinstance(source, Path):
            with source.open("rb") as stream:
                source = stream.read(MAX_BYTES + 1)
    except OSError as problem:
        raise CorpusError(
            f"{place}: Die Datei lässt sich nicht lesen ({problem.strerror}). {_AGAIN}"
        ) from None
    file = OfficialFile(place, source)
    if not source.strip():
        raise file.fault("Die Datei ist leer.")
    if len(source) > MAX_BYTES:
        raise file.fault(f"Die Datei ist größer als {MAX_BYTES // 1_000_000} MB und kein Gesetz.")
    try:
        source.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = source[: problem.start].count(b"\n") + 1
        raise file.fault(f"Zeile {line} ist nicht in UTF-8 gespeichert.") from None
    if _OWN_DECLARATIONS.search(source):
        raise file.fault("Die Datei vereinbart eigene Zeichen oder Elemente und wird deshalb nicht gelesen.")
    return file


def norm_elements(file: OfficialFile) -> Iterator[etree._Element]:
    """The `norm` elements in order; each is emptied when the next is asked for, so memory stays small.

    Raises CorpusError where the file stops being a well-formed list of norms.
    """
    stream = etree.iterparse(
        BytesIO(file.data),
        events=("end",),
        tag="norm",
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    found = False
    try:
        for _, norm in stream:
            root = norm.getparent()
            if root is None or root.tag != "dokumente" or root.getparent() is not None:
                raise file.fault("Das ist kein Gesetz im Format „gii-norm“.")
            _check(file, norm)
            found = True
            yield norm
            norm.clear()
            while norm.getprevious() is not None:
                del root[0]
    except etree.XMLSyntaxError as problem:
        line = (problem.position or (0, 0))[0]
        raise file.fault(f"Die Datei ist ab Zeile {line} unvollständig oder beschädigt.") from None
    if not found:
        known = stream.root is not None and stream.root.tag == "dokumente"
        raise file.fault(
            "Die Datei enthält keine Vorschriften." if known else "Das ist kein Gesetz im Format „gii-norm“."
        )


def _check(file: OfficialFile, norm: etree._Element) -> None:
    for entity in norm.iter(etree.Entity):
        raise file.fault(f"Das Zeichen „{entity.text}“ ist nicht vereinbart.")
    level, pending = 0, list(norm)
    while pending:
        level += 1
        if level > DEEPEST:
            raise file.fault("Die Elemente sind tiefer geschachtelt als in einem Gesetz.")
        pending = [child for element in pending for child in element]
