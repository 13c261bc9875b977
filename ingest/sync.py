"""One call brings the index in line with the corpus, or finds that it already is."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from assistant.index.build import BuildReport, Check, EmbedderLoader, Report, build_generation
from assistant.index.embedding import load_embedder
from assistant.index.folders import folder_of
from assistant.index.generation import Part, current_id, is_intact, is_stale
from assistant.index.manifest import read_manifest
from assistant.settings import Settings
from assistant.statute import LawSource
from ingest.corpus import Corpus, load_corpus
from ingest.laws.shelved import law_sources


def synchronise(
    settings: Settings,
    report: Report,
    *,
    force: bool = False,
    before_publish: Sequence[Check] = (),
    embedder: EmbedderLoader = load_embedder,
    parts: Sequence[Part] | None = None,
) -> BuildReport:
    """Read the corpus, and build and publish a generation of it unless the served one is up to date.

    Args:
        force: build in any case, and try once more to fetch a model that was out of reach.

    Raises:
        CorpusError: a source file is broken; the message names file and place.
        StorageError: see `build_generation`.
    """
    report("Korpus lesen", 0, 1)
    corpus = load_corpus(settings)
    laws = law_sources(settings, corpus.passages)
    report("Korpus lesen", 1, 1)
    digest = _digest(settings, corpus, laws)
    if not force and not is_stale(settings, digest) and is_intact(settings, parts):
        return _unchanged(settings, len(corpus.passages))
    return build_generation(
        settings,
        corpus.passages,
        [(refusal.category, refusal.text) for refusal in corpus.refusals],
        embedder,
        report,
        laws=laws,
        corpus_digest=digest,
        before_publish=before_publish,
        parts=parts,
    )


def _digest(settings: Settings, corpus: Corpus, laws: Sequence[LawSource]) -> str:
    """sha256 over all that a generation depends on: passages, cards, refusals, laws, and the framework,
    whose questions the checks before publication go through."""
    seen = hashlib.sha256(corpus.model_dump_json().encode())
    for law in laws:
        seen.update(f"{law.slug} {law.digest}\n".encode())
    for path in sorted((settings.corpus_dir / "framework").glob("*")):
        seen.update(path.read_bytes())
    return seen.hexdigest()


def _unchanged(settings: Settings, passages: int) -> BuildReport:
    manifest = read_manifest(folder_of(settings.index_dir, current_id(settings) or ""))
    return BuildReport(
        generation=manifest.id,
        published=False,
        skipped=passages,
        embedding=manifest.embedding,
        embedding_is_fallback=manifest.embedding_is_fallback,
        full_study=manifest.full_study,
        notices=manifest.notices,
    )
