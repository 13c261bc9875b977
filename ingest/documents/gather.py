"""Finds the files in what was given: files, folders with all below them, and the details beside each."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.errors import InputError
from assistant.messages_de import Documents
from ingest.sources.documents.document import Refused
from ingest.sources.documents.encoding import decode
from ingest.sources.documents.front_matter import parse_details
from ingest.sources.documents.metadata import Layer, check_layer

_YAML = (".yaml", ".yml")
_LARGEST_SIDECAR = 64_000  # bytes
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to take in, under the name that is shown for it; or why it cannot be."""

    path: Path
    name: str
    problem: str = ""


def gather(paths: Sequence[Path]) -> list[FoundFile]:
    """All files, those of folders in the order of their names, each once.

    Hidden files and the details beside documents are left out; links that lead out of a folder are
    told as problems, as are details whose document is missing.
    """
    found: dict[str, FoundFile] = {}
    for path in paths:
        for file in _below(path) if _is_folder(path) else [FoundFile(path, shown(path.name))]:
            found.setdefault(os.path.abspath(file.path), file)  # noqa: PTH100 resolve() follows links
    return list(found.values())


def read_names(path: Path) -> tuple[str, ...]:
    """Names of files from a JSON list. Raises InputError when it is none."""
    try:
        names = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        names = None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise InputError(Documents.NO_NAMES)
    return tuple(names)


def renamed(files: Sequence[FoundFile], names: Sequence[str]) -> list[FoundFile]:
    """The files under other names. Raises InputError when there is not one for each.

    A name is only ever text; of one with folders in it, whatever system it comes from, the last part counts.
    """
    if len(names) != len(files):
        raise InputError(Documents.NO_NAMES)
    last = [re.split(r"[/\\]", name.strip().rstrip("/\\"))[-1].strip(" .") for name in names]
    return [
        replace(file, name=shown(name) or Documents.NAMELESS) for file, name in zip(files, last, strict=True)
    ]


def sidecar_of(path: Path) -> Layer | None:
    """The details beside a document, None without such a file. Raises Refused when they are wrong.

    They stand in "satzung.meta.yaml" or "satzung.yaml" beside "satzung.pdf", or with its ending in the name.
    """
    present = [beside for beside in _sidecar_paths(path) if _is_there(beside)]
    if not present:
        return None
    if len(present) > 1:
        raise Refused(Documents.TWO_SIDECARS.format(names=", ".join(shown(p.name) for p in present)))
    name = shown(present[0].name)
    try:
        with present[0].open("rb") as file:
            data = file.read(_LARGEST_SIDECAR + 1)
        if len(data) > _LARGEST_SIDECAR:
            raise Refused(Documents.NOT_YAML)
        return check_layer(parse_details(decode(data)))
    except Refused as problem:
        raise Refused(Documents.SIDECAR.format(name=name, message=problem.message)) from None
    except OSError as problem:
        message = Documents.UNREADABLE.format(reason=problem.strerror)
        raise Refused(Documents.SIDECAR.format(name=name, message=message)) from problem


def shown(name: str) -> str:
    """A file name that is safe to print: control characters and invalid bytes replaced, not too long."""
    safe = "".join(char if char.isprintable() else "\ufffd" for char in name)
    return safe if len(safe) <= _LONGEST_NAME else f"{safe[:_LONGEST_NAME]}…"


def _below(folder: Path) -> Iterator[FoundFile]:
    root = Path(os.path.realpath(folder))
    count = 0
    closed: list[OSError] = []
    for place, folders, files in os.walk(folder, onerror=closed.append):
        links = [name for name in folders if not _hidden(name) and _is_link(Path(place) / name)]
        folders[:] = sorted(name for name in folders if not _hidden(name) and name not in links)
        here = {name for name in files if not _hidden(name)}
        for name in sorted(here | set(links)):
            path = Path(place) / name
            label = shown(path.relative_to(folder).as_posix())
            if _is_link(path) and (_is_folder(path) or not Path(os.path.realpath(path)).is_relative_to(root)):
                yield FoundFile(path, label, Documents.OUTSIDE)
            elif not _is_sidecar(name):
                yield FoundFile(path, label)
            elif not _documents_of(name, here):
                yield FoundFile(path, label, Documents.LONE_SIDECAR)
            count += 1
    for problem in closed:
        path = Path(problem.filename)
        label = shown(path.relative_to(folder).as_posix() if path != folder else folder.name)
        yield FoundFile(path, label, Documents.UNREADABLE.format(reason=problem.strerror))
    if not count and not closed:
        yield FoundFile(folder, shown(folder.name), Documents.NOTHING_HERE)


# What may not be looked at is told when it is opened; os.path answers "no" where pathlib raises.
def _is_folder(path: Path) -> bool:
    return os.path.isdir(path)  # noqa: PTH112


def _is_link(path: Path) -> bool:
    return os.path.islink(path)  # noqa: PTH114


def _is_there(path: Path) -> bool:
    return os.path.isfile(path)  # noqa: PTH113


def _hidden(name: str) -> bool:
    return name.startswith((".", "~$"))  # the latter are Word's locks


def _is_sidecar(name: str) -> bool:
    return name.lower().endswith(_YAML)


def _documents_of(sidecar: str, names: set[str]) -> bool:
    """Whether one of the files is a document that the details belong to."""
    return any(
        sidecar in {beside.name for beside in _sidecar_paths(Path(name))}
        for name in names
        if not _is_sidecar(name)
    )


def _sidecar_paths(path: Path) -> list[Path]:
    stems = dict.fromkeys((path.stem, path.name))
    return [path.with_name(f"{stem}{mark}{end}") for stem in stems for mark in (".meta", "") for end in _YAML]
