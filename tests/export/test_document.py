"""What documents are made of: text is cleaned when it enters."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.export.document import Heading, Run, day, day_and_time, printable, shortened
from assistant.export.files import file_name
from tests.export.reading import MOMENT

XML_TEXT = re.compile("[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")


@given(st.text(st.characters(codec=None)))
def test_whatever_comes_in_is_text_for_xml(text: str) -> None:
    assert XML_TEXT.fullmatch(printable(text))
    assert "\r" not in printable(text)


def test_ordinary_text_stays_as_it_is() -> None:
    text = "§ 97 Abs. 4 GWB – „Größe“\tübrigens\nZeile zwei: ■ ● 😀 שלום"
    assert printable(text) == text


def test_control_characters_and_overrides_of_the_direction_are_left_out() -> None:
    assert printable("a\x00b\x08c\x1bd\x7fe\u202efdp\u2066g\ud800h\ufffe") == "abcdefdpgh"


@pytest.mark.parametrize("ends", ["a\r\nb", "a\rb", "a\x0bb", "a\x0cb", "a\x85b", "a\u2028b", "a\u2029b"])
def test_every_way_to_end_a_line_is_one(ends: str) -> None:
    assert printable(ends) == "a\nb"


def test_headings_stay_on_one_line() -> None:
    assert Heading(1, "Eine\r\n  Überschrift\x00 ").text == "Eine Überschrift"


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("https://recht.example/§ 5?x=ä&y=1#z", "https://recht.example/%C2%A7%205?x=%C3%A4&y=1#z"),
        ("http://a.example/(b)", "http://a.example/(b)"),
        ("#quelle-1", "#quelle-1"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("/dokumente/1", None),
        ("", None),
    ],
)
def test_links_lead_to_the_web_or_into_the_document(link: str, kept: str | None) -> None:
    assert Run("x", link=link).link == kept


def test_days_are_local() -> None:
    assert day(MOMENT) == "24.11.2026"
    assert day_and_time(MOMENT) == "24.11.2026, 10:15 Uhr"
    assert day(MOMENT.replace(hour=23, minute=30)) == "25.11.2026"


def test_titles_are_cut_between_words() -> None:
    assert shortened("Wem gehören die  Daten?", 40) == "Wem gehören die Daten?"
    assert shortened("Wem gehören die Daten unserer Stadt?", 20) == "Wem gehören die …"
    assert shortened("W" * 100, 20) == "W" * 19 + " …"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Wem gehören die Daten?", "Wem gehören die Daten.pdf"),
        ("../../etc/passwd", "etc passwd.pdf"),
        ('a\\b:c*d"e<f>g|h', "a b c d e f g h.pdf"),
        ("CON\x00\r\nX-Header: 1", "CON X-Header 1.pdf"),
        ("???", "Vermerk.pdf"),
        ("", "Vermerk.pdf"),
    ],
)
def test_file_names_are_accepted_everywhere(title: str, name: str) -> None:
    assert file_name(title, "pdf") == name


def test_file_names_are_short_enough_for_every_system() -> None:
    assert len(file_name("ä" * 500, "docx").encode()) <= 255
