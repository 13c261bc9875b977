"""Labelled questions, one JSON object a line; tests/data/questions.jsonl is such a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import InputError
from assistant.messages_de import CommandLine, Evaluation
from assistant.models import Turn

Grade = Annotated[int, Field(ge=0, le=2)]


class LabelledQuestion(BaseModel):
    """A question and what a right answer looks like. Other fields of the line are ignored.

    `relevant` maps a study section to 2 (answers the question) or 1 (useful, too). Empty lists and
    maps mean: not judged. `gold_facts` of unanswerable questions describe behaviour; nobody checks them.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    question: str = Field(min_length=1)
    style: str = ""
    relevant: dict[str, Grade] = {}
    principles: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    gold_facts: tuple[str, ...] = ()
    answerable: bool = True
    history: tuple[Turn, ...] = ()


def read_questions(path: Path) -> dict[int, LabelledQuestion]:
    """All questions of a file by line number (from 1); empty lines are skipped.

    Raises:
        InputError: the file cannot be read or holds no question; a line is broken or repeats an id
            (the message names the line).
    """
    try:
        lines = path.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n")
    except OSError:
        raise InputError(CommandLine.NO_FILE.format(name=path)) from None
    questions = {number: _parse(number, line) for number, line in enumerate(lines, 1) if line.strip()}
    if not questions:
        raise InputError(Evaluation.NO_QUESTIONS.format(name=path.name))
    first: dict[str, int] = {}
    for number, question in questions.items():
        if first.setdefault(question.id, number) != number:
            raise broken_line(number, Evaluation.SAME_ID.format(id=question.id, line=first[question.id]))
    return questions


def broken_line(number: int, message: str) -> InputError:
    """The error for one line of the file."""
    return InputError(CommandLine.BROKEN_LINE.format(line=number, message=message))


def _parse(number: int, line: bytes) -> LabelledQuestion:
    try:
        return LabelledQuestion.model_validate_json(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise broken_line(number, CommandLine.NOT_UTF8.format(name=CommandLine.INPUT)) from None
    except ValidationError as error:
        first = error.errors()[0]
        if not first["loc"]:
            raise broken_line(number, CommandLine.NOT_JSON) from None
        field = ".".join(str(part) for part in first["loc"])
        told = Evaluation.FIELD_MISSING if first["type"] == "missing" else Evaluation.FIELD_WRONG
        raise broken_line(number, told.format(field=field)) from None
