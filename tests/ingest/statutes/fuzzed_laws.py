"""Federal laws to break: one with everything, and vocabulary for senseless ones."""

from __future__ import annotations

from hypothesis import strategies as st

from assistant.statute import Norm
from ingest.sources.statutes.gii.reader import identify, read_gii
from ingest.sources.statutes.pieces import HARDEST, pieces
from tests.fuzzed import Vocabulary, changed, reshaped, shortened, trees
from tests.ingest.statutes.made_law import head, items, law, norm, stand, table

WHOLE = law(
    norm(1, "Inhaltsübersicht", text=f"<TOC><Title>Dorf</Title>{table(['§ 1', 'Zweck'])}</TOC>"),
    norm(2, heading=("010", "Teil 1", "Das Dorf")),
    norm(3, "§ 1", f"<P>(1) Der Rat kann{items(('1.', 'tagen'), ('', '<B>ruhen</B>'))}sofort.</P><P>(2) m<SUP>2</SUP></P>"),
    norm(4, "(XXXX) §§ 2 bis 3", "<P>(weggefallen)</P>", titel="(weggefallen)"),
    norm(5, "Anlage 1", table(["a", "<entry morerows='1' namest='col2'>b</entry>"], ["c"], head=["N", "M"]),
         footnotes="<Footnote ID='F1' FnZ='*'>Hinweis</Footnote>", remarks="<P>(+++ Alt +++)</P>"),
    first=head(stand("Stand", "geändert 2024")),
)  # fmt: skip

_ELEMENTS = (
    "metadaten jurabk amtabk enbez titel langue kurzue gliederungseinheit gliederungskennzahl gliederungsbez "
    "gliederungstitel standangabe standtyp standkommentar textdaten text fussnoten Content TOC Footnotes Footnote P "
    "BR DL DT DD LA table tgroup colspec thead tbody tfoot row entry B I U SP NB F small SUP SUB FnR FnArea IMG FILE "
    "pre noindex kommentar Title Subtitle Ident ABWFORMAT QuoteL QuoteR Split Citation Revision Accolade unbekannt"
)
_ATTRIBUTES = "doknr builddate ID FnZ Postfix class SRC alt typ colname namest nameend morerows cols frame"
WORDS = Vocabulary(
    elements=_ELEMENTS.split(),
    attributes=_ATTRIBUTES.split(),
    values=["", "9" * 5000, "1", "2", "999999999999", "-1", "²", "x y", "col1", "col2", "F1", "Rec", "all", "Anlage"],
    texts=[
        "", " ", "(1) ", "§ 1", "Art 2", "(weggefallen)", "-", "Der Rat tagt. ", "und", "\u00a0", "\u2011", "e\u0301",
        "__", "(+++", "+++)", " | ", "&amp;", "Wort " * 300, "„", "1.", "020", "<!-- x -->", "<?x y?>",
    ],
)  # fmt: skip


def contents() -> st.SearchStrategy[bytes]:
    """Laws with a § 1 that holds known elements in any order, and a § 2."""
    return st.lists(trees(WORDS), max_size=4).map(
        lambda content: law(norm(1, "§ 1", "".join(content)), norm(2, "§ 2", "<P>Ende.</P>"))
    )


def _law_of(norms: list[tuple[str, str]]) -> bytes:
    return law(*(f"<norm doknr='{id}'>{data}{text}</norm>" for id, (data, text) in enumerate(norms)))


def laws() -> st.SearchStrategy[bytes]:
    """Files, broken or senseless in every way we can think of."""
    part = trees(WORDS, 3)
    return st.one_of(
        changed(WHOLE),
        shortened(WHOLE),
        reshaped(WHOLE, WORDS),
        contents(),
        st.lists(st.tuples(part, part), max_size=3).map(_law_of),
        st.binary(max_size=400),
    )


def read_law(data: bytes) -> list[Norm]:
    """Everything that is done with a file: identity, norms, pieces. Raises CorpusError where it is refused."""
    identify(data, slug="dorf")
    norms = list(read_gii(data, slug="dorf")[1])
    for found in norms:
        assert all(0 < len(piece.text) <= HARDEST for piece in pieces(found))
    return norms
