"""Fit the judgement of answerability on wordings held out from the index: python -m benchmarks.fit_refusal

Two voices, a third of law and practice, a third of the answerable look-alikes and every third
unanswerable wording are left out and asked. Prints what assistant/answering/judge.py holds.
"""

from __future__ import annotations

import csv

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_predict

from assistant.answering.gather import gather
from assistant.answering.judge import FEATURES, features
from assistant.models import SourceKind
from assistant.retrieval import Searcher
from assistant.settings import Settings
from benchmarks.held_out import searcher_without
from ingest.corpus import load_corpus

FALSE_REFUSALS = 0.03
_SKIPPED_STYLES = {"stichworte", "frage"}


def main() -> None:
    settings = Settings()
    corpus = load_corpus(settings)
    texts: set[tuple[str | None, str]] = set()
    for voice in ("voice_c", "voice_e"):
        with (settings.corpus_dir / "everyday" / f"{voice}.tsv").open(encoding="utf-8", newline="") as file:
            texts |= {
                (r["section"], r["text"])
                for r in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            }
    with (settings.corpus_dir / "unanswerable" / "answerable_near.tsv").open(
        encoding="utf-8", newline=""
    ) as file:
        near = [
            (r["section"], r["text"]) for r in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]
    texts |= set(near[::3])
    held = [p for p in corpus.passages if not p.shown and (p.section, p.text) in texts]
    held += [p for p in corpus.passages if not p.shown and p.kind is not SourceKind.STUDY][::3]
    left_out = {p.id for p in held}
    refusals = [(r.category, r.text) for r in corpus.refusals]
    asked_refusals = refusals[::3]
    kept_refusals = [r for i, r in enumerate(refusals) if i % 3]

    with searcher_without(corpus, left_out, kept_refusals) as searcher:
        rows = [_ask(searcher, p.text) for p in held if p.style not in _SKIPPED_STYLES]
        answerable = len(rows)
        rows += [_ask(searcher, text) for _, text in asked_refusals]
    x = np.array(rows)
    y = np.arange(len(rows)) < answerable
    model = LogisticRegression(C=10, class_weight="balanced")
    held_scores = cross_val_predict(model, x, y, cv=5, method="decision_function")
    threshold = np.quantile(held_scores[y], FALSE_REFUSALS)
    fitted = model.fit(x, y)
    print(
        f"{answerable} answerable, {len(rows) - answerable} unanswerable wordings; AUC {roc_auc_score(y, held_scores):.3f}"
    )
    for share in (0.01, 0.02, 0.03, 0.05):
        at = np.quantile(held_scores[y], share)
        print(
            f"  at {share:.0%} false refusals: {(held_scores[~y] < at).mean():.3f} refused (score {at:.2f})"
        )
    print("  weights", dict(zip(FEATURES, fitted.coef_[0].round(2).tolist(), strict=True)))
    print(f"  offset {fitted.intercept_[0] - threshold:.2f} (threshold at 0)")


def _ask(searcher: Searcher, text: str) -> tuple[float, ...]:
    retrieval = searcher.search(text)
    return features(retrieval, gather(searcher, retrieval), text)


if __name__ == "__main__":
    main()
