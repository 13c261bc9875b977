"""`assistant evaluate`: every question of a file through one assistant, judged and summed up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assistant.errors import InputError
from assistant.evaluation.measure import Asked, FollowUpCheck, Outcome, measure
from assistant.evaluation.questions import broken_line, read_questions
from assistant.evaluation.report import Report, summarise
from assistant.messages_de import Evaluation

Progress = Callable[[str, int, int], None]  # German name of the stage, done, total


def evaluate_file(assistant: Asked, path: Path, progress: Progress) -> Report:
    """Measure `assistant` on the labelled questions of `path`, one after the other.

    The whole file is checked before the first question is asked.

    Raises:
        InputError: the file or one of its lines cannot be used; the message names the line.
    """
    questions = read_questions(path)
    follow_ups = FollowUpCheck(assistant)
    outcomes: list[Outcome] = []
    for number, question in questions.items():
        try:
            if not outcomes:
                # The first question opens what is opened late; that is no latency of its style.
                assistant.answer(question.question, question.history)
            outcomes.append(measure(question, assistant, follow_ups))
        except InputError as error:
            raise broken_line(number, error.message) from None
        progress(Evaluation.STAGE, len(outcomes), len(questions))
    return summarise(path.name, assistant.status(), outcomes)
