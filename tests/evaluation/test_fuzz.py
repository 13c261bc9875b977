"""The fuzz command counts what readers do; the readers themselves are tested beside them."""

from __future__ import annotations

import time

import pytest
from hypothesis import strategies as st

from assistant.channels.command_line import run
from assistant.errors import CorpusError, InputError
from benchmarks import fuzz
from benchmarks.fuzz import Reader, chosen


def reader(read, inputs=None) -> Reader:
    return Reader("dorf", st.binary(max_size=4) if inputs is None else inputs, read, CorpusError)


def test_values_and_refusals_are_counted():
    def read(data: bytes) -> int:
        if len(data) > 2:
            raise CorpusError("Zu lang.")
        return len(data)

    tally = fuzz.fuzz(reader(read), 200)
    assert (tally.examples, tally.failures.total()) == (200, 0)
    assert tally.accepted and tally.refused and tally.longest > 0


def test_failures_are_named_kept_and_do_not_end_the_run(tmp_path):
    tally = fuzz.fuzz(reader(lambda data: 1 // len(data)), 50, tmp_path / "neu")
    assert list(tally.failures) and all(
        name.startswith("ZeroDivisionError in test_fuzz.py:") for name in tally.failures
    )
    assert tally.accepted and tally.examples == 50
    (kept,) = (tmp_path / "neu").iterdir()
    assert kept.name.startswith("dorf-") and kept.read_bytes() == b""


def test_a_reader_that_hangs_is_a_failure(monkeypatch):
    monkeypatch.setattr(fuzz, "LONGEST_S", 0.01)

    def read(data: bytes) -> None:
        try:
            time.sleep(30)
        except Exception:
            raise CorpusError("Beschädigt.") from None

    tally = fuzz.fuzz(reader(read, st.just(b"")), 1)
    assert list(tally.failures.values()) == [1] and next(iter(tally.failures)).startswith("_TooLong")


def test_readers_are_chosen_by_name():
    assert [found.name for found in chosen(["formex", "gii"])] == ["formex", "gii"]
    assert len(chosen([])) == len(fuzz.READERS) >= 2
    with pytest.raises(InputError, match="gibt es nicht"):
        chosen(["dorf"])


def test_the_command_prints_a_line_for_each_reader(monkeypatch, capsys):
    monkeypatch.setattr(fuzz, "READERS", (reader(len),))
    assert run(fuzz.app, "fuzz", ["--examples", "5"]) == 0
    assert "dorf: 5 Beispiele, 5 angenommen, 0 abgelehnt, 0 Fehler" in capsys.readouterr().out
    monkeypatch.setattr(fuzz, "READERS", (reader(lambda data: data[9]),))
    assert run(fuzz.app, "fuzz", ["--examples", "5"]) == 3
    printed = capsys.readouterr()
    assert "5 × IndexError" in printed.out and "Fehler ausgelöst" in printed.err
