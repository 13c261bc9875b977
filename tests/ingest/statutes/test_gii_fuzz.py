"""Broken and senseless files: the reader gives norms or a CorpusError, never anything else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import CorpusError
from assistant.statute import Norm
from tests.fuzzed import fuzzed, shortened
from tests.ingest.statutes.fuzzed_laws import WHOLE, contents, laws, read_law


def outcome(data: bytes) -> list[Norm]:
    """The norms of a file; none when it is refused as it should be."""
    try:
        return read_law(data)
    except CorpusError as refusal:
        assert refusal.message.startswith("dorf: ") and "Traceback" not in refusal.message
        return []


def test_the_whole_law_is_read() -> None:
    assert [n.designation for n in outcome(WHOLE)] == [
        "Inhaltsübersicht",
        "§ 1",
        "(XXXX) §§ 2 bis 3",
        "Anlage 1",
    ]


@fuzzed
@given(laws())
def test_any_file_is_read_or_refused(data: bytes) -> None:
    outcome(data)


@fuzzed
@given(shortened(WHOLE))
def test_files_that_end_too_soon(data: bytes) -> None:
    assert outcome(data) == []


@fuzzed
@given(contents())
def test_known_elements_in_any_order(data: bytes) -> None:
    assert [n.designation for n in outcome(data)] == ["§ 1", "§ 2"]


@fuzzed
@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    assert outcome(data) == []
