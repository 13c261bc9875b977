"""Printed numbers in the order in which they count."""

from __future__ import annotations

import pytest

from assistant.index.statutes.numbers import nearest, number_key

ORDER = ["", "1", "2", "2.9", "2.10", "9", "10", "57", "57a", "57b", "58", "100", "A"]


def test_numbers_sort_as_they_count():
    assert sorted(ORDER, key=number_key) == ORDER


def test_spelling_makes_no_difference():
    assert number_key("57 A") == number_key("57a")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("999", "186"),
        ("186b", "186"),
        ("4", "3b"),
        ("6", "7"),
        ("5", "3b"),
        ("0", "1"),
        ("3a", "3"),
        ("x", "186"),
    ],
)
def test_the_nearest_is_the_one_with_the_smallest_step_and_the_lower_of_two(asked: str, found: str):
    numbers = ["1", "3", "3b", "7", "186"]
    place = nearest([number_key(n) for n in numbers], number_key(asked))
    assert place is not None and numbers[place] == found


def test_nothing_is_near_where_there_is_nothing():
    assert nearest([], number_key("1")) is None
