"""What is derived from a draft, the keyword index and the vectors, and how it is kept in line with it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from shutil import rmtree
from typing import Protocol

from assistant.errors import StorageError
from assistant.index.embedding import Embedder
from assistant.index.statutes.draft import Draft
from assistant.index.statutes.keywords import write_shelf_keywords
from assistant.index.statutes.manifest import KEYWORDS, VECTORS
from assistant.index.statutes.vectors import collection_name, drop_shelf_vectors, write_shelf_vectors
from assistant.settings import Settings

logger = logging.getLogger(__name__)

Report = Callable[[str, int, int], None]  # German name of the stage, done, total
_NORMS_AT_ONCE = 2000  # between two commits


class Writer(Protocol):
    def replace(self, slugs: Sequence[str], draft: Draft) -> None: ...

    def count(self) -> int: ...


@dataclass(frozen=True)
class Store:
    """What is derived from the draft. Its name says what it depends on beside the laws."""

    name: str
    stage: str
    write: Callable[[], AbstractContextManager[Writer]]
    discard: Callable[[], None]


def keywords_of(folder: Path) -> Store:
    place = folder / KEYWORDS
    return Store(
        "keywords",
        "Gesetze: Stichwörter",
        partial(write_shelf_keywords, place),
        partial(rmtree, place, ignore_errors=True),
    )


def vectors_of(settings: Settings, folder: Path, key: str, embedder: Embedder) -> Store:
    place = folder / VECTORS

    def discard() -> None:
        rmtree(place, ignore_errors=True)
        drop_shelf_vectors(settings, key)

    return Store(
        f"vectors {collection_name(settings, key)} {embedder.name}",
        "Gesetze: Vektoren",
        partial(write_shelf_vectors, settings, place, key, embedder.name, embedder.dimension),
        discard,
    )


def fill(draft: Draft, store: Store, report: Report) -> None:
    """Bring a store in line with the draft; one that turns out to be damaged is written anew."""
    if draft.holds(store.name):
        try:
            _write(draft, store, report)
            return
        except StorageError:
            logger.warning("%s: Der kopierte Bestand ist unbrauchbar und wird neu geschrieben.", store.stage)
    draft.forget(store.name)
    store.discard()
    _write(draft, store, report)


def _write(draft: Draft, store: Store, report: Report) -> None:
    pending = draft.pending(store.name)
    done, total = 0, sum(norms for _, norms in pending)
    with store.write() as writer:
        for slugs, norms in _batches(pending):
            writer.replace(slugs, draft)
            draft.mark(store.name, slugs)
            done += norms
            report(store.stage, done, total)
        if writer.count() != draft.counts()["searched"]:
            raise StorageError("Der Bestand der Gesetze ist nicht stimmig. Bitte wiederholen: ingest build")


def _batches(pending: Sequence[tuple[str, int]]) -> Iterator[tuple[list[str], int]]:
    """Slugs of whole laws with together about _NORMS_AT_ONCE norms, and the number of these."""
    slugs: list[str] = []
    norms = 0
    for slug, count in pending:
        slugs.append(slug)
        norms += count
        if norms >= _NORMS_AT_ONCE or len(slugs) >= _NORMS_AT_ONCE:
            yield slugs, norms
            slugs, norms = [], 0
    if slugs:
        yield slugs, norms
