"""Passages of own documents: where they stand, what they say about it, and that nothing is lost."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.models import Passage, PassageOrigin, SourceKind
from ingest.documents.passages import passages_of
from ingest.documents.record import KeptDocument
from ingest.sources.documents.document import Block, BlockKind, Draft, Format, OwnDocument
from ingest.sources.documents.metadata import Details
from ingest.sources.documents.reader import _finished
from tests.ingest.documents.made import LIMITS

LONG = "Ein Satz mit einigem Inhalt, der für sich allein steht und gut zu zitieren ist. "


def document(*blocks: Block, format: Format = Format.PDF) -> OwnDocument:
    return _finished(Draft(list(blocks)), format, LIMITS)


def block(text: str, kind: BlockKind = BlockKind.TEXT, page: int | None = None, **more: object) -> Block:
    return Block(kind=kind, text=text, page=page, last_page=more.pop("last_page", page), **more)  # type: ignore[arg-type]


def heading(text: str, level: int = 1, page: int | None = None) -> Block:
    return block(text, BlockKind.HEADING, page, level=level)


def record(**details: object) -> KeptDocument:
    said = Details(**{"title": "Badeordnung", **details})  # type: ignore[arg-type]
    return KeptDocument(
        id="0123456789ab",
        digest="0123456789ab" * 4,
        reader=1,
        format=Format.PDF,
        name="bad.pdf",
        sources=("/akten/bad.pdf",),
        details=said,
        size=1,
        characters=1,
        added="2025-01-01T00:00:00+00:00",
    )


def passages(*blocks: Block, **details: object) -> tuple[Passage, ...]:
    return passages_of(record(**details), document(*blocks))


def test_everything_a_citation_needs() -> None:
    (passage,) = passages(
        heading("Badeordnung", 1, 1),
        heading("§ 3 Öffnungszeiten", 2, 4),
        block("Geöffnet ist täglich.", page=4),
        date="2024-03-05",
        valid_until="2025-12-31",
        responsible="Amt 61",
    )
    assert (passage.id, passage.unit) == ("upload/0123456789ab/1", "upload:0123456789ab")
    assert (passage.kind, passage.origin) == (SourceKind.UPLOAD, PassageOrigin.DOCUMENT)
    assert passage.title == passage.upload == "Badeordnung"
    assert passage.locator == "Seite 4, Abschnitt „§ 3 Öffnungszeiten“"
    assert passage.heading_path == ("§ 3 Öffnungszeiten",)
    assert passage.url == "/dokumente/0123456789ab#page=4"
    assert passage.stand == "05.03.2024"
    assert passage.note == "Gültig bis 31.12.2025. Zuständig: Amt 61."


def test_validity_in_words() -> None:
    text = block("Text.")
    assert passages(text, valid_from="2024-01-01")[0].note == "Gültig ab 01.01.2024."
    both = passages(text, valid_from="2024-01-01", valid_until="2025-06-30")[0]
    assert both.note == "Gültig von 01.01.2024 bis 30.06.2025."
    assert (both.stand, both.url, both.locator) == (None, "/dokumente/0123456789ab", "Absatz 1")


def test_a_passage_names_the_pages_that_it_stands_on() -> None:
    found = passages(
        heading("Zweck", 1, 3),
        block(LONG * 20, page=4, last_page=4),
        block(LONG * 2, page=4, last_page=5),
        block(LONG * 2, page=6),
    )
    places = [passage.locator for passage in found]
    assert places[0] == "Seite 4, Abschnitt „Zweck“"
    assert places[-2:] == ["Seite 4–5, Abschnitt „Zweck“", "Seite 6, Abschnitt „Zweck“"]
    assert found[-2].url == "/dokumente/0123456789ab#page=4"


def test_items_of_a_long_list_have_their_own_pages() -> None:
    items = [block(LONG.strip(), BlockKind.ITEM, page=1 + n // 10, label="•") for n in range(40)]
    found = passages(block("Es gilt Folgendes:", page=1), *items)
    assert found[0].locator == "Seite 1" and found[0].text.startswith("Es gilt Folgendes:\n• Ein Satz")
    assert found[-1].locator == "Seite 4"
    assert all(len(passage.text) < 1000 for passage in found)


def test_nothing_crosses_a_heading_and_short_sections_stand_alone() -> None:
    found = passages(
        heading("A"), block("Kurz."), heading("B"), block("Auch."), heading("C", 2), block("Und hier.")
    )
    assert [(passage.text, passage.heading_path) for passage in found] == [
        ("Kurz.", ("A",)),
        ("Auch.", ("B",)),
        ("Und hier.", ("B", "C")),
    ]


def test_headings_with_nothing_below_are_text() -> None:
    found = passages(
        heading("Inhaltsverzeichnis"),
        heading("A"),
        heading("Nur Titel", 2),
        heading("B"),
        block("Text."),
        heading("Ende"),
    )
    assert [(passage.text, passage.heading_path) for passage in found] == [
        ("Nur Titel", ("A",)),
        ("Text.", ("B",)),
        ("Ende", ()),
    ]


def test_long_tables_are_cut_between_rows_and_keep_their_head() -> None:
    rows = ["Straße | Klasse | Gebühr"] + [
        f"Straße Nummer {n} im Ort | Klasse {n} | {n},50 Euro" for n in range(60)
    ]
    found = passages(heading("Gebühren"), block("\n".join(rows), BlockKind.TABLE))
    assert "\n".join(passage.text for passage in found).split("\n") == rows
    assert found[0].heading_path == ("Gebühren",)
    assert {passage.heading_path for passage in found[1:]} == {
        ("Gebühren", "Tabelle: Straße | Klasse | Gebühr")
    }
    assert all("Gebühren“" in passage.locator for passage in found)


def test_footnotes_carry_their_mark() -> None:
    found = passages(block("Das kostet 100¹."), block("Stand 1999.", BlockKind.FOOTNOTE, label="1"))
    assert found[0].text == "Das kostet 100¹.\n¹ Stand 1999."


def test_a_document_without_change_keeps_its_digests() -> None:
    one, two = (passages(heading("A"), block(LONG * 30)) for _ in range(2))
    assert one == two
    assert {passage.digest for passage in one}.isdisjoint(
        {p.digest for p in passages(heading("A"), block(LONG * 30), responsible="X")}
    )


words = st.text(st.sampled_from("abcäß §12.,;:()“„•|\n-"), min_size=1, max_size=400)
blocks = st.lists(
    st.builds(
        block,
        words,
        st.sampled_from(BlockKind),
        st.integers(1, 9),
        level=st.integers(1, 4),
        label=st.sampled_from(["", "•", "1.", "a)"]),
    ),
    max_size=25,
)


@settings(max_examples=300, deadline=None)
@given(blocks)
def test_no_letter_is_lost_or_doubled(made: list[Block]) -> None:
    if not any(char.isalnum() for one in made for char in one.text):
        return
    read = document(*made)
    found = passages_of(record(), read)
    paths = {heading for passage in found for heading in passage.heading_path}
    said = [bare(passage.text) for passage in found]
    running = "".join(said)
    for one in read.blocks:
        if one.kind is BlockKind.HEADING:
            known = bare(one.text) in running or one.text in paths or one.text == "Badeordnung"
            assert known or re.match("inhalt", one.text, re.IGNORECASE)
        else:
            assert bare(one.text) in running
    assert all(passage.text.strip() for passage in found)
    texts = sum(len(bare(one.text)) for one in read.blocks if one.kind is not BlockKind.HEADING)
    labels = sum(len(bare(one.label)) for one in read.blocks)
    headings = sum(len(bare(one.text)) for one in read.blocks if one.kind is BlockKind.HEADING)
    assert texts <= len(running) <= texts + labels + headings


def bare(text: str) -> str:
    return "".join(text.split())
