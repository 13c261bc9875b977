"""The command `ingest`: what it prints, what it refuses, what it leaves."""

from __future__ import annotations

import subprocess
import sys

import pytest

import ingest.corpus
import ingest.sync
from assistant.channels.command_line import run
from assistant.errors import CorpusError, StorageError
from assistant.index.build import BuildReport
from assistant.messages_de import CommandLine
from assistant.settings import PROJECT, Settings
from ingest import cli

REPORT = BuildReport(
    generation="g7",
    created=3,
    updated=2,
    skipped=5,
    deleted=1,
    embedding="tfidf-svd-128",
    embedding_is_fallback=True,
    full_study=False,
    notices=("Das Vektormodell war nicht erreichbar.",),
)


class Builds:
    """Stands for `synchronise`: records its calls, returns or raises what it was given."""

    def __init__(self, outcome: BuildReport | Exception):
        self.outcome = outcome
        self.calls: list[tuple[Settings, dict]] = []

    def __call__(self, settings, report, **options):
        self.calls.append((settings, options))
        report("Vektoren", 1, 2)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


@pytest.fixture
def builds(monkeypatch, tmp_path) -> Builds:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setattr(ingest.sync, "synchronise", scripted := Builds(REPORT))
    return scripted


def test_a_build_tells_what_it_did(builds, capsys):
    assert run(cli.app, "ingest", ["build"]) == 0
    out, err = capsys.readouterr()
    for part in ("3 neu, 2 geändert, 5 unverändert, 1 entfernt", "g7", "tfidf-svd-128", "nicht erreichbar"):
        assert part in out
    assert err == ""  # quick work shows no progress


def test_a_build_checks_the_follow_up_questions_before_it_is_published(builds):
    run(cli.app, "ingest", ["build", "--force"])
    ((_, options),) = builds.calls
    assert options["force"] is True and len(options["before_publish"]) == 1


def test_nothing_to_do_is_said(builds, capsys):
    builds.outcome = REPORT.model_copy(update={"published": False})
    run(cli.app, "ingest", ["build"])
    assert CommandLine.NO_CHANGE in capsys.readouterr().out


@pytest.mark.parametrize(
    "error", [CorpusError("cards/2.4.md, Zeile 3: Der Kopf ist kaputt."), StorageError("Voll.")]
)
def test_errors_are_one_line_with_their_exit_code(builds, capsys, error):
    builds.outcome = error
    assert run(cli.app, "ingest", ["build"]) == error.exit_code
    assert capsys.readouterr().err == f"Fehler: {error.message}\n"


def test_a_full_disk_is_told_in_german(builds, capsys):
    builds.outcome = OSError(28, "No space left on device")
    assert run(cli.app, "ingest", ["build"]) == StorageError.exit_code
    assert "Speicherplatz" in capsys.readouterr().err


def test_a_wrong_study_changes_nothing(builds, capsys, tmp_path):
    wrong = tmp_path / "brief.txt"
    wrong.write_text("Sehr geehrte Damen und Herren,\nvielen Dank.\n", encoding="utf-8")
    assert run(cli.app, "ingest", ["study", str(wrong)]) == CorpusError.exit_code
    assert "Fehler: " in capsys.readouterr().err
    assert not builds.calls and not (tmp_path / "sources" / "study.json").exists()


def test_a_missing_study_file_is_named(builds, capsys):
    assert run(cli.app, "ingest", ["study", "gibt-es-nicht.pdf"]) == 2
    assert "gibt-es-nicht.pdf" in capsys.readouterr().err


def test_a_study_shows_its_sections_and_is_built_in(builds, capsys, monkeypatch, tmp_path):
    from ingest.sources.study.document import Block, BlockKind, Section, StudyDocument

    block = Block(kind=BlockKind.PARAGRAPH, text="Zehn Worte.", lines=(2,))
    section = Section(
        id="2.4", title="Souveräne Abhängigkeit", chapter="Beobachtungen", lines=(1,), blocks=(block,)
    )
    document = StudyDocument(source="studie.txt", digest="d", sections=(section,), removed=())
    monkeypatch.setattr(ingest.corpus, "import_study", lambda path, settings: document)
    file = tmp_path / "studie.txt"
    file.touch()
    assert run(cli.app, "ingest", ["study", str(file)]) == 0
    out = capsys.readouterr().out
    assert "1 Abschnitte" in out and "2.4   Souveräne Abhängigkeit (11 Zeichen)" in out and "g7" in out


def test_the_study_can_be_forgotten(builds, capsys, tmp_path):
    assert run(cli.app, "ingest", ["forget-study"]) == 0
    assert CommandLine.NO_STUDY in capsys.readouterr().out and not builds.calls
    kept = tmp_path / "sources" / "study.json"
    kept.parent.mkdir()
    kept.write_text("{}", encoding="utf-8")
    run(cli.app, "ingest", ["forget-study"])
    assert not kept.exists() and len(builds.calls) == 1


def test_the_module_is_the_command():
    done = subprocess.run(
        [sys.executable, "-m", "ingest", "--help"],
        capture_output=True,
        encoding="utf-8",
        cwd=PROJECT,
        check=True,
    )
    assert "Aufruf: ingest" in done.stdout and "forget-study" in done.stdout
