"""How surely everyday questions find law and practice: python -m benchmarks.find_provisions

Asks the served index (with whatever laws it holds) the questions of tests/data/law_questions.tsv and
practice_questions.tsv, written by people who saw no everyday wordings, and statute_questions.tsv, which
ask for provisions that have no digest. Prints the share found among the first five passages of the kind,
and every provision of the index looked up by its own citation.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from assistant.models import RankedPassage, SourceKind
from assistant.service import Assistant, build
from assistant.settings import PROJECT, Settings
from ingest.corpus import load_corpus

FIRST = 5
QUESTIONS = PROJECT / "tests" / "data"


def main() -> None:
    settings = Settings()
    assistant = build(settings)
    corpus = load_corpus(settings)
    units = {
        p.id.removeprefix("law/"): p.unit for p in corpus.passages if p.shown and p.kind is SourceKind.LAW
    }
    _report(
        "Vorschriften mit Kurzfassung",
        [
            (row["text"], _rank(assistant, row["text"], SourceKind.LAW, unit=units[row["id"]]))
            for row in _rows(QUESTIONS / "law_questions.tsv")
        ],
    )
    _report(
        "Praxisbeispiele",
        [
            (row["text"], _rank(assistant, row["text"], SourceKind.PRACTICE, unit=f"practice:{row['name']}"))
            for row in _rows(QUESTIONS / "practice_questions.tsv")
        ],
    )
    _report(
        "Vorschriften ohne Kurzfassung",
        [
            (row["text"], _rank(assistant, row["text"], SourceKind.LAW, provision=row["provision"]))
            for row in _rows(QUESTIONS / "statute_questions.tsv")
        ],
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def _rank(
    assistant: Assistant, question: str, kind: SourceKind, *, unit: str = "", provision: str = ""
) -> int:
    """Rank (from 1) of the first passage of `kind` that is of the unit or provision; 0: not among 20 passages."""
    found = [r for r in assistant.retrieve(question, 20) if r.passage.kind is kind]
    return next((n for n, r in enumerate(found, start=1) if _is_it(r, unit, provision)), 0)


def _is_it(ranked: RankedPassage, unit: str, provision: str) -> bool:
    passage = ranked.passage
    if provision:
        law = provision.split(" ")[-1]
        return passage.provision is not None and (
            passage.provision == provision
            or (passage.provision.startswith(provision.removesuffix(law)) and passage.provision.endswith(law))
        )
    return passage.unit == unit


def _report(name: str, ranks: list[tuple[str, int]]) -> None:
    hits = sum(0 < rank <= FIRST for _, rank in ranks)
    mean = sum(1 / rank for _, rank in ranks if rank) / max(len(ranks), 1)
    print(
        f"{name}: {hits}/{len(ranks)} = {hits / max(len(ranks), 1):.3f} unter den ersten {FIRST}, MRR {mean:.3f}"
    )


if __name__ == "__main__":
    main()
