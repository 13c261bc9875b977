"""Learned part of the index: kernel ridge regression over the wordings (see docs/decisions).

Every text of the corpus is an example of how people speak of its unit. A question is compared
with all of them at once (cosine over hashed n-gram features), and the regression turns the
similarities into one score per unit of each kind, and into the answerability of the question with
the category of what cannot be answered. Arrays are plain npz files; nothing is unpickled.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from scipy.linalg import cho_factor, cho_solve
from sklearn.linear_model import RidgeClassifier

from assistant.errors import IndexUnavailableError
from assistant.german.analysis import feature_blocks
from assistant.index.features import HashedFeatures, inverse_document_frequency
from assistant.index.keywords import indexed_text
from assistant.models import Passage, PassageOrigin, SourceKind

_FEATURES = HashedFeatures(feature_blocks, count=4, buckets=2**18)
_CURVE = 2.0  # of the exponential kernel: near wordings count more than proportionally
_RIDGE = 0.7
_ROWS_AT_ONCE = 250
_RIDGE_ANSWERABLE = 0.3
_REFUSAL, _ANSWERED = "refusal", "answered"
_NEIGHBOURS = 8
_ECHOES = 6  # wordings that widen a question
_ECHO_WEIGHT = 0.6


@dataclass(frozen=True)
class LearnedScores:
    """What the wordings say about one question.

    units: score per unit, about -1 (foreign) to 1 (like its own wordings).
    similar: per unit the mean cosine of its three most similar wordings, 0..1.
    support: cosine of the most similar text that may be shown (not just wordings), 0..1.
    answerable: positive where the question is like answerable ones, about -1 to 1.
    neighbours: how much nearer the nearest answerable wordings are than the nearest unanswerable ones
        (difference of mean cosines), about -0.3 to 0.3.
    categories: score per category of unanswerable questions, like `units`.
    answering: per passage the mean cosine of the two most similar wordings that it answers, 0..1.
    vector, cosines: the question's features (dense) and its cosine to every wording.
    """

    units: dict[str, float]
    similar: dict[str, float]
    support: float
    answerable: float
    neighbours: float
    categories: dict[str, float]
    answering: dict[str, float]
    vector: np.ndarray = field(repr=False)
    cosines: np.ndarray = field(repr=False)


def write(
    folder: Path,
    passages: Sequence[Passage],
    refusals: Sequence[tuple[str, str]],
    report: Callable[[int, int], None] = lambda done, total: None,
) -> None:
    """Fit on the corpus's passages and on (category, text) pairs of unanswerable wordings.

    Statute wording and own documents are left to the other indexes: the cost of fitting grows with
    the cube of the number of texts, and nobody speaks like a statute.
    """
    folder.mkdir(parents=True, exist_ok=True)
    taught = [p for p in passages if _is_taught(p)]
    texts = [indexed_text(p) for p in taught] + [text for _, text in refusals]
    labels = np.array([p.unit for p in taught] + [category for category, _ in refusals])
    groups = np.array([str(p.kind) for p in taught] + [_REFUSAL] * len(refusals))
    features = _FEATURES.counts(texts)
    idf = inverse_document_frequency(features)
    _FEATURES.weigh(features, idf)

    arrays: dict[str, np.ndarray] = {"idf": idf}
    names: dict[str, list[str]] = {}
    answered = [(row, p.answered_by) for row, p in enumerate(taught) if p.answered_by]
    names[_ANSWERED] = sorted({passage_id for _, passage_id in answered})
    place = {passage_id: i for i, passage_id in enumerate(names[_ANSWERED])}
    arrays[f"{_ANSWERED}_rows"] = np.array([row for row, _ in answered], dtype=np.int64)
    arrays[f"{_ANSWERED}_class"] = np.array([place[i] for _, i in answered], dtype=np.int32)
    arrays["shown_rows"] = np.flatnonzero([p.shown for p in taught])
    present = [g for g in [str(kind) for kind in SourceKind] + [_REFUSAL] if (groups == g).any()]
    for done, group in enumerate(present):
        report(done, len(present))
        rows = np.flatnonzero(groups == group)
        names[group] = sorted(set(labels[rows]))
        class_of = {name: i for i, name in enumerate(names[group])}
        arrays[f"{group}_rows"] = rows
        arrays[f"{group}_class"] = np.array([class_of[label] for label in labels[rows]], dtype=np.int32)
        targets = np.where(arrays[f"{group}_class"][:, None] == np.arange(len(names[group])), 1.0, -1.0)
        arrays[f"{group}_alpha"], arrays[f"{group}_mean"] = _fit(features[rows], targets)
    if _REFUSAL in present and len(present) > 1:
        arrays["answerable_weights"], arrays["answerable_bias"] = _fit_answerable(
            features, groups != _REFUSAL
        )
    report(len(present), len(present))
    sp.save_npz(folder / "features.npz", features, compressed=False)
    np.savez(folder / "arrays.npz", allow_pickle=False, **arrays)
    (folder / "names.json").write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")


def inputs(passages: Sequence[Passage], refusals: Sequence[tuple[str, str]]) -> str:
    """sha256 over all that `write` learns from."""
    seen = [[p.digest for p in passages if _is_taught(p)], list(refusals)]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()


class LearnedIndex:
    """Read-only scorer over a written folder; safe to share between threads."""

    def __init__(self, folder: Path):
        try:
            self._features: sp.csr_matrix = sp.load_npz(folder / "features.npz")
            with np.load(folder / "arrays.npz", allow_pickle=False) as stored:
                self._arrays = {name: stored[name] for name in stored.files}
            self._names: dict[str, list[str]] = json.loads(
                (folder / "names.json").read_text(encoding="utf-8")
            )
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
            raise IndexUnavailableError(
                "Der gelernte Teil des Index ist beschädigt oder fehlt. Bitte mit „ingest build“ neu aufbauen."
            ) from error

    def scores(self, question: str) -> LearnedScores:
        """Compare `question` with every wording; costs a few milliseconds."""
        vector = self._vectors([question]).toarray().ravel()
        cosines = self._features @ vector
        units: dict[str, float] = {}
        similar: dict[str, float] = {}
        categories: dict[str, float] = {}
        answering: dict[str, float] = {}
        for group, names in self._names.items():
            near = cosines[self._arrays[f"{group}_rows"]]
            if group == _ANSWERED:
                best = _mean_of_best(near, self._arrays[f"{group}_class"], len(names), best=2)
                answering = dict(zip(names, best.tolist(), strict=True))
                continue
            scores = _kernel(near) @ self._arrays[f"{group}_alpha"] + self._arrays[f"{group}_mean"]
            named = dict(zip(names, scores.tolist(), strict=True))
            if group == _REFUSAL:
                categories = named
                continue
            units |= named
            best = _mean_of_best(near, self._arrays[f"{group}_class"], len(names))
            similar |= dict(zip(names, best.tolist(), strict=True))
        support = float(cosines[self._arrays["shown_rows"]].max(initial=0.0))
        answerable = 1.0
        if "answerable_weights" in self._arrays:
            answerable = float(
                self._arrays["answerable_weights"] @ vector + self._arrays["answerable_bias"][0]
            )
        return LearnedScores(
            units=units,
            similar=similar,
            support=support,
            answerable=answerable,
            neighbours=self._neighbours(cosines),
            categories=categories,
            answering=answering,
            vector=vector,
            cosines=cosines,
        )

    def _neighbours(self, cosines: np.ndarray) -> float:
        unanswerable = self._arrays.get(f"{_REFUSAL}_rows")
        if unanswerable is None:
            return 0.0
        others = np.delete(cosines, unanswerable)
        near, far = (np.sort(side)[-_NEIGHBOURS:] for side in (others, cosines[unanswerable]))
        return float(near.mean() - far.mean()) if len(near) and len(far) else 0.0

    def relevance(self, question: LearnedScores, unit: str, texts: Sequence[str]) -> np.ndarray:
        """How well each of `texts` fits a question, seen from `unit`: shape (len(texts),), about 0..1.

        The question is widened by the unit's wordings most like it (pseudo-relevance feedback):
        they name in the source's words what the question names in everyday ones.
        """
        if not texts:
            return np.zeros(0)
        wanted = question.vector
        rows = self._rows_of(unit)
        if len(rows):
            near = rows[np.argsort(-question.cosines[rows])[:_ECHOES]]
            echo = self._features[near].T @ question.cosines[near]
            wanted = wanted + _ECHO_WEIGHT * echo / (np.linalg.norm(echo) + 1e-9)
        return self._vectors(texts) @ wanted

    def _vectors(self, texts: Sequence[str]) -> sp.csr_matrix:
        features = _FEATURES.counts(texts)
        _FEATURES.weigh(features, self._arrays["idf"])
        return features

    def _rows_of(self, unit: str) -> np.ndarray:
        """Rows of the examples of `unit` in the feature matrix."""
        group = unit.partition(":")[0]
        if unit not in self._names.get(group, ()):
            return np.array([], dtype=int)
        return self._arrays[f"{group}_rows"][self._arrays[f"{group}_class"] == self._names[group].index(unit)]


def _is_taught(passage: Passage) -> bool:
    statute = passage.kind is SourceKind.LAW and passage.origin is PassageOrigin.FULL_TEXT
    return not statute and passage.origin is not PassageOrigin.DOCUMENT


def _kernel(cosines: np.ndarray) -> np.ndarray:
    return np.expm1(_CURVE * cosines) / np.expm1(_CURVE)


def _fit(features: sp.csr_matrix, targets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Solve kernel ridge regression: weights per example (rows x classes) and class means.

    The similarities are by far the largest array of a build: only their upper triangle is made, and in
    the order that the factorisation works on without a copy.
    """
    size = features.shape[0]
    similarity = np.empty((size, size), dtype=np.float32, order="F")
    for start in range(0, size, _ROWS_AT_ONCE):
        stop = min(start + _ROWS_AT_ONCE, size)
        similarity[:stop, start:stop] = _kernel((features[:stop] @ features[start:stop].T).toarray())
    similarity[np.diag_indices(size)] += _RIDGE
    mean = targets.mean(axis=0)
    factor = cho_factor(similarity, overwrite_a=True, check_finite=False)
    alpha = cho_solve(factor, (targets - mean).astype(np.float32), check_finite=False)
    return alpha.astype(np.float32), mean.astype(np.float32)


def _fit_answerable(features: sp.csr_matrix, answerable: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A linear separation of answerable from unanswerable wordings: weights per feature, and bias."""
    model = RidgeClassifier(alpha=_RIDGE_ANSWERABLE, class_weight="balanced").fit(features, answerable)
    return model.coef_.ravel().astype(np.float32), model.intercept_.astype(np.float32)


def _mean_of_best(values: np.ndarray, classes: np.ndarray, count: int, best: int = 3) -> np.ndarray:
    """Per class the mean of its `best` largest values (fewer examples: missing ones count as 0)."""
    order = np.lexsort((-values, classes))
    sorted_classes = classes[order]
    starts = np.searchsorted(sorted_classes, np.arange(count))
    rank = np.arange(len(values)) - starts[sorted_classes]
    chosen = rank < best
    return np.bincount(sorted_classes[chosen], values[order][chosen], minlength=count) / best
