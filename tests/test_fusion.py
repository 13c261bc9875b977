"""Several searches become one score per unit."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.fusion import MODEL_FACTOR, Signals, fuse, scaled
from assistant.models import SourceKind

NOTHING: Mapping[str, float] = {}


def signals(**found: Mapping[str, float]) -> Signals:
    fields = ("learned", "similar", "unit_stems", "unit_grams", "dense")
    return Signals(**{field: found.get(field, NOTHING) for field in fields})


AGREED = signals(
    learned={"a": 0.4, "b": -0.3, "c": -0.5},
    similar={"a": 0.5, "b": 0.2, "c": 0.1},
    unit_stems={"a": 12.0, "b": 3.0},
    unit_grams={"a": 40.0, "b": 30.0, "c": 5.0},
    dense={"a": 0.7, "b": 0.5},
)


@pytest.mark.parametrize("kind", SourceKind)
def test_where_all_agree_that_unit_is_first(kind: SourceKind) -> None:
    assert list(fuse(kind, AGREED)) == ["a", "b", "c"]


units = st.dictionaries(st.sampled_from("abcdef"), st.floats(-1, 50), max_size=6)


@given(
    st.sampled_from(SourceKind),
    st.builds(Signals, learned=units, similar=units, unit_stems=units, unit_grams=units, dense=units),
    st.floats(0.1, 5),
)
def test_scores_are_ordered_and_between_0_and_1(kind: SourceKind, found: Signals, factor: float) -> None:
    fused = fuse(kind, found, factor)
    scores = list(fused.values())
    assert all(0 <= score <= 1 for score in scores)
    assert scores == sorted(scores, reverse=True)
    everything = (found.learned, found.similar, found.unit_stems, found.unit_grams, found.dense)
    assert fused.keys() <= {unit for signal in everything for unit in signal}


def test_the_order_of_equals_is_by_name() -> None:
    even = {"c": 0.5, "a": 0.5, "b": 0.5, "d": 0.1}
    assert list(fuse(SourceKind.STUDY, signals(learned=even, similar=even))) == ["a", "b", "c", "d"]


@pytest.mark.parametrize("kind", SourceKind)
def test_without_any_signal_there_is_nothing(kind: SourceKind) -> None:
    assert fuse(kind, signals()) == {}


def test_a_missing_search_leaves_the_others_their_say() -> None:
    whole = fuse(SourceKind.STUDY, AGREED)
    without_dense = fuse(SourceKind.STUDY, signals(**{f: getattr(AGREED, f) for f in
                                                     ("learned", "similar", "unit_stems", "unit_grams")}))  # fmt: skip
    assert list(without_dense) == list(whole)
    assert without_dense["a"] == pytest.approx(whole["a"], abs=0.05)


def test_one_search_cannot_carry_a_unit_alone() -> None:
    split = signals(
        learned={"a": 0.4, "b": -0.5},
        similar={"a": 0.5, "b": 0.1},
        unit_stems={"b": 9.0, "a": 8.0},
        unit_grams={"a": 9.0, "b": 8.0},
        dense={"b": 0.6, "a": 0.5},
    )
    assert list(fuse(SourceKind.STUDY, split)) == ["a", "b"]


@pytest.mark.parametrize("kind", [SourceKind.STUDY, SourceKind.LAW, SourceKind.PRACTICE])
def test_a_question_foreign_to_all_wordings_scores_lower(kind: SourceKind) -> None:
    foreign = signals(
        **{f: getattr(AGREED, f) for f in ("similar", "unit_stems", "unit_grams", "dense")},
        learned={unit: score - 0.6 for unit, score in AGREED.learned.items()},
    )
    assert fuse(kind, foreign)["a"] < fuse(kind, AGREED)["a"]


def test_a_sentence_model_weighs_more_than_the_fallback() -> None:
    torn = signals(
        learned={"a": 0.2, "b": 0.1, "c": -0.5},
        similar={"a": 0.2, "b": 0.15, "c": 0.1},
        dense={"b": 0.9, "c": 0.5, "a": 0.1},
    )
    shift = [scores["b"] - scores["a"] for scores in (fuse(SourceKind.STUDY, torn),
                                                     fuse(SourceKind.STUDY, torn, MODEL_FACTOR))]  # fmt: skip
    assert shift[1] > shift[0]


class TestScaling:
    def test_the_best_is_1_and_the_worst_of_all_is_0(self) -> None:
        assert scaled({"a": 7.0, "b": 2.0, "c": 4.5}, known=3) == {"a": 1.0, "b": 0.0, "c": 0.5}

    def test_what_was_not_returned_is_the_zero(self) -> None:
        assert scaled({"a": 8.0, "b": 4.0}, known=3) == {"a": 1.0, "b": 0.5}

    def test_negative_scores_of_some_units_stay_within_0_and_1(self) -> None:
        assert scaled({"a": 0.01, "b": -1.0}, known=3) == {"a": 1.0, "b": 0.0}

    def test_a_search_that_tells_nothing_apart_is_silent(self) -> None:
        assert scaled({"a": 3.0, "b": 3.0}, known=2) == {}
        assert scaled({}, known=0) == {}
