"""Indexes with some wordings left out, so that these can be asked as unseen questions."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from assistant.index.build import build_generation
from assistant.index.embedding import load_embedder
from assistant.index.generation import open_current
from assistant.retrieval import Searcher
from assistant.settings import Settings
from ingest.corpus import Corpus


@contextmanager
def searcher_without(
    corpus: Corpus, left_out: set[str], refusals: Sequence[tuple[str, str]]
) -> Iterator[Searcher]:
    """A searcher over the corpus without the passages with the ids `left_out`, with the fallback embedding."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), embedding_model="fallback")
        kept = [p for p in corpus.passages if p.id not in left_out]
        build_generation(settings, kept, refusals, load_embedder, lambda *_: None, corpus_digest="held out")
        generation = open_current(settings)
        try:
            yield Searcher(generation)
        finally:
            generation.close()
