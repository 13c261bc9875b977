"""Work beside the server: watched, bounded, one at a time, ended when it is told to."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.errors import BusyError
from assistant.jobs import MOST_LINES, Job, Jobs, environment_of
from assistant.settings import Settings

PROGRAM = (sys.executable, str(Path(__file__).parent / "scripted_program.py"))
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def jobs(tmp_path: Path) -> Iterator[Jobs]:
    made = Jobs(Settings(_env_file=None, data_dir=tmp_path / "daten"), PROGRAM, now=lambda: NOON)
    yield made
    made.close()


def when(jobs: Jobs, happened: Callable[[Job], bool]) -> Job:
    """The job as soon as something has happened; waiting is bounded so that a broken test ends."""
    for _ in range(3000):
        job = jobs.latest()
        if job is not None and happened(job):
            return job
        time.sleep(0.01)
    raise AssertionError(jobs.latest())


def ended(jobs: Jobs) -> Job:
    return when(jobs, lambda job: job.state != "running")


def test_nothing_has_run_at_first(jobs: Jobs) -> None:
    assert jobs.latest() is None
    jobs.cancel()  # nothing to do


def test_a_job_tells_what_it_does_and_what_came_of_it(jobs: Jobs, tmp_path: Path) -> None:
    gate = tmp_path / "weiter"
    jobs.start("add", ["stage:Dokumente lesen", "file:brief.pdf", "say:Passagen: 3 neu", f"wait:{gate}"])
    job = when(jobs, lambda job: bool(job.lines))
    assert (job.kind, job.state, job.started_at) == ("add", "running", NOON)
    assert (job.stage, job.done, job.total) == ("Dokumente lesen", 1, 2)
    assert [(file.name, file.status, file.says) for file in job.files] == [
        ("brief.pdf", "refused", "Die Datei ist leer.")
    ]
    gate.touch()
    job = ended(jobs)
    assert (job.state, job.ended_at, job.lines) == ("done", NOON, ("Passagen: 3 neu",))


@pytest.mark.parametrize(("code", "state"), [(0, "done"), (8, "partial"), (1, "failed"), (6, "failed")])
def test_its_exit_code_says_how_it_went(jobs: Jobs, code: int, state: str) -> None:
    jobs.start("laws", [f"exit:{code}"])
    assert ended(jobs).state == state


def test_of_what_it_complains_only_the_sentence_for_people_is_shown(jobs: Jobs) -> None:
    warning = "complain:/usr/lib/python3: UserWarning: model is old"
    jobs.start("build", [warning, "complain:Fehler: Der Datenträger ist voll.", warning, "exit:6"])
    assert ended(jobs).error == "Der Datenträger ist voll."


def test_without_such_a_sentence_there_is_none(jobs: Jobs) -> None:
    jobs.start("build", ["complain:Traceback (most recent call last):", "exit:1"])
    assert (ended(jobs).state, ended(jobs).error) == ("failed", "")


@pytest.mark.parametrize("line", ["{", "{}", '{"stage": 1}', '{"name": "x"}', "[1]", "\x00\x07"])
def test_odd_lines_are_only_text(jobs: Jobs, line: str) -> None:
    jobs.start("build", [f"say:{line}"] if "\x00" not in line else ["say:\x07"])
    job = ended(jobs)
    assert job.state == "done" and len(job.lines) == 1 and not job.files and not job.stage


def test_what_is_kept_is_bounded(jobs: Jobs) -> None:
    jobs.start("build", ["say:" + "x" * 5000, *[f"say:{n}" for n in range(MOST_LINES)]])
    job = ended(jobs)
    assert len(job.lines) == MOST_LINES and job.lines[-1] == str(MOST_LINES - 1)
    jobs.start("build", ["say:" + "x" * 5000])
    assert max(map(len, ended(jobs).lines)) <= 500


def test_one_at_a_time(jobs: Jobs, tmp_path: Path) -> None:
    gate, folder = tmp_path / "weiter", tmp_path / "dateien"
    folder.mkdir()
    first = jobs.start("build", [f"wait:{gate}"])
    with pytest.raises(BusyError, match="läuft schon"):
        jobs.start("add", ["exit:0"], folder)
    assert not folder.exists()  # nobody else would clear it away
    gate.touch()
    assert ended(jobs).id == first.id
    jobs.start("add", ["exit:0"])
    assert ended(jobs).kind == "add"


@pytest.mark.parametrize("steps", [["exit:0"], ["exit:1"]])
def test_its_folder_goes_with_it(jobs: Jobs, tmp_path: Path, steps: list[str]) -> None:
    folder = tmp_path / "dateien"
    folder.mkdir()
    (folder / "1").write_text("Vertraulich", encoding="utf-8")
    jobs.start("add", steps, folder)
    ended(jobs)
    assert not folder.exists()


def test_a_job_can_be_cancelled(jobs: Jobs, tmp_path: Path) -> None:
    folder = tmp_path / "dateien"
    folder.mkdir()
    jobs.start("build", ["say:los", f"wait:{tmp_path / 'nie'}"], folder)
    when(jobs, lambda job: job.lines == ("los",))
    jobs.cancel()
    job = ended(jobs)
    assert (job.state, job.ended_at, job.error) == ("cancelled", NOON, "") and not folder.exists()
    jobs.start("build", ["exit:0"])
    assert ended(jobs).state == "done"


def test_a_program_that_does_not_start_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "dateien"
    folder.mkdir()
    jobs = Jobs(Settings(_env_file=None, data_dir=tmp_path), [str(tmp_path / "gibt-es-nicht")])
    with pytest.raises(OSError):
        jobs.start("build", [], folder)
    assert jobs.latest() is None and not folder.exists()


def test_the_child_sees_the_same_settings_but_no_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LLM_API_KEY", "STORE_URL", "store_url"):
        monkeypatch.setenv(name, "geheim")
    environment = environment_of(Settings(_env_file=None, data_dir=tmp_path, embedding_model="fallback"))
    assert environment["DATA_DIR"] == str(tmp_path) and environment["EMBEDDING_MODEL"] == "fallback"
    assert "geheim" not in environment.values() and "STORE_URL" not in environment


def test_the_child_is_told_that_a_program_reads(jobs: Jobs) -> None:
    jobs.start("build", ["environment:INGEST_EVENTS"])
    assert ended(jobs).lines == ("INGEST_EVENTS=1",)
