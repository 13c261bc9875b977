"""Lists, quotation marks, footnotes, tables, numbers and formulas as lines of plain text."""

from __future__ import annotations

import pytest

from tests.ingest.statutes.made_act import act, alinea, article, items, norms, note, np, quoted, text


def cells(*row: str, kind: str = "") -> str:
    written = "".join(f"<CELL COL='{n}'>{cell}</CELL>" for n, cell in enumerate(row, start=1))
    return f"<ROW TYPE='{kind}'>{written}</ROW>"


def test_items_stand_on_lines_of_their_own_with_printed_numbers():
    nested = items(("i)", "sauber und"), ("ii)", "kalt;"))
    entries = items(("a)", "Wasser, und zwar", nested), ("ba)", "ein Seil."))
    assert text(alinea(f"<P>Ein Brunnen braucht:</P>{entries}")) == (
        "Ein Brunnen braucht:\n  a) Wasser, und zwar\n    i) sauber und\n    ii) kalt;\n  ba) ein Seil."
    )


def test_text_under_an_item_belongs_to_it():
    more = "<P>Das gilt auch nachts.</P>"
    assert text(alinea(f"<P>Erlaubt:</P>{items(('1.', 'Schöpfen.', more), ('2.', 'Trinken.'))}")) == (
        "Erlaubt:\n  1. Schöpfen.\n    Das gilt auch nachts.\n  2. Trinken."
    )


def test_a_sentence_goes_on_after_a_list():
    assert text(alinea(f"<P>Wer</P>{items(('a)', 'schöpft,'))}<P>zahlt.</P>")) == "Wer\n  a) schöpft,\nzahlt."
    assert text(alinea(f"<P>Wer</P>{items(('a)', 'schöpft'))}.")) == "Wer\n  a) schöpft."


@pytest.mark.parametrize(("kind", "sign"), [("DASH", "– "), ("BULLET", "• "), ("NONE", "")])
def test_items_without_number_get_the_sign_of_their_list(kind, sign):
    listed = f"<LIST TYPE='{kind}'><ITEM><P>Seil,</P></ITEM><ITEM>Eimer.</ITEM></LIST>"
    assert text(alinea(f"<P>Nötig:</P>{listed}")) == f"Nötig:\n  {sign}Seil,\n  {sign}Eimer."


def test_definitions():
    entry = "<DLIST.ITEM><PREFIX>{}</PREFIX><TERM>{}</TERM><DEFINITION>{}</DEFINITION></DLIST.ITEM>"
    listed = entry.format("1)", quoted("Rohr"), "ein Hohlkörper;") + entry.format("2)", quoted("Hahn"), "<P>sein Ende.</P>")  # fmt: skip
    assert text(alinea(f"<P>Es heißt:</P><DLIST SEPARATOR=':'>{listed}</DLIST>")) == (
        "Es heißt:\n  1) „Rohr“: ein Hohlkörper;\n  2) „Hahn“: sein Ende."
    )


def test_quotation_marks_are_written_by_code_point():
    assert text(alinea(f"Der {quoted('Brunnen')} fließt.")) == "Der „Brunnen“ fließt."
    assert text(alinea("<QUOT.START CODE='00AB'/>Hahn<QUOT.END CODE='00bb'/>")) == "«Hahn»"


@pytest.mark.parametrize("code", ["", "x", "20", "GGGG", "٢٠١٢", "+123"])
def test_a_code_that_is_none_is_a_plain_quotation_mark(code):
    assert text(alinea(f"<QUOT.START CODE='{code}'/>Hahn<QUOT.END/>")) == '"Hahn"'


def test_a_layout_of_the_file_is_not_printed():
    """The stored file puts every inline element on a line of its own."""
    content = (
        "Der Rat (im Folgenden \n    <QUOT.START CODE='201E'/>\nRat\n    <QUOT.END CODE='201C'/>\n) gilt als\n"
        "    <QUOT.START CODE='201E'/>\nBrunnen\n    <QUOT.END CODE='201C'/>\n-Amt (\n    <DATE>3. Mai 2031</DATE>) \n    "
        "<NOTE NOTE.ID='E1'><P>\n  Dorfblatt\n </P></NOTE>,\n und bleibt.\n"
    )
    assert text(alinea(content)) == (
        "Der Rat (im Folgenden „Rat“) gilt als „Brunnen“-Amt (3. Mai 2031)¹, und bleibt."
    )


def test_dates_references_and_page_breaks_leave_their_text():
    content = "Vom <DATE ISO='20310203'>3. Februar 2031</DATE> (<REF.DOC.OJ COLL='L'>ABl. L 1</REF.DOC.OJ>) ge<?PAGE NO='2'?>lte <REF.DOC>Nr. 3</REF.DOC>."  # fmt: skip
    assert text(alinea(content)) == "Vom 3. Februar 2031 (ABl. L 1) gelte Nr. 3."


def test_footnotes_are_notes_with_a_mark_in_the_text():
    first, second = norms(
        act(
            article("1", alinea(f"Brunnen {note('E1', 'Siehe Dorfblatt 1.')} und Hahn{note('E2', 'Ebenda.')}.")),
            article("2", alinea(f"Rohr{note('E3', 'Dorfblatt 2.')}.")),
        )
    )  # fmt: skip
    assert first.paragraphs[0].text == "Brunnen¹ und Hahn²."
    assert first.notes == ("Fußnote 1: Siehe Dorfblatt 1.", "Fußnote 2: Ebenda.")
    assert (second.paragraphs[0].text, second.notes) == ("Rohr³.", ("Fußnote 3: Dorfblatt 2.",))


def test_footnotes_of_headings_leave_no_mark_in_them():
    (norm,) = norms(act(article("1", alinea("Es gilt."), title=f"Brunnen{note('E1', 'Alt.')}")))
    assert (norm.title, norm.notes) == ("Brunnen", ("Fußnote: Alt.",))


def test_footnotes_of_headings_above_articles_go_to_the_article_below():
    heading = f"<DIVISION><TITLE><TI><P>TEIL I{note('E1', 'Alt.')}</P></TI></TITLE>"
    first, second = norms(act(heading, article("1", alinea("a")), article("2", alinea("b")), "</DIVISION>"))
    assert first.outline == second.outline == ("TEIL I",)
    assert (first.notes, second.notes) == (("Fußnote: Alt.",), ())


def test_a_footnote_that_is_referred_to_again():
    (norm,) = norms(
        act(article("1", alinea(f"Rohr{note('E1', 'Alt.')} und Hahn<NOTE NOTE.REF='E1'><P>Alt.</P></NOTE>.")))
    )
    assert (norm.paragraphs[0].text, norm.notes) == ("Rohr¹ und Hahn¹.", ("Fußnote 1: Alt.",))


def test_tables_are_rows_with_cells():
    rows = cells("Brunnen", "Tiefe<NOTE NOTE.REF='E1'/>", kind="HEADER") + cells("alt", "<P>3 m</P>")
    table = (
        f"<TBL COLS='2'><TITLE><TI><P>Maße</P></TI></TITLE><GR.NOTES>{note('E1', 'Bei Ebbe.')}</GR.NOTES>"
        f"<CORPUS>{rows}</CORPUS></TBL>"
    )
    (norm,) = norms(act(article("1", alinea(f"<P>Es gilt:</P>{table}"))))
    assert norm.paragraphs[0].text == "Es gilt:\n  Maße\n  Brunnen | Tiefe¹\n    alt | 3 m"
    assert norm.notes == ("Fußnote 1: Bei Ebbe.",)


def test_cells_keep_their_columns():
    rows = (
        "<ROW><CELL COL='1' ROWSPAN='2'>alt</CELL><CELL COL='2'>3</CELL></ROW><ROW><CELL COL='2'>4</CELL></ROW>"
        "<BLK><TI.BLK>Dorf</TI.BLK><ROW><CELL COL='1' COLSPAN='2'>neu</CELL><CELL COL='3'>5</CELL></ROW></BLK>"
        "<ROW><CELL COL='1'><IE/></CELL></ROW>"
    )
    assert text(f"<TBL><CORPUS>{rows}</CORPUS></TBL>") == "alt | 3\n| 4\nDorf\nneu | 5"


def test_numbers_are_grouped_as_printed():
    assert text(alinea("<FT TYPE='NUMBER'>10000000</FT>\u00a0EUR")) == "10 000 000 EUR"
    assert text(alinea("<FT TYPE='DECIMAL'>1234,50</FT>")) == "1 234,50"
    assert text(alinea("<FT TYPE='CN'>02071210</FT> <FT TYPE='NUMBER'>999</FT>")) == "02071210 999"


def test_raised_and_lowered_text():
    content = (
        "3 m<HT TYPE='SUP'>2</HT>, CO<HT TYPE='SUB'>2</HT>, x<HT TYPE='SUP'>Tag</HT>, <HT TYPE='UC'>Uc</HT>"
    )
    assert text(alinea(content)) == "3 m², CO2, x^Tag, Uc"


def test_formulas_are_simplified_and_say_so():
    formula = "<FORMULA><EXPR>A<IND>neu</IND></EXPR><OP.CMP TYPE='EQ'/><EXPR>B<OP.MATH TYPE='MINUS'/>C<OP.MATH TYPE='?'/>D</EXPR></FORMULA>"
    (norm,) = norms(act(article("1", alinea(formula))))
    assert norm.paragraphs[0].text == "A_neu = B − C [Formelzeichen] D"
    assert norm.notes == ("Formeln sind hier vereinfacht wiedergegeben: siehe amtliche Seite.",)


def test_missing_pictures_are_named():
    picture = "<INCL.ELEMENT FILEREF='{}.tif' TYPE='TIFF'/>"
    one, two = norms(
        act(
            article("1", alinea("Siehe:" + picture.format("a"))),
            article("2", alinea(picture.format("b") + picture.format("c"))),
        )
    )
    assert one.paragraphs[0].text == "Siehe: [Abbildung]"
    assert one.notes == ("Abbildung „a.tif“ fehlt hier: siehe amtliche Seite.",)
    assert two.notes == ("2 Abbildungen fehlen hier: siehe amtliche Seite.",)


def test_unknown_elements_are_their_text():
    assert text(alinea("Der <NEU>Brunnen<NOCH/></NEU> fließt.")) == "Der Brunnen fließt."


def test_a_number_stands_on_the_line_of_its_text_at_any_depth():
    section = "<GR.SEQ><NO.GR.SEQ>10.1.</NO.GR.SEQ><P>Tiefe</P><P>Drei Meter.</P></GR.SEQ>"
    assert text(f"{section}{np('2.', '<P>Weite</P>')}") == "10.1. Tiefe\nDrei Meter.\n2. Weite"
