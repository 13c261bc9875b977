"""Keeps the official files: one folder per law, replaced as a whole, with the version before.

<laws>/<slug>                      a link to the version that counts; replaced by one atomic rename
<laws>/.versions/<slug>.<random>/  current.xml, previous.xml (or .zip), meta.json of one law
<laws>/.unfinished                 when the run began that is going on, or was cut off
<laws>/.lock                       held by the writer
"""

from __future__ import annotations

import fcntl
import hashlib
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from assistant.errors import StorageError
from assistant.index.folders import storage_errors, sync
from assistant.messages_de import Laws
from assistant.models import Frozen
from assistant.settings import Settings

CURRENT, PREVIOUS, META = "current", "previous", "meta.json"
SUFFIXES = (".xml", ".zip")  # one file; a delivery of several, as acts with annexes are
_VERSIONS, _UNFINISHED = ".versions", ".unfinished"


class Version(Frozen):
    """One version of a law's file. `builddate` is as printed in the file, `retrieved` an ISO time."""

    sha256: str
    builddate: str
    retrieved: str


class Origin(Frozen):
    """The file of a folder that a version was read from: unchanged as long as all three are."""

    name: str
    size: int
    mtime_ns: int


class Meta(Frozen):
    """What is known of a stored law.

    Attributes:
        doknr: document number or CELEX number.
        retrieved: ISO time at which this version was fetched.
        checked: ISO time of the last successful look whether there is a newer one.
        etag, last_modified: what the server called this version; "" when it came from a folder.
        url: where it came from; "" when it came from a folder.
    """

    doknr: str
    sha256: str
    builddate: str
    retrieved: str
    checked: str
    etag: str = ""
    last_modified: str = ""
    url: str = ""
    origin: Origin | None = None
    previous: Version | None = None

    @property
    def version(self) -> Version:
        return Version(sha256=self.sha256, builddate=self.builddate, retrieved=self.retrieved)


@dataclass(frozen=True, slots=True)
class StoredLaw:
    """A stored law: what is known of it, its file, and the file of the version before, if there is one."""

    slug: str
    meta: Meta
    current: Path
    previous: Path | None

    def is_intact(self) -> bool:
        """Whether the file is still what was stored."""
        with self.current.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == self.meta.sha256


class LawStore:
    """The folder of the stored laws. Reading needs no lock: every law is whole at any moment."""

    def __init__(self, settings: Settings):
        self.folder = settings.sources_dir / "laws"

    def slugs(self) -> tuple[str, ...]:
        """The stored laws, sorted."""
        if not self.folder.is_dir():
            return ()
        return tuple(sorted(path.name for path in self.folder.glob("[!.]*") if path.is_dir()))

    def law(self, slug: str) -> StoredLaw | None:
        """None when the law is not stored, or stored so that it cannot be read and has to be fetched anew."""
        version = self._version_of(slug)
        try:
            meta = Meta.model_validate_json((version / META).read_bytes())
        except (OSError, ValidationError):
            return None
        current = _file(version, CURRENT)
        return StoredLaw(slug, meta, current, _file(version, PREVIOUS)) if current else None

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer and tidy up what an earlier one left behind.

        Raises StorageError when another run is writing, or writing is not possible.
        """
        with storage_errors(self.folder, "ingest laws", Laws.KEPT):
            (self.folder / _VERSIONS).mkdir(parents=True, exist_ok=True)
            with (self.folder / ".lock").open("ab") as lock:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    raise StorageError(Laws.BUSY_ELSEWHERE) from None
                self._tidy()
                yield

    def begin(self, now: str) -> str:
        """When this run began: `now`, or the beginning of the run before if that was cut off."""
        marker = self.folder / _UNFINISHED
        try:
            return datetime.fromisoformat(marker.read_text("ascii")).isoformat()
        except (OSError, ValueError):
            _write(marker, now.encode("ascii"))
            return now

    def finish(self) -> None:
        """The run that `begin` began is at its end."""
        (self.folder / _UNFINISHED).unlink(missing_ok=True)

    def replace(self, slug: str, data: bytes, meta: Meta) -> None:
        """Make `data` the current version; the one that was current is kept as the previous.

        Whoever reads, or is killed, at any moment finds the old law or the new one, never a mix.
        """
        before = self.law(slug)
        new = self._new_version(slug)
        new.mkdir()
        if before and before.is_intact():
            _write(new / (PREVIOUS + before.current.suffix), before.current.read_bytes())
            meta = meta.model_copy(update={"previous": before.meta.version})
        _write(new / (CURRENT + SUFFIXES[data.startswith(b"PK")]), data)
        _write(new / META, _json(meta))
        sync(new)
        replaced = self._version_of(slug) if before else None
        self._point(slug, new)
        if replaced is not None:
            shutil.rmtree(replaced)

    def confirm(self, slug: str, meta: Meta) -> None:
        """Note that the stored version was looked at; its files stay as they are."""
        target, data = self.folder / slug / META, _json(meta)
        if len(data) == target.stat().st_size:
            # Only a time has changed. A single small write is never seen half done, and seven thousand of
            # them take a second; as many renames over files take half a minute.
            with target.open("r+b", buffering=0) as file:
                file.write(data)
            return
        beside = target.with_suffix(".new")
        beside.write_bytes(data)
        beside.replace(target)

    def remove(self, slug: str) -> None:
        version = self._version_of(slug)
        (self.folder / slug).unlink()
        shutil.rmtree(version, ignore_errors=True)

    def _version_of(self, slug: str) -> Path:
        """The folder that holds a law's files; not there when the law is not stored."""
        link = self.folder / slug
        return self.folder / link.readlink() if link.is_symlink() else link

    def _point(self, slug: str, version: Path) -> None:
        pointer = self.folder / f".{slug}.new"
        pointer.unlink(missing_ok=True)
        pointer.symlink_to(Path(_VERSIONS, version.name))
        pointer.replace(self.folder / slug)
        sync(self.folder)

    def _new_version(self, slug: str) -> Path:
        return self.folder / _VERSIONS / f"{slug}.{secrets.token_hex(4)}"

    def _tidy(self) -> None:
        """Delete what was not put in place; make laws that came back from a copy, as folders, links again."""
        for pointer in self.folder.glob(".*.new"):
            pointer.unlink()
        for slug in self.slugs():
            link = self.folder / slug
            if not link.is_symlink():
                self._point(slug, link.rename(self._new_version(slug)))
        used = {self._version_of(slug) for slug in self.slugs()}
        for version in (self.folder / _VERSIONS).iterdir():
            if version not in used:
                shutil.rmtree(version)


def _file(version: Path, name: str) -> Path | None:
    return next((path for suffix in SUFFIXES if (path := version / (name + suffix)).is_file()), None)


def _json(meta: Meta) -> bytes:
    return meta.model_dump_json(indent=1).encode()


def _write(path: Path, data: bytes) -> None:
    """A file whose content is on disk when this returns."""
    path.write_bytes(data)
    sync(path)
