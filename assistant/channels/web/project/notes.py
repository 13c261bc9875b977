"""What a clerk notes at check questions, and how two windows that note at the same time are brought together.

Every note is sent with a mark of what it was when the page was made. So a save changes only what was
changed on this page; and where the same note was changed in another window meanwhile, neither is lost.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, cast, get_args

from assistant.channels.web.form import Fields
from assistant.store.records import Project

State = Literal["open", "done", "dropped"]  # dropped: does not apply to this project
LONGEST_NOTE = 2000  # characters; the notes of one page have to fit a request
_ID = re.compile(r"3\.[1-6]-[0-9a-f]{12}")


class Entry(NamedTuple):
    """What is noted at one question."""

    note: str = ""
    state: State = "open"

    @property
    def mark(self) -> str:
        """Goes along with the form; tells later whether somebody else has changed the entry."""
        return f"{self.state}-{_digest(self.note)}"


class Sent(NamedTuple):
    """One question of a sent form. `before` is the mark of the entry that the page showed."""

    id: str
    entry: Entry
    before: str


@dataclass(frozen=True)
class Merged:
    """The entries to store, and what could not be: `conflicts` holds the other window's entry."""

    entries: Mapping[str, Entry]
    conflicts: Mapping[str, Entry]
    too_long: frozenset[str]


def entries_of(project: Project) -> dict[str, Entry]:
    """The stored entries by id of their question."""
    ids = [*project.notes, *project.done, *project.dropped]
    return {id: Entry(project.notes.get(id, ""), _state(project, id)) for id in ids}


def sent_entries(fields: Fields, section: str) -> Iterator[Sent]:
    """What a form says about the questions of one principle; whatever is no such question is passed over."""
    for id in fields.all("frage"):
        if _ID.fullmatch(id) and id.startswith(f"{section}-"):
            state = fields.text(f"stand-{id}", "open")
            known = cast(State, state) if state in get_args(State) else "open"
            yield Sent(id, Entry(fields.text(f"notiz-{id}").strip(), known), fields.text(f"vorher-{id}"))


def merge(stored: Mapping[str, Entry], sent: list[Sent]) -> Merged:
    """Stored entries with the changes of one page."""
    entries, conflicts = dict(stored), {}
    too_long = frozenset(s.id for s in sent if len(s.entry.note) > LONGEST_NOTE)
    for id, mine, before in sent:
        theirs = stored.get(id, Entry())
        untouched_here = mine.mark == before
        untouched_there = theirs.mark == before or theirs == Entry()  # nothing is there to be lost
        if mine == theirs or untouched_here or id in too_long:
            continue
        if untouched_there:
            entries[id] = mine
        else:
            merged = _apart(mine, theirs, before)
            if merged is None:
                conflicts[id] = theirs
            else:
                entries[id] = merged
    return Merged({id: e for id, e in entries.items() if e != Entry()}, conflicts, too_long)


def _apart(mine: Entry, theirs: Entry, before: str) -> Entry | None:
    """Both changes where one window changed the state and the other the note; None where they collide."""
    state, _, note = before.partition("-")
    if _digest(mine.note) == note and theirs.state == state:
        return Entry(theirs.note, mine.state)
    if mine.state == state and _digest(theirs.note) == note:
        return Entry(mine.note, theirs.state)
    return None


def _state(project: Project, id: str) -> State:
    return "done" if id in project.done else "dropped" if id in project.dropped else "open"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
