"""The contract of all readers: the same document in any format gives the same headings, text and passages."""

from __future__ import annotations

import re

import pytest

from ingest.documents.intake import details_of
from ingest.documents.passages import passages_of
from ingest.documents.record import KeptDocument
from ingest.sources.documents.document import BlockKind, Format, OwnDocument
from ingest.sources.documents.reader import read_document
from tests.ingest.documents.made import FORMATS, HEADINGS, LIMITS, TITLE, words

every_format = pytest.mark.parametrize("format", FORMATS)


def read(format: Format, name: str = "egal.bin") -> OwnDocument:
    return read_document(FORMATS[format](), name, LIMITS)


def kept(document: OwnDocument) -> KeptDocument:
    return KeptDocument(
        id="0123456789ab",
        digest="0123456789ab",
        reader=1,
        format=document.format,
        name="badeordnung.bin",
        sources=("badeordnung.bin",),
        details=details_of(document, "badeordnung.bin", {}, {}),
        size=1,
        characters=document.characters,
        added="2025-01-01T00:00:00+00:00",
    )


def bare(text: str) -> str:
    """Letters, digits and marks; bullets, cell borders and blanks are layout."""
    return re.sub(r"[\s•|]", "", text)


@every_format
def test_the_content_tells_the_format(format: Format) -> None:
    assert read(format, "falsch.pdf").format is format


@every_format
def test_headings(format: Format) -> None:
    headings = [b for b in read(format).blocks if b.kind is BlockKind.HEADING and b.text != TITLE]
    assert tuple(heading.text for heading in headings) == HEADINGS
    first, below, second = headings
    assert first.level == second.level < below.level
    assert below.path[-1] == first.text


@every_format
def test_all_text_once_and_in_order(format: Format) -> None:
    document = read(format)
    said = bare("".join(block.text for block in document.blocks if block.text != TITLE))
    expected = bare(words())
    assert said.replace(".", "") == expected.replace(".", "")  # the text file ends its rows with full stops


@every_format
def test_title(format: Format) -> None:
    assert kept(read(format)).title == TITLE


@every_format
def test_items_and_paths(format: Format) -> None:
    document = read(format)
    items = [block for block in document.blocks if block.kind is BlockKind.ITEM]
    assert [(item.label, item.text.split()[0]) for item in items] == [("•", "eine"), ("•", "ein")]
    assert all(item.path[-2:] == ("1 Grundsätze", "1.1 Öffnungszeiten") for item in items)


@pytest.mark.parametrize("format", [format for format in FORMATS if format is not Format.TEXT])
def test_tables(format: Format) -> None:
    (table,) = (block for block in read(format).blocks if block.kind is BlockKind.TABLE)
    assert table.text == "Wer | Preis\nKinder | 1 Euro\nErwachsene | 4 Euro"
    assert table.path[-1] == "2 Eintritt"


@every_format
def test_passages_put_together_are_the_text(format: Format) -> None:
    document = read(format)
    passages = passages_of(kept(document), document)
    expected = "".join(
        f"{block.label}{block.text}"
        for block in document.blocks
        if block.kind is not BlockKind.HEADING and block.text != TITLE
    )
    together = "".join(passage.text for passage in passages if passage.text != TITLE)
    assert "".join(together.split()) == "".join(expected.split())
    assert {heading for passage in passages for heading in passage.heading_path} >= set(HEADINGS)


@every_format
def test_passages_stand_under_one_heading(format: Format) -> None:
    document = read(format)
    for passage in passages_of(kept(document), document):
        if "Badekappe" in passage.text:
            assert passage.heading_path == ("1 Grundsätze", "1.1 Öffnungszeiten")
            assert "Abschnitt „1.1 Öffnungszeiten“" in passage.locator
            assert "Freibad" not in passage.text and "Eintritt" not in passage.text
            return
    raise AssertionError("Die Liste fehlt.")


@every_format
def test_reading_again_gives_the_same(format: Format) -> None:
    data = FORMATS[format]()
    assert read_document(data, "a", LIMITS) == read_document(data, "b", LIMITS)
