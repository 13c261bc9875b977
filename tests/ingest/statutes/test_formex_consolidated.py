"""Consolidated acts: their state, and what was deleted is not shown as law. Made-up files only."""

from __future__ import annotations

import pytest

from assistant.errors import CorpusError
from assistant.statute import Paragraph
from tests.ingest.statutes.made_act import (
    CELEX,
    alinea,
    annex,
    article,
    consolidated,
    deleted,
    division,
    items,
    norms,
    note,
    parag,
    quoted,
    read,
)

PAGE = "https://eur-lex.europa.eu/eli/reg/2031/77/2032-03-01/deu"
ONE = article("1", alinea("Der Brunnen fließt."))


def paragraphs(content: str) -> list[tuple[str, str]]:
    (norm,) = norms(consolidated(article("1", content)))
    return [(paragraph.number, paragraph.text) for paragraph in norm.paragraphs]


def test_the_header_says_which_version_it_is():
    header, (norm,) = read(consolidated(ONE))
    assert (header.doknr, header.built, header.url) == (CELEX, "2032-02-15", PAGE)
    assert header.stand == (
        "Konsolidierte Fassung, Stand 1.3.2032; eingearbeitet: 32032R0005; "
        "nur zur Information, verbindlich sind die Texte des Amtsblatts"
    )
    assert (norm.id, norm.url) == (f"{CELEX}/art-1", f"{PAGE}#art_1")


def test_the_header_says_that_corrections_are_worked_in():
    corrections = b"<GR.CORRIG><CORRIG/></GR.CORRIG></FAM.COMP>"
    header, _ = read(consolidated(ONE).replace(b"</FAM.COMP>", corrections))
    assert "; Berichtigungen eingearbeitet; " in header.stand


def test_annexes_are_part_of_the_file():
    own = annex("ANHANG II", "Maße", "<P>Drei Meter.</P>").replace("ANNEX>", "CONS.ANNEX>")
    *_, norm = norms(consolidated(ONE, rest=own))
    assert (norm.designation, norm.number, norm.url) == ("ANHANG II", "II", f"{PAGE}#anx_II")


def test_deleted_articles_are_repealed():
    gone = deleted(article("2", alinea("Der Brunnen ist geheim."), title="Geheimnis"))
    first, second, third = norms(consolidated(ONE, gone, article("3", alinea("Ende."))))
    assert (second.designation, second.number, second.repealed) == ("Artikel 2", "2", True)
    assert (second.title, second.paragraphs, second.notes) == ("", (), ())
    assert not first.repealed and not third.repealed


def test_deleted_paragraphs_keep_their_number():
    content = parag("(1)", alinea("Erstens.")) + deleted(parag("(2)", alinea("Geheim."))) + parag("(3)", alinea("Drittens."))  # fmt: skip
    assert paragraphs(content) == [("1", "Erstens."), ("2", "[gestrichen]"), ("3", "Drittens.")]


def test_deleted_items_keep_their_number():
    listed = items(
        ("a)", "Seil,"), ("b)", f"{quoted('Geheim')} und{note('E1', 'Geheim.')}"), ("c)", "geheim.")
    )
    start, end = listed.index("<ITEM><NP><NO.P>b)"), listed.index("</LIST>")
    content = alinea(f"<P>Nötig:</P>{listed[:start]}{deleted(listed[start:end])}{listed[end:]}")
    assert paragraphs(content) == [("", "Nötig:\n  a) Seil,\n  b) [gestrichen]\n  c) [gestrichen]")]


def test_deleted_words():
    assert paragraphs(alinea(f"Der Brunnen {deleted('ist geheim und', 'TEXT')} fließt.")) == [
        ("", "Der Brunnen [gestrichen] fließt.")
    ]


def test_single_words_stand_as_on_the_official_page():
    assert paragraphs(alinea(f"Seil, {deleted('und', 'TEXT')} Eimer.")) == [("", "Seil, und Eimer.")]


def test_a_deletion_that_opens_before_an_element_and_ends_within_it():
    gone = deleted("|")
    opening, closing = gone.split("|")
    content = f"{opening}{alinea(f'Geheimer Satz.{closing} Offener Satz.')}"
    assert paragraphs(content) == [("", "[gestrichen] Offener Satz.")]


def test_a_dash_is_no_provision():
    _, norm = norms(consolidated(ONE, article("2", alinea("—————"))))
    assert norm.repealed and norm.paragraphs == ()


def test_a_heading_without_articles_is_repealed():
    _, norm = norms(consolidated(ONE, division("KAPITEL II", "Wasser")))
    assert (norm.designation, norm.unit, norm.repealed) == ("KAPITEL II Wasser", "", True)


def test_other_marks_of_changes_are_not_shown():
    mark = "<?CLG.MDFO ID='O9' IDREF='C9' ACTION='REPLACED' LEVEL='TEXT'?>"
    (norm,) = norms(
        consolidated(article("1", alinea(f"Der {mark}neue<?CLG.MDFC ID='C9' IDREF='O9'?> Brunnen.")))
    )
    assert norm.paragraphs == (Paragraph("", "Der neue Brunnen."),)


def test_a_deletion_without_end_is_refused():
    gone = deleted(alinea("Geheim.")).replace("IDREF='O1'", "IDREF='O2'")
    with pytest.raises(CorpusError, match="kein Ende"):
        norms(consolidated(article("1", gone)))
