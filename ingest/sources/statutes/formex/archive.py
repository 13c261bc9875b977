"""The files of a delivery as bytes: one XML file, or a zip archive, opened without trust in what it says."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from assistant.errors import CorpusError
from ingest.sources.statutes.gii.files import MAX_BYTES, OfficialFile

MOST_FILES = 2000  # of an archive; the longest acts have about a hundred annexes and pictures
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
_ENCRYPTED = 0x1
_PLAIN_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def read_source(source: Path | bytes, slug: str) -> OfficialFile:
    """The whole source, at most one byte longer than allowed. Raises CorpusError where it cannot be read."""
    if isinstance(source, bytes):
        return OfficialFile(slug, source)
    place = f"{source.parent.name}/{source.name}"
    try:
        with source.open("rb") as stream:
            return OfficialFile(place, stream.read(MAX_BYTES + 1))
    except OSError as problem:
        raise CorpusError(f"{place}: Die Datei lässt sich nicht lesen ({problem.strerror}).") from None


def xml_files(file: OfficialFile) -> Mapping[str, bytes]:
    """The XML files of a source by their names, in the order of the names; {"": …} for a single one.

    Raises CorpusError for what is too long, encrypted or damaged.
    """
    if len(file.data) > MAX_BYTES:
        raise file.fault(f"Die Datei ist größer als {MAX_BYTES // 1_000_000} MB und kein Gesetz.")
    if not file.data.startswith(b"PK"):
        return {"": file.data}
    try:
        with zipfile.ZipFile(BytesIO(file.data)) as archive:
            return _unpacked(file, archive)
    except _BROKEN:
        raise file.fault("Das Archiv ist unvollständig oder beschädigt.") from None


def _unpacked(file: OfficialFile, archive: zipfile.ZipFile) -> Mapping[str, bytes]:
    entries = archive.infolist()
    if len(entries) > MOST_FILES:
        raise file.fault(f"Das Archiv enthält mehr als {MOST_FILES} Dateien und ist kein Gesetz.")
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise file.fault("Das Archiv ist verschlüsselt.")
    found: dict[str, bytes] = {}
    left = MAX_BYTES
    for entry in sorted(entries, key=lambda entry: entry.filename):
        name = entry.filename.rpartition("/")[2]
        if not name.lower().endswith(".xml"):
            continue
        if entry.compress_type not in _PLAIN_METHODS:
            raise file.fault("Das Archiv ist auf eine unbekannte Art gepackt.")
        if name in found:
            raise file.fault(f"Das Archiv enthält „{name}“ doppelt.")
        with archive.open(entry) as stream:
            found[name] = stream.read(left + 1)  # what the archive says of sizes is not believed
        left -= len(found[name])
        if left < 0:
            raise file.fault(f"Das Archiv enthält mehr als {MAX_BYTES // 1_000_000} MB Text.")
    if not found:
        raise file.fault("Das Archiv enthält keine XML-Dateien.")
    return found
