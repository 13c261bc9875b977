"""Progress for people, on stderr, and only for work that takes longer than two seconds.

A program that started the command (the administration area) gets JSON lines on stdout instead, each at once.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from assistant.jobs import EVENTS

PATIENCE_S = 2.0  # before this, nothing is shown
BETWEEN_LINES_S = 5.0  # in logs, where a bar cannot move

Report = Callable[[str, int, int], None]  # German name of the stage, done, total


@contextmanager
def shown_progress() -> Iterator[Report]:
    """A callback for long work: a bar at a terminal, a line now and then elsewhere, events for a program."""
    if for_a_program():
        yield _tell_program
        return
    err = Console(stderr=True, highlight=False)
    if err.is_terminal:
        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
        bar = Progress(*columns, TimeElapsedColumn(), console=err, transient=True)
        try:
            yield _Bar(bar)
        finally:
            bar.stop()
    else:
        yield _Lines(err)


def for_a_program() -> bool:
    """Whether a program reads what the command says, as JSON lines."""
    return bool(os.environ.get(EVENTS))


def _tell_program(stage: str, done: int, total: int) -> None:
    typer.echo(json.dumps({"stage": stage, "done": done, "total": total}, ensure_ascii=False))


class _Bar:
    def __init__(self, bar: Progress):
        self._bar = bar
        self._began = time.monotonic()
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, stage: str, done: int, total: int) -> None:
        if stage not in self._tasks:
            self._tasks[stage] = self._bar.add_task(stage, total=total)
        self._bar.update(self._tasks[stage], completed=done, total=total)
        if time.monotonic() - self._began > PATIENCE_S:
            self._bar.start()  # no effect when it already moves


class _Lines:
    def __init__(self, err: Console):
        self._err = err
        self._next = time.monotonic() + PATIENCE_S

    def __call__(self, stage: str, done: int, total: int) -> None:
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + BETWEEN_LINES_S
            self._err.print(f"{stage}: {done}/{total}")
