"""A generation: one immutable build of the index, opened for reading.

manifest.json · passages.db · vectors/ · embedding.npz (fallback only) · keywords/ · learned/ ·
whatever the build's last checks add (follow_ups.json)

The statutes stand on a shelf outside the folder, which the manifest names: generations share it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from assistant.errors import AssistantError, IndexUnavailableError, ModelError, StorageError
from assistant.index import folders
from assistant.index.embedding import Embedder, MissingModel, load_local, local_model_name
from assistant.index.fitted import FittedEmbedder
from assistant.index.manifest import FIT, PASSAGES, REBUILD, VECTORS, Manifest, check_files, read_manifest
from assistant.index.passages import PassageStore
from assistant.index.statutes import shelves
from assistant.index.statutes.shelf import StatuteShelf, open_shelf
from assistant.index.vectors import DenseIndex, open_vectors
from assistant.models import Passage, SourceKind
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.index.keywords import KeywordIndex
    from assistant.index.learned import LearnedIndex

KEYWORDS_NOT_SAVED = (
    "Die Stichwörter ließen sich nicht speichern: Ist der Datenträger voll oder schreibgeschützt? "
    "Bitte prüfen und „ingest build“ wiederholen. Ein vorhandener Suchindex bleibt unverändert."
)
MODEL_GONE = (
    "Das Vektormodell, mit dem der Suchindex gebaut wurde, fehlt auf diesem Rechner. "
    "Gesucht wird nur über Wörter und Wendungen, bis der Index neu gebaut ist: ingest build"
)

Refusal = tuple[str, str]  # category, text
Progress = Callable[[int, int], None]  # done, total

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Part:
    """A sub-folder of a generation with its writer and its reader.

    write(folder, passages, refusals, report) creates `folder`; open(folder) raises
    IndexUnavailableError when it is damaged. inputs(passages, refusals) is a digest of all that the
    folder depends on: a build takes over the served one's folder where it is the same. Parts that
    are quickly written have none.
    """

    name: str
    stage: str  # German, for the progress display
    write: Callable[[Path, Sequence[Passage], Sequence[Refusal], Progress], None]
    open: Callable[[Path], Any]
    inputs: Callable[[Sequence[Passage], Sequence[Refusal]], str] | None = None


def real_parts() -> tuple[Part, ...]:
    """The parts beside passages and vectors, in the order they are written."""
    from assistant.index import keywords, learned

    def write_keywords(
        folder: Path, passages: Sequence[Passage], refusals: Sequence[Refusal], report: Progress
    ) -> None:
        report(0, 1)
        try:
            keywords.write(folder, passages)
        except ValueError as error:  # Tantivy reports failures to write like this
            raise StorageError(KEYWORDS_NOT_SAVED) from error
        report(1, 1)

    return (
        Part("keywords", "Stichwörter", write_keywords, keywords.KeywordIndex),
        Part("learned", "Formulierungen lernen", learned.write, learned.LearnedIndex, learned.inputs),
    )


@dataclass(frozen=True, eq=False)
class Generation:
    """An opened generation; safe to share between threads. Close it when no question uses it any more."""

    folder: Path
    manifest: Manifest
    passages: PassageStore
    vectors: DenseIndex
    statutes: StatuteShelf | None
    embedder: Embedder
    parts: Mapping[str, Any] = field(repr=False)
    notices: tuple[str, ...]
    _held: BinaryIO = field(repr=False)

    @property
    def id(self) -> str:
        return self.manifest.id

    @property
    def keywords(self) -> KeywordIndex:
        return self.parts["keywords"]

    @property
    def learned(self) -> LearnedIndex:
        return self.parts["learned"]

    @property
    def kinds(self) -> tuple[SourceKind, ...]:
        """The kinds of sources it holds."""
        return tuple(kind for kind in SourceKind if self.manifest.counts.get(kind))

    def close(self) -> None:
        """Release files and connections; the generation may be pruned from now on."""
        if self.statutes is not None:
            self.statutes.close()
        self.vectors.close()
        self.passages.close()
        self._held.close()


def current_id(settings: Settings) -> str | None:
    """Id of the published generation, None without one. Cheap: ask it per question to notice a new one."""
    return folders.current_id(settings.index_dir)


def open_current(
    settings: Settings, reuse: Generation | None = None, parts: Sequence[Part] | None = None
) -> Generation:
    """Open the published generation with the embedder that wrote it. No network.

    Args:
        reuse: an open generation whose loaded model is taken over if it is the same.

    Raises:
        IndexUnavailableError: none there, damaged, or of another version of the program.
    """
    wanted = current_id(settings)
    if wanted is None:
        raise IndexUnavailableError(
            "Es gibt noch keinen Suchindex. Bitte bauen: ingest build (oder make run)."
        )
    try:
        return open_folder(settings, folders.folder_of(settings.index_dir, wanted), reuse=reuse, parts=parts)
    except IndexUnavailableError:
        if current_id(settings) == wanted:
            raise
    return open_current(settings, reuse, parts)  # published and tidied away in this very moment


def open_folder(
    settings: Settings,
    folder: Path,
    *,
    reuse: Generation | None = None,
    parts: Sequence[Part] | None = None,
    embedder: Embedder | None = None,
) -> Generation:
    """Open the generation in `folder`; `embedder` spares loading the one that wrote it."""
    manifest = read_manifest(folder)
    opened: list[Any] = []
    try:
        opened.append(held := folders.hold(folder))
        check_files(folder, manifest)
        opened.append(passages := PassageStore(folder / PASSAGES))
        if len(passages) != manifest.counts.get("passages"):
            raise IndexUnavailableError(f"Im Suchindex fehlen Textstellen. {REBUILD}")
        opened.append(vectors := open_vectors(settings, folder / VECTORS, manifest.id, manifest.embedding))
        if len(vectors) != len(passages):
            raise IndexUnavailableError(f"Im Suchindex fehlen Vektoren. {REBUILD}")
        statutes = None
        if manifest.statutes is not None:
            shelf = shelves.folder_of(settings.index_dir, manifest.statutes)
            opened.append(statutes := open_shelf(settings, shelf))
        notices = manifest.notices
        if embedder is None:
            embedder = _embedder(folder, manifest, reuse)
            if isinstance(embedder, MissingModel):
                notices = (*notices, MODEL_GONE)
        return Generation(
            folder=folder,
            manifest=manifest,
            passages=passages,
            vectors=vectors,
            statutes=statutes,
            embedder=embedder,
            parts={
                part.name: part.open(folder / part.name)
                for part in (real_parts() if parts is None else parts)
            },
            notices=notices,
            _held=held,
        )
    except BaseException as error:
        for resource in reversed(opened):
            resource.close()
        if isinstance(error, AssistantError) or not isinstance(error, Exception):
            raise
        raise IndexUnavailableError(f"Der Suchindex ist beschädigt. {REBUILD}") from error


def is_stale(settings: Settings, corpus_digest: str) -> bool:
    """Whether a build would give another index: none there or unreadable, other corpus, other model.

    A configured model whose files appeared on, changed on or vanished from this machine counts.
    Loads no model and asks no network.
    """
    current = current_id(settings)
    if current is None:
        return True
    folder = folders.folder_of(settings.index_dir, current)
    try:
        manifest = read_manifest(folder)
        check_files(folder, manifest)
    except IndexUnavailableError:
        return True
    return (
        manifest.corpus_digest != corpus_digest
        or manifest.model != settings.embedding_model
        or manifest.model_seen != local_model_name(settings.embedding_model)
    )


def is_intact(settings: Settings, parts: Sequence[Part] | None = None) -> bool:
    """Whether the published generation can be opened, its sentence model aside. Takes a second or two."""
    folder = folders.folder_of(settings.index_dir, current_id(settings) or "")
    try:
        manifest = read_manifest(folder)
        stand_in = MissingModel(manifest.embedding, manifest.dimension)
        embedder = None if manifest.embedding_is_fallback else stand_in
        open_folder(settings, folder, parts=parts, embedder=embedder).close()
    except IndexUnavailableError:
        return False
    return True


def _embedder(folder: Path, manifest: Manifest, reuse: Generation | None) -> Embedder:
    """The one that wrote the vectors, or a silent stand-in: a lost model must not stop the service."""
    if manifest.embedding_is_fallback:
        return FittedEmbedder.load(folder / FIT)
    if reuse is not None and reuse.embedder.name == manifest.embedding:
        return reuse.embedder
    try:
        embedder = load_local(manifest.model)
        if embedder.name == manifest.embedding:
            return embedder
    except ModelError as error:
        logger.warning("%s", error.message)
    return MissingModel(manifest.embedding, manifest.dimension)
