"""The vectors of the shelf: one per searched norm, in a Chroma collection of their own.

They carry the law's slug and nothing else: the shelf is asked without filters, and list metadata is
what Chroma leaves behind when a collection goes (see `drop_collection`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.index.statutes.draft import Draft
from assistant.index.vectors import BATCH, DenseIndex, collection_to_write, drop_collection, open_collection
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.index.vectors import Collection


class VectorWriter:
    """Writes laws batch by batch. Killed in the middle it may have half a batch, which is then repeated."""

    def __init__(self, collection: Collection):
        self._collection = collection

    def replace(self, slugs: Sequence[str], draft: Draft) -> None:
        """Put the vectors that `draft` has of these laws in the place of those that are here."""
        of_these: Any = {"law": {"$in": list(slugs)}}
        self._collection.delete(where=of_these)
        found = [(slug, id_, vector) for slug in slugs for id_, vector in draft.vectors(slug)]
        for start in range(0, len(found), BATCH):
            laws, ids, vectors = zip(*found[start : start + BATCH], strict=True)
            self._collection.add(
                ids=list(ids), embeddings=np.stack(vectors), metadatas=[{"law": slug} for slug in laws]
            )

    def count(self) -> int:
        return self._collection.count()


@contextmanager
def write_shelf_vectors(
    settings: Settings, folder: Path, key: str, embedding: str, dimension: int
) -> Iterator[VectorWriter]:
    """Raises StorageError when the vectors cannot be written, or those that are there are damaged."""
    name = collection_name(settings, key)
    with collection_to_write(settings, folder, name, embedding, dimension) as collection:
        yield VectorWriter(collection)


def open_shelf_vectors(settings: Settings, folder: Path, key: str, embedding: str) -> DenseIndex:
    """Raises IndexUnavailableError when they are missing or damaged."""
    return open_collection(settings, folder, collection_name(settings, key), embedding)


def drop_shelf_vectors(settings: Settings, key: str) -> None:
    """Remove them from the Chroma server; local ones go with their folder."""
    drop_collection(settings, collection_name(settings, key))


def collection_name(settings: Settings, key: str) -> str:
    """On a server shelves stand side by side; a local one keeps its name when its folder is copied."""
    return f"statutes-{key}" if settings.chroma_url else "statutes"
