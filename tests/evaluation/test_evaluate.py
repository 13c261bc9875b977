"""`assistant evaluate` from a file to figures, for programs and for people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from typer.testing import CliRunner

from assistant import cli
from assistant.channels.command_line import run
from assistant.evaluation.report import Report
from assistant.evaluation.run import evaluate_file
from assistant.evaluation.tables import render, render_side_by_side
from assistant.models import FollowUp, IndexStatus
from tests.evaluation.asked import AskedAssistant, cited_answer

DEEPER = FollowUp(text="Wer wählt aus?", section="2.4", origin="study")
LINES: list[dict[str, Any]] = [
    {
        "id": "q1",
        "question": "Was tun?",
        "style": "alltag",
        "relevant": {"2.4": 2, "3.4": 1},
        "principles": ["3.4"],
        "gold_facts": ["Bindungen auswählen"],
    },
    {"id": "q2", "question": "Und dann?", "style": "alltag", "relevant": {"4.5": 2}, "principles": ["3.1"]},
    {"id": "q3", "question": "Wer zahlt?", "style": "keyword", "relevant": {"2.1": 2}},
    {"id": "q4", "question": "Was kostet das?", "style": "unbeantwortbar", "answerable": False},
]


class Full(AskedAssistant):
    """With the full study in its index."""

    def status(self) -> IndexStatus:
        return super().status().model_copy(update={"full_study": True, "embedding_is_fallback": False})


def assistant(kind: type[AskedAssistant] = AskedAssistant) -> AskedAssistant:
    answers = {text: cited_answer(DEEPER) for text in ("Was tun?", "Und dann?", DEEPER.text)}
    rankings = {"Was tun?": ("2.4", "3.4"), "Und dann?": ("2.1", "3.1", "law", "4.5")}
    return kind(answers, rankings)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "fragen.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in LINES), encoding="utf-8")
    return path


def silent(stage: str, done: int, total: int) -> None:
    """No progress."""


@pytest.fixture
def report(file: Path) -> Report:
    return evaluate_file(assistant(), file, silent)


def values(report: Report, style: str | None) -> dict[str, float]:
    (group,) = [group for group in report.groups if group.style == style]
    return {name: figure.value for name, figure in group.figures.items()}


def test_figures_overall(report):
    assert report.groups[0].questions == 4
    assert values(report, None) == pytest.approx(
        {
            "success@1": 1 / 3,
            "success@3": 2 / 3,
            "success@5": 2 / 3,
            "mrr@10": (1 + 1 / 3 + 0) / 3,
            "ndcg@10": (1 + 1 / 2 + 0) / 3,  # rank 3: 1 / log2(4)
            "principle_hit@3": 1 / 2,
            "principle_precision": 1 / 4,  # 3.4 and 3.5 shown twice, one of the four expected
            "principle_recall": 1 / 2,
            "answered": 2 / 3,
            "refused": 1,
            "gold_facts": 1,
            "follow_ups_answerable": 1,
            "citations_resolve": 1,
            "quotes_verbatim": 1,
            "sentences_cited": 1,
        },
        abs=1e-4,
    )


def test_figures_by_style(report):
    assert [(group.style, group.questions) for group in report.groups[1:]] == [
        ("alltag", 2),
        ("keyword", 1),
        ("unbeantwortbar", 1),
    ]
    assert values(report, "alltag")["mrr@10"] == pytest.approx(2 / 3, abs=1e-4)
    assert values(report, "keyword")["answered"] == 0
    assert values(report, "unbeantwortbar") == {"refused": 1}


def test_intervals_hold_the_value_and_repeat(file, report):
    for figure in report.groups[0].figures.values():
        assert 0 <= figure.low <= figure.value <= figure.high <= 1
    again = evaluate_file(assistant(), file, silent)
    assert [group.figures for group in again.groups] == [group.figures for group in report.groups]


def test_outcomes_tell_which_question_failed(report):
    assert [(o.id, o.status, o.sections) for o in report.outcomes[1:3]] == [
        ("q2", "answered", ("2.1", "3.1", "4.5")),
        ("q3", "no_source", ()),
    ]


def test_progress_is_told(file):
    told = []
    evaluate_file(assistant(), file, lambda stage, done, total: told.append((done, total)))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def shown(renderable: Any) -> str:
    console = Console(width=80)
    with console.capture() as capture:
        console.print(renderable)
    return capture.get()


def test_a_report_for_people(report):
    text = shown(render(report))
    assert "4 Fragen aus fragen.jsonl · Index: nur Karten · Vektormodell: tfidf-svd-128 (am" in text
    assert all(title in text for title in ("Gefundene Abschnitte", "Antworten", "Dauer in Millisekunden"))
    assert "MRR@10                                 0,444  0,000–1,000   3" in text
    (first,) = [line for line in text.splitlines() if line.startswith("alle (4)") and "0,444" in line]
    assert first.split() == ["alle", "(4)", "0,333", "0,667", "0,667", "0,444", "0,500"]
    assert "unbeantwortbar (1)" in text
    assert "…" not in text  # nothing cut off on a narrow terminal


def test_two_reports_side_by_side(file, report):
    text = shown(render_side_by_side([report, evaluate_file(assistant(Full), file, silent)]))
    lines = [line.split() for line in text.splitlines()]
    assert "nur Karten" in text and "Karten + volle Studie" in text
    assert ["MRR@10", "0,444", "0,444"] in lines
    assert ["alltag", "(2)", "0,667", "0,667"] in lines


def test_almost_all_is_not_shown_as_all(report):
    group = report.groups[0]
    almost = group.figures["refused"].model_copy(update={"value": 0.9998})
    changed = group.model_copy(update={"figures": {**group.figures, "refused": almost}})
    assert "0,999" in shown(render(report.model_copy(update={"groups": (changed,)})))


def test_the_command_for_programs(file):
    result = CliRunner().invoke(
        cli.app, ["evaluate", str(file), "--json"], obj=assistant(), standalone_mode=False
    )
    assert Report.model_validate_json(result.stdout).groups[0].questions == 4
    assert len(result.stdout.splitlines()) == 1


def test_the_command_for_people(file):
    result = CliRunner().invoke(cli.app, ["evaluate", str(file)], obj=assistant(), standalone_mode=False)
    assert (result.exit_code, "Gefundene Abschnitte" in result.output) == (0, True)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("kaputt", "Zeile 5: "),
        (json.dumps({"id": "q5", "question": "a" * 5000}), "Zeile 5: Die Frage ist zu lang"),
    ],
)
def test_a_broken_line_ends_the_run(monkeypatch, capsys, file, line, told):
    monkeypatch.setattr(cli, "open_assistant", assistant)
    file.write_text(f"{file.read_text()}{line}\n")
    assert run(cli.app, "assistant", ["evaluate", str(file)]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and told in err


def test_a_missing_file(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(cli, "open_assistant", assistant)
    assert run(cli.app, "assistant", ["evaluate", str(tmp_path / "fehlt.jsonl")]) == 2
    assert "fehlt.jsonl" in capsys.readouterr().err
