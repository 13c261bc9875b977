"""JSONL in, JSONL out: many questions in one process, in order, one bad line never stops the rest."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic_core import from_json

from assistant.channels.interface import Answering
from assistant.channels.problems import of_validation
from assistant.channels.wire import BatchLine, PassageRow
from assistant.errors import AssistantError, InputError
from assistant.messages_de import CommandLine
from assistant.models import Answer, AnswerStatus, Completeness
from assistant.security.failures import log_failure

STDIN = "-"
Row = dict[str, Any]


class BrokenLine(NamedTuple):
    """A line that holds no question; `id` is known only when the line is a JSON object."""

    number: int
    id: Any
    message: str


def answer_lines(assistant: Answering, path: str) -> Iterator[Row]:
    """One answer (DESIGN §5) per question, with the line's `id`; errors have `status: error` and `line`.

    Raises:
        InputError: the file cannot be read.
    """

    def answer(line: BatchLine) -> Row:
        row = assistant.answer(line.question, line.history).model_dump(mode="json")
        return row if line.id is None else {**row, "id": line.id}

    return _each(path, answer, _error_answer)


def retrieval_lines(assistant: Answering, path: str, k: int) -> Iterator[Row]:
    """`{"id", "passages"}` per question; errors have no passages but `error` and `line`.

    Raises:
        InputError: the file cannot be read.
    """

    def retrieve(line: BatchLine) -> Row:
        ranked = assistant.retrieve(line.question, k, line.history)
        return {"id": line.id, "passages": [PassageRow.of(one).model_dump(mode="json") for one in ranked]}

    def broken(line: BrokenLine) -> Row:
        return {"id": line.id, "passages": [], "error": line.message, "line": line.number}

    return _each(path, retrieve, broken)


def failed(row: Row) -> bool:
    """Whether an output row stands for a line that could not be worked on."""
    return "line" in row


def _each(path: str, work: Callable[[BatchLine], Row], broken: Callable[[BrokenLine], Row]) -> Iterator[Row]:
    for number, raw in _numbered_lines(path):
        line = _parse(number, raw)
        if isinstance(line, BatchLine):
            try:
                yield work(line)
                continue
            except AssistantError as error:
                line = BrokenLine(number, line.id, error.message)
            except Exception as error:
                log_failure(error)
                line = BrokenLine(number, line.id, CommandLine.LINE_FAILED)
        yield broken(line)


def _numbered_lines(path: str) -> Iterator[tuple[int, bytes]]:
    """Non-empty lines with their numbers from 1; bytes, so that one badly encoded line stays one."""
    try:
        with sys.stdin.buffer if path == STDIN else Path(path).open("rb") as source:
            for number, raw in enumerate(source, 1):
                line = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
                if line.strip():
                    yield number, line
    except OSError:
        raise InputError(CommandLine.NO_FILE.format(name=path)) from None


def _parse(number: int, raw: bytes) -> BatchLine | BrokenLine:
    try:
        data = from_json(raw.decode("utf-8"), allow_inf_nan=False)
    except UnicodeDecodeError:
        return BrokenLine(number, None, _at(number, CommandLine.NOT_UTF8.format(name=CommandLine.INPUT)))
    except ValueError:
        return BrokenLine(number, None, _at(number, CommandLine.NOT_JSON))
    if not isinstance(data, dict):
        return BrokenLine(number, None, _at(number, CommandLine.NOT_JSON))
    try:
        return BatchLine.model_validate(data)
    except ValidationError as error:
        places = [{**entry, "loc": ("line", *entry["loc"])} for entry in error.errors()]
        return BrokenLine(number, data.get("id"), _at(number, of_validation(places).detail))


def _at(number: int, message: str) -> str:
    return CommandLine.BROKEN_LINE.format(line=number, message=message)


def _error_answer(line: BrokenLine) -> Row:
    """An answer of status `error`, so that a reader of the output needs no second format."""
    answer = Answer(
        id="",
        question="",
        standalone_question="",
        status=AnswerStatus.ERROR,
        completeness=Completeness.NONE,
        text=line.message,
        model="",
    )
    return {**answer.model_dump(mode="json"), "id": line.id, "line": line.number}
