"""How shelves lie on disk: written beside the served one, then renamed, and never changed again.

<index>/statutes/<key>/            complete; a generation's manifest names it
<index>/statutes/<key>.building/   being written; the next run goes on with it, whatever it aims at
<index>/statutes/<key>.copying/    worthless once its writer is gone, as any other name

Only the index's one writer (`folders.writing`) calls what changes something here.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from assistant.errors import IndexUnavailableError, StorageError
from assistant.index.folders import MANIFEST, sync, sync_tree
from assistant.index.manifest import sizes
from assistant.index.statutes.draft import Draft
from assistant.index.statutes.manifest import DATABASE, KEYWORDS, SHELF, VECTORS, read_shelf_manifest
from assistant.index.statutes.vectors import drop_shelf_vectors
from assistant.settings import Settings

_BUILDING, _COPYING, _DAMAGED = ".building", ".copying", ".damaged"


def folder_of(index_dir: Path, key: str) -> Path:
    return index_dir / "statutes" / key


def begin(settings: Settings, key: str) -> Path:
    """The folder to write the shelf `key` in.

    It holds what a killed run has left behind, else a copy of the newest shelf, else nothing; damaged
    parts are left out.
    """
    target = folder_of(settings.index_dir, key + _BUILDING)
    target.parent.mkdir(parents=True, exist_ok=True)
    left_behind = sorted(target.parent.glob(f"*{_BUILDING}"), key=lambda folder: folder != target)
    for folder in left_behind:
        if not _is_sound(folder / DATABASE) or (folder != target and target.exists()):
            shutil.rmtree(folder)
        elif folder != target:
            folder.rename(target)
        other = folder.name.removesuffix(_BUILDING)
        if other != key and not folder_of(settings.index_dir, other).exists():
            _drop_quietly(settings, other)
    if not target.exists():
        copy = folder_of(settings.index_dir, key + _COPYING)
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        _copy_newest(settings.index_dir, copy)
        copy.rename(target)
    return target


def publish(index_dir: Path, key: str) -> None:
    """Give the finished folder its name. All of it is on disk before; a damaged one of that name goes."""
    source, target = folder_of(index_dir, key + _BUILDING), folder_of(index_dir, key)
    sync_tree(source)
    damaged = folder_of(index_dir, key + _DAMAGED)
    if target.exists():
        shutil.rmtree(damaged, ignore_errors=True)
        target.rename(damaged)
    source.rename(target)
    sync(target.parent)
    shutil.rmtree(damaged, ignore_errors=True)


def prune(settings: Settings) -> None:
    """Delete what no generation names, its vectors on a Chroma server included."""
    named = set(_named(settings.index_dir))
    for folder in (settings.index_dir / "statutes").glob("*"):
        if folder.name not in named:
            shutil.rmtree(folder, ignore_errors=True)
            if (key := folder.name.partition(".")[0]) not in named:
                _drop_quietly(settings, key)


def _named(index_dir: Path) -> Iterator[str]:
    """The shelves that generations name, also those of another version of the program."""
    for manifest in (index_dir / "generations").glob(f"*/{MANIFEST}"):
        with suppress(OSError, ValueError, AttributeError):
            yield json.loads(manifest.read_bytes()).get("statutes") or ""


def _copy_newest(index_dir: Path, copy: Path) -> None:
    """Copy the sound parts of the newest complete shelf into the empty folder `copy`."""
    there = sorted(
        (index_dir / "statutes").glob(f"*/{SHELF}"), key=lambda path: path.stat().st_mtime, reverse=True
    )
    for source in (path.parent for path in there if "." not in path.parent.name):
        try:
            manifest = read_shelf_manifest(source)
        except IndexUnavailableError:
            continue
        found = sizes(source)
        damaged = {name for name, size in manifest.files.items() if found.get(name, -1) < size}
        if DATABASE in damaged:
            continue
        shutil.copy2(source / DATABASE, copy / DATABASE)
        if not _is_sound(copy / DATABASE):  # the copy: looking closely changes a file
            (copy / DATABASE).unlink()
            continue
        for part in (KEYWORDS, VECTORS):
            if (source / part).is_dir() and not any(name.startswith(f"{part}/") for name in damaged):
                shutil.copytree(source / part, copy / part)
        return


def _is_sound(database: Path) -> bool:
    if not database.is_file():
        return False
    try:
        with closing(Draft(database)) as draft:
            draft.check()
    except sqlite3.DatabaseError:
        return False
    return True


def _drop_quietly(settings: Settings, key: str) -> None:
    """A server that is gone must not hide what the run was about."""
    with suppress(StorageError):
        drop_shelf_vectors(settings, key)
