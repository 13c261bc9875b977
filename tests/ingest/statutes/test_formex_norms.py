"""Articles, recitals, headings, annexes and what stands around them, each as a norm of its own."""

from __future__ import annotations

from assistant.statute import Norm, Paragraph
from tests.ingest.statutes.made_act import (
    CELEX,
    act,
    alinea,
    annex,
    article,
    division,
    document,
    items,
    norms,
    note,
    np,
    parag,
    recital,
)

PAGE = "https://eur-lex.europa.eu/eli/reg/2031/77"


def test_an_article_with_numbered_paragraphs():
    (norm,) = norms(
        act(
            article(
                "4a", parag("(1)", alinea("Erstens.")), parag("2a.", alinea("Zweitens.")), title="Brunnen"
            )
        )
    )
    assert norm == Norm(
        id=f"{CELEX}/art-4a",
        designation="Artikel 4a",
        unit="Art.",
        number="4a",
        until="",
        title="Brunnen",
        outline=(),
        paragraphs=(Paragraph("1", "Erstens."), Paragraph("2a", "Zweitens.")),
        notes=(),
        repealed=False,
        url=f"{PAGE}/art_4a/oj/deu",
    )


def test_an_article_without_numbers_is_one_paragraph():
    (norm,) = norms(act(article("1", alinea("Der Brunnen fließt."), alinea("Er gehört dem Dorf."))))
    assert norm.paragraphs == (Paragraph("", "Der Brunnen fließt.\nEr gehört dem Dorf."),)


def test_what_follows_numbered_paragraphs_is_not_part_of_the_last():
    (norm,) = norms(act(article("1", parag("(1)", alinea("Erstens.")), alinea("Für alle gilt mehr."))))
    assert norm.paragraphs == (Paragraph("1", "Erstens."), Paragraph("", "Für alle gilt mehr."))


def test_subparagraphs_stand_on_lines_of_their_own():
    (norm,) = norms(act(article("1", parag("(1)", alinea("Erstens."), alinea("Unterabsatz.")))))
    assert norm.paragraphs == (Paragraph("1", "Erstens.\nUnterabsatz."),)


def test_a_number_that_is_none_stays_in_the_text():
    (norm,) = norms(act(article("1", parag("Erstens", alinea("fließt er.")))))
    assert norm.paragraphs[0].number == "" and "Erstens" in norm.paragraphs[0].text


def test_an_article_without_number():
    (norm,) = norms(
        act("<ARTICLE><TI.ART>Einziger Artikel</TI.ART><ALINEA>Der Brunnen bleibt.</ALINEA></ARTICLE>")
    )
    assert (norm.id, norm.designation, norm.unit, norm.number) == (
        f"{CELEX}/art",
        "Einziger Artikel",
        "",
        "",
    )
    assert norm.url == f"{PAGE}/oj/deu"


def test_blanks_that_do_not_break_are_blanks():
    (norm,) = norms(
        act("<ARTICLE><TI.ART>Artikel\u00a05</TI.ART><ALINEA>Nach Artikel\u00a04.</ALINEA></ARTICLE>")
    )
    assert (norm.designation, norm.number) == ("Artikel 5", "5")
    assert norm.paragraphs[0].text == "Nach Artikel 4."


def test_repeated_numbers_get_ids_of_their_own():
    found = norms(act(article("1", alinea("a")), article("1", alinea("b")), article("1", alinea("c"))))
    assert [norm.id for norm in found] == [f"{CELEX}/art-1", f"{CELEX}/art-1-2", f"{CELEX}/art-1-3"]


def test_headings_are_the_outline():
    found = norms(
        act(
            division("KAPITEL I", "Allgemeines", article("1", alinea("a"))),
            division(
                "KAPITEL II",
                "Wasser",
                division("Abschnitt 1", "Quelle", article("2", alinea("b"))),
                article("3", alinea("c")),
            ),
        )
    )
    assert [norm.outline for norm in found] == [
        ("KAPITEL I Allgemeines",),
        ("KAPITEL II Wasser", "Abschnitt 1 Quelle"),
        ("KAPITEL II Wasser",),
    ]


def test_text_between_articles_is_not_lost():
    found = norms(
        act(article("1", alinea("a")), "<P>Ein Satz steht für sich.</P>", article("2", alinea("b")))
    )
    assert [norm.designation for norm in found] == ["Artikel 1", "", "Artikel 2"]
    assert found[1].paragraphs == (Paragraph("", "Ein Satz steht für sich."),)


def test_the_parts_of_an_article_may_have_headings():
    (norm,) = norms(
        act(
            article(
                "1",
                "<SUBDIV><TITLE><TI><P>Teil A</P></TI></TITLE>",
                parag("(1)", alinea("Erstens.")),
                "</SUBDIV>",
            )
        )
    )
    assert norm.paragraphs == (Paragraph("", "Teil A"), Paragraph("1", "Erstens."))


def test_recitals_are_norms_of_their_own_kind():
    found = norms(
        act(
            article("1", alinea("a")),
            recitals=recital("(1)", "Brunnen sind alt.") + recital("(2)", "Wasser ist kostbar."),
        )
    )
    assert [(norm.id, norm.designation, norm.unit, norm.number, norm.url) for norm in found[:2]] == [
        (f"{CELEX}/erw-{n}", f"Erwägungsgrund {n}", "Erwägungsgrund", n, f"{PAGE}/oj/deu#rct_{n}")
        for n in ("1", "2")
    ]
    assert found[1].paragraphs == (Paragraph("", "Wasser ist kostbar."),)


def test_a_recital_is_one_paragraph():
    more = "<P>Das gilt für:</P>" + items(("a)", "Dörfer;"), ("b)", "Städte."))
    (norm,) = norms(act(recitals=recital("(7)", "Brunnen sind alt.", more)))
    assert norm.paragraphs == (Paragraph("", "Brunnen sind alt.\nDas gilt für:\n  a) Dörfer;\n  b) Städte."),)


def test_a_recital_without_number():
    (norm,) = norms(act(recitals="<CONSID><P>Brunnen sind alt.</P></CONSID>"))
    assert (norm.id, norm.designation, norm.unit) == (f"{CELEX}/erw", "Erwägungsgrund", "")
    assert norm.paragraphs == (Paragraph("", "Brunnen sind alt."),)


def test_groups_of_recitals_have_headings():
    group = f"<DIV.CONSID><TITLE><TI><NP><NO.P>1.</NO.P><TXT>EINLEITUNG</TXT></NP></TI></TITLE>{recital('(1)', 'Brunnen sind alt.')}</DIV.CONSID>"
    (norm,) = norms(act(recitals=group))
    assert (norm.number, norm.outline) == ("1", ("1. EINLEITUNG",))


def test_the_words_around_recitals_are_the_preamble():
    preamble = (
        "<PREAMBLE.INIT>DER DORFRAT —</PREAMBLE.INIT>"
        f"<GR.VISA><VISA>gestützt auf das Dorfrecht{note('E1', 'Dorfblatt 3.')},</VISA></GR.VISA>"
        f"<GR.CONSID><GR.CONSID.INIT>in Erwägung:</GR.CONSID.INIT>{recital('(1)', 'Brunnen sind alt.')}</GR.CONSID>"
        "<PREAMBLE.FINAL>HAT BESCHLOSSEN:</PREAMBLE.FINAL>"
    )
    found = norms(act(article("1", alinea("a")), preamble=preamble))
    assert [norm.designation for norm in found] == ["Präambel", "Erwägungsgrund 1", "Artikel 1"]
    assert [p.text for p in found[0].paragraphs] == [
        "DER DORFRAT —",
        "gestützt auf das Dorfrecht¹,",
        "in Erwägung:",
        "HAT BESCHLOSSEN:",
    ]
    assert (found[0].id, found[0].unit, found[0].notes) == (
        f"{CELEX}/praeambel",
        "",
        ("Fußnote 1: Dorfblatt 3.",),
    )


def test_the_closing_words_are_a_norm():
    final = (
        "<P>Diese Verordnung gilt.</P><SIGNATURE><PL.DATE><P>Am <DATE ISO='20310203'>3. Februar 2031</DATE>.</P></PL.DATE>"
        "<SIGNATORY><P>Im Namen des Rates</P><P>A. <HT TYPE='UC'>Muster</HT></P></SIGNATORY></SIGNATURE>"
    )
    *_, norm = norms(act(article("1", alinea("a")), final=final))
    assert (norm.id, norm.designation, norm.unit) == (f"{CELEX}/schluss", "Schlussformel", "")
    assert [p.text for p in norm.paragraphs] == [
        "Diese Verordnung gilt.",
        "Am 3. Februar 2031.\nIm Namen des Rates\nA. Muster",
    ]


def test_annexes_are_norms_with_a_paragraph_for_each_section():
    section = "<GR.SEQ><TITLE><TI><P>Teil {0}</P></TI></TITLE><P>Text {0}.</P></GR.SEQ>"
    content = "<P>Vorab.</P>" + section.format("A") + section.format("B") + np("1.", "Zuletzt.")
    *_, norm = norms(
        act(article("1", alinea("a")), rest=annex("ANHANG IV", "Maße der\u00a0Brunnen", content))
    )
    assert (norm.id, norm.designation, norm.unit, norm.number) == (
        f"{CELEX}/anh-IV",
        "ANHANG IV",
        "Anlage",
        "IV",
    )
    assert (norm.title, norm.url) == ("Maße der Brunnen", f"{PAGE}/oj/deu#anx_IV")
    assert [p.text for p in norm.paragraphs] == [
        "Vorab.",
        "Teil A\nText A.",
        "Teil B\nText B.",
        "1. Zuletzt.",
    ]


def test_an_only_annex_has_no_number():
    *_, norm = norms(act(article("1", alinea("a")), rest=annex("ANHANG", "", "<P>Alles.</P>")))
    assert (norm.id, norm.designation, norm.unit, norm.number) == (f"{CELEX}/anh", "ANHANG", "Anlage", "")


def test_articles_within_an_annex_are_its_text():
    *_, norm = norms(
        act(
            article("1", alinea("a")),
            rest=annex(
                "ANHANG I", "Satzung", article("1", parag("(1)", alinea("Das Dorf lebt.")), title="Zweck")
            ),
        )
    )
    assert [p.text for p in norm.paragraphs] == ["Artikel 1\nZweck\n(1) Das Dorf lebt."]


def test_articles_quoted_for_another_act_are_text():
    changed = f"<QUOT.S LEVEL='1'>{article('45', parag('(1)', alinea('Neu.')), title='Fremd')}</QUOT.S>"
    found = norms(act(article("1", alinea(f"<P>Es wird eingefügt:{changed}</P>")), article("2", alinea("b"))))
    assert [norm.number for norm in found] == ["1", "2"]
    assert found[0].paragraphs[0].text == "Es wird eingefügt:\n  Artikel 45\n  Fremd\n  (1) Neu."


def test_acts_of_another_kind_keep_their_text():
    found = norms(
        document(
            "<ACT><TITLE><TI><P>Beschluss</P></TI></TITLE><CONTENTS><P>Das Dorf singt.</P></CONTENTS></ACT>"
        )
    )
    assert [(norm.designation, norm.paragraphs[0].text) for norm in found] == [("", "Das Dorf singt.")]
