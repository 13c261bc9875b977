"""Nothing in the repository is copied from the study (DESIGN §4.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.framework import load_framework
from assistant.settings import PROJECT
from tests.project_files import text_files

SHARED = PROJECT.parent / "shared"
STUDY = SHARED / "corpus" / "study.txt"
NAMES = SHARED / "checks" / "allowed_runs.txt"  # titles of works and institutions that have to be named
RUN = 8  # words; so many in a row are no coincidence any more

Words = tuple[str, ...]


def words(text: str) -> list[str]:
    """Lower-case words; those that a line end has split are put together again."""
    text = re.sub(r"(?<=\w)[-\u00ad]\s*\n\s*(?=[a-zäöüß])", "", text).replace("\u00ad", "")
    return re.findall(r"[0-9a-zäöüß]+", text.lower())


def runs(of: list[str]) -> Iterator[Words]:
    return (tuple(of[start : start + RUN]) for start in range(len(of) - RUN + 1))


def shared_runs(text: str, study: set[Words], named: set[Words]) -> list[str]:
    """Runs of `text` that the study has, too, unless a name alone explains them."""
    return [" ".join(run) for run in runs(words(text)) if run in study and run not in named]


def test_a_copied_sentence_is_found() -> None:
    study = set(
        runs(
            words(
                "Die Stadt der Zukunft ge-\nhört nicht nur denen, die heute in ihr wohnen, son\u00addern allen."
            )
        )
    )
    copied = "Es heißt: die Stadt der Zukunft gehört nicht nur denen, die heute …"
    assert shared_runs(copied, study, set()) == [
        "die stadt der zukunft gehört nicht nur denen",
        "stadt der zukunft gehört nicht nur denen die",
        "der zukunft gehört nicht nur denen die heute",
    ]
    assert shared_runs("Wem gehört die Stadt der Zukunft?", study, set()) == []


@pytest.mark.skipif(not STUDY.exists(), reason="die Studie liegt nicht neben dem Projekt")
def test_nothing_is_copied_from_the_study() -> None:
    framework = load_framework(PROJECT / "corpus" / "framework")
    names = [f"{section}. {framework.title(section)}" for section in framework.sections]
    if NAMES.exists():
        names += NAMES.read_text(encoding="utf-8").splitlines()
    named = {run for name in names for run in runs(words(name))}
    study = set(runs(words(STUDY.read_text(encoding="utf-8"))))
    found = {
        _relative(path): hits for path, text in text_files() if (hits := shared_runs(text, study, named))
    }
    assert found == {}


def _relative(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()
