"""The look of DOCX files: A4, German, one typeface, page numbers and date in the foot."""

from __future__ import annotations

from typing import Any

import docx
from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor

from assistant.export.document import Document, day
from assistant.messages_de import Export

FACTS = "Facts"
LINK = "Hyperlink"
_WIDTH, _LEFT, _RIGHT = Cm(21), Cm(2.5), Cm(2)
_TYPEFACE = "Arial"  # on every office computer; LibreOffice takes one with the same widths
_SIZES = {
    "Title": 18,
    "Heading 1": 14,
    "Heading 2": 12,
    "Heading 3": 11,
    "Normal": 10.5,
    "Footer": 8.5,
    "Caption": 10,
}
_LANGUAGES = {"de": "de-DE", "en": "en-GB"}


def new_word_document(document: Document) -> Word:
    """An empty file with styles, page and foot set."""
    word = docx.Document()
    section = word.sections[0]
    section.page_width, section.page_height = _WIDTH, Cm(29.7)
    section.left_margin, section.right_margin = _LEFT, _RIGHT
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2.2)
    _language(word, _LANGUAGES.get(document.language, document.language))
    _styles(word)
    _foot(word, Export.FOOT.format(subject=document.subject, day=day(document.created)))
    return word


def numbered_from_one(word: Word, style: str) -> int:
    """Id of a new numbering of the style's kind; without one, a second list would count on."""
    numbering = word.part.numbering_part.numbering_definitions._numbering
    of_style = word.styles[style].element.pPr.numPr.numId.val
    made = numbering.add_num(numbering.num_having_numId(of_style).abstractNumId.val)
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    number: int = made.numId
    return number


def _language(word: Word, language: str) -> None:
    defaults = word.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    defaults.set(qn("w:val"), language)
    theme = word.settings.element.find(qn("w:themeFontLang"))
    if theme is not None:
        theme.set(qn("w:val"), language)


def _styles(word: Word) -> None:
    styles = word.styles
    for name, size in _SIZES.items():
        style = styles[name]
        _typeface(style.element)
        style.font.size = Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.keep_with_next = name not in ("Normal", "Footer")
    styles["Title"].font.bold = True
    _without_border(styles["Title"].element)
    styles["Title"].paragraph_format.space_after = Pt(10)
    styles["Normal"].paragraph_format.space_after = Pt(6)
    styles["Normal"].paragraph_format.line_spacing = 1.15
    for level, before in enumerate((18, 14, 12), 1):
        heading = styles[f"Heading {level}"].paragraph_format
        heading.space_before, heading.space_after = Pt(before), Pt(4)
    quote = styles["Quote"]
    quote.font.color.rgb = RGBColor(0x26, 0x26, 0x26)
    quote.paragraph_format.left_indent = Cm(0.6)
    facts = styles.add_style(FACTS, WD_STYLE_TYPE.PARAGRAPH)
    facts.base_style = styles["Normal"]
    facts.paragraph_format.space_after = Pt(2)
    link = styles.add_style(LINK, WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = RGBColor(0x1F, 0x3F, 0x9A), True


def _typeface(style: Any) -> None:
    """Set the typeface for all scripts; the template's theme would win over it."""
    fonts = style.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), _TYPEFACE)


def _without_border(style: Any) -> None:
    for border in style.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)


def _foot(word: Word, text: str) -> None:
    paragraph = word.sections[0].footer.paragraphs[0]
    stops = paragraph.paragraph_format.tab_stops
    stops.clear_all()
    stops.add_tab_stop(Length(_WIDTH - _LEFT - _RIGHT), alignment=WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(f"{text}\t{Export.PAGE} ")
    _field(paragraph, "PAGE")
    paragraph.add_run(f" {Export.OF_PAGES} ")
    _field(paragraph, "NUMPAGES")


def _field(paragraph: Any, instruction: str) -> None:
    """A number that the word processor fills in."""
    run = paragraph.add_run()
    for kind in ("begin", "separate", "end"):
        if kind == "separate":
            code = OxmlElement("w:instrText")
            code.text = instruction
            run._r.append(code)
        run._r.append(OxmlElement("w:fldChar", {qn("w:fldCharType"): kind}))
