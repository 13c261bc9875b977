"""Dense embeddings: a sentence model where one can be had, else one fitted on the corpus.

The only importer of sentence_transformers. Model files are found by `hub` (local files, or a download
that ends at a deadline); what is loaded here lies on this disk, so loading cannot wait for a network.
"""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
from langchain_core.embeddings import Embeddings

from assistant.errors import ModelError
from assistant.index import hub
from assistant.index.fitted import FittedEmbedder
from assistant.settings import Settings

FALLBACK = "fallback"
USING_FALLBACK = "Stattdessen dient das aus dem Korpus gewonnene Ersatzmodell; es läuft ohne Netz."
MAX_DRIFT = 0.10  # from here on the fallback is fitted anew
BATCH = 32

# Query and passage prefixes of families whose published files often do not carry them.
FAMILIES: tuple[tuple[str, str, str], ...] = (
    (r"e5[\w.-]*instruct", "Instruct: Given a question, retrieve passages that answer it\nQuery: ", ""),
    (r"\be5-(small|base|large)", "query: ", "passage: "),
    (r"bge-(small|base|large)-en", "Represent this sentence for searching relevant passages: ", ""),
    (r"nomic-embed", "search_query: ", "search_document: "),
)


class Embedder(Protocol):
    """Turns texts into vectors of length 1 (zero where a text holds nothing it knows)."""

    @property
    def name(self) -> str:
        """Identifies the weights; vectors of embedders with different names never meet."""

    @property
    def dimension(self) -> int: ...

    @property
    def is_fallback(self) -> bool: ...

    def embed_documents(self, texts: Sequence[str]) -> np.ndarray:
        """float32 (n, dimension)"""

    def embed_query(self, text: str) -> np.ndarray:
        """float32 (dimension,)"""


class Choice(NamedTuple):
    """The embedder to build with, and German notices for the operator."""

    embedder: Embedder
    notices: tuple[str, ...] = ()


class SentenceTransformerEmbedder:
    """A sentence-transformers model from a local folder, on the CPU, with its own prompts."""

    is_fallback = False

    def __init__(self, folder: Path, name: str):
        """Raises ModelError when the folder holds no model that can be loaded without foreign code."""
        os.environ.update(hub.QUIET | {"TOKENIZERS_PARALLELISM": "false"})
        try:
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging

            logging.set_verbosity_error()
            logging.disable_progress_bar()
            self._model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
            self.name = name
            self._query, self._passage = _prompts(self._model, folder, name)
            self._lock = threading.Lock()  # fast tokenizers must not be used by two threads at once
            self.dimension = len(self.embed_query("Probe"))
        except Exception as error:  # any library underneath may object, each in its own way
            raise ModelError(
                f"Das Vektormodell in „{folder.name}“ lässt sich nicht laden ({type(error).__name__}). "
                "Bitte EMBEDDING_MODEL prüfen oder auf „fallback“ setzen."
            ) from error

    def embed_documents(self, texts: Sequence[str]) -> np.ndarray:
        """float32 (n, dimension), rows of length 1."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return self._encode(self._model.encode_document, list(texts), self._passage)

    def embed_query(self, text: str) -> np.ndarray:
        """float32 (dimension,), length 1."""
        return self._encode(self._model.encode_query, [text], self._query)[0]

    def _encode(self, encode: Any, texts: list[str], prompt: str) -> np.ndarray:
        with self._lock:
            vectors = encode(
                texts, prompt=prompt, batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
            )
        return np.asarray(vectors, dtype=np.float32)


@dataclass(frozen=True)
class MissingModel:
    """Stands in for a model that is gone: to it every text is the zero vector, near to nothing."""

    name: str
    dimension: int
    is_fallback: bool = False

    def embed_documents(self, texts: Sequence[str]) -> np.ndarray:
        """float32 (n, dimension), all zero."""
        return np.zeros((len(texts), self.dimension), dtype=np.float32)

    def embed_query(self, text: str) -> np.ndarray:
        """float32 (dimension,), all zero."""
        return self.embed_documents([text])[0]


def _prompts(model: Any, folder: Path, name: str) -> tuple[str, str]:
    """Query and passage prompt: the model's own, else those of its family, else none.

    Looked up here because the library takes its empty placeholder "document" for a prompt and so
    overlooks one that is configured as "passage".
    """
    own: Mapping[str, str] = model.prompts
    query = own.get("query") or ""
    passage = next((own[key] for key in ("document", "passage", "corpus") if own.get(key)), "")
    if query or passage:
        return query, passage
    if model.default_prompt_name:
        return own[model.default_prompt_name], own[model.default_prompt_name]
    config = folder / "config.json"
    origin = json.loads(config.read_text("utf-8")).get("_name_or_path", "") if config.is_file() else ""
    for pattern, query, passage in FAMILIES:
        if re.search(pattern, f"{name} {origin}".lower()):
            return query, passage
    return "", ""


def local_model_name(model: str) -> str | None:
    """Name of the embedder of `model` if its files are on this machine, else None. No torch, no network."""
    folder = hub.find_local(model) if model != FALLBACK else None
    return _name(model, folder) if folder else None


def load_local(model: str) -> SentenceTransformerEmbedder:
    """Load `model` (folder or hub id) from this disk.

    Raises:
        ModelError: not here, or cannot be loaded.
    """
    folder = hub.find_local(model)
    if folder is None:
        raise ModelError(
            f"Das Vektormodell „{model}“ liegt nicht auf diesem Rechner. Bitte neu bauen: ingest build"
        )
    return SentenceTransformerEmbedder(folder, _name(model, folder))


def load_embedder(settings: Settings, texts: Sequence[str], previous: FittedEmbedder | None = None) -> Choice:
    """The configured model, or the fallback fitted on `texts` with a notice why.

    `previous` is kept as the fallback while less than a tenth of the texts changed since its fit, so
    that the others need not be embedded again. Waits for a network at most
    `settings.embedding_timeout_s` seconds.
    """
    notices: tuple[str, ...] = ()
    if settings.embedding_model != FALLBACK:
        try:
            if find_spec("sentence_transformers") is None:
                raise ModelError(
                    "Die Pakete für Vektormodelle sind nicht eingerichtet (siehe README, PyTorch)."
                )
            if hub.find_local(settings.embedding_model) is None:
                hub.fetch(settings.embedding_model, settings.embedding_timeout_s)
            return Choice(load_local(settings.embedding_model))
        except ModelError as error:
            notices = (f"{error.message} {USING_FALLBACK}",)
    if previous is not None and previous.drift(texts) < MAX_DRIFT:
        return Choice(previous, notices)
    return Choice(FittedEmbedder.fit(texts), notices)


def _name(model: str, folder: Path) -> str:
    label = folder.name if Path(model).expanduser().is_dir() else model
    return f"{label}@{hub.fingerprint(folder)}"


class LangChainEmbeddings(Embeddings):
    """An embedder in LangChain's dress."""

    def __init__(self, embedder: Embedder):
        self.embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self.embedder.embed_documents(texts).tolist()

    def embed_query(self, text: str) -> list[float]:
        return self.embedder.embed_query(text).tolist()
