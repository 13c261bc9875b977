"""Broken and senseless files: the reader gives norms or a CorpusError, never anything else."""

from __future__ import annotations

import pytest
from hypothesis import given

from assistant.errors import CorpusError
from tests.fuzzed import fuzzed
from tests.ingest.statutes.fuzzed_acts import ACT, ARCHIVE, CONSOLIDATED, acts, read_act
from tests.ingest.statutes.made_act import SLUG


@pytest.mark.parametrize(
    ("data", "designations"),
    [
        (
            ACT,
            [
                "Präambel",
                "Erwägungsgrund 1",
                "Artikel 1",
                "Artikel 2a",
                "Schlussformel",
                "ANHANG I",
            ],
        ),
        (CONSOLIDATED, ["Artikel 1", "Artikel 2"]),
        (ARCHIVE, ["Artikel 1", "ANHANG I"]),
    ],
)
def test_the_whole_files_are_read(data, designations):
    assert [norm.designation for norm in read_act(data)] == designations


@fuzzed
@given(acts())
def test_any_file_is_read_or_refused(data):
    try:
        read_act(data)
    except CorpusError as refusal:
        assert refusal.message.startswith(SLUG) and "Traceback" not in refusal.message
