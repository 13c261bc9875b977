"""The stored German GDPR, read and put together again: no character lost, none twice.

What the file says is gathered a second time, by text substitution on its characters and without any
parser; white space does not count.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

import pytest

from assistant.settings import PROJECT
from assistant.statute import Norm
from ingest.sources.statutes.formex.reader import read_formex
from ingest.sources.statutes.pieces import HARDEST, pieces

FILE = PROJECT.parent / "shared" / "laws" / "eu-formex" / "dsgvo-32016R0679-de.fmx.xml"
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

pytestmark = pytest.mark.skipif(not FILE.exists(), reason="../shared/laws/eu-formex ist nicht da")


@pytest.fixture(scope="module")
def norms() -> list[Norm]:
    return list(read_formex(FILE, slug="eu-32016r0679", name="DSGVO")[1])


def squeezed(text: str) -> str:
    return "".join(html.unescape(text).split())


def printed(markup: str) -> str:
    """Markup as it is printed: quotation marks by code, a raised number for a footnote, the dashes of lists
    that have dashes instead of numbers, tags gone."""
    markup = re.sub(
        r'<LIST TYPE="DASH">.*?</LIST>', lambda m: m[0].replace("<ITEM>", "–"), markup, flags=re.S
    )
    markup = re.sub(r'<QUOT\.(?:START|END) CODE="(\w+)"[^>]*>', lambda m: chr(int(m[1], 16)), markup)
    markup = re.sub(
        r'<NOTE NOTE\.ID="E0*(\d+)".*?</NOTE>', lambda m: m[1].translate(RAISED), markup, flags=re.S
    )
    return squeezed(re.sub(r"<[^>]*>", "", markup))


def elements(tag: str, markup: str) -> list[str]:
    return re.findall(rf"<{re.escape(tag)}\b[^>]*>(.*?)</{re.escape(tag)}>", markup, flags=re.S)


def said(norms: Sequence[Norm], *, numbers_of_recitals: bool = False) -> str:
    """Everything the norms say in order, with the numbers that their fields hold."""
    parts: list[str] = []
    for norm in norms:
        parts += [f"({norm.number})" if numbers_of_recitals else norm.designation, norm.title]
        parts += [f"({p.number}){p.text}" if p.number else p.text for p in norm.paragraphs]
    return squeezed("".join(parts))


def test_the_articles_are_the_enacting_terms(norms):
    (terms,) = elements("ENACTING.TERMS", FILE.read_text(encoding="utf-8"))
    articles = [norm for norm in norms if norm.unit == "Art."]
    assert [norm.number for norm in articles] == [str(n) for n in range(1, 100)]
    headings = [printed(title) for title in elements("TITLE", terms)]
    without_headings = re.sub(r"<TITLE>.*?</TITLE>", "", terms, flags=re.S)
    assert said(articles) == printed(without_headings)
    outline = [squeezed(heading) for norm in articles for heading in norm.outline]
    assert list(dict.fromkeys(outline)) == list(dict.fromkeys(headings)) and len(headings) == 26


def test_the_recitals_are_their_group(norms):
    (group,) = elements("GR.CONSID", FILE.read_text(encoding="utf-8"))
    recitals = [norm for norm in norms if norm.unit == "Erwägungsgrund"]
    assert [norm.number for norm in recitals] == [str(n) for n in range(1, 174)]
    (begin,) = elements("GR.CONSID.INIT", group)
    assert printed(begin) + said(recitals, numbers_of_recitals=True) == printed(group)


def test_what_stands_around_them_is_kept(norms):
    file = FILE.read_text(encoding="utf-8")
    first, last = norms[0], norms[-1]
    (preamble,) = elements("PREAMBLE", file)
    around = re.sub(r"<CONSID>.*?</CONSID>", "", preamble, flags=re.S)
    assert squeezed("".join(p.text for p in first.paragraphs)) == printed(around)
    assert squeezed("".join(p.text for p in last.paragraphs)) == printed(elements("FINAL", file)[0])
    assert len(norms) == 99 + 173 + 2


def test_every_footnote_is_a_note(norms):
    notes = [printed(note) for note in elements("NOTE", FILE.read_text(encoding="utf-8"))]
    numbered = [f"Fußnote{n}:{text}" for n, text in enumerate(notes, start=1)]
    assert [squeezed(note) for norm in norms for note in norm.notes] == numbered
    assert len(notes) == 21


def test_no_blank_is_printed_that_is_layout(norms):
    texts = [t for norm in norms for t in (norm.title, *norm.notes, *(p.text for p in norm.paragraphs))]
    assert [t for t in texts if re.search(r"[(„] | [)“,;.:]|\u00a0|  +\S.* {2}", t)] == []


def test_the_header_says_that_it_is_the_original(norms):
    header, _ = read_formex(FILE, slug="eu-32016r0679", name="DSGVO", names=("DS-GVO",))
    assert (header.doknr, header.names) == ("32016R0679", ("DSGVO", "DS-GVO"))
    assert header.title.endswith("(Datenschutz-Grundverordnung)")
    assert header.stand == (
        "Ursprüngliche Fassung des Amtsblatts L 119 von 2016, S. 1; "
        "spätere Berichtigungen und Änderungen sind nicht eingearbeitet"
    )
    assert header.url == "https://eur-lex.europa.eu/eli/reg/2016/679/oj/deu"
    assert {norm.id: norm.url for norm in norms}["32016R0679/art-5"] == (
        "https://eur-lex.europa.eu/eli/reg/2016/679/art_5/oj/deu"
    )


def test_pieces_are_their_paragraphs_again(norms):
    for norm in norms:
        cut = pieces(norm)
        assert all(0 < len(piece.text) <= HARDEST for piece in cut)
        assert squeezed("".join(p.text for p in cut)) == squeezed("".join(p.text for p in norm.paragraphs))
