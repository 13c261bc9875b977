"""Cuts the imported study into passages that quote it verbatim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assistant.models import Passage, PassageOrigin, SourceKind
from ingest.chunking import BULLET, chunk_paragraphs
from ingest.passages import make_passage, section_label
from ingest.sources.study.document import BlockKind, Section, StudyDocument
from ingest.sources.study.headings import END

Links = Mapping[str, tuple[str, ...]]  # "principles", "levels", "measures" of a section


def study_passages(document: StudyDocument, links: Mapping[str, Links]) -> tuple[Passage, ...]:
    """Passages of all sections: paragraphs with their bullets, footnotes, and each question for itself.

    Args:
        links: framework ids of every section there is. A chapter opening that is no section of its own
            (chapter 2) speaks for the section before it.

    Captions and the end matter are no evidence and give no passages.
    """
    passages: list[Passage] = []
    speaks_for = ""
    for section in document.sections:
        speaks_for = section.id if section.id in links else speaks_for
        if section.id != END:
            passages += _section_passages(section, speaks_for, links.get(speaks_for, {}))
    return tuple(passages)


def _section_passages(section: Section, speaks_for: str, links: Links) -> Iterator[Passage]:
    above = tuple(dict.fromkeys((section.chapter, section.title, *_pair_of_terms(section))))
    for n, (text, place, *path) in enumerate(_pieces(section), start=1):
        yield make_passage(
            id=f"study/{section.id}/volltext-{n}",
            kind=SourceKind.STUDY,
            origin=PassageOrigin.FULL_TEXT,
            unit=f"study:{speaks_for}",
            title=section.title,
            text=text,
            locator=f"Studie, {section_label(section.id)}, {place}",
            heading_path=(*above, *path),
            section=speaks_for,
            **links,
        )


def _pieces(section: Section) -> Iterator[tuple[str, ...]]:
    """Text, place and deeper heading of each passage."""
    for chunk in chunk_paragraphs(paragraphs(section)):
        place = str(chunk.first) if chunk.first == chunk.last else f"{chunk.first}–{chunk.last}"
        yield chunk.text, f"Absatz {place}"
    for n, question in enumerate(section.of_kind(BlockKind.QUESTION), start=1):
        # Their own heading tells every reader that the study asks here and recommends nothing.
        yield question.text, f"Weiterführende Fragen, Nr. {n}", "Weiterführende Fragen"
    for footnote in section.of_kind(BlockKind.FOOTNOTE):
        yield footnote.text, f"Fußnote {footnote.number}", f"Fußnote {footnote.number}"


def paragraphs(section: Section) -> list[str]:
    """The running text of a section; bullets stand on lines of their own below their lead sentence."""
    texts: list[str] = []
    call = ""
    for block in section.blocks:
        if block.kind is BlockKind.MOTTO and "/" not in block.text:
            call = block.text
        elif block.kind is BlockKind.BULLET and texts:
            texts[-1] += f"\n{BULLET}{block.text}"
        elif block.kind in (BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.BULLET):
            texts.append(f"{call}\n{block.text}" if call else block.text)
            call = ""
    return [*texts, call] if call else texts


def _pair_of_terms(section: Section) -> tuple[str, ...]:
    return tuple(block.text for block in section.of_kind(BlockKind.MOTTO) if "/" in block.text)
