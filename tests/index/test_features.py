"""Features: counted in batches, weighed in place, every view of a text of equal weight."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.german.analysis import feature_blocks
from assistant.index.features import HashedFeatures, inverse_document_frequency

FOUR_VIEWS = HashedFeatures(feature_blocks, count=4, buckets=2**12)
TEXTS = ["Der Brunnen tropft.", "Wer pflegt den Brunnen am Dorfplatz?", "", "Die Buslinie fährt auf Probe."]


def test_counts_do_not_depend_on_the_batch() -> None:
    many = [f"{text} Fall {n}" for n in range(400) for text in TEXTS]
    together = FOUR_VIEWS.counts(many)
    assert together.shape == (1600, 4 * 2**12) and together.dtype == np.float32
    for row in (0, 499, 500, 1599):
        assert (together[row] != FOUR_VIEWS.counts([many[row]])).nnz == 0


def test_every_view_of_a_text_has_the_same_length() -> None:
    features = FOUR_VIEWS.counts(TEXTS)
    FOUR_VIEWS.weigh(features, inverse_document_frequency(FOUR_VIEWS.counts(TEXTS)))
    for row, text in enumerate(TEXTS):
        views = features[row].toarray().reshape(4, 2**12)
        assert np.linalg.norm(views, axis=1) == pytest.approx([0.5 if text else 0] * 4, abs=1e-6)


def test_a_rare_feature_weighs_more() -> None:
    counts = FOUR_VIEWS.counts(["Brunnen", "Brunnen", "Buslinie"])
    weights = inverse_document_frequency(counts)
    rare, common = set(counts[2].indices) - set(counts[0].indices), counts[0].indices
    assert min(weights[list(rare)]) > max(weights[common]) > 0


def test_no_texts_have_no_rows() -> None:
    assert FOUR_VIEWS.counts([]).shape == (0, 4 * 2**12)
