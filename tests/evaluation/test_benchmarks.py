"""The measuring commands can be called; what they measure is not tested."""

from __future__ import annotations

from importlib import import_module

import pytest

from assistant.channels.command_line import run
from assistant.errors import AssistantError
from benchmarks import compare_study
from benchmarks.ingest_run import folder_mib, run_ingest


@pytest.mark.parametrize("name", ["build", "answer", "serve", "statutes", "compare_study"])
def test_help_is_german(capsys, name):
    module = import_module(f"benchmarks.{name}")
    assert run(module.app, name, ["--help"]) == 0
    assert module.HELP in " ".join(capsys.readouterr().out.split())


def test_comparing_needs_a_study(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    assert run(compare_study.app, "compare_study", []) == 2
    assert "--study" in capsys.readouterr().err


def test_a_run_of_ingest_is_measured(tmp_path):
    run_of_help = run_ingest(tmp_path, "--help")
    assert "ingest" in run_of_help.output
    assert run_of_help.seconds > 0 and run_of_help.peak_mib > 1


def test_a_failed_run_of_ingest_is_an_error(tmp_path):
    with pytest.raises(AssistantError, match="Code 2"):
        run_ingest(tmp_path, "study", str(tmp_path / "fehlt.txt"))


def test_a_folder_is_weighed_with_its_subfolders(tmp_path):
    (tmp_path / "unten").mkdir()
    (tmp_path / "unten" / "a").write_bytes(b"x" * 524_288)
    (tmp_path / "b").write_bytes(b"x" * 524_288)
    assert folder_mib(tmp_path) == 1
