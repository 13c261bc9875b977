"""What the start page offers to begin with: departments and their example questions."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

from starlette.requests import Request

from assistant.channels.web.shell import language_of
from assistant.departments import Department, load_departments
from assistant.departments import examples as chosen_examples
from assistant.errors import CorpusError

log = logging.getLogger("assistant.starters")


def departments(request: Request) -> list[tuple[str, str]]:
    """(id, name in the visitor's language) for „Mein Bereich“."""
    english = language_of(request) == "en"
    return [(one.id, one.name_en if english else one.name) for one in _departments(request)]


def examples(request: Request) -> dict[str, tuple[str, ...]]:
    """Today's example questions by id of the department; a mixture under ""."""
    known: Sequence[Department] = _departments(request)
    if not known:
        return {"": ()}
    today = datetime.now().date()
    ids = ["", *(one.id for one in known)]
    return {id: chosen_examples(known, id or None, today) for id in ids}


def _departments(request: Request) -> Sequence[Department]:
    return _loaded(request.app.state.settings.corpus_dir)


@cache
def _loaded(folder: Path) -> Sequence[Department]:
    try:
        return load_departments(folder)
    except CorpusError as error:  # examples are a courtesy: without them, questions are answered all the same
        log.error("%s", error.message)
        return ()
