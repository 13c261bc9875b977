"""What a generation says about itself: the names of its files and its manifest."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import Field, ValidationError

from assistant.errors import IndexUnavailableError
from assistant.index.folders import MANIFEST
from assistant.models import Frozen

SCHEMA_VERSION = 4  # raise it when a folder's content changes its meaning: old ones are then rebuilt
PASSAGES, VECTORS, FIT = "passages.db", "vectors", "embedding.npz"
REBUILD = "Bitte neu bauen: ingest build (oder make run)."


class Manifest(Frozen):
    """What a generation was built from and with."""

    schema_version: int
    id: str
    built_at: str = Field(description="UTC, ISO 8601")
    model: str = Field(description="EMBEDDING_MODEL at the time of the build")
    model_seen: str | None = Field(
        description="name of that model's local files after the build; None: not here"
    )
    embedding: str = Field(description="name of the embedder that made the vectors")
    dimension: int
    embedding_is_fallback: bool
    corpus_digest: str
    full_study: bool
    counts: Mapping[str, int]
    versions: Mapping[str, str] = Field(description="libraries that wrote the folder")
    inputs: Mapping[str, str] = Field(
        default={}, description="by name of a part: digest of what it was written from"
    )
    statutes: str | None = Field(default=None, description="key of the shelf of statutes that belongs to it")
    files: Mapping[str, int] = Field(description="size in bytes of every other file, by relative path")
    notices: tuple[str, ...] = ()


def sizes(folder: Path) -> dict[str, int]:
    """Size in bytes of every lasting file below `folder`, by relative path."""
    return {
        path.relative_to(folder).as_posix(): path.stat().st_size
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(("-journal", "-wal", "-shm"))
    }


def seal(folder: Path, manifest: Manifest) -> None:
    """Write the manifest over what `folder` holds by now."""
    files = {name: size for name, size in sizes(folder).items() if name != MANIFEST}
    sealed = manifest.model_copy(update={"files": files})
    (folder / MANIFEST).write_text(sealed.model_dump_json(indent=1), "utf-8")


def check_files(folder: Path, manifest: Manifest) -> None:
    """Raises IndexUnavailableError when a file is gone or cut short.

    Not every library notices: Chroma without its graph quietly finds next to nothing.
    """
    there = sizes(folder)
    for name, size in manifest.files.items():
        if there.get(name, -1) < size:
            raise IndexUnavailableError(f"Im Suchindex fehlt {name} oder ist abgeschnitten. {REBUILD}")


def read_manifest(folder: Path) -> Manifest:
    """Raises IndexUnavailableError when it is missing, damaged or of another version."""
    try:
        manifest = Manifest.model_validate_json((folder / MANIFEST).read_bytes())
    except (OSError, ValidationError) as error:
        raise IndexUnavailableError(
            f"Der Suchindex ist beschädigt oder von anderer Version. {REBUILD}"
        ) from error
    if manifest.schema_version != SCHEMA_VERSION:
        raise IndexUnavailableError(
            f"Der Suchindex stammt von einer anderen Version des Programms. {REBUILD}"
        )
    return manifest
