"""Fit the fusion's weights and calibration on voices held out from the index: python -m benchmarks.fit_fusion

For the study every voice of corpus/everyday is left out in turn; for law and practice every third
wording of a unit. Prints what assistant/fusion.py holds, and MRR@10 / success@5 on the left-out
wordings. Takes about five minutes on two cores.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from assistant.fusion import Signals, scaled
from assistant.models import Passage, SourceKind
from assistant.retrieval import Searcher
from assistant.settings import Settings
from benchmarks.held_out import searcher_without
from ingest.corpus import load_corpus

SIGNALS = [f.name for f in fields(Signals)]
_SKIPPED_STYLES = {"stichworte", "frage"}


def main() -> None:
    settings = Settings()
    corpus = load_corpus(settings)
    refusals = [(r.category, r.text) for r in corpus.refusals]
    asked: dict[SourceKind, list[tuple[np.ndarray, float, int]]] = {}
    for left_out in _folds(settings.corpus_dir / "everyday", corpus.passages):
        held = [p for p in corpus.passages if p.id in left_out and p.style not in _SKIPPED_STYLES]
        with searcher_without(corpus, left_out, refusals) as searcher:
            for passage in held:
                asked.setdefault(passage.kind, []).append(_ask(searcher, passage))
        print(f"{len(held)} wordings asked", flush=True)
    for kind, examples in asked.items():
        _report(kind, examples)


def _folds(folder: Path, passages: Sequence[Passage]) -> Iterator[set[str]]:
    """Ids left out together: a voice each; thirds of the wordings of law and practice ride along."""
    voices = sorted(folder.glob("voice_*.tsv"))
    of_others: dict[str, list[str]] = {}
    for p in passages:
        if not p.shown and p.kind is not SourceKind.STUDY:
            of_others.setdefault(p.unit, []).append(p.id)
    for number, voice in enumerate(voices):
        with voice.open(encoding="utf-8", newline="") as file:
            texts = {
                (r["section"], r["text"])
                for r in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            }
        ids = {p.id for p in passages if not p.shown and (p.section, p.text) in texts}
        if number < 3:
            ids |= {i for own in of_others.values() for i in own[number::3]}
        yield ids


def _ask(searcher: Searcher, passage: Passage) -> tuple[np.ndarray, float, int]:
    """Scaled signals (units x signals), the learned model's best score, and the row of the right unit."""
    signals = searcher.signals(passage.text)[1][passage.kind]
    units = sorted(signals.learned)
    columns = []
    for name in SIGNALS:
        values = scaled(getattr(signals, name), len(units))
        columns.append([values.get(unit, 0.0) for unit in units])
    return np.array(columns, dtype=np.float32).T, max(signals.learned.values()), units.index(passage.unit)


def _report(kind: SourceKind, examples: Sequence[tuple[np.ndarray, float, int]]) -> None:
    features = np.stack([e[0] for e in examples])
    best_learned = np.array([e[1] for e in examples])
    right = np.array([e[2] for e in examples])
    rows = np.arange(len(right))

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = features @ weights
        scores -= scores.max(axis=1, keepdims=True)
        chances = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        value = -np.log(chances[rows, right] + 1e-12).mean() + 1e-3 * weights @ weights
        chances[rows, right] -= 1
        return value, np.einsum("nu,nuf->f", chances, features) / len(right) + 2e-3 * weights

    fitted = minimize(
        loss, np.ones(len(SIGNALS)), jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(SIGNALS)
    ).x
    fused = features @ fitted / fitted.sum()
    ranks = (fused > fused[rows, right][:, None]).sum(axis=1) + 1
    is_right = np.zeros_like(fused, dtype=bool)
    is_right[rows, right] = True
    pairs = np.stack([fused.ravel(), np.repeat(best_learned, fused.shape[1])], axis=1)
    logistic = LogisticRegression(C=100).fit(pairs, is_right.ravel())
    print(
        f"{kind}: {len(right)} wordings, MRR@10 {np.where(ranks <= 10, 1 / ranks, 0).mean():.3f}, "
        f"success@5 {(ranks <= 5).mean():.3f}"
    )
    print("  weights", dict(zip(SIGNALS, fitted.round(2).tolist(), strict=True)))
    print(
        f"  slope {logistic.coef_[0][0]:.1f}, learned_slope {logistic.coef_[0][1]:.1f}, offset {logistic.intercept_[0]:.1f}"
    )


if __name__ == "__main__":
    main()
