"""How generations lie on disk: one writer, atomic publication, old ones kept while they are read.

<index>/generations/<id>/            complete, never changed again
<index>/generations/<id>.building/   being written; worthless once its writer is gone
<index>/current                      the id that is served; replaced by one atomic rename
<index>/.lock                        held by the writer
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from assistant.errors import StorageError

MANIFEST = "manifest.json"
BUILDING = ".building"
_ID = re.compile(r"[0-9]{8}T[0-9]{6}-[0-9a-f]{6}")
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def new_id(now: datetime) -> str:
    """Sorts by time; random at the end, so that two builds of one second differ."""
    return f"{now:%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"


def current_id(index_dir: Path) -> str | None:
    """The published generation, None if there is none. Costs one small read."""
    try:
        name = (index_dir / "current").read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return name if _ID.fullmatch(name) else None


def folder_of(index_dir: Path, generation: str) -> Path:
    return index_dir / "generations" / generation


@contextmanager
def writing(index_dir: Path) -> Iterator[None]:
    """Be the only writer; failures to write come out as StorageError with what to do.

    The operating system holds the lock, so it ends with the process, however that ends.
    """
    with storage_errors(index_dir):
        (index_dir / "generations").mkdir(parents=True, exist_ok=True)
        with (index_dir / ".lock").open("ab") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StorageError(
                    "Der Suchindex wird gerade von einem anderen Lauf gebaut. Bitte dessen Ende abwarten."
                ) from None
            yield


@contextmanager
def building(index_dir: Path, generation: str) -> Iterator[Path]:
    """A new folder to write `generation` into; gone afterwards unless it was published."""
    folder = folder_of(index_dir, generation + BUILDING)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(index_dir: Path, generation: str) -> None:
    """Make the finished building folder the served generation. All of it is on disk before the switch."""
    source, target = folder_of(index_dir, generation + BUILDING), folder_of(index_dir, generation)
    sync_tree(source)
    source.rename(target)
    sync(target.parent)
    pointer = index_dir / "current.new"
    pointer.write_text(generation + "\n", "ascii")
    sync(pointer)
    pointer.replace(index_dir / "current")
    sync(index_dir)


def hold(folder: Path) -> BinaryIO:
    """Keep a generation from being pruned as long as the returned file is open."""
    file = (folder / MANIFEST).open("rb")
    fcntl.flock(file, fcntl.LOCK_SH)
    return file


def prune(index_dir: Path, keep: set[str]) -> list[str]:
    """Delete leftovers and generations that are neither in `keep` nor held by a reader.

    Only for the writer. Returns the ids of what is gone.
    """
    gone = []
    for folder in sorted((index_dir / "generations").iterdir()):
        if folder.name in keep or _is_held(folder):
            continue
        shutil.rmtree(folder, ignore_errors=True)
        gone.append(folder.name.removesuffix(BUILDING))
    return gone


@contextmanager
def storage_errors(
    folder: Path,
    command: str = "ingest build",
    kept: str = "Ein vorhandener Suchindex bleibt unverändert.",
) -> Iterator[None]:
    """Turn failures of `command` to write below `folder` into a StorageError that says what to do.

    Args:
        kept: German sentence on what is as it was.
    """
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise StorageError(f"{_reason(error, folder, command)} {kept}") from error


def _reason(error: OSError | sqlite3.Error, folder: Path, command: str) -> str:
    code = error.errno if isinstance(error, OSError) else None
    if code in _FULL or "disk" in str(error):  # SQLite: "database or disk is full", "disk I/O error"
        return f"Der Datenträger von {folder} ist voll. Bitte Platz schaffen und „{command}“ wiederholen."
    if code in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST):
        return f"In {folder} darf nicht geschrieben werden. Bitte Rechte prüfen oder DATA_DIR anders setzen."
    detail = os.strerror(code) if code else type(error).__name__
    return f"In {folder} ließ sich nicht schreiben ({detail})."


def _is_held(folder: Path) -> bool:
    try:
        with (folder / MANIFEST).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def sync_tree(folder: Path) -> None:
    """Have all of `folder` on disk before going on."""
    for path in (*folder.rglob("*"), folder):
        sync(path)


def sync(path: Path) -> None:
    """Have a file, or the names in a folder, on disk before going on."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
