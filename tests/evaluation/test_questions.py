"""Reading labelled questions: a broken line is named, in German."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.errors import InputError
from assistant.evaluation.questions import read_questions

GOOD = b'{"id": "a", "question": "Was tun?"}\n'
IN_REPOSITORY = Path(__file__).parent.parent / "data" / "questions.jsonl"


def written(folder: Path, content: bytes) -> Path:
    path = folder / "fragen.jsonl"
    path.write_bytes(content)
    return path


def test_a_line_with_all_its_labels(tmp_path):
    line = {
        "id": "d1",
        "question": "Und bei uns?",
        "style": "rueckfrage",
        "lang": "de",
        "relevant": {"2.4": 2, "3.4": 1},
        "principles": ["3.4"],
        "gold_facts": ["Bindungen mitgestalten."],
        "answerable": True,
        "history": [{"role": "user", "content": "Was tun?"}],
        "later": "fields of other programs are ignored",
    }
    (question,) = read_questions(written(tmp_path, json.dumps(line).encode())).values()
    assert question.relevant == {"2.4": 2, "3.4": 1}
    assert (question.principles, question.levels, question.history[0].content) == (("3.4",), (), "Was tun?")


def test_lines_keep_their_numbers(tmp_path):
    content = b"\xef\xbb\xbf" + GOOD + b"\n  \r\n" + GOOD.replace(b'"a"', b'"b"').rstrip()
    questions = read_questions(written(tmp_path, content))
    assert {number: question.id for number, question in questions.items()} == {1: "a", 4: "b"}


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (b'{"id": "b", "question": ', "kein gültiges JSON"),
        (b"kaputt", "kein gültiges JSON"),
        (b"[1, 2]", "kein gültiges JSON"),
        (b'{"id": "b"}', "„question“ fehlt"),
        (b'{"question": "Was?"}', "„id“ fehlt"),
        (b'{"id": "b", "question": ""}', "„question“"),
        (b'{"id": "b", "question": "Was?", "relevant": {"2.4": 3}}', "„relevant.2.4“"),
        (b'{"id": "b", "question": "Was?", "relevant": ["2.4"]}', "„relevant“"),
        (b'{"id": "b", "question": "Was?", "answerable": "vielleicht"}', "„answerable“"),
        (b'{"id": "b", "question": "Was?", "history": [{"role": "x", "content": "y"}]}', "„history.0.role“"),
        (b'{"id": "b", "question": "\xff"}', "UTF-8"),
        (b'{"id": "a", "question": "Noch einmal?"}', "schon in Zeile 1"),
    ],
)
def test_a_broken_line_is_named(tmp_path, broken, told):
    with pytest.raises(InputError) as caught:
        read_questions(written(tmp_path, GOOD + b"\n" + broken + b"\n"))
    assert caught.value.message.startswith("Zeile 3: ") and told in caught.value.message
    assert caught.value.exit_code == 2


def test_an_empty_or_missing_file(tmp_path):
    with pytest.raises(InputError, match="keine Frage"):
        read_questions(written(tmp_path, b"\n \n"))
    with pytest.raises(InputError, match="gibt es nicht"):
        read_questions(tmp_path / "fehlt.jsonl")
    with pytest.raises(InputError, match="nicht lesbar"):
        read_questions(tmp_path)


def test_the_set_in_the_repository_is_in_order():
    questions = read_questions(IN_REPOSITORY).values()
    assert len(questions) >= 100
    assert all(2 in q.relevant.values() and q.gold_facts for q in questions if q.answerable)
    assert not any(q.relevant for q in questions if not q.answerable)
