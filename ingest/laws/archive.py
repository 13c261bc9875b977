"""Takes the law out of a downloaded archive, in memory: nothing is ever unpacked to a path."""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from assistant.errors import CorpusError

MAX_MEMBERS = 5_000  # the longest annexes have some hundred pictures
MAX_BYTES = 50_000_000  # of all XML together; the longest law has 3.3 million
MAX_RATIO = 250  # unpacked to packed; statutes reach about 30
SMALL = 1_000_000  # below this the ratio does not matter
_ARCHIVES = {".zip", ".jar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".tar"}
_ENCRYPTED = 0x1


class ArchiveError(CorpusError):
    """An archive is broken or not what the official sites publish."""


def xml_members(data: bytes) -> dict[str, bytes]:
    """The XML files of an archive by name; pictures and other files are ignored.

    Raises ArchiveError for what is no archive, is damaged or encrypted, and for everything that is made to
    harm: paths that lead out, links, archives within, too many or too large members.
    """
    with _opened(BytesIO(data)) as archive:
        left = MAX_BYTES
        members: dict[str, bytes] = {}
        for info in _xml_infos(archive):
            with archive.open(info) as stream:
                members[info.filename] = stream.read(left + 1)  # stated sizes need not be true
            left -= len(members[info.filename])
            if left < 0:
                raise _too_large()
        return members


def first_bytes(path: Path, length: int) -> list[bytes]:
    """How each XML file of an archive begins. Raises ArchiveError like `xml_members`, and OSError."""
    with path.open("rb") as file, _opened(file) as archive:
        heads = []
        for info in _xml_infos(archive):
            with archive.open(info) as stream:
                heads.append(stream.read(length))
        return heads


def packed(members: Mapping[str, bytes]) -> bytes:
    """An archive of these files: the same bytes for the same content, whenever it is made."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_STORED) as archive:
        for name in sorted(members):
            archive.writestr(ZipInfo(name), members[name])  # of a fixed date
    return target.getvalue()


@contextmanager
def _opened(file: IO[bytes]) -> Iterator[ZipFile]:
    try:
        with ZipFile(file) as archive:
            yield archive
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, struct.error, OverflowError):
        raise ArchiveError("Das Archiv ist beschädigt.") from None


def _xml_infos(archive: ZipFile) -> list[ZipInfo]:
    infos = archive.infolist()
    if len(infos) > MAX_MEMBERS:
        raise ArchiveError(f"Das Archiv enthält mehr als {MAX_MEMBERS} Dateien.")
    found: dict[str, ZipInfo] = {}
    for info in infos:
        _check_name(info)
        if info.is_dir() or _suffix(info.filename) != ".xml":
            continue
        _check_size(info)
        if info.filename in found:
            raise ArchiveError(f"Das Archiv enthält „{info.filename}“ zweimal.")
        found[info.filename] = info
    return list(found.values())


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _check_name(info: ZipInfo) -> None:
    # `orig_filename`: zipfile cuts names at a zero byte and turns the system's separators.
    name = info.orig_filename
    if "\\" in name or "\0" in name or ":" in name or name.startswith("/") or ".." in name.split("/"):
        raise ArchiveError("Das Archiv enthält einen Dateinamen, der aus ihm hinausführt.")
    if info.create_system == 3 and stat.S_ISLNK(info.external_attr >> 16):
        raise ArchiveError("Das Archiv enthält eine Verknüpfung.")
    if info.flag_bits & _ENCRYPTED:
        raise ArchiveError("Das Archiv ist verschlüsselt.")
    if _suffix(name) in _ARCHIVES:
        raise ArchiveError("Das Archiv enthält ein weiteres Archiv.")


def _check_size(info: ZipInfo) -> None:
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise ArchiveError("Das Archiv ist mit einem unüblichen Verfahren gepackt.")
    if info.file_size > MAX_BYTES or (
        info.file_size > SMALL and info.file_size > MAX_RATIO * max(info.compress_size, 1)
    ):
        raise _too_large()


def _too_large() -> ArchiveError:
    return ArchiveError("Das Archiv wäre entpackt größer als jedes Gesetz und wird nicht gelesen.")
