"""What is said of an act as a whole: number, title, official pages, and the state of its text."""

from __future__ import annotations

import pytest

from assistant.errors import CorpusError
from assistant.statute import LawHeader
from ingest.sources.statutes.formex.reader import identify, read_formex, read_header
from tests.ingest.statutes.made_act import (
    CELEX,
    NUMBER,
    PLACE,
    SLUG,
    TITLE,
    act,
    alinea,
    archive,
    article,
    bibliography,
    manifest,
    read,
)

ONE = article("1", alinea("Der Brunnen fließt."))
LATER = "spätere Berichtigungen und Änderungen sind nicht eingearbeitet"
SITE = "https://eur-lex.europa.eu"


def header(data: bytes, slug: str = SLUG) -> LawHeader:
    return read_header(data, slug=slug, name="BrunnenVO", names=("BrVO", "BrunnenVO"), retrieved="2032-01-01")


def test_the_header_of_an_act():
    assert header(act(ONE)) == LawHeader(
        slug=SLUG,
        doknr=CELEX,
        name="BrunnenVO",
        names=("BrunnenVO", "BrVO"),
        title="Verordnung (EU) 2031/77 über Dorfbrunnen",
        stand=f"Ursprüngliche Fassung des Amtsblatts L 12 von 2031, S. 5; {LATER}",
        built="",
        retrieved="2032-01-01",
        url=f"{SITE}/eli/reg/2031/77/oj/deu",
        source="EUR-Lex",
    )


def test_the_manifest_knows_the_day_of_publication():
    found = header(archive(a=act(ONE), doc=manifest("a.xml")))
    assert found.stand == f"Ursprüngliche Fassung des Amtsblatts L 12 vom 14.2.2031, S. 5; {LATER}"
    assert found.built == "2031-02-14"


@pytest.mark.parametrize("number", ["77", "2031/77"])
def test_an_act_that_is_an_issue_of_its_own(number):
    place = f"<DOCUMENT.REF><COLL>L</COLL><NO.OJ>{number}</NO.OJ><YEAR>2031</YEAR></DOCUMENT.REF>"
    data = act(ONE, bib=bibliography(place))
    assert header(data).stand.startswith("Ursprüngliche Fassung des Amtsblatts L, 2031/77;")
    dated = header(archive(a=data, doc=manifest("a.xml")))
    assert dated.stand.startswith("Ursprüngliche Fassung des Amtsblatts L, 2031/77, vom 14.2.2031;")


def test_an_act_without_place_still_says_that_it_is_the_original():
    assert header(act(ONE, bib=bibliography(""))).stand == f"Ursprüngliche Fassung des Amtsblatts; {LATER}"


def test_the_remark_on_the_economic_area_is_no_part_of_the_title():
    found = header(act(ONE, title=TITLE + "<P>(Text von Bedeutung für den EWR)</P>"))
    assert found.title == "Verordnung (EU) 2031/77 über Dorfbrunnen"


@pytest.mark.parametrize(
    ("title", "slug", "page"),
    [
        ("Richtlinie (EU) 2031/77 zur Aufhebung der Verordnung 5", "eu-32031l0077", "eli/dir/2031/77/oj/deu"),
        ("BESCHLUSS (EU) 2031/77", "eu-32031d0077", "eli/dec/2031/77/oj/deu"),
        (
            "Durchführungsverordnung (EU) 2031/77 der Kommission",
            "eu-32031r0077",
            "eli/reg_impl/2031/77/oj/deu",
        ),
        ("Delegierte Verordnung (EU) 2031/77", "eu-32031r0077", "eli/reg_del/2031/77/oj/deu"),
        ("Empfehlung 77/2031", "eu-32031h0077", "legal-content/DE/TXT/?uri=CELEX:32031H0077"),
    ],
)
def test_number_and_page_follow_from_the_kind_of_act(title, slug, page):
    found = header(act(ONE, title=f"<P>{title}</P>"), slug)
    assert (found.doknr, found.url) == (slug.removeprefix("eu-").upper(), f"{SITE}/{page}")


def test_a_printed_number_is_taken_as_it_is():
    bib = bibliography(number="<NO.CELEX>32031L0123</NO.CELEX>" + NUMBER)
    assert header(act(ONE, bib=bib), "dorf").doknr == "32031L0123"


def test_without_any_number_the_slug_gives_it():
    data = act(ONE, bib=bibliography(number=""))
    assert header(data, "eu-12016e/txt").doknr == "12016E/TXT"
    with pytest.raises(CorpusError, match="keine Nummer"):
        header(data, "dorf")


def test_another_act_than_the_slug_names_is_refused():
    with pytest.raises(CorpusError, match="den Rechtsakt 32031R0077, nicht 32031R0078"):
        header(act(ONE), "eu-32031r0078")


def test_another_language_is_refused():
    with pytest.raises(CorpusError, match="Sprache „EN“"):
        header(act(ONE, bib=bibliography(language="EN")))


def test_pages_of_articles_and_recitals_without_pattern_are_the_page_of_the_act():
    data = act(ONE, title="<P>Empfehlung 77/2031</P>")
    _, norms = read_formex(data, slug="eu-32031h0077", name="Empfehlung")
    assert [norm.url for norm in norms] == [f"{SITE}/legal-content/DE/TXT/?uri=CELEX:32031H0077"]


def test_identity_changes_with_the_file_only():
    one = identify(act(ONE), slug=SLUG)
    assert one == identify(act(ONE), slug=SLUG)
    assert (one.doknr, one.builddate, len(one.sha256)) == (CELEX, "", 64)
    assert identify(act(ONE, ONE), slug=SLUG).sha256 != one.sha256
    packed = archive(a=act(ONE, bib=bibliography(PLACE)), doc=manifest("a.xml"))
    assert identify(packed, slug=SLUG).builddate == "2031-02-14"


def test_the_header_needs_no_norms():
    assert header(act()).doknr == CELEX
    with pytest.raises(CorpusError, match="keine Vorschriften"):
        read(act())
