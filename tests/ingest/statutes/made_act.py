"""Builds made-up acts in the format of the Official Journal. Nothing here is copied from an act."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from assistant.statute import LawHeader, Norm
from ingest.sources.statutes.formex.reader import read_formex

SLUG = "eu-32031r0077"
CELEX = "32031R0077"
TITLE = "<P><HT TYPE='UC'>Verordnung</HT> (EU) 2031/77</P><P>über Dorfbrunnen</P>"
PLACE = (
    "<DOCUMENT.REF FILE='L_2031012DE.01000501.doc.xml'><COLL>L</COLL><NO.OJ>12</NO.OJ><YEAR>2031</YEAR>"
    "<LG.OJ>DE</LG.OJ><PAGE.FIRST>5</PAGE.FIRST></DOCUMENT.REF>"
)
NUMBER = "<NO.DOC FORMAT='YN' TYPE='OJ'><NO.CURRENT>77</NO.CURRENT><YEAR>2031</YEAR><COM>EU</COM></NO.DOC>"


def bibliography(place: str = PLACE, number: str = NUMBER, language: str = "DE") -> str:
    return (
        f"<BIB.INSTANCE>{place}<DATE ISO='20310203'>20310203</DATE><LG.DOC>{language}</LG.DOC>"
        f"{number}</BIB.INSTANCE>"
    )


def article(number: str, *content: str, title: str = "") -> str:
    named = f"<STI.ART>{title}</STI.ART>" if title else ""
    return f"<ARTICLE IDENTIFIER='{number:0>3}'><TI.ART>Artikel {number}</TI.ART>{named}{''.join(content)}</ARTICLE>"


def parag(number: str, *content: str) -> str:
    return f"<PARAG><NO.PARAG>{number}</NO.PARAG>{''.join(content)}</PARAG>"


def alinea(*content: str) -> str:
    return f"<ALINEA>{''.join(content)}</ALINEA>"


def items(*entries: tuple[str, ...], kind: str = "alpha") -> str:
    """A list of (printed number, text and what follows it as elements)."""
    return f"<LIST TYPE='{kind}'>{''.join(f'<ITEM>{np(*entry)}</ITEM>' for entry in entries)}</LIST>"


def np(number: str, text: str, *more: str) -> str:
    return f"<NP><NO.P>{number}</NO.P><TXT>{text}</TXT>{''.join(more)}</NP>"


def division(name: str, title: str, *content: str) -> str:
    heading = f"<TI><P>{name}</P></TI><STI><P>{title}</P></STI>"
    return f"<DIVISION><TITLE>{heading}</TITLE>{''.join(content)}</DIVISION>"


def recital(number: str, text: str, *more: str) -> str:
    return f"<CONSID>{np(number, text, *more)}</CONSID>"


def note(id: str, text: str) -> str:
    return f"<NOTE NOTE.ID='{id}' NUMBERING='ARAB' TYPE='FOOTNOTE'><P>{text}</P></NOTE>"


def quoted(text: str) -> str:
    return f"<QUOT.START CODE='201E' ID='QS1'/>{text}<QUOT.END CODE='201C' ID='QE1'/>"


def annex(name: str, title: str, *content: str) -> str:
    subtitle = f"<STI><P>{title}</P></STI>" if title else ""
    return (
        f"<ANNEX>{bibliography()}<TITLE><TI><P>{name}</P></TI>{subtitle}</TITLE>"
        f"<CONTENTS>{''.join(content)}</CONTENTS></ANNEX>"
    )


def act(
    *terms: str,
    recitals: str = "",
    bib: str = "",
    title: str = TITLE,
    preamble: str = "",
    final: str = "",
    rest: str = "",
) -> bytes:
    """An act.

    Args:
        terms: what its `ENACTING.TERMS` hold.
        bib: its `BIB.INSTANCE`; the usual one when empty.
        preamble: the whole inside of its `PREAMBLE`, instead of `recitals`.
        final: inside of its `FINAL`, which is left out when empty.
        rest: what follows within the act.
    """
    begin = preamble or (f"<GR.CONSID>{recitals}</GR.CONSID>" if recitals else "")
    end = f"<FINAL>{final}</FINAL>" if final else ""
    return document(
        f"<ACT>{bib or bibliography()}<TITLE><TI>{title}</TI></TITLE><PREAMBLE>{begin}</PREAMBLE>"
        f"<ENACTING.TERMS>{''.join(terms)}</ENACTING.TERMS>{end}{rest}</ACT>"
    )


def consolidated(*terms: str, rest: str = "") -> bytes:
    """The act as of 1 March 2032, with one amendment worked in."""
    family = (
        "<FAM.COMP LEG.VAL='REG'><BIB.DATA><NO.CELEX>32031R0077</NO.CELEX></BIB.DATA><GR.MOD.ACT>"
        "<MOD.ACT TYPE='MOD'><BIB.DATA><NO.CELEX>32032R0005</NO.CELEX></BIB.DATA></MOD.ACT></GR.MOD.ACT></FAM.COMP>"
    )
    return document(
        "<CONS.ACT><INFO.CONSLEG CONSLEG.REF='2031R0077' CONSLEG.DATE='20320215' START.DATE='20320301'/>"
        f"<CONS.DOC>{bibliography()}{family}<TITLE><TI>{TITLE}</TI></TITLE><PREAMBLE><PREAMBLE.INIT/></PREAMBLE>"
        f"<ENACTING.TERMS>{''.join(terms)}</ENACTING.TERMS>{rest}</CONS.DOC></CONS.ACT>"
    )


def deleted(content: str, level: str = "STRUCTURE") -> str:
    return (
        f"<?CLG.MDFO ID='O1' IDREF='C1' ACTION='DELETED' LEVEL='{level}' ACTIVE.DOC='32032R0005'?>{content}"
        "<?CLG.MDFC ID='C1' IDREF='O1'?>"
    )


def document(root: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}'.encode()


def manifest(*names: str, published: str = "20310214") -> bytes:
    """The file that lists an act and its annexes."""
    main, *annexes = names
    listed = f"<DOC.MAIN.PUB><REF.PHYS FILE='{main}' TYPE='DOC.XML'/></DOC.MAIN.PUB>" + "".join(
        f"<DOC.SUB.PUB TYPE='ANNEX'><REF.PHYS FILE='{name}' TYPE='DOC.XML'/></DOC.SUB.PUB>"
        for name in annexes
    )
    return document(
        f"<DOC><BIB.DOC>{NUMBER}</BIB.DOC><PUBLICATION.REF><COLL>L</COLL><NO.OJ>12</NO.OJ>"
        f"<DATE ISO='{published}'>{published}</DATE><LG.OJ>DE</LG.OJ></PUBLICATION.REF><FMX>{listed}</FMX></DOC>"
    )


def archive(**files: bytes) -> bytes:
    """A zip archive; the name of a file is its keyword with ".xml"."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(f"{name}.xml", data)
    return stream.getvalue()


def read(data: bytes) -> tuple[LawHeader, list[Norm]]:
    header, norms = read_formex(data, slug=SLUG, name="BrunnenVO", names=("Brunnenverordnung",))
    return header, list(norms)


def norms(data: bytes) -> list[Norm]:
    return read(data)[1]


def text(content: str) -> str:
    """The text of the only paragraph of an article with this content."""
    (found,) = norms(act(article("1", content)))
    (paragraph,) = found.paragraphs
    return paragraph.text
