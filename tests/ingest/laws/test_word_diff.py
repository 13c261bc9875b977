"""Word by word: both texts can be read from the runs, and the changes can be read by a person."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.law_changes import Run
from ingest.laws.word_diff import bare, same_words, word_runs

WORDS = st.lists(
    st.sampled_from(["Das", "Dorf", "pflegt", "den", "Brunnen", "am", "Bach", "\n"]), max_size=30
)


def text(words: list[str]) -> str:
    return " ".join(words)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("§ 1  Das\nDorf", "§\u00a01 Das Dorf"),
        ("„Dorf“ – Bach", '"Dorf" - Bach'),
        ("Kinder\u00adgarten", "Kindergarten"),
        ("Kläranlage", "Kla\u0308ranlage"),
    ],
)
def test_white_space_and_typography_are_no_change(before: str, after: str) -> None:
    assert same_words(before, after)


@pytest.mark.parametrize(("before", "after"), [("45 Euro", "54 Euro"), ("muß", "muss"), ("a, b", "a b")])
def test_everything_else_is(before: str, after: str) -> None:
    assert not same_words(before, after)


def test_words_that_went_and_came() -> None:
    assert word_runs(
        "Das Dorf pflegt alle Brunnen im Jahr zweimal.", "Das Dorf pflegt seine Brunnen im Jahr zweimal."
    ) == (
        Run("kept", "Das Dorf pflegt"),
        Run("removed", "alle"),
        Run("added", "seine"),
        Run("kept", "Brunnen im Jahr zweimal."),
    )


def test_changes_with_next_to_nothing_between_them_are_one() -> None:
    assert word_runs("Es gelten die alten und die rauen Regeln hier.", "Es gelten die neuen und die feinen Regeln hier.") == (
        Run("kept", "Es gelten die"),
        Run("removed", "alten und die rauen"),
        Run("added", "neuen und die feinen"),
        Run("kept", "Regeln hier."),
    )  # fmt: skip


def test_a_new_paragraph_is_one_piece_and_begins_a_line() -> None:
    runs = word_runs(
        "(1) Das Dorf pflegt.\n(2) Alle zahlen.",
        "(1) Das Dorf pflegt.\n(1a) Es darf helfen.\n(2) Alle zahlen.",
    )
    assert runs == (
        Run("kept", "(1) Das Dorf pflegt."),
        Run("added", "\n(1a) Es darf helfen."),
        Run("kept", "\n(2) Alle zahlen."),
    )  # fmt: skip


def test_kept_words_are_written_as_they_are_now() -> None:
    assert word_runs('Ein "Dorf" bleibt alt.', "Ein „Dorf“ bleibt neu.")[0] == Run(
        "kept", "Ein „Dorf“ bleibt"
    )


def test_a_long_block_is_replaced_as_a_whole() -> None:
    before, after = (" ".join(f"{name}{n}" for n in range(3000)) for name in ("a", "b"))
    assert word_runs(before, after) == (Run("removed", before), Run("added", after))


def test_texts_that_begin_or_end_empty() -> None:
    assert word_runs("", "Neu.") == (Run("added", "Neu."),)
    assert word_runs("Alt.", "") == (Run("removed", "Alt."),)
    assert word_runs("", "") == ()


@settings(max_examples=300, deadline=None)
@given(WORDS, WORDS)
def test_both_texts_can_be_read_from_the_runs(before: list[str], after: list[str]) -> None:
    runs = word_runs(text(before), text(after))
    without_new = [run.words for run in runs if run.kind != "added"]
    without_old = [run.words for run in runs if run.kind != "removed"]
    assert bare(text(without_new)) == bare(text(before))
    assert bare(text(without_old)) == bare(text(after))
    assert all(run.words.strip() for run in runs)
