"""Acts of the EU to break: one with everything, and vocabulary for senseless ones."""

from __future__ import annotations

from hypothesis import strategies as st

from assistant.statute import Norm
from ingest.sources.statutes.formex.reader import identify, read_formex
from ingest.sources.statutes.pieces import HARDEST, pieces
from tests.fuzzed import Vocabulary, changed, reshaped, shortened, trees
from tests.ingest.statutes.made_act import (
    SLUG,
    act,
    alinea,
    annex,
    archive,
    article,
    consolidated,
    deleted,
    division,
    document,
    items,
    manifest,
    note,
    np,
    parag,
    quoted,
    recital,
)

_TABLE = (
    "<TBL COLS='2'><TITLE><TI><P>Maße</P></TI></TITLE><CORPUS><ROW TYPE='HEADER'><CELL COL='1'>Brunnen</CELL>"
    "<CELL COL='2'>Tiefe</CELL></ROW><ROW><CELL COL='1' COLSPAN='2'>alt</CELL></ROW></CORPUS></TBL>"
)
_NESTED = items(("i)", "sauber"), ("ii)", "kalt."))
_LIST = items(("a)", f"{quoted('Wasser')},"), ("b)", "ein Seil, und zwar", _NESTED))
_DECLARED = f"<QUOT.S LEVEL='1'>{article('45', parag('(1)', alinea('Neu.')))}</QUOT.S>"
ACT = act(
    division(
        "KAPITEL I",
        "Allgemeines",
        article("1", parag("(1)", alinea(f"<P>Es gilt:</P>{_LIST}<P>immer.</P>")), parag("(2)", alinea("Ende."))),
        article("2a", alinea(f"Der Brunnen{note('E1', 'Dorfblatt 1.')} hat 3 m<HT TYPE='SUP'>2</HT>.{_DECLARED}"), title="Tiefe"),
    ),
    preamble="<PREAMBLE.INIT>DER DORFRAT —</PREAMBLE.INIT><GR.CONSID>"
    f"<GR.CONSID.INIT>in Erwägung:</GR.CONSID.INIT>{recital('(1)', 'Brunnen sind alt.')}</GR.CONSID>",
    final="<P>Diese Verordnung gilt.</P><SIGNATURE><PL.DATE><P>Im Dorf.</P></PL.DATE></SIGNATURE>",
    rest=annex("ANHANG I", "Maße", _TABLE, f"<GR.SEQ><TITLE><TI><P>Teil A</P></TI></TITLE>{np('1.', 'Eimer.')}</GR.SEQ>"),
)  # fmt: skip
CONSOLIDATED = consolidated(
    article("1", parag("(1)", alinea("Erstens.")), deleted(parag("(2)", alinea("Geheimer Satz.")))),
    deleted(article("2", alinea("Geheim."), title="Geheimnis")),
)
_ANNEX = document(annex("ANHANG I", "", "<P>Seil.</P>"))
ARCHIVE = archive(
    a=act(
        article("1", alinea("<P>Neu:</P><P><QUOT.S><INCL.ELEMENT FILEREF='c.xml'/></QUOT.S></P>")), bib="<BIB/>"
    ),
    b=_ANNEX,
    c=document(annex("ANHANG II", "", "<P>Eimer.</P>")),
    d=manifest("a.xml", "b.xml"),
)  # fmt: skip

_ELEMENTS = (
    "ACT CONS.ACT CONS.DOC ANNEX CONS.ANNEX PREAMBLE PREAMBLE.INIT PREAMBLE.FINAL GR.VISA VISA GR.CONSID "
    "GR.CONSID.INIT CONSID DIV.CONSID ENACTING.TERMS DIVISION TITLE TI STI ARTICLE TI.ART STI.ART PARAG NO.PARAG "
    "ALINEA P LIST ITEM NP NO.P TXT DLIST DLIST.ITEM PREFIX TERM DEFINITION SUBDIV QUOT.S QUOT.START QUOT.END NOTE "
    "GR.NOTES TBL CORPUS BLK TI.BLK ROW CELL IE GR.SEQ NO.GR.SEQ CONTENTS FINAL SIGNATURE PL.DATE SIGNATORY HT FT "
    "DATE REF.DOC.OJ REF.DOC FORMULA EXPR IND EXPONENT OP.CMP OP.MATH OVER INCL.ELEMENT IMG.CNT TOC TOC.ITEM "
    "ITEM.REF ANNOTATION BIB.INSTANCE INFO.CONSLEG FAM.COMP DOCUMENT.REF NO.DOC LG.DOC NO.CELEX unbekannt"
)
_ATTRIBUTES = "TYPE CODE NOTE.ID NOTE.REF COL COLSPAN ROWSPAN SEPARATOR FILEREF ISO START.DATE CONSLEG.REF"
WORDS = Vocabulary(
    elements=_ELEMENTS.split(),
    attributes=_ATTRIBUTES.split(),
    values=[
        "", "1", "2", "9" * 5000, "99999", "-1", "²", "HEADER", "SUP", "SUB", "DASH", "NUMBER", "DECIMAL", "201E",
        "D800", "0000", "E1", "E2", ":", "c.xml", "20310101", "2031R0077", "EQ", "deleted",
    ],
    texts=[
        "", " ", "\n   ", "(1)", "1.", "a)", "Artikel 3", "ANHANG II", "KAPITEL I", "Der Brunnen fließt. ", "und", "—",
        "\u00a0", "\u2011", "e\u0301", "10000000", "12345,6", " | ", "&amp;", "Wort " * 300, "„", "“", ")", "(",
        "<!-- x -->", "<?PAGE NO='2'?>", "<?CLG.MDFO ID='O1' ACTION='DELETED' LEVEL='TEXT'?>",
        "<?CLG.MDFO ID='O1' ACTION='DELETED'?>", "<?CLG.MDFC IDREF='O1'?>", "<![CDATA[<P>]]>",
    ],
)  # fmt: skip


_END_OF_DELETION = "<?CLG.MDFC IDREF='O1'?>"


def _act_of(terms: list[str], before: list[str], after: list[str]) -> bytes:
    return act(*terms, preamble="".join(before), rest="".join(after) + _END_OF_DELETION)


def acts() -> st.SearchStrategy[bytes]:
    """Files and archives, broken or senseless in every way we can think of."""
    some = st.lists(trees(WORDS), max_size=3)
    files = st.one_of(
        *(reshaped(whole, WORDS) for whole in (ACT, CONSOLIDATED)),
        st.builds(_act_of, some, some, some),
    )
    annexes = st.one_of(trees(WORDS).map(document), reshaped(_ANNEX, WORDS))
    return st.one_of(
        files,
        files,  # twice: most of what follows is refused early
        *(make(whole) for whole in (ACT, CONSOLIDATED, ARCHIVE) for make in (changed, shortened)),
        st.builds(lambda a, b, c: archive(a=a, b=b, c=c), files, annexes, annexes),
        annexes,
        st.binary(max_size=400),
        st.binary(max_size=200).map(lambda rest: b"PK\3\4" + rest),
    )


def read_act(data: bytes) -> list[Norm]:
    """Everything that is done with a file: identity, norms, pieces. Raises CorpusError where it is refused."""
    identify(data, slug=SLUG)
    norms = list(read_formex(data, slug=SLUG, name="BrunnenVO")[1])
    assert len({norm.id for norm in norms}) == len(norms)
    for norm in norms:
        assert all(0 < len(piece.text) <= HARDEST for piece in pieces(norm))
    return norms
