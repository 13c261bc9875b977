"""Laws as a whole: header, norms in order, outline, what is repealed, official pages."""

from __future__ import annotations

import hashlib

import pytest

from ingest.sources.statutes.gii.reader import identify, read_gii, read_header
from tests.ingest.statutes.made_law import LAW, head, law, norm, read, stand


def test_the_header_names_the_law_in_every_form() -> None:
    header, _ = read(norm(1, "§ 1", "<P>Text.</P>"))
    assert (header.name, header.names) == ("DorfG", ("DorfG", "DorfG 2019", "Dorfgesetz"))
    assert (header.title, header.doknr, header.slug) == ("Gesetz über das Dorf", LAW, "dorfg_2019")
    assert (header.built, header.retrieved, header.stand) == ("2025-01-02", "", "")
    assert header.url == "https://www.gesetze-im-internet.de/dorfg_2019/"
    assert header.source == "gesetze-im-internet.de"


def test_the_name_of_the_product_comes_first() -> None:
    header = read_header(
        law(norm(1, "§ 1", "<P>Text.</P>")),
        slug="dorfg_2019", name="DorfGB", names=("Dorf-Gesetz", "DorfG"), retrieved="2026-01-05",
    )  # fmt: skip
    assert header.names == ("DorfGB", "Dorf-Gesetz", "DorfG", "DorfG 2019", "Dorfgesetz")
    assert (header.name, header.retrieved) == ("DorfGB", "2026-01-05")


def test_a_law_with_nothing_but_its_short_form() -> None:
    header, _ = read(norm(1, "§ 1", "<P>x</P>"), first=head(amtabk="", kurzue="", langue=""))
    assert (header.name, header.names, header.title) == ("DorfG 2019", ("DorfG 2019",), "DorfG 2019")


def test_the_stand_is_every_comment_verbatim_and_no_date() -> None:
    first = head(
        stand("Neuf", "Neu v. 2.1.2003 I 9, 10;"),
        stand("Stand", "zuletzt geändert durch <BR/>Art. 2 G v. 1.2.2024 I Nr. 3"),
        stand("Hinweis", "Änderung noch nicht bearbeitet"),
        stand("Aufh", "Das G endet am 31.12.2050"),
        stand("Sonst", "Ersetzt G v. 1990"),
        stand("Stand", ""),
    )
    header, _ = read(norm(1, "§ 1", "<P>x</P>"), first=first)
    assert header.stand == (
        "Neufassung: Neu v. 2.1.2003 I 9, 10; zuletzt geändert durch Art. 2 G v. 1.2.2024 I Nr. 3; "
        "Hinweis: Änderung noch nicht bearbeitet; Aufhebung: Das G endet am 31.12.2050; "
        "Sonstiges: Ersetzt G v. 1990"
    )


def test_a_version_is_told_by_number_time_and_digest() -> None:
    data = law(norm(1, "§ 1", "<P>x</P>"))
    found = identify(data, slug="dorfg_2019")
    assert (found.doknr, found.builddate) == (LAW, "20250102030405")
    assert found.sha256 == hashlib.sha256(data).hexdigest()


def test_norms_come_in_order_and_are_read_as_they_are_asked_for() -> None:
    broken_later = law(norm(1, "§ 1", "<P>x</P>"), norm(2, "§ 2", "<P>y</P>"))[:-60]
    _, norms = read_gii(broken_later, slug="dorfg_2019")
    assert next(norms).designation == "§ 1"


def test_the_key_is_the_document_number_as_designations_repeat() -> None:
    _, norms = read(
        norm(1, "Art 1", "<P>a</P>"), norm(2, "§ 1", "<P>b</P>"), norm(3, "§ 1", "<P>c</P>"), norm(4, "§ 2", "<P>d</P>")
    )  # fmt: skip
    assert [n.designation for n in norms] == ["Art 1", "§ 1", "§ 1", "§ 2"]
    assert len({n.id for n in norms}) == 4
    # Nobody knows the page of the second "§ 1": the law's page is right, if not exact.
    assert [n.url.rsplit("/", 1)[1] for n in norms] == ["art_1.html", "__1.html", "", "__2.html"]


def test_the_outline_follows_the_official_codes() -> None:
    _, norms = read(
        norm(1, "§ 1", "<P>a</P>"),
        norm(2, heading=("010", "Teil 1", "Das Dorf")),
        norm(3, heading=("010010", "Kapitel 1", "Der Rat")),
        norm(4, "§ 2", "<P>b</P>"),
        norm(5, heading=("010020", "Kapitel 2", "Das Amt<FnR ID='F1'/>")),
        norm(6, "§ 3", "<P>c</P>"),
        norm(7, heading=("020", "Teil 2", "")),
        norm(8, "§ 4", "<P>d</P>"),
        norm(9, "Anlage 1", "<P>e</P>"),
        norm(10, "Schlussformel", "<P>f</P>"),
    )
    assert {n.designation: n.outline for n in norms} == {
        "§ 1": (),
        "§ 2": ("Teil 1 Das Dorf", "Kapitel 1 Der Rat"),
        "§ 3": ("Teil 1 Das Dorf", "Kapitel 2 Das Amt"),
        "§ 4": ("Teil 2",),
        "Anlage 1": (),
        "Schlussformel": (),
    }


def test_a_heading_with_text_or_remarks_is_a_norm_too() -> None:
    _, (found, below) = read(
        norm(1, heading=("010", "Teil 1", "Das Dorf"), content="<P>Vorwort.</P>", remarks="<P>Hinweis</P>"),
        norm(2, "§ 1", "<P>a</P>"),
    )
    assert (found.designation, found.unit, found.number) == ("Teil 1", "", "")
    assert (found.title, found.outline, found.notes) == ("Das Dorf", (), ("Hinweis",))
    assert found.paragraphs[0].text == "Vorwort."
    assert below.outline == ("Teil 1 Das Dorf",)


def test_norms_that_are_heading_and_paragraph_at_once() -> None:
    _, (article, inside, section) = read(
        norm(1, "Art 1", "<P>a</P>", heading=("010", "Art 1", "Änderung des Dorfrechts")),
        norm(2, "§ 1", "<P>b</P>"),
        norm(3, "§ 2", "<P>c</P>", titel="Zweck", heading=("020", "Teil 2", "Schluss")),
    )
    assert (article.unit, article.number, article.outline) == ("Art.", "1", ())
    assert article.title == "Änderung des Dorfrechts"
    # Counted anew in each article: the pattern of its page is not known.
    assert (inside.outline, inside.url) == (
        ("Art 1 Änderung des Dorfrechts",),
        article.url.rsplit("/", 1)[0] + "/",
    )
    assert (section.title, section.outline) == ("Zweck", ("Teil 2 Schluss",))


@pytest.mark.parametrize(
    ("enbez", "titel", "content", "title"),
    [
        ("§ 5", "(weggefallen)", None, "(weggefallen)"),
        ("§ 5", "(weggefallen)", "<P/>", "(weggefallen)"),
        ("§ 5", "(weggefallen)", "<P>-</P>", "(weggefallen)"),
        ("§ 5", "Kosten", "<P>(weggefallen)</P>", "Kosten"),
        ("§ 5", None, "<P>(aufgehoben)</P>", "(aufgehoben)"),
        ("(XXXX)§§ 5 bis 9", "(weggefallen)", "<P>(weggefallen)</P>", "(weggefallen)"),
    ],
)
def test_repealed_norms_are_there_in_name_only(
    enbez: str, titel: str | None, content: str | None, title: str
) -> None:
    _, (found,) = read(norm(1, enbez, content, titel=titel))
    assert found.repealed
    assert (found.title, found.paragraphs) == (title, ())


def test_what_is_not_repealed() -> None:
    _, (dash, coming, spent, living) = read(
        norm(1, "§ 1", "<P>-</P>"),
        norm(2, "(XXXX) §§ 2 bis 3", None, titel="(zukünftig in Kraft)"),
        norm(4, "§ 4", "<P>(Inkrafttreten)</P>"),
        norm(5, "§ 5", "<P>(1) Gilt.</P><P>(2) (weggefallen)</P>", titel="(weggefallen)"),
    )
    assert not any(n.repealed for n in (dash, coming, spent, living))
    assert (dash.paragraphs, coming.paragraphs) == ((), ())
    assert spent.paragraphs[0].text == "(Inkrafttreten)"
    assert [p.number for p in living.paragraphs] == ["1", "2"]


def test_a_notice_that_is_nothing_but_its_head() -> None:
    text = "<text format='XML'><Content><P>Das Fest findet statt.</P></Content></text>"
    _, (found,) = read(first=head(text=text))
    assert (found.id, found.designation, found.paragraphs[0].text) == (LAW, "", "Das Fest findet statt.")


def test_the_text_of_the_head_is_no_norm_where_there_are_others() -> None:
    text = "<text format='XML'><Content><P>Dient der Umsetzung.</P></Content></text>"
    _, norms = read(norm(1, "§ 1", "<P>a</P>"), first=head(text=text))
    assert [n.designation for n in norms] == ["§ 1"]
