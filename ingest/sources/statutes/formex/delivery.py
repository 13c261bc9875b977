"""What a delivery consists of: the act, its annexes in their order, and the manifest that names them.

The repository delivers an act as a zip archive of XML files whose roots say what they are: PUBLICATION
(contents of the issue), DOC (manifest), ACT or CONS.ACT, ANNEX. A file that the act calls with
INCL.ELEMENT stands where it is called. A single file with an act is a delivery, too.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from ingest.sources.statutes.formex.archive import read_source, xml_files
from ingest.sources.statutes.formex.parsing import check_depth, parse
from ingest.sources.statutes.gii.files import OfficialFile

_ACTS = ("ACT", "CONS.ACT", "CONS.DOC")
_NO_TEXT = ("PUBLICATION", "DOC")
_NOT_WANTED = {
    "CORR": "Das ist eine Berichtigung; gebraucht wird der Rechtsakt selbst.",
    "DOC": "Das ist nur das Verzeichnis einer Lieferung; gebraucht wird das ganze Archiv.",
    "PUBLICATION": "Das ist nur das Inhaltsverzeichnis eines Amtsblatts; gebraucht wird der Rechtsakt.",
}


@dataclass(frozen=True, slots=True)
class Delivery:
    """An act and what comes with it, as trees.

    `annexes` are the parts that came as files of their own: roots ANNEX, seldom others (declarations).
    """

    file: OfficialFile
    act: etree._Element
    annexes: tuple[etree._Element, ...]
    manifest: etree._Element | None


def open_delivery(source: Path | bytes, slug: str) -> Delivery:
    """Raises CorpusError for what holds no act, several acts, or is not what it names; and as `parse`."""
    file = read_source(source, slug)
    parts = {
        name: parse(OfficialFile(f"{file.place}/{name}" if name else file.place, data))
        for name, data in xml_files(file).items()
    }
    if len(parts) == 1:
        (root,) = parts.values()
        if root.tag not in _ACTS:
            raise file.fault(_NOT_WANTED.get(root.tag, "Das ist kein Rechtsakt der EU im Format „Formex 4“."))
        return Delivery(file, root, (), None)
    manifests = [root for root in parts.values() if root.tag == "DOC"]
    acts = [name for name, root in parts.items() if root.tag in _ACTS]
    if len(manifests) > 1 or len(acts) != 1:
        raise file.fault("Das Archiv muss genau einen Rechtsakt enthalten.")
    manifest = manifests[0] if manifests else None
    act = parts.pop(acts[0])
    listed = _listed(file, {acts[0], *parts}, manifest)
    annexes = [parts.pop(name) for name in listed if name in parts]
    others = {name: root for name, root in parts.items() if root.tag not in _NO_TEXT}
    for part in (act, *annexes):
        _include(part, others)
    while others:
        annexes.append(others.pop(next(iter(others))))
        _include(annexes[-1], others)
    for part in (act, *annexes):
        check_depth(file, part)
    return Delivery(file, act, tuple(annexes), manifest)


def _listed(file: OfficialFile, names: Set[str], manifest: etree._Element | None) -> list[str]:
    """The files that the manifest lists, in its order."""
    refs = [] if manifest is None else manifest.iterfind("FMX/*/REF.PHYS")
    listed = list(dict.fromkeys(ref.get("FILE", "") for ref in refs))
    for name in listed:
        if name not in names:
            raise file.fault(f"Im Archiv fehlt „{name}“.")
    return listed


def _include(part: etree._Element, others: dict[str, etree._Element]) -> None:
    """Moves the files that `part` calls from `others` to where they are called, each once."""
    for call in part.iter("INCL.ELEMENT"):  # goes on into what is put there
        name = call.get("FILEREF", "")
        included = others.pop(name, None)
        if included is not None:
            for note in included.iter("NOTE"):  # their ids are unique within a file only
                for key in ("NOTE.ID", "NOTE.REF"):
                    if note.get(key):
                        note.set(key, f"{name}/{note.get(key)}")
            call.append(included)
