"""Brings the shelf in line with the laws that are at hand: law by law, and on from where it was stopped."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from shutil import rmtree
from typing import Any

from pydantic import Field

from assistant.errors import CorpusError, IndexUnavailableError
from assistant.index.embedding import Embedder
from assistant.index.statutes import shelves
from assistant.index.statutes.draft import Draft
from assistant.index.statutes.manifest import (
    DATABASE,
    FORMAT,
    VECTORS,
    ShelfManifest,
    shelf_key,
    write_shelf_manifest,
)
from assistant.index.statutes.shelf import open_shelf
from assistant.index.statutes.stores import Report, fill, keywords_of, vectors_of
from assistant.models import Frozen
from assistant.settings import Settings
from assistant.statute import LawSource

_EMBED_AT_ONCE = 256


class ShelfReport(Frozen):
    """What an update did, in laws. `failed` are German messages: those laws stay as they were, or out."""

    key: str
    written: bool = Field(description="False: the shelf was there already")
    created: int = 0
    updated: int = 0
    skipped: int = 0
    deleted: int = 0
    embedded: int = Field(default=0, description="texts that had to be embedded")
    failed: tuple[str, ...] = ()


def update_shelf(
    settings: Settings, laws: Sequence[LawSource], embedder: Embedder, report: Report
) -> ShelfReport:
    """Have the shelf of exactly these laws on disk, complete and checked; at once if it is there.

    For the index's one writer (`folders.writing`). A law that raises CorpusError keeps its older
    version, or stays out, and is named in the report. Killed at any moment, the shelves that are
    served stay as they were, and the next run goes on.

    Raises:
        StorageError: vectors or keywords cannot be written.
        OSError, sqlite3.Error: likewise; `folders.writing` tells the user.
    """
    vectors_by = embedder if settings.statute_vectors else None
    key = shelf_key(settings, laws, vectors_by.name if vectors_by else None)
    with suppress(IndexUnavailableError):
        shelf = open_shelf(settings, shelves.folder_of(settings.index_dir, key))
        shelf.close()
        return ShelfReport(
            key=key, written=False, skipped=shelf.counts()["laws"], failed=shelf.manifest.failed
        )
    folder = shelves.begin(settings, key)
    with closing(Draft(folder / DATABASE)) as draft:
        done = _file(draft, laws, report)
        stores = [keywords_of(folder)]
        embedded = 0
        if vectors_by:
            embedded = _embed(draft, vectors_by, report)
            stores.append(vectors_of(settings, folder, key, vectors_by))
        else:
            rmtree(folder / VECTORS, ignore_errors=True)  # of the shelf that was copied
        for store in stores:
            fill(draft, store, report)
        draft.finish([store.name for store in stores])
        counts = draft.counts()
    result = ShelfReport(key=key, written=True, embedded=embedded, **done)
    write_shelf_manifest(
        folder,
        ShelfManifest(
            format=FORMAT,
            key=key,
            embedding=vectors_by.name if vectors_by else None,
            counts=counts,
            failed=result.failed,
            files={},  # until they are counted
        ),
    )
    open_shelf(settings, folder).close()  # does it answer?
    shelves.publish(settings.index_dir, key)
    return result


def _file(draft: Draft, laws: Sequence[LawSource], report: Report) -> dict[str, Any]:
    """Bring the laws themselves up to date. Returns fields of the report."""
    there = draft.digests()
    gone = there.keys() - {law.slug for law in laws}
    for slug in gone:
        draft.remove(slug)
    new = [law for law in laws if there.get(law.slug) != law.digest]
    failed: dict[str, str] = {}
    for number, law in enumerate(new, start=1):
        try:
            draft.replace(law.slug, law.digest, *law.load())
        except CorpusError as error:
            failed[law.slug] = error.message
        except sqlite3.IntegrityError:
            failed[law.slug] = f"Das Gesetz „{law.slug}“ enthält eine Dokumentnummer, die es schon gibt."
        report("Gesetze lesen", number, len(new))
    filed = [law.slug for law in new if law.slug not in failed]
    return {
        "created": len([slug for slug in filed if slug not in there]),
        "updated": len([slug for slug in filed if slug in there]),
        "skipped": len(laws) - len(new),
        "deleted": len(gone),
        "failed": tuple(failed.values()),
    }


def _embed(draft: Draft, embedder: Embedder, report: Report) -> int:
    """Give every searched norm a vector. Returns how many texts had none."""
    draft.use_embedder(embedder.name)
    rows = draft.not_embedded()
    for start in range(0, len(rows), _EMBED_AT_ONCE):
        some = draft.embedded_texts(rows[start : start + _EMBED_AT_ONCE])
        draft.add_vectors([key for key, _ in some], embedder.embed_documents([text for _, text in some]))
        report("Gesetze einbetten", min(start + _EMBED_AT_ONCE, len(rows)), len(rows))
    return len(rows)
