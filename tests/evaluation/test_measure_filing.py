"""Held-out rows say how good computed filing is; what is held out is really not known."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant import cli
from assistant.evaluation.filing import measure_filing
from assistant.evaluation.report import FilingGroup
from assistant.models import Passage, PassageOrigin, SourceKind
from ingest.passages import make_expansion, make_passage
from tests.evaluation.asked import AskedAssistant
from tests.village import offline, publish, village_passages

TOPICS = {"3.4": "Nachbarn pflegen Brunnen", "3.1": "Buslinien auf Probe befahren"}


def row(number: int, part: str, text: str, kind: SourceKind = SourceKind.LAW) -> list[Passage]:
    """A provision or example with three wordings."""
    origin = PassageOrigin.DIGEST if kind is SourceKind.LAW else PassageOrigin.EXAMPLE
    shown = make_passage(
        id=f"{kind}/{number}",
        kind=kind,
        origin=origin,
        unit=f"{kind}:{number:02}",
        title="",
        text=text,
        principles=(part,),
    )
    return [shown] + [
        make_expansion(shown, id=f"{kind}/{number}/{n}", text=f"{text} {n}", style="alltag") for n in range(3)
    ]


def figures(groups: tuple[FilingGroup, ...], kind: str = "law", chapter: str = "principles") -> dict:
    (group,) = [g for g in groups if (g.kind, g.chapter) == (kind, chapter)]
    return {name: figure.value for name, figure in group.figures.items()}


def alike() -> list[Passage]:
    """Ten rows on two topics: whoever is held out, others speak of the same."""
    rows = []
    for n in range(10):
        part = list(TOPICS)[n % 2]
        rows += row(n, part, f"{TOPICS[part]} Absatz {n} Bedeutung: Ihr Grund.")
    return rows


def test_rows_that_resemble_others_are_filed_rightly():
    assert figures(measure_filing(alike())) == {
        "precision": 1, "recall": 1, "best_is_right": 1, "coverage": 1,
    }  # fmt: skip


def test_a_row_whose_words_nobody_shares_is_not_known_by_its_own_wordings():
    stranger = row(10, "3.6", "Kakaozölle verjähren vierteljährlich")
    alone = figures(measure_filing([*alike(), *stranger]))
    assert alone["precision"] == 1
    assert alone["recall"] == alone["coverage"] == alone["best_is_right"] == pytest.approx(10 / 11, abs=1e-4)


def test_a_provision_is_judged_by_its_official_wording_where_it_is_known():
    wrong = {"law:00": TOPICS["3.1"] + ". Buslinien auf Probe befahren."}
    assert figures(measure_filing(alike(), wrong))["best_is_right"] == pytest.approx(0.9)


def test_the_reason_in_a_digest_is_not_judged():
    """It says in the study's words why the provision matters; no norm says that of itself."""
    telling = row(10, "3.4", f"Kakaozölle verjähren Bedeutung: {TOPICS['3.4']}.")
    assert figures(measure_filing([*alike(), *telling]))["recall"] == pytest.approx(10 / 11, abs=1e-4)


def test_law_and_practice_have_figures_of_their_own_for_each_chapter():
    examples = [p for n in range(10) for p in row(n, "3.4", TOPICS["3.4"], SourceKind.PRACTICE)]
    groups = measure_filing([*alike(), *examples])
    assert [(g.kind, g.chapter, g.rows) for g in groups] == [
        (kind, chapter, 10)
        for kind in ("law", "practice")
        for chapter in ("principles", "levels", "measures")
    ]
    assert figures(groups, "practice", "levels") == {"coverage": 0}


def test_without_rows_there_are_no_figures():
    assert measure_filing([]) == ()


class TestCommand:
    @pytest.fixture
    def questions(self, tmp_path: Path) -> str:
        path = tmp_path / "fragen.jsonl"
        path.write_text('{"id": "q1", "question": "Was tun?"}\n', encoding="utf-8")
        return str(path)

    @pytest.fixture(autouse=True)
    def served(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
        monkeypatch.setenv("EMBEDDING_MODEL", "fallback")
        publish(offline(tmp_path / "data"), village_passages())

    def test_it_measures_the_served_rows_when_asked(self, questions: str):
        result = CliRunner().invoke(
            cli.app, ["evaluate", questions, "--filing", "--json"], obj=AskedAssistant({})
        )
        assert {(g["kind"], g["rows"]) for g in json.loads(result.output)["filing"]} == {
            ("law", 2), ("practice", 3),
        }  # fmt: skip
        shown = CliRunner().invoke(cli.app, ["evaluate", questions, "--filing"], obj=AskedAssistant({}))
        assert "Errechnete Einordnung" in shown.output and "Recht: Prinzipien (2)" in shown.output

    def test_otherwise_it_does_not(self, questions: str):
        result = CliRunner().invoke(cli.app, ["evaluate", questions, "--json"], obj=AskedAssistant({}))
        assert json.loads(result.output)["filing"] == []
