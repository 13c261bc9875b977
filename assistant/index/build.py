"""Builds a generation beside the served one and publishes it when it is complete and checked."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Protocol

import numpy as np
from pydantic import Field

from assistant.errors import CorpusError, IndexUnavailableError, StorageError
from assistant.index import folders
from assistant.index.embedding import Choice, Embedder, local_model_name
from assistant.index.fitted import FittedEmbedder
from assistant.index.generation import Generation, Part, current_id, open_folder, real_parts
from assistant.index.keywords import indexed_text
from assistant.index.manifest import FIT, PASSAGES, SCHEMA_VERSION, VECTORS, Manifest, read_manifest, seal
from assistant.index.passages import count, write_passages
from assistant.index.reuse import Previous, open_previous
from assistant.index.statutes import shelves
from assistant.index.statutes.update import ShelfReport, update_shelf
from assistant.index.vectors import drop_vectors, write_vectors
from assistant.models import Frozen, Passage, PassageOrigin, SourceKind
from assistant.settings import Settings
from assistant.statute import LawSource

EMBED_AT_ONCE = 256  # texts between two progress reports
LIBRARIES = ("chromadb", "tantivy", "numpy", "scikit-learn", "sentence-transformers")

Report = Callable[[str, int, int], None]  # German name of the stage, done, total
Check = Callable[[Generation], None]


class EmbedderLoader(Protocol):
    """Chooses the embedder of a build; `embedding.load_embedder` is the real one."""

    def __call__(
        self, settings: Settings, texts: Sequence[str], previous: FittedEmbedder | None
    ) -> Choice: ...


class BuildReport(Frozen):
    """What a build did. Passages are compared with the previous generation by id and digest."""

    generation: str
    published: bool = True
    created: int = 0
    updated: int = 0
    skipped: int = 0
    deleted: int = 0
    embedded: int = Field(
        default=0, description="texts that had to be embedded; other vectors were taken over"
    )
    taken_over: tuple[str, ...] = Field(default=(), description="parts whose inputs were unchanged")
    statutes: ShelfReport | None = Field(default=None, description="None: built without laws")
    embedding: str
    embedding_is_fallback: bool
    full_study: bool
    seconds: float = 0.0
    notices: tuple[str, ...] = ()


def build_generation(
    settings: Settings,
    passages: Sequence[Passage],
    refusals: Sequence[tuple[str, str]],
    load_embedder: EmbedderLoader,
    report: Report,
    *,
    corpus_digest: str,
    before_publish: Sequence[Check] = (),
    parts: Sequence[Part] | None = None,
    laws: Sequence[LawSource] = (),
) -> BuildReport:
    """Write a complete generation of `passages`, with the shelf of `laws` beside it, let `before_publish` check and complete it, publish it.

    Whatever happens on the way, the served generation stays as it was.

    Args:
        refusals: (category, text) of wordings that cannot be answered, for the learned part.
        before_publish: called with the opened candidate; may add files to its folder or raise.
        parts: written beside passages and vectors; the real ones by default.
        laws: all that shall be served; read only where the shelf does not have them yet.

    Raises:
        CorpusError: no passages, or two different ones with the same id.
        StorageError: disk full, folder not writable, another build is running.
    """
    started = time.monotonic()
    material = _Material(
        _distinct(passages), refusals, corpus_digest, real_parts() if parts is None else parts
    )
    with folders.writing(settings.index_dir):
        before = current_id(settings)
        previous = open_previous(settings, before)
        try:
            report("Vektormodell", 0, 1)
            choice = load_embedder(settings, material.texts, previous.fit)
            report("Vektormodell", 1, 1)
            vectors, embedded = _embed(material, choice.embedder, previous, report)
        finally:
            previous.close()
        shelf = update_shelf(settings, laws, choice.embedder, report) if laws else None
        manifest = _manifest(settings, material, choice, shelf)
        with folders.building(settings.index_dir, manifest.id) as folder:
            try:
                taken_over = _write(
                    settings, folder, manifest, material, choice.embedder, vectors, previous, report
                )
                candidate = open_folder(settings, folder, parts=material.parts, embedder=choice.embedder)
                try:
                    for check in before_publish:
                        check(candidate)
                finally:
                    candidate.close()
                seal(folder, manifest)  # with what the checks added
                folders.publish(settings.index_dir, manifest.id)
            except BaseException:
                _drop_quietly(settings, manifest.id)
                raise
        _prune(settings, keep={manifest.id, before or manifest.id})
    old, new = previous.digests, {p.id: p.digest for p in material.passages}
    return BuildReport(
        generation=manifest.id,
        created=len(new.keys() - old.keys()),
        updated=sum(old[id_] != new[id_] for id_ in old.keys() & new.keys()),
        skipped=len(old.items() & new.items()),
        deleted=len(old.keys() - new.keys()),
        embedded=embedded,
        taken_over=taken_over,
        statutes=shelf,
        embedding=manifest.embedding,
        embedding_is_fallback=manifest.embedding_is_fallback,
        full_study=manifest.full_study,
        seconds=round(time.monotonic() - started, 1),
        notices=choice.notices,
    )


def serves_study(settings: Settings) -> bool:
    """Whether the published generation quotes the operator's full study. False without a readable one."""
    current = current_id(settings)
    try:
        return (
            current is not None and read_manifest(folders.folder_of(settings.index_dir, current)).full_study
        )
    except IndexUnavailableError:
        return False


def forget_previous(settings: Settings) -> None:
    """Delete every generation but the published one; one that a running service holds goes with its next build."""
    with folders.writing(settings.index_dir):
        _prune(settings, keep={current_id(settings) or ""})


@dataclass(frozen=True)
class _Material:
    passages: list[Passage]
    refusals: Sequence[tuple[str, str]]
    corpus_digest: str
    parts: Sequence[Part]

    @cached_property
    def texts(self) -> list[str]:
        """What is embedded of each passage."""
        return [indexed_text(passage) for passage in self.passages]

    @property
    def inputs(self) -> dict[str, str]:
        """Digest of what a part is written from, by its name."""
        return {part.name: part.inputs(self.passages, self.refusals) for part in self.parts if part.inputs}


def _embed(
    material: _Material, embedder: Embedder, previous: Previous, report: Report
) -> tuple[np.ndarray, int]:
    """Vectors (n, d) of all passages, and how many texts had to be embedded for them."""
    taken = previous.vectors(material.passages, embedder.name)
    named = list(zip([p.id for p in material.passages], material.texts, strict=True))
    new = list(dict.fromkeys(text for id_, text in named if id_ not in taken))
    fresh: dict[str, np.ndarray] = {}
    for start in range(0, len(new), EMBED_AT_ONCE):
        some = new[start : start + EMBED_AT_ONCE]
        fresh |= zip(some, embedder.embed_documents(some), strict=True)
        report("Texte einbetten", len(fresh), len(new))
    return np.stack([taken[id_] if id_ in taken else fresh[text] for id_, text in named]), len(new)


def _manifest(settings: Settings, material: _Material, choice: Choice, shelf: ShelfReport | None) -> Manifest:
    now = datetime.now(UTC)
    embedder, passages = choice.embedder, material.passages
    return Manifest(
        schema_version=SCHEMA_VERSION,
        id=folders.new_id(now),
        built_at=now.isoformat(timespec="seconds"),
        model=settings.embedding_model,
        model_seen=local_model_name(settings.embedding_model),
        embedding=embedder.name,
        dimension=embedder.dimension,
        embedding_is_fallback=embedder.is_fallback,
        corpus_digest=material.corpus_digest,
        full_study=any(p.kind is SourceKind.STUDY and p.origin is PassageOrigin.FULL_TEXT for p in passages),
        counts=count([(p.unit, p.kind, p.origin) for p in passages]),
        versions=_versions(),
        inputs=material.inputs,
        statutes=shelf.key if shelf else None,
        files={},  # until they are written
        notices=choice.notices,
    )


def _versions() -> dict[str, str]:
    """Of the libraries that are installed; a light installation has no sentence-transformers."""
    found: dict[str, str] = {}
    for library in LIBRARIES:
        with suppress(PackageNotFoundError):
            found[library] = version(library)
    return found


def _write(
    settings: Settings,
    folder: Path,
    manifest: Manifest,
    material: _Material,
    embedder: Embedder,
    vectors: np.ndarray,
    previous: Previous,
    report: Report,
) -> tuple[str, ...]:
    """Fill `folder`; the manifest comes last. Returns the names of the parts that were taken over."""
    write_passages(folder / PASSAGES, material.passages)
    write_vectors(
        settings,
        folder / VECTORS,
        manifest.id,
        material.passages,
        vectors,
        manifest.embedding,
        partial(report, "Vektoren"),
    )
    if isinstance(embedder, FittedEmbedder):
        embedder.save(folder / FIT)
    taken_over = []
    for part in material.parts:
        if previous.copy_part(part, manifest.inputs.get(part.name), folder / part.name):
            taken_over.append(part.name)
        else:
            part.write(folder / part.name, material.passages, material.refusals, partial(report, part.stage))
    seal(folder, manifest)
    return tuple(taken_over)


def _distinct(passages: Sequence[Passage]) -> list[Passage]:
    """Without exact repetitions, in order."""
    by_id: dict[str, Passage] = {}
    for passage in passages:
        if by_id.setdefault(passage.id, passage).digest != passage.digest:
            raise CorpusError(
                f"Zwei verschiedene Textstellen heißen „{passage.id}“. Bitte im Korpus berichtigen."
            )
    if not by_id:
        raise CorpusError("Der Korpus enthält keine Textstellen. Bitte CORPUS_DIR prüfen.")
    return list(by_id.values())


def _prune(settings: Settings, keep: set[str]) -> None:
    """Delete the generations that are neither in `keep` nor held, and the shelves that no other names."""
    for gone in folders.prune(settings.index_dir, keep):
        _drop_quietly(settings, gone)
    shelves.prune(settings)


def _drop_quietly(settings: Settings, generation: str) -> None:
    """Remove server-side vectors that nobody will read; a server that is gone must not hide the cause."""
    with suppress(StorageError):
        drop_vectors(settings, generation)
