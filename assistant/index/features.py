"""Hashed n-gram features of texts: what the learned parts of the index compare.

Views of a text (its stems, its character n-grams …) lie side by side in one sparse matrix.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from sklearn.feature_extraction import FeatureHasher

_TEXTS_AT_ONCE = 500


@dataclass(frozen=True)
class HashedFeatures:
    """How texts become features: `views` of a text, `count` many, each hashed into `buckets` columns."""

    views: Callable[[str], Sequence[Sequence[str]]]
    count: int
    buckets: int

    def counts(self, texts: Sequence[str]) -> sp.csr_matrix:
        """How often each feature occurs, float32 (texts, count * buckets)."""
        hasher = FeatureHasher(self.buckets, input_type="string", alternate_sign=False, dtype=np.float32)
        batches = [sp.csr_matrix((0, self.count * self.buckets), dtype=np.float32)]
        for start in range(0, len(texts), _TEXTS_AT_ONCE):  # as strings, all at once would take gigabytes
            views = zip(*map(self.views, texts[start : start + _TEXTS_AT_ONCE]), strict=True)
            batches.append(sp.hstack([hasher.transform(view) for view in views], format="csr"))
        return sp.vstack(batches, format="csr")

    def weigh(self, counts: sp.csr_matrix, idf: np.ndarray) -> None:
        """Turn counts into sublinear tf-idf, in place: each row of length 1, each view with an equal share."""
        weights = counts.data
        np.log(weights, out=weights)
        weights += 1
        weights *= idf[counts.indices]
        view = np.repeat(np.arange(counts.shape[0]) * self.count, np.diff(counts.indptr))
        view += counts.indices // self.buckets
        lengths = np.sqrt(np.bincount(view, weights**2) * self.count)
        weights /= lengths[view]


def inverse_document_frequency(counts: sp.csr_matrix) -> np.ndarray:
    """Weight of every feature by its rarity in these texts, float32 (columns of `counts`,)."""
    frequency = np.bincount(counts.indices, minlength=counts.shape[1])
    return (np.log((1 + counts.shape[0]) / (1 + frequency)) + 1).astype(np.float32)
