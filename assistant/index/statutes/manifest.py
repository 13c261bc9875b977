"""What a shelf says about itself, and the key by which a generation names it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import Field, ValidationError

from assistant.errors import IndexUnavailableError
from assistant.index.manifest import sizes
from assistant.models import Frozen
from assistant.settings import Settings
from assistant.statute import LawSource

FORMAT = 1  # raise it when a shelf's content changes its meaning, as with another text analysis
DATABASE, KEYWORDS, VECTORS, SHELF = "statutes.db", "keywords", "vectors", "shelf.json"
DAMAGED = "Die Gesetze des Suchindex fehlen oder sind beschädigt. Bitte neu bauen: ingest build"


class ShelfManifest(Frozen):
    """What a shelf holds, and how large its files are."""

    format: int
    key: str
    embedding: str | None = Field(description="name of the embedder of its vectors; None: it has none")
    counts: Mapping[str, int]
    failed: tuple[str, ...] = Field(description="German messages about laws that could not be read")
    files: Mapping[str, int] = Field(description="size in bytes of every other file, by relative path")


def shelf_key(settings: Settings, laws: Iterable[LawSource], embedding: str | None) -> str:
    """Names the one shelf that holds exactly these versions of these laws with these vectors.

    Vectors on a Chroma server and vectors in the folder make two shelves.
    """
    place = "server" if settings.chroma_url else "folder"
    seen = hashlib.sha256(f"{FORMAT} {place} {embedding}".encode())
    for law in sorted(laws, key=lambda law: law.slug):
        seen.update(f"\n{law.slug} {law.digest}".encode())
    return seen.hexdigest()[:16]


def write_shelf_manifest(folder: Path, manifest: ShelfManifest) -> None:
    """Write it over what `folder` holds by now."""
    files = {name: size for name, size in sizes(folder).items() if name != SHELF}
    sealed = manifest.model_copy(update={"files": files})
    (folder / SHELF).write_text(sealed.model_dump_json(indent=1), "utf-8")


def read_shelf_manifest(folder: Path) -> ShelfManifest:
    """Raises IndexUnavailableError when it is missing, damaged or of another version."""
    try:
        manifest = ShelfManifest.model_validate_json((folder / SHELF).read_bytes())
    except (OSError, ValidationError) as error:
        raise IndexUnavailableError(DAMAGED) from error
    if manifest.format != FORMAT:
        raise IndexUnavailableError(DAMAGED)
    return manifest
