"""The text of norms: lists, tables, marks and signs as they are printed."""

from __future__ import annotations

import pytest

from assistant.statute import Paragraph
from tests.ingest.statutes.made_law import items, norm, read, read_one, table, text_of


def test_one_paragraph_per_printed_number() -> None:
    found = read_one("<P>(1) Brot ist Brot.</P><P>(1a) Käse <B>nicht</B>.</P><P/><P>(2) (weggefallen)</P>")
    assert found.paragraphs == (
        Paragraph("1", "Brot ist Brot."),
        Paragraph("1a", "Käse nicht."),
        Paragraph("2", "(weggefallen)"),
    )
    assert not found.repealed


def test_text_without_number_belongs_to_what_stands_before() -> None:
    found = read_one("<P>(1) Das Zeichen</P><P><IMG SRC='a.jpg'/></P><P>gilt im Dorf.</P><P>(2) Es gilt.</P>")
    assert [p.number for p in found.paragraphs] == ["1", "2"]
    assert found.paragraphs[0].text == "Das Zeichen\n[Abbildung]\ngilt im Dorf."


def test_text_without_any_number_is_one_paragraph_and_a_heading_begins_another() -> None:
    assert text_of("<Title>Muster</Title><P>Der Rat.</P><BR/><P>Die Bürgermeisterin.</P>") == (
        "Muster\nDer Rat.\nDie Bürgermeisterin."
    )
    found = read_one("<P>(1) Eins.</P><Subtitle>Teil B</Subtitle><P>Zwei.</P>")
    assert found.paragraphs == (Paragraph("1", "Eins."), Paragraph("", "Teil B\nZwei."))


def test_several_numbers_at_once_stay_in_the_text() -> None:
    assert read_one("<P>(2) bis (4) (weggefallen)</P>").paragraphs == (
        Paragraph("2", "(2) bis (4) (weggefallen)"),
    )


def test_a_number_without_text_is_an_empty_paragraph() -> None:
    assert read_one("<P>(1) Eins.</P><P>(2)</P>").paragraphs == (Paragraph("1", "Eins."), Paragraph("2", ""))


def test_the_line_above_printed_footnotes_and_a_lone_mark_are_no_text() -> None:
    note = "<Footnote ID='F1' FnZ='*'>Amtlicher Hinweis</Footnote>"
    assert read_one("<P>(1) Eins.</P><P><U>______</U></P>").paragraphs == (Paragraph("1", "Eins."),)
    assert read_one("<P><FnR ID='F1'/></P>", footnotes=note).paragraphs == ()


def test_items_stand_on_lines_of_their_own_with_their_printed_numbers() -> None:
    inner = items(("a)", "laut,"), ("aa)", "leise"), kind="alpha")
    content = f"<P>(1) Der Chor kann{items(('1.', f'singen{inner}und tanzen,'), ('9a.', 'ruhen'))}sind.</P>"
    assert text_of(content) == (
        "Der Chor kann\n  1. singen\n    a) laut,\n    aa) leise\n    und tanzen,\n  9a. ruhen\nsind."
    )


def test_a_list_right_after_the_number() -> None:
    text = text_of(f"<P>(3) {items(('1.', 'Scheunen'), ('2.', 'Ställe'))}sind zulässig.</P>")
    assert text == "  1. Scheunen\n  2. Ställe\nsind zulässig."


@pytest.mark.parametrize(
    ("printed", "line"),
    [("", "Wasser"), ("–", "– Wasser"), ("\u20de", "☐ Wasser"), ("<B>§ 1</B>", "§ 1 Wasser")],
)
def test_numbers_are_what_is_printed(printed: str, line: str) -> None:
    assert text_of(f"<P>Es fließt{items((printed, 'Wasser'))}</P>") == f"Es fließt\n  {line}"


def test_several_texts_of_an_item() -> None:
    two = "<LA>Begriffe</LA><LA>Im Dorf ist</LA>"
    numbered = f"<P>Es gilt<DL><DT>1.</DT><DD>{two}</DD><DT>2.</DT><DD><LA>Schluss</LA></DD></DL></P>"
    assert text_of(numbered) == "Es gilt\n  1. Begriffe\n    Im Dorf ist\n  2. Schluss"
    assert text_of(f"<P>Es gilt<DL><DT/><DD>{two}</DD></DL></P>") == "Es gilt\n  Begriffe\n  Im Dorf ist"


def test_line_breaks_are_kept_and_white_space_is_made_plain() -> None:
    assert (
        text_of("<P>Auf  dem\n Platz:<BR/>Feste,<BR/><BR/>M\u00a0ärkte</P>")
        == "Auf dem Platz:\nFeste,\nM ärkte"
    )
    assert text_of("<P>Nicht\u2011Mitglied, E\u00adsel, mu\u0308de, muß, <NB>§\u00a01</NB></P>") == (
        "Nicht-Mitglied, Esel, müde, muß, § 1"
    )


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("500 m<SUP>2</SUP>", "500 m²"),
        ("10<SUP>-6</SUP> kg", "10⁻⁶ kg"),
        ("q<SUP>n</SUP>", "qⁿ"),
        ("x<SUP>Tag</SUP>", "x^Tag"),
        ("Wort<SUP>*)</SUP>", "Wort*)"),
        ("Uhu<SUP>1, 2)</SUP>", "Uhu¹, ²⁾"),
        ("CO<SUB>2</SUB>-Preis", "CO2-Preis"),
        ("<I>P<SUB>inst</SUB></I>", "P_inst"),
        ("MW<SUB>Wind im Dorf</SUB>", "MW_(Wind im Dorf)"),
        ("<SUP class='Rec'>1</SUP>Der Rat tagt. <SUP class='Rec'>2</SUP>Er ruht.", "Der Rat tagt. Er ruht."),
        ("<QuoteL/>so<QuoteR/>", "„so“"),
        ("<SP>weit</SP> <F>≤</F> <small>klein</small>", "weit ≤ klein"),
        ("Teil A<Split/>5 Euro", "Teil A 5 Euro"),
        ("ein <ABWFORMAT typ='A'/>Fest<ABWFORMAT typ='E'/>", "ein Fest"),
        ("<noindex>Amtlich</noindex> bleibt", "Amtlich bleibt"),
        ("Ein <Citation>Zitat</Citation>", "Ein Zitat"),
        ("<neu>Unbekanntes</neu> bleibt", "Unbekanntes bleibt"),
        ("Da<!-- SPLIT [Text: doppelt] -->mals", "Damals"),
        ("A<?ziel tut nichts?>B &lt;5&gt; &amp;", "AB <5> &"),
    ],
)
def test_signs_and_markup(markup: str, text: str) -> None:
    assert text_of(f"<P>{markup}</P>") == text


def test_pictures_and_files_are_named_as_missing() -> None:
    pictures = "".join(f"<P>a<IMG SRC='bild{n}.jpg' alt=''/>b</P>" for n in range(1, 3))
    found = read_one(f"{pictures}<P><FILE SRC='plan.pdf'/></P>")
    assert found.paragraphs[0].text == "a [Abbildung] b\na [Abbildung] b\n[Datei]"
    assert found.notes == (
        "Abbildungen „bild1.jpg“ und „bild2.jpg“ fehlen hier: siehe amtliche Seite.",
        "Datei „plan.pdf“ fehlt hier: siehe amtliche Seite.",
    )
    described = read_one("<P><IMG SRC='x.jpg' alt='Ein blaues Schild.'/></P>")
    assert described.paragraphs[0].text == "[Abbildung: Ein blaues Schild.]"
    assert described.notes == ("Abbildung „x.jpg“ fehlt hier: siehe amtliche Seite.",)
    many = read_one("".join(f"<P><IMG SRC='z{n}.jpg'/></P>" for n in range(9)))
    assert many.notes == ("9 Abbildungen („z0.jpg“ bis „z8.jpg“) fehlen hier: siehe amtliche Seite.",)


def test_footnotes_are_notes_and_leave_their_printed_mark() -> None:
    notes = (
        "<Footnote ID='F1' FnZ='*' Postfix=')'><noindex>Dient dem Dorf:"
        + items(("1.", "dem Rat"))
        + "</noindex></Footnote><Footnote ID='F2' FnZ='1'>Ausgabe Mai.</Footnote>"
    )
    content = "<P>Der Rat<FnR ID='F1'/> nach DIN 17<FnR ID='F2'/>.</P><P><FnArea><FnR ID='F2'/></FnArea></P>"
    found = read_one(content, footnotes=notes)
    assert found.paragraphs[0].text == "Der Rat*) nach DIN 17¹."
    assert found.notes == ("Fußnote *: Dient dem Dorf: 1. dem Rat", "Fußnote 1: Ausgabe Mai.")


def test_a_letter_as_mark_is_told_apart_from_the_word() -> None:
    found = read_one(
        "<P>Rat<FnR ID='F1'/>.</P>", footnotes="<Footnote ID='F1' FnZ='a' Postfix=')'>H</Footnote>"
    )
    assert (found.paragraphs[0].text, found.notes) == ("Rat^a).", ("Fußnote a: H",))


def test_marks_do_not_stand_in_titles() -> None:
    note = "<Footnote ID='F1' FnZ='*'>Hinweis</Footnote>"
    one = norm(1, "§ 1", "<P>Text.</P>", titel="Fortführung<BR/>im <I>Dorf</I><FnR ID='F1'/>", footnotes=note)
    assert read(one)[1][0].title == "Fortführung im Dorf"


def test_editorial_remarks_are_notes_each_readable_alone() -> None:
    found = read_one(
        "<P><noindex><kommentar typ='Fundstelle'>(Fundstelle: DorfBl. 7;<BR/> S. 9)</kommentar></noindex></P>"
        "<P>Text.</P>",
        remarks="<P>(+++ § 1: Zur Anwendung vgl. § 2 +++) <BR/>(+++ § 1: Zur<BR/> Geltung vgl. § 3 +++)"
        "<ABWFORMAT typ='D'/> § 1 Abs. 2: Neu seit Mai<BR/>§ 1 Abs. 3: Alt</P>",
    )
    assert found.paragraphs == (Paragraph("", "Text."),)
    assert found.notes == (
        "(Fundstelle: DorfBl. 7; S. 9)",
        "§ 1: Zur Anwendung vgl. § 2",
        "§ 1: Zur Geltung vgl. § 3",
        "§ 1 Abs. 2: Neu seit Mai",
        "§ 1 Abs. 3: Alt",
    )


def test_a_remark_that_is_never_closed_ends_before_the_next() -> None:
    found = read_one("<P>Text.</P>", remarks="<P>(+++ Eins <BR/>(+++ Zwei +++)</P>")
    assert found.notes == ("Eins", "Zwei")


def test_tables_are_rows_below_their_head() -> None:
    text = text_of(
        f"<P>Es kostet:<BR/>{table(['Kuh', '5 Euro'], ['', '3 Euro'], head=['Tier', 'Preis'])}</P>"
    )
    assert text == "Es kostet:\n  Tier | Preis\n    Kuh | 5 Euro\n    | 3 Euro"


def test_the_first_row_of_a_framed_table_is_its_head_if_it_fills_the_columns() -> None:
    assert text_of(table(["Tier", "Preis"], ["Kuh", "5"], frame="all")) == "Tier | Preis\n  Kuh | 5"
    wide = "<entry namest='col1' nameend='col2'>Nachweis</entry>"
    assert text_of(table([wide], ["Kuh", "5"], frame="all")) == "Nachweis\nKuh | 5"
    assert text_of(table(["a", "b"], ["c", "d"])) == "a | b\nc | d"


def test_cells_over_rows_and_columns_are_set_once() -> None:
    rows = (
        ["<entry morerows='1'>Rind</entry>", "Kuh", "5"],
        ["Kalb", "3"],
        ["<entry namest='col1' nameend='col2'>alle</entry>", "8"],
        ["", "", ""],
    )
    assert text_of(table(*rows, head=["Art", "Tier", "Preis"], columns=3)) == (
        "Art | Tier | Preis\n  Rind | Kuh | 5\n  | Kalb | 3\n  alle | 8"
    )


def test_lists_and_tables_in_cells_are_read_on_one_line() -> None:
    cell = "Gebot" + items(("1.", "Halten."), ("2.", "Warten.")) + table(["x", "y"], ["z", ""])
    assert text_of(table([cell, "Zeichen<BR/>5"])) == "Gebot 1. Halten. 2. Warten. x y z | Zeichen 5"


def test_the_title_of_a_table_and_a_table_in_an_item() -> None:
    titled = table(["a", "b"]).replace("<tgroup", "<Title>Preise</Title><tgroup", 1)
    assert text_of(titled) == "Preise\na | b"
    assert text_of(f"<P>Es gilt{items(('1.', table(['A 6', '50 Prozent;'])))}</P>") == (
        "Es gilt\n  1.\n    A 6 | 50 Prozent;"
    )


def test_a_table_of_contents_is_text_of_its_norm() -> None:
    toc = f"<TOC><Ident>Teil 1</Ident><Title>Das Dorf</Title>{table(['§ 1', 'Zweck'])}</TOC>"
    (found,) = read(norm(1, "Inhaltsübersicht", text=toc))[1]
    assert found.paragraphs == (Paragraph("", "Teil 1\nDas Dorf\n  § 1 | Zweck"),)
    assert (found.unit, found.number) == ("", "")
