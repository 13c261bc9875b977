"""The command `assistant`: for people at a terminal and for programs that read its output."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant import cli
from assistant.channels.command_line import run
from assistant.errors import IndexUnavailableError
from assistant.messages_de import CommandLine, Reply
from assistant.models import Answer
from tests.fakes import FakeAssistant, sample_answer

PROJECT = Path(cli.__file__).parent.parent


@pytest.fixture
def fake() -> FakeAssistant:
    return FakeAssistant()


def invoke(fake: FakeAssistant, *arguments: str, input: str | bytes | None = None):
    """One command with the scripted assistant; its output and exit code."""
    return CliRunner().invoke(cli.app, list(arguments), obj=fake, input=input, standalone_mode=False)


def lines(output: str) -> list[dict]:
    return [json.loads(line) for line in output.splitlines()]


def write(path: Path, *rows: object) -> str:
    text = "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows)
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_an_answer_for_people(fake):
    result = invoke(fake, "ask", "Was tun?")
    assert result.exit_code == 0
    for part in (
        "nie ganz los",
        "[2] ■ Recht",
        "Stand: Zuletzt geändert 2025",
        Reply.NOT_COVERED,
        Reply.AI_NOTICE,
    ):
        assert part in " ".join(result.output.split())
    assert "**" not in result.output and "\x1b[" not in result.output


def test_an_answer_for_programs(fake):
    result = invoke(fake, "ask", "Was tun?", "--json")
    assert Answer.model_validate_json(result.stdout).question == "Was tun?"
    assert len(result.stdout.splitlines()) == 1


def test_a_question_from_standard_input(fake):
    invoke(fake, "ask", "-", "--json", input="\ufeffWas tun\nbei Streit?\n".encode())
    assert fake.calls[0].question == "Was tun\nbei Streit?"


def test_control_characters_do_not_reach_the_terminal():
    evil = "\x1b[2J\x1b]0;weg\x07 Text"
    result = invoke(FakeAssistant(sample_answer(text=evil, not_covered=evil)), "ask", "Was tun?")
    assert "\x1b" not in result.output and "\x07" not in result.output


def test_a_batch_answers_in_order_with_the_ids_of_its_lines(fake, tmp_path):
    history = [{"role": "user", "content": "Davor?"}]
    path = write(
        tmp_path / "fragen.jsonl",
        {"id": "b", "question": "Zweite?", "style": "alltag", "relevant": {"2.4": 2}},
        "",
        {"id": 7, "question": "Erste?", "history": history},
    )
    result = invoke(fake, "ask", "--batch", path)
    rows = lines(result.stdout)
    assert [row["id"] for row in rows] == ["b", 7]
    assert [row["question"] for row in rows] == ["Zweite?", "Erste?"]
    assert fake.calls[1].history[0].content == "Davor?"
    assert result.return_value == 0


def test_broken_lines_are_told_and_the_rest_goes_on(fake, tmp_path):
    path = tmp_path / "fragen.jsonl"
    path.write_bytes(
        b'{"id": 1, "question": "Gut?"}\n'
        b'{"id": 2, "question": \n'
        b'{"id": 3}\n'
        b'{"id": 4, "question": ""}\n'
        b'{"id": 5, "question": "\xff"}\n'
        b'{"id": 6, "question": "Auch?", "history": [{"role": "x", "content": "y"}]}\n'
        b"[1, 2]\n"
        b'{"id": NaN, "question": "Zahl?"}\n'
        b'{"id": 9, "question": "Auch gut?"}\n'
    )
    result = invoke(fake, "ask", "--batch", str(path))
    rows = lines(result.stdout)
    assert [row["status"] for row in rows] == ["partial", *["error"] * 7, "partial"]
    assert [row["id"] for row in rows] == [1, None, 3, 4, None, 6, None, None, 9]
    assert [row["line"] for row in rows[1:-1]] == [2, 3, 4, 5, 6, 7, 8]
    assert "Zeile 3: " in rows[2]["text"] and "question fehlt" in rows[2]["text"]
    assert "Bitte geben Sie eine Frage ein" in rows[3]["text"]
    assert "UTF-8" in rows[4]["text"]
    assert set(rows[0]) | {"line"} == set(rows[1])
    assert result.return_value == 1


def test_an_unexpected_failure_costs_one_line_and_shows_nothing(tmp_path, caplog):
    fake = FakeAssistant(RuntimeError("geheime Frage"), sample_answer())
    path = write(tmp_path / "f.jsonl", {"id": 1, "question": "geheime Frage"}, {"id": 2, "question": "Gut?"})
    result = invoke(fake, "ask", "--batch", path)
    first, second = lines(result.stdout)
    assert (first["status"], first["text"]) == ("error", CommandLine.LINE_FAILED)
    assert second["status"] == "partial"
    assert "geheime Frage" not in result.output + caplog.text


def test_passages_for_programs(fake):
    (row,) = lines(invoke(fake, "retrieve", "Was tun?", "--k", "4", "--json").stdout)
    assert row["id"] is None
    assert set(row["passages"][0]) == {
        *("passage_id", "kind", "section", "provision", "practice", "upload", "title", "score", "text")
    }
    assert [passage["section"] for passage in row["passages"]] == ["2.4", None, None, "2.4"]
    assert row["passages"][1]["provision"] == "§ 97 Abs. 4 GWB"


def test_passages_for_people(fake):
    result = invoke(fake, "retrieve", "Was tun?")
    assert "Guifi.net" in result.output and CommandLine.EXPANSION in result.output


def test_a_retrieval_batch(fake, tmp_path):
    path = write(tmp_path / "fragen.jsonl", {"id": "a", "question": "Gut?"}, "kaputt")
    result = invoke(fake, "retrieve", "--batch", path, "--k", "2")
    good, broken = lines(result.stdout)
    assert (good["id"], len(good["passages"])) == ("a", 2)
    assert (broken["passages"], broken["line"]) == ([], 2) and "JSON" in broken["error"]
    assert result.return_value == 1


def test_status(fake):
    assert json.loads(invoke(fake, "status", "--json").stdout)["generation"] == "g1"
    people = invoke(fake, "status").output
    assert "tfidf-svd-128 (am Korpus angepasster Ersatz)" in people and "240" in people


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["ask"], CommandLine.ONE_QUESTION),
        (["ask", "Was?", "--batch", "x.jsonl"], CommandLine.ONE_QUESTION),
        (["ask", "--batch", "gibt-es-nicht.jsonl"], "gibt-es-nicht.jsonl"),
        (["ask", "Was?", "--jsn"], "--jsn"),
        (["ask", "Was", "tun"], "Anführungszeichen"),
        (["frag"], "Diesen Befehl gibt es nicht"),
        (["retrieve", "Was?", "--k", "viele"], "--k"),
        (["retrieve", "Was?", "--k", "0"], "--k"),
        (["retrieve", "Was?", "--k"], "--k"),
        (["ask", "\udcff"], "UTF-8"),
    ],
)
def test_wrong_use_is_one_german_line(monkeypatch, capsys, fake, arguments, told):
    monkeypatch.setattr(cli, "open_assistant", lambda: fake)
    assert run(cli.app, "assistant", arguments) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1
    assert err.startswith("Fehler: ") and told in err
    assert not any(word in err for word in ("Error", "Invalid", "Usage", "No such", "Missing"))


def test_expected_errors_have_their_exit_code(monkeypatch, capsys):
    missing = IndexUnavailableError("Es gibt noch keinen Index. Bitte „ingest build“ ausführen.")
    monkeypatch.setattr(cli, "open_assistant", lambda: FakeAssistant(missing))
    assert run(cli.app, "assistant", ["ask", "Was?"]) == missing.exit_code == 4
    assert "ingest build" in capsys.readouterr().err


def test_unexpected_errors_show_no_trace(monkeypatch, capsys):
    monkeypatch.setattr(cli, "open_assistant", lambda: FakeAssistant(RuntimeError("geheim")))
    assert run(cli.app, "assistant", ["ask", "Was?"]) == 1
    err = capsys.readouterr().err
    assert "RuntimeError" in err and "geheim" not in err and "Traceback" not in err


def test_a_wrong_setting_is_named(monkeypatch, capsys):
    monkeypatch.setenv("PORT", "viele")
    assert run(cli.app, "assistant", ["serve"]) == 2
    assert "PORT" in capsys.readouterr().err


def test_interruption_and_exit_are_quiet(monkeypatch, capsys):
    monkeypatch.setattr(cli, "open_assistant", lambda: FakeAssistant(KeyboardInterrupt()))
    assert run(cli.app, "assistant", ["ask", "Was?"]) == 130
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("arguments", [["--help"], ["ask", "--help"], ["serve", "--help"], []])
def test_help_is_german(capsys, arguments):
    assert run(cli.app, "assistant", arguments) == 0
    out = capsys.readouterr().out
    assert "Aufruf: assistant" in out and CommandLine.HELP_OPTION in out
    assert not any(
        word in out for word in ("Usage", "Options", "Arguments", "Commands", "Show this", "default:")
    )


SCRIPT = """
import sys
from assistant import cli
from tests.fakes import FakeAssistant
cli.open_assistant = FakeAssistant
cli.main()
"""


def start(*arguments: str, env_changes: dict[str, str] | None = None, **options) -> subprocess.Popen:
    """The command as its own process, with the scripted assistant."""
    environment = {**os.environ, "PYTHONPATH": str(PROJECT), **(env_changes or {})}
    command = [sys.executable, "-c", SCRIPT, *arguments]
    return subprocess.Popen(
        command, stdout=-1, stderr=-1, env=environment, text=True, encoding="utf-8", **options
    )


def test_as_a_process_standard_output_is_clean_json():
    out, err = start("ask", "Wie fängt man an?", "--json").communicate(timeout=60)
    assert (json.loads(out)["question"], err) == ("Wie fängt man an?", "")


def test_a_batch_streams_and_survives_a_closed_pipe(tmp_path):
    process = start("ask", "--batch", "-", stdin=subprocess.PIPE)
    process.stdin.write('{"id": 1, "question": "Erste?"}\n')
    process.stdin.flush()
    assert json.loads(process.stdout.readline())["id"] == 1  # before the next line was even sent
    process.stdout.close()
    try:
        for n in range(2, 200):
            process.stdin.write(f'{{"id": {n}, "question": "Weiter?"}}\n')
        process.stdin.close()
    except BrokenPipeError:
        pass
    assert process.wait(timeout=60) == 1
    assert process.stderr.read() == ""


def test_the_command_starts_without_the_heavy_libraries():
    code = "import sys, assistant.cli, ingest.cli; print(*sorted(sys.modules), sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=PROJECT, check=True
    )
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    heavy = {
        "torch",
        "sentence_transformers",
        "chromadb",
        "sklearn",
        "langchain",
        "numpy",
        "fastapi",
        "pydantic",
    }
    assert not loaded & heavy


def test_evaluation_for_programs(fake, tmp_path):
    row = {
        **{"id": "1", "question": "Was tun?", "lang": "de", "style": "alltag", "answerable": True},
        **{"relevant": {"2.4": 2}, "principles": ["3.4"], "levels": [], "measures": [], "gold_facts": []},
    }
    result = invoke(fake, "evaluate", write(tmp_path / "fragen.jsonl", row), "--json")
    assert json.loads(result.stdout)["file"] == "fragen.jsonl"
    assert invoke(fake, "evaluate", str(tmp_path / "fragen.jsonl")).exit_code == 0


def test_the_server_tells_its_address_and_stops_quietly(tmp_path):
    process = start("serve", "--port", "0", env_changes={"DATA_DIR": str(tmp_path)}, cwd=tmp_path)
    told = next(line for line in process.stdout if "http://" in line)
    address = re.search(r"http://127\.0\.0\.1:\d+", told).group()
    with urllib.request.urlopen(f"{address}/healthz") as response:
        assert response.status == 200
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode in (0, 130)
    assert "Traceback" not in err and "/healthz" in err
