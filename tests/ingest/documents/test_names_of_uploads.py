"""Files that lie under other names than they are called by, and a program that reads along."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import ingest.commands.documents
from assistant.channels.command_line import run
from assistant.channels.progress import shown_progress
from assistant.errors import InputError
from assistant.messages_de import Documents
from assistant.settings import Settings
from ingest import cli
from ingest.documents.add import add
from ingest.documents.gather import read_names
from ingest.documents.remove import list_documents


def silent(stage: str, done: int, total: int) -> None:
    pass


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Satzung.md", "Satzung.md"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Eigene Dateien\\Satzung.md", "Satzung.md"),
        ("a\x00b\n.md", "a\ufffdb\ufffd.md"),
        ("", Documents.NAMELESS),
        ("..", Documents.NAMELESS),
        ("///", Documents.NAMELESS),
        ("ordner/", "ordner"),
    ],
)
def test_the_last_part_of_a_name_is_what_a_file_is_called(tmp_path: Path, name: str, called: str) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path / "daten")
    (tmp_path / "1").write_text("Ein Satz über Brunnen.\n", encoding="utf-8")
    done = add(settings, [tmp_path / "1"], {}, silent, names=[name])
    assert done.files[0].name == called and done.files[0].id
    assert list_documents(settings)[0].name == called


def test_an_upload_of_the_same_name_replaces_nothing(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path / "daten")
    for folder in ("eins", "zwei"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "1").write_text(f"Satzung der Stadt {folder}.\n", encoding="utf-8")
        add(settings, [tmp_path / folder / "1"], {}, silent, names=["Satzung.txt"])
    assert [document.name for document in list_documents(settings)] == ["Satzung.txt", "Satzung.txt"]


@pytest.mark.parametrize("content", ["", "{", "{}", "[1]", '["a", "b"]', "[]"])
def test_a_list_that_does_not_fit_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "1").write_text("Ein Satz.\n", encoding="utf-8")
    (tmp_path / "namen.json").write_text(content, encoding="utf-8")
    settings = Settings(_env_file=None, data_dir=tmp_path / "daten")
    with pytest.raises(InputError, match="Liste der Dateinamen"):
        names = read_names(tmp_path / "namen.json")
        add(settings, [tmp_path / "1"], {}, silent, names=names or ["a", "b"])


def test_a_program_gets_lines_of_json(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "daten"))
    monkeypatch.setenv("INGEST_EVENTS", "1")
    monkeypatch.setattr(ingest.commands.documents, "build_index", lambda settings: None)
    for name, text in (("1", "Ein Satz über Brunnen.\n"), ("2", "")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "namen.json").write_text('["Brunnen.txt", "leer.txt"]', encoding="utf-8")
    arguments = [f"--namen={tmp_path / 'namen.json'}", "--", str(tmp_path / "1"), str(tmp_path / "2")]
    assert run(cli.app, "ingest", ["add", *arguments]) == 8
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == {"stage": Documents.STAGE, "done": 0, "total": 2}
    files = [line for line in lines if "name" in line]
    assert [(file["name"], file["status"]) for file in files] == [
        ("Brunnen.txt", "created"),
        ("leer.txt", "refused"),
    ]


def test_progress_for_a_program_comes_at_once(monkeypatch, capsys) -> None:
    monkeypatch.setenv("INGEST_EVENTS", "1")
    with shown_progress() as report:
        report("Vektoren", 1, 9)
        assert json.loads(capsys.readouterr().out) == {"stage": "Vektoren", "done": 1, "total": 9}
