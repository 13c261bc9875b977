"""Measures of one question, against values worked out by hand."""

from __future__ import annotations

from math import log2

import pytest

from assistant.evaluation import metrics
from assistant.evaluation.metrics import Share

RANKED = ["2.4", "3.1", "2.1", "4.2", "1.3", "3.5"]


def test_passages_collapse_to_sections_where_they_first_appear():
    assert metrics.first_appearances(["2.4", "3.1", "2.4", "2.4", "2.1", "3.1"]) == ["2.4", "3.1", "2.1"]
    assert metrics.first_appearances([]) == []


@pytest.mark.parametrize(
    ("grades", "at_1", "at_3", "at_5", "reciprocal"),
    [
        ({"2.4": 2}, 1, 1, 1, 1),
        ({"2.1": 2}, 0, 1, 1, 1 / 3),
        ({"3.5": 2, "1.3": 2}, 0, 0, 1, 1 / 5),  # the better placed of two right ones counts
        ({"2.4": 1, "3.1": 2}, 0, 1, 1, 1 / 2),  # useful is not right
        ({"3.5": 2}, 0, 0, 0, 1 / 6),
        ({"2.8": 2}, 0, 0, 0, 0),  # not found at all
        ({}, 0, 0, 0, 0),
    ],
)
def test_success_and_reciprocal_rank(grades, at_1, at_3, at_5, reciprocal):
    assert [metrics.success(RANKED, grades, k) for k in (1, 3, 5)] == [at_1, at_3, at_5]
    assert metrics.reciprocal_rank(RANKED, grades, 10) == pytest.approx(reciprocal)


def test_reciprocal_rank_ends_at_k():
    assert metrics.reciprocal_rank(RANKED, {"3.5": 2}, 5) == 0


def test_ndcg_by_hand():
    # ranked 2, 0, 1 and the 2.8 missing; ideal order 2, 2, 1
    gained = 2 / log2(2) + 0 / log2(3) + 1 / log2(4)
    ideal = 2 / log2(2) + 2 / log2(3) + 1 / log2(4)
    assert metrics.ndcg(RANKED, {"2.4": 2, "2.1": 1, "2.8": 2}, 10) == pytest.approx(gained / ideal)


def test_ndcg_does_not_mind_the_order_of_equal_grades():
    grades = {"2.4": 2, "3.1": 2, "2.1": 1}
    assert metrics.ndcg(["2.4", "3.1", "2.1"], grades, 10) == 1
    assert metrics.ndcg(["3.1", "2.4", "2.1"], grades, 10) == 1
    assert metrics.ndcg(["2.1", "2.4", "3.1"], grades, 10) < 1


def test_ndcg_ends_at_k_and_needs_grades():
    assert metrics.ndcg(["1.1", "2.4"], {"2.4": 2}, 1) == 0
    assert metrics.ndcg([f"x{n}" for n in range(12)], {f"x{n}": 1 for n in range(12)}, 10) == pytest.approx(1)
    assert metrics.ndcg(RANKED, {}, 10) == 0


def test_links_are_compared_with_labels():
    shown = ["3.1", "3.4", "3.6"]
    assert metrics.hit(shown, ["3.6"], 3) == Share(1, 1)
    assert metrics.hit(shown, ["3.6"], 2) == Share(0, 1)
    assert metrics.precision(shown, ["3.4", "3.6", "3.2", "3.5"]) == Share(2, 3)
    assert metrics.recall(shown, ["3.4", "3.6", "3.2", "3.5"]) == Share(2, 4)


def test_nothing_shown_is_a_miss_and_no_labels_are_not_judged():
    assert metrics.hit([], ["3.6"], 3) == Share(0, 1)
    assert metrics.precision([], ["3.6"]) == Share(0, 0)
    assert metrics.recall([], ["3.6"]) == Share(0, 1)
    assert metrics.hit(["3.1"], [], 3) == Share(0, 0)
    assert metrics.precision(["3.1"], []) == metrics.recall(["3.1"], []) == Share(0, 0)


def test_percentiles_are_values_that_occurred():
    values = [40.0, 10.0, 30.0, 20.0]
    assert [metrics.percentile(values, p) for p in (1, 25, 50, 51, 95, 100)] == [10, 10, 20, 30, 40, 40]
    assert metrics.percentile([7.0], 50) == 7
    assert metrics.percentile([float(n) for n in range(1, 101)], 95) == 95
