"""The embedding of last resort: fitted on the corpus itself, needs no download and no torch.

Character 4-grams within words (they carry German compounds, endings and typing errors), sublinear
TF-IDF, truncated SVD. Measured on held-out everyday wordings: 4-grams beat 3-to-5-grams and words,
256 dimensions beat 192, and dividing each dimension by the root of its singular value helps again.
A query costs one dictionary lookup per 4-gram and one small matrix product, in numpy alone.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from assistant.errors import IndexUnavailableError

DIMENSIONS = 256
MAX_GRAMS = 40_000
_FOLD = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_WORD = re.compile(r"\w+")


def grams(text: str) -> Iterator[str]:
    """Character 4-grams of the folded words of `text`, each word padded with a blank on both sides."""
    for word in _WORD.findall(text.lower().translate(_FOLD)):
        padded = f" {word} "
        for start in range(max(1, len(padded) - 3)):
            yield padded[start : start + 4]


@dataclass(frozen=True, eq=False)
class FittedEmbedder:
    """TF-IDF over 4-grams, projected. Deterministic; a text without a known 4-gram is the zero vector.

    vocabulary: (f,) sorted unicode; idf: (f,) float32; projection: (f, d) float16;
    fitted_on: sorted uint64 keys of the texts it was fitted on.
    """

    vocabulary: np.ndarray
    idf: np.ndarray
    projection: np.ndarray
    fitted_on: np.ndarray

    is_fallback = True

    @cached_property
    def name(self) -> str:
        """Differs for every fit, so that vectors of two fits are never mixed."""
        seen = hashlib.sha256()
        for array in (self.vocabulary, self.idf, self.projection):
            seen.update(np.ascontiguousarray(array).tobytes())
        return f"fallback@{seen.hexdigest()[:12]}"

    @property
    def dimension(self) -> int:
        return self.projection.shape[1]

    @cached_property
    def _columns(self) -> Mapping[str, int]:
        return {gram: column for column, gram in enumerate(self.vocabulary.tolist())}

    @classmethod
    def fit(cls, texts: Sequence[str]) -> FittedEmbedder:
        """Fit on `texts` (at least one, with letters). About three seconds for 8,000 short passages."""
        from scipy.sparse import csr_matrix
        from sklearn.utils.extmath import randomized_svd

        counts = [Counter(grams(text)) for text in texts]
        frequency = Counter(gram for count in counts for gram in count)
        seldom = 2 if len(texts) >= 100 else 1  # a 4-gram of a single passage relates it to nothing
        kept = [gram for gram, n in frequency.items() if n >= seldom] or [" "]
        vocabulary = sorted(sorted(kept, key=lambda gram: (-frequency[gram], gram))[:MAX_GRAMS])
        columns = {gram: column for column, gram in enumerate(vocabulary)}
        idf = np.array(
            [1 + np.log((1 + len(texts)) / (1 + frequency[g])) for g in vocabulary], dtype=np.float32
        )

        rows = [_weights(count, columns, idf) for count in counts]
        indptr = np.cumsum([0, *(len(indices) for indices, _ in rows)])
        matrix = csr_matrix(
            (np.concatenate([w for _, w in rows]), np.concatenate([i for i, _ in rows]), indptr),
            shape=(len(texts), len(vocabulary)),
        )
        d = max(1, min(DIMENSIONS, min(matrix.shape) - 1))
        _, singular, axes = randomized_svd(matrix, d, n_iter=4, random_state=0)
        used = singular > 1e-4 * singular[0] if singular[0] > 0 else np.arange(d) == 0
        scale = 1 / np.sqrt(np.where(singular[used] > 0, singular[used], 1))
        return cls(
            vocabulary=np.array(vocabulary, dtype="<U4"),
            idf=idf,
            projection=(axes[used].T * scale).astype(np.float16),
            fitted_on=_keys(texts),
        )

    def embed_documents(self, texts: Sequence[str]) -> np.ndarray:
        """float32 (n, d); rows of length 1, or 0 where no 4-gram is known."""
        matrix = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            indices, weights = _weights(Counter(grams(text)), self._columns, self.idf)
            vector = weights @ self.projection[indices].astype(np.float32)
            length = float(np.linalg.norm(vector))
            if length > 0:
                matrix[row] = vector / length
        return matrix

    def embed_query(self, text: str) -> np.ndarray:
        """float32 (d,)"""
        return self.embed_documents([text])[0]

    def drift(self, texts: Sequence[str]) -> float:
        """Share of texts that are new or gone since the fit, relative to the fitted ones (0 = none)."""
        now = _keys(texts)
        new, gone = np.setdiff1d(now, self.fitted_on), np.setdiff1d(self.fitted_on, now)
        return max(len(new), len(gone)) / max(1, len(self.fitted_on))

    def save(self, path: Path) -> None:
        """Write the arrays as npz; nothing is pickled."""
        np.savez(
            path,
            vocabulary=self.vocabulary,
            idf=self.idf,
            projection=self.projection,
            fitted_on=self.fitted_on,
            allow_pickle=False,
        )

    @classmethod
    def load(cls, path: Path) -> FittedEmbedder:
        """Raises IndexUnavailableError when the file is missing or damaged."""
        try:
            with np.load(path, allow_pickle=False) as arrays:
                return cls(**{field: arrays[field] for field in cls.__dataclass_fields__})
        except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile) as error:
            raise IndexUnavailableError(
                f"Im Suchindex fehlt {path.name} oder ist beschädigt. Bitte neu bauen: ingest build"
            ) from error


def _weights(
    count: Counter[str], columns: Mapping[str, int], idf: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Columns and length-1 TF-IDF weights of one text, both (m,)."""
    known = [(columns[gram], n) for gram, n in count.items() if gram in columns]
    indices = np.array([column for column, _ in known], dtype=np.int64)
    weights = (1 + np.log(np.array([n for _, n in known], dtype=np.float32))) * idf[indices]
    return indices, (weights / max(float(np.linalg.norm(weights)), 1e-12)).astype(np.float32)


def _keys(texts: Sequence[str]) -> np.ndarray:
    """Sorted uint64 keys of the texts."""
    return np.unique(
        np.array(
            [int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) for text in texts], dtype=np.uint64
        )
    )
