"""One `norm` element -> one Norm."""

from __future__ import annotations

import re

from lxml import etree

from assistant.statute import Norm, Paragraph
from ingest.sources.statutes.gii.designations import (
    Designation,
    law_url,
    norm_url,
    parse_designation,
    says_repealed,
)
from ingest.sources.statutes.gii.notes import footnote_marks, read_notes
from ingest.sources.statutes.gii.outline import Outline
from ingest.sources.statutes.gii.page import Page, plain
from ingest.sources.statutes.gii.paragraphs import read_paragraphs
from ingest.sources.statutes.gii.setting import title_text

_ARTICLE = re.compile(r"Art(?:ikel|\.)? ?[\dIVX]")
_DASHES = ("-", "–", "—")  # all that is printed of a norm whose text is spent


def read_norm(element: etree._Element, outline: Outline, slug: str) -> Norm:
    """The norm as it stands below `outline`, which goes on below it when the norm is a heading as well."""
    title = title_text(element.find("metadaten/titel"))
    printed = plain(element.findtext("metadaten/enbez") or "")
    designation = parse_designation(printed)
    heading = element.find("metadaten/gliederungseinheit")
    is_heading = False
    if heading is not None:
        named = plain(heading.findtext("gliederungsbez") or "")
        titled = title_text(heading.find("gliederungstitel"))
        outline.enter(heading.findtext("gliederungskennzahl") or "", f"{named} {titled}".strip())
        is_heading = printed in ("", named)
        if is_heading:
            designation, title = designation if printed else Designation(named), title or titled

    text = element.find("textdaten/text")
    page = Page(footnote_marks(text))
    paragraphs = read_paragraphs(text, page)
    above = outline.above(designation.printed, itself=is_heading)
    gone, title, paragraphs = _repealed(title, paragraphs)
    return Norm(
        id=element.get("doknr", ""),
        designation=designation.printed,
        unit=designation.unit,
        number=designation.number,
        until=designation.until,
        title=title,
        outline=above,
        paragraphs=paragraphs,
        notes=read_notes(element.find("textdaten"), page),
        repealed=gone,
        url=law_url(slug) if not printed or _in_article(designation, above) else norm_url(slug, printed),
    )


def says_something(element: etree._Element, norm: Norm) -> bool:
    """Whether a norm is more than a heading, which is in the outline of what follows it."""
    data = element.find("metadaten")
    named = data is not None and (data.find("enbez") is not None or data.find("titel") is not None)
    return named or bool(norm.paragraphs or norm.notes)


def _repealed(title: str, paragraphs: tuple[Paragraph, ...]) -> tuple[bool, str, tuple[Paragraph, ...]]:
    """Whether a norm is repealed, its title, and its text without the words or the dash that stand for none."""
    text = paragraphs[0].text if len(paragraphs) == 1 else ""
    nothing = not paragraphs or text in _DASHES
    if says_repealed(text) or (nothing and says_repealed(title)):
        return True, title or text, ()
    return False, title, () if nothing else paragraphs


def _in_article(designation: Designation, above: tuple[str, ...]) -> bool:
    """A § that is counted anew in every article: the pattern of its page is not known."""
    return designation.unit == "§" and any(_ARTICLE.match(heading) for heading in above)
