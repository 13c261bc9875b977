"""Reads the whole study: lines, page furniture, headings, footnotes, blocks, in this order."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from assistant.errors import CorpusError
from ingest.sources.study.blocks import QUESTIONS_LABEL, build_blocks, without
from ingest.sources.study.document import Block, BlockKind, Removed, Section, StudyDocument
from ingest.sources.study.footnotes import Footnote, take_footnotes
from ingest.sources.study.furniture import strip_furniture, whole_line
from ingest.sources.study.headings import Heading, find_headings
from ingest.sources.study.hyphens import Hyphens
from ingest.sources.study.lines import ADVICE, read_lines
from ingest.sources.study.typeset import Typeset
from ingest.sources.study.weave import weave


def read_study(path: Path, titles: Mapping[str, str]) -> StudyDocument:
    """The study in a TXT, PDF or DOCX file.

    Args:
        titles: id and title of every section that the study must have ("2.4": "Souveräne Abhängigkeit").

    Raises CorpusError with advice for files that cannot be read and for other documents: every
    section must be found, and none but a chapter may be empty.
    """
    lines, removed = strip_furniture(read_lines(path), (QUESTIONS_LABEL,), tuple(titles.values()))
    headings = find_headings(lines, titles)
    _require_sections(path, titles, {heading.id for heading in headings})
    removed += [whole_line(line, "Vorspann") for line in lines[: headings[0].start]]
    in_headings = {line.number for heading in headings for line in lines[heading.start : heading.stop]}
    text = [line for line in lines[headings[0].start :] if line.number not in in_headings]
    typeset = Typeset.of(text)
    body, notes = take_footnotes(text, typeset)
    hyphens = Hyphens(line.text for line in body)
    cuts: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for note in notes:
        cuts[note.marker.line].append((note.marker.column, note.marker.column + note.marker.length))

    begins = [lines[heading.start].number for heading in headings]
    sections = []
    for place, heading in enumerate(headings):
        own = [line for line in body if bisect_right(begins, line.number) - 1 == place]
        blocks, gone = build_blocks(own, typeset, hyphens, cuts)
        for note in notes:
            if bisect_right(begins, note.marker.line) - 1 == place:
                blocks.append(_footnote_block(note, hyphens, gone))
        removed += gone
        numbers = tuple(line.number for line in lines[heading.start : heading.stop])
        sections.append(_section(heading, headings, numbers, blocks))
    _require_text(path, sections)
    return StudyDocument(
        source=path.name,
        digest=hashlib.sha256(path.read_bytes()).hexdigest(),
        sections=tuple(sections),
        removed=tuple(sorted(removed, key=lambda piece: (piece.line, piece.column))),
    )


def _section(
    heading: Heading, headings: Sequence[Heading], lines: tuple[int, ...], blocks: list[Block]
) -> Section:
    chapter = next((above.title for above in headings if above.id == heading.id[0]), heading.title)
    in_order = tuple(sorted(blocks, key=lambda block: block.lines[0]))
    return Section(id=heading.id, title=heading.title, chapter=chapter, lines=lines, blocks=in_order)


def _footnote_block(note: Footnote, hyphens: Hyphens, removed: list[Removed]) -> Block:
    """The footnote as a block; what is taken out of its lines is added to `removed`."""
    first, number_gone = without(note.lines[0], [(0, note.column)])
    rows = [first, *(without(line, [])[0] for line in note.lines[1:])]
    text, hyphens_gone = weave(rows, hyphens)
    removed += [*number_gone, *hyphens_gone]
    numbers = tuple(line.number for line in note.lines)
    return Block(kind=BlockKind.FOOTNOTE, text=text, lines=numbers, number=note.number)


def _require_sections(path: Path, titles: Mapping[str, str], found: set[str]) -> None:
    missing = [id for id in titles if id not in found]
    if len(missing) > len(titles) // 2:
        raise CorpusError(f"In „{path.name}“ sind die Überschriften der Studie nicht zu finden. {ADVICE}")
    if missing:
        raise CorpusError(
            f"In „{path.name}“ fehlen die Abschnitte {', '.join(missing)} oder ihre Überschriften lauten anders. {ADVICE}"
        )


def _require_text(path: Path, sections: Sequence[Section]) -> None:
    empty = [section.id for section in sections if not section.blocks and "." in section.id]
    if empty:
        raise CorpusError(f"In „{path.name}“ sind die Abschnitte {', '.join(empty)} leer. {ADVICE}")
