"""The dense index in Chroma.

One collection per generation: in the generation's own folder, or on a Chroma server when several
processes serve. A collection knows which embedder wrote it and answers to no other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.errors import IndexUnavailableError, ModelError, StorageError
from assistant.index.chroma import chroma_client, chroma_errors, connect_chroma
from assistant.index.embedding import Embedder, LangChainEmbeddings
from assistant.models import Passage
from assistant.settings import Settings

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection
    from langchain_chroma import Chroma

BATCH = 1000
DAMAGED = "Die Vektoren des Suchindex fehlen oder sind beschädigt. Bitte neu bauen: ingest build"
NOT_SAVED = (
    "Die Vektoren ließen sich nicht speichern: Ist der Datenträger voll oder schreibgeschützt? "
    "Bitte prüfen und „ingest build“ wiederholen. Ein vorhandener Suchindex bleibt unverändert."
)
NOT_DROPPED = "Alte Vektoren ließen sich auf dem Chroma-Server nicht löschen."
# Measured on 6,700 vectors: recall of the 200 nearest 0.999, 1.2 ms (Chroma's defaults: 0.961).
_CONFIGURATION: Any = {
    "hnsw": {"space": "cosine", "ef_construction": 200, "max_neighbors": 32, "ef_search": 400},
}

Where = Mapping[str, Any]


class DenseIndex:
    """Read access to one generation's vectors."""

    def __init__(self, client: Client, collection: Collection):
        metadata = collection.metadata or {}
        self.embedding = str(metadata.get("embedding"))
        self.dimension = int(metadata.get("dimension", 0))
        self._client = client
        self._collection = collection
        self._count = collection.count()

    def __len__(self) -> int:
        return self._count

    def search(self, query_vector: np.ndarray, k: int, where: Where | None = None) -> list[tuple[str, float]]:
        """The `k` nearest passages as (passage id, cosine similarity in -1..1), best first.

        Args:
            query_vector: float32 (dimension,), made by the embedder that wrote the index. The zero
                vector (nothing in the question is known) is near to nothing.
            where: Chroma filter, e.g. {"principles": {"$contains": "3.4"}} or {"kind": "law"}.

        Raises:
            ModelError: the vector is of another embedder.
            IndexUnavailableError: the index is damaged or its server is gone.
        """
        if query_vector.shape != (self.dimension,):
            raise _other_embedder(self.embedding)
        k = min(k, self._count)
        if k < 1 or not query_vector.any():
            return []
        with chroma_errors(IndexUnavailableError, DAMAGED):
            found = self._collection.query(
                query_embeddings=[query_vector],
                n_results=k,
                where=dict(where) if where else None,
                include=["distances"],
            )
        ids, distances = found["ids"][0], (found["distances"] or [[]])[0]
        return [(id_, _cosine(distance)) for id_, distance in zip(ids, distances, strict=True)]

    def vectors(self, passage_ids: Sequence[str]) -> dict[str, np.ndarray]:
        """Stored vectors, float32 (dimension,), by passage id; unknown ids are left out."""
        stored: dict[str, np.ndarray] = {}
        with chroma_errors(IndexUnavailableError, DAMAGED):
            for start in range(0, len(passage_ids), BATCH):
                got = self._collection.get(
                    ids=list(passage_ids[start : start + BATCH]), include=["embeddings"]
                )
                stored |= zip(got["ids"], np.asarray(got["embeddings"], dtype=np.float32), strict=True)
        return stored

    def as_vector_store(self, embedder: Embedder) -> Chroma:
        """The same collection as a LangChain vector store. Wordings that only help to find carry no
        document there, so LangChain never returns them.

        Raises:
            ModelError: `embedder` is not the one that wrote the index.
        """
        if embedder.name != self.embedding:
            raise _other_embedder(self.embedding)
        from langchain_chroma import Chroma

        return Chroma(
            client=self._client,
            collection_name=self._collection.name,
            embedding_function=LangChainEmbeddings(embedder),
            create_collection_if_not_exists=False,
            relevance_score_fn=_cosine,
        )

    def close(self) -> None:
        """Release files and connections."""
        self._client.close()


def write_vectors(
    settings: Settings,
    folder: Path,
    generation: str,
    passages: Sequence[Passage],
    vectors: np.ndarray,
    embedding: str,
    report: Callable[[int, int], None] = lambda done, total: None,
) -> None:
    """Write `vectors` (n, d), one per passage, as the collection of `generation`.

    Raises:
        StorageError: disk full, or the Chroma server refuses or is out of reach.
    """
    name, dimension = collection_name(generation), int(vectors.shape[1])
    with collection_to_write(settings, folder, name, embedding, dimension) as collection:
        done = 0
        for rows in _batches(passages):
            some = [passages[row] for row in rows]
            collection.add(
                ids=[p.id for p in some],
                embeddings=vectors[rows],
                metadatas=[_metadata(p) for p in some],
                documents=[p.text for p in some] if some[0].shown else None,
            )
            done += len(rows)
            report(done, len(passages))


@contextmanager
def collection_to_write(
    settings: Settings, folder: Path, name: str, embedding: str, dimension: int
) -> Iterator[Collection]:
    """The collection of this name, made if it is not there.

    Raises:
        StorageError: disk full or files damaged, or the Chroma server refuses or is out of reach.
    """
    with chroma_client(settings, folder, StorageError, NOT_SAVED) as client:
        yield client.get_or_create_collection(
            name,
            embedding_function=None,
            configuration=_CONFIGURATION,
            metadata={"embedding": embedding, "dimension": dimension},
        )


def open_vectors(settings: Settings, folder: Path, generation: str, embedding: str) -> DenseIndex:
    """Open the collection of `generation`; see `open_collection`."""
    return open_collection(settings, folder, collection_name(generation), embedding)


def open_collection(settings: Settings, folder: Path, name: str, embedding: str) -> DenseIndex:
    """Open a collection and let it answer once, so that damage shows here.

    Raises:
        ModelError: it was not written by the embedder named `embedding`.
        IndexUnavailableError: missing, damaged or the Chroma server is out of reach.
    """
    if not settings.chroma_url and not folder.is_dir():
        raise IndexUnavailableError(DAMAGED)  # a client would make an empty folder here
    with chroma_errors(IndexUnavailableError, DAMAGED):
        client = connect_chroma(settings, folder, IndexUnavailableError)
        try:
            collection = client.get_collection(name, embedding_function=None)
            index = DenseIndex(client, collection)
            if index.embedding != embedding:
                raise _other_embedder(index.embedding)
            probe = np.full(index.dimension, index.dimension**-0.5, dtype=np.float32)
            if len(index.search(probe, 10)) != min(10, len(index)):
                raise IndexUnavailableError(DAMAGED)
        except BaseException:
            client.close()
            raise
    return index


def drop_vectors(settings: Settings, generation: str) -> None:
    """Remove the collection of `generation`; see `drop_collection`."""
    drop_collection(settings, collection_name(generation))


def drop_collection(settings: Settings, name: str) -> None:
    """Remove a collection from the Chroma server, if it is there; local ones go with their folder."""
    if not settings.chroma_url:
        return
    with chroma_client(settings, Path(), StorageError, NOT_DROPPED) as client:
        from chromadb.errors import NotFoundError

        with suppress(NotFoundError):
            collection = client.get_collection(name, embedding_function=None)
            # Record by record first: Chroma 1.5.9 leaves list metadata of a deleted collection behind,
            # and the next collection's records inherit it (chroma-core/chroma#7594).
            while ids := collection.get(limit=BATCH, include=[])["ids"]:
                collection.delete(ids=ids)
            client.delete_collection(collection.name)


def _cosine(distance: float) -> float:
    """Chroma's cosine distance, which rounding may carry below 0, as similarity in -1..1."""
    return min(1.0, max(-1.0, 1.0 - float(distance)))


def collection_name(generation: str) -> str:
    return f"passages-{generation}"


def _metadata(passage: Passage) -> dict[str, Any]:
    """Filterable fields of a passage. Chroma refuses empty lists and None, so these are left out."""
    fields: dict[str, Any] = {
        "kind": str(passage.kind),
        "origin": str(passage.origin),
        "unit": passage.unit,
        "title": passage.title,
        "shown": passage.shown,
        "language": passage.language,
        "section": passage.section,
        "provision": passage.provision,
        "practice": passage.practice,
        "upload": passage.upload,
        "principles": list(passage.principles),
        "levels": list(passage.levels),
        "measures": list(passage.measures),
    }
    return {name: value for name, value in fields.items() if value not in (None, [], "")}


def _batches(passages: Sequence[Passage]) -> Iterator[list[int]]:
    """Row numbers in batches that are all shown or all not (only those shown carry documents)."""
    for shown in (True, False):
        rows = [row for row, passage in enumerate(passages) if passage.shown is shown]
        yield from (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))


def _other_embedder(embedding: str) -> ModelError:
    return ModelError(
        f"Der Suchindex wurde mit dem Modell „{embedding}“ gebaut und lässt sich nur damit durchsuchen. "
        "Bitte neu bauen: ingest build"
    )
