"""The norms of an act in its order: preamble, recitals, articles, closing words, annexes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Literal

from lxml import etree

from assistant.statute import Norm, Paragraph
from ingest.sources.statutes.formex.celex import Addresses
from ingest.sources.statutes.formex.deletions import is_deleted
from ingest.sources.statutes.formex.delivery import Delivery
from ingest.sources.statutes.formex.making import NormMaker
from ingest.sources.statutes.formex.paragraphs import (
    annex_paragraphs,
    article_paragraphs,
    one_each,
    recital_paragraphs,
)
from ingest.sources.statutes.formex.setting import heading, set_content, take_lines
from ingest.sources.statutes.gii.page import Page

PREAMBLE, ANNEX, CLOSING = "Präambel", "Anhang", "Schlussformel"
RECITAL: Literal["Erwägungsgrund"] = "Erwägungsgrund"

_ARTICLE = re.compile(r"Art(?:ikel|\.)? ?(\d+) ?([a-z]{0,3})", re.IGNORECASE)
_ANNEX = re.compile(r"\W*(?:ANHANG|ANLAGE)(?: (?P<number>[IVXLC]+[a-z]?|\d+[a-z]?|[A-Z]))?\W*", re.IGNORECASE)
_HEADERS = ("BIB.INSTANCE", "INFO.CONSLEG", "INFO.PROD", "FAM.COMP", "TITLE")  # of the act, not its text


def read_norms(delivery: Delivery, addresses: Addresses) -> Iterator[Norm]:
    """Every norm of the act and its annexes. Raises CorpusError when there is none."""
    names: Counter[str] = Counter()
    for part in (delivery.act, *delivery.annexes):
        norms = NormMaker(part, addresses, names)
        yield from _act(part, norms) if part is delivery.act else _annex(part, norms)
    if not names:
        raise delivery.file.fault("Die Datei enthält keine Vorschriften.")


def _act(act: etree._Element, norms: NormMaker) -> Iterator[Norm]:
    for part in act:
        match part.tag:
            case "CONS.DOC":
                yield from _act(part, norms)
            case "PREAMBLE":
                yield from _preamble(part, norms)
            case "ENACTING.TERMS":
                yield from _terms(part, norms, ())
            case "FINAL":
                yield from _unnumbered(part, norms, CLOSING, "schluss")
            case "ANNEX" | "CONS.ANNEX":
                yield from _annex(part, norms)
            case tag if tag not in _HEADERS:
                yield from _unnumbered(part, norms, "", "text")


def _preamble(preamble: etree._Element, norms: NormMaker) -> Iterator[Norm]:
    """The formula and the legal bases as one norm, each recital as one."""
    page = norms.page()
    formula: list[Paragraph] = []
    for part in preamble:
        is_group = part.tag == "GR.CONSID"
        children = (
            [child for child in part if child.tag not in ("CONSID", "DIV.CONSID")] if is_group else [part]
        )
        formula += [p for child in children for p in one_each(child, page)]
    if formula:
        yield norms.norm(page, PREAMBLE, formula, id="praeambel")
    for group in preamble.iterfind("GR.CONSID"):
        yield from _recitals(group, norms, ())


def _recitals(group: etree._Element, norms: NormMaker, outline: tuple[str, ...]) -> Iterator[Norm]:
    for part in group:
        if part.tag == "DIV.CONSID":
            title = norms.heading(part.find("TITLE"))
            yield from _recitals(part, norms, (*outline, title) if title else outline)
        elif part.tag == "CONSID":
            page = norms.page()
            number, paragraphs = recital_paragraphs(part, page)
            yield norms.norm(
                page,
                f"{RECITAL} {number}".strip(),
                paragraphs,
                id=f"erw-{number}".rstrip("-"),
                unit=RECITAL if number else "",
                number=number,
                outline=outline,
                url=norms.addresses.recital(number),
            )


def _terms(division: etree._Element, norms: NormMaker, outline: tuple[str, ...]) -> Iterator[Norm]:
    """Articles below their headings; what stands between them is no article but not lost."""
    empty = True
    for part in division:
        if part.tag == "TITLE" and division.tag == "DIVISION":
            continue
        if part.tag == "ARTICLE":
            yield _article(part, norms, outline)
        elif part.tag == "DIVISION":
            named = norms.heading(part.find("TITLE"))
            yield from _terms(part, norms, (*outline, named) if named else outline)
        else:
            yield from _unnumbered(part, norms, "", "text", outline)
        empty = False
    if empty and outline:  # a heading whose articles are repealed
        yield norms.norm(norms.page(), outline[-1], (), id="text", outline=outline[:-1], deleted=True)


def _article(article: etree._Element, norms: NormMaker, outline: tuple[str, ...]) -> Norm:
    page = norms.page()
    designation = heading(article.find("TI.ART"), page)
    title = " ".join(heading(part, page) for part in article.iterfind("STI.ART"))
    found = _ARTICLE.fullmatch(designation)
    number = f"{found[1]}{found[2].lower()}" if found else ""
    return norms.norm(
        page,
        designation,
        article_paragraphs(article, page),
        id=f"art-{number}".rstrip("-"),
        unit="Art." if number else "",
        number=number,
        title=title,
        outline=outline,
        deleted=is_deleted(article),
        url=norms.addresses.article(number),
    )


def _annex(annex: etree._Element, norms: NormMaker) -> Iterator[Norm]:
    page = norms.page()
    headings: list[str] = []
    for title in annex.iterfind("TITLE"):
        aside = Page({}, page.remarks, page.pictures)
        set_content(title, aside)
        headings += [line.text for line in take_lines(aside)]
    found = _ANNEX.fullmatch(headings[0]) if headings else None
    number = (found["number"] or "") if found else ""
    paragraphs = annex_paragraphs(annex, page)
    if headings or paragraphs:
        yield norms.norm(
            page,
            headings[0] if headings else ANNEX,
            paragraphs,
            id=f"anh-{number}".rstrip("-"),
            unit="Anlage" if found else "",
            number=number,
            title=" ".join(headings[1:]),
            deleted=is_deleted(annex),
            url=norms.addresses.annex(number),
        )


def _unnumbered(
    part: etree._Element, norms: NormMaker, designation: str, id: str, outline: tuple[str, ...] = ()
) -> Iterator[Norm]:
    page = norms.page()
    if paragraphs := [p for child in (part if len(part) else [part]) for p in one_each(child, page)]:
        yield norms.norm(page, designation, paragraphs, id=id, outline=outline)
