"""Notes of two windows come together; neither loses what the other has written."""

from __future__ import annotations

import pytest

from assistant.channels.web.form import parse
from assistant.channels.web.project.notes import LONGEST_NOTE, Entry, Sent, merge, sent_entries
from tests.project_checks import id_of

ONE, TWO = id_of("3.4"), id_of("3.4", 1)
OLD = Entry("Alt", "open")


def sent(entry: Entry, before: Entry = OLD, id: str = ONE) -> list[Sent]:
    return [Sent(id, entry, before.mark)]


def test_a_change_is_taken():
    merged = merge({ONE: OLD}, sent(Entry("Neu", "done")))
    assert (merged.entries, merged.conflicts) == ({ONE: Entry("Neu", "done")}, {})


def test_what_this_window_did_not_touch_stays_as_the_other_left_it():
    theirs = Entry("Von nebenan", "done")
    merged = merge({ONE: theirs, TWO: OLD}, [*sent(OLD), *sent(Entry("Neu"), id=TWO)])
    assert (merged.entries, merged.conflicts) == ({ONE: theirs, TWO: Entry("Neu")}, {})


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        (Entry("Alt", "done"), Entry("Von nebenan", "open"), Entry("Von nebenan", "done")),
        (Entry("Neu", "open"), Entry("Alt", "dropped"), Entry("Neu", "dropped")),
    ],
)
def test_state_and_note_come_together(mine: Entry, theirs: Entry, both: Entry):
    merged = merge({ONE: theirs}, sent(mine))
    assert (merged.entries, merged.conflicts) == ({ONE: both}, {})


@pytest.mark.parametrize("mine", [Entry("Neu"), Entry("", "open"), Entry("Neu", "done")])
def test_the_same_note_changed_twice_is_for_a_person_to_decide(mine: Entry):
    theirs = Entry("Von nebenan", "done")
    merged = merge({ONE: theirs}, sent(mine))
    assert (merged.entries, merged.conflicts) == ({ONE: theirs}, {ONE: theirs})
    again = merge({ONE: theirs}, sent(mine, before=theirs))  # knowing what the other wrote
    assert again.conflicts == {}
    assert again.entries == ({ONE: mine} if mine != Entry() else {})


def test_the_same_change_in_two_windows_is_no_conflict():
    same = Entry("Neu", "done")
    assert merge({ONE: same}, sent(same)).conflicts == {}


def test_an_emptied_note_is_gone():
    assert merge({ONE: OLD}, sent(Entry())).entries == {}


def test_a_note_that_is_too_long_changes_nothing():
    merged = merge({ONE: OLD}, [*sent(Entry("ü" * (LONGEST_NOTE + 1))), *sent(Entry("Neu"), Entry(), TWO)])
    assert merged.too_long == {ONE}
    assert merged.entries == {ONE: OLD, TWO: Entry("Neu")}


def test_a_form_speaks_only_of_questions_of_its_principle():
    foreign = id_of("3.1")
    names = [ONE, foreign, "3.4-", "3.4-<script>", "9.9-0123456789ab", f"{ONE}x"]
    form = "&".join(f"frage={name}&notiz-{name}=Text" for name in names)
    assert [s.id for s in sent_entries(parse(form.encode()), "3.4")] == [ONE]


def test_line_breaks_and_states_of_a_form():
    form = f"frage={ONE}&notiz-{ONE}=+eins%0D%0Azwei+&stand-{ONE}=erfunden&vorher-{ONE}={OLD.mark}"
    assert list(sent_entries(parse(form.encode()), "3.4")) == [
        Sent(ONE, Entry("eins\nzwei", "open"), OLD.mark)
    ]
