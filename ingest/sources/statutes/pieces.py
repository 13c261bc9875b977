"""Cuts a norm into pieces of a good size to find and to quote: one per paragraph, several for a long one.

A cut list or table keeps its sense: every part after the first carries what it stands under, the
sentence that the list begins with or the head of the table. Apart from white space, the pieces of a
paragraph put together are the paragraph again; the tests prove it for every law at hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from textwrap import shorten
from typing import NamedTuple

from assistant.german.sentences import split_sentences
from assistant.statute import Norm, Paragraph, Piece

LONGEST = 1200  # characters of a piece, where lines and sentences allow it
HARDEST = 2 * LONGEST  # nothing is longer: sentences and rows beyond it are cut at blanks
LONGEST_LEAD = 300  # characters of each line that a lead repeats

_INDENT = 2  # blanks by which the lines of a list stand under what they belong to
_PER_LEVEL = 200  # a cut between items may be so many characters less central than one between sub-items
_CONTENTS = re.compile(r"(?:\w+es? )?Inhalt\w*|Gliederung|Übersicht", re.IGNORECASE)
_ITEM = re.compile(r"(?:\(?\w{1,5}[.)]|[^\w\s]) ")  # a printed number or sign: "1. ", "aa) ", "– "


class _Atom(NamedTuple):
    """A sentence, or a shorter line: what is not cut. `line` is its line, `first` whether it begins it."""

    text: str
    line: int
    first: bool


def pieces(norm: Norm) -> tuple[Piece, ...]:
    """The pieces of a norm in order; none for repealed norms and tables of contents."""
    if norm.repealed or _CONTENTS.fullmatch(norm.designation or norm.title):
        return ()
    return tuple(piece for paragraph in norm.paragraphs for piece in _cut(paragraph))


def _cut(paragraph: Paragraph) -> Iterator[Piece]:
    lines = [line for line in paragraph.text.split("\n") if line.strip()]
    depths = [(len(line) - len(line.lstrip())) // _INDENT for line in lines]
    above = _lines_above(depths)
    for part in _halved([atom for number in range(len(lines)) for atom in _atoms(lines, number)], depths):
        yield Piece(paragraph.number, _text(part, depths), _lead(lines, above, part[0].line))


def _atoms(lines: Sequence[str], number: int) -> Iterator[_Atom]:
    first = True
    for sentence in split_sentences(lines[number].strip()):
        while sentence:
            end = sentence.rfind(" ", 1, HARDEST) if len(sentence) > HARDEST else len(sentence)
            end = end if end > 0 else HARDEST
            yield _Atom(sentence[:end], number, first)
            sentence, first = sentence[end:].lstrip(), False


def _halved(atoms: Sequence[_Atom], depths: Sequence[int]) -> list[Sequence[_Atom]]:
    """Parts of similar size, cut where the sense allows it best; anywhere before a part grows too long."""
    ends = []
    size = 0
    for atom in atoms:
        size += len(atom.text) + 1 + (_INDENT * depths[atom.line] if atom.first else 0)
        ends.append(size)
    if size <= LONGEST:
        return [atoms] if atoms else []
    costs = {
        place: abs(ends[place - 1] - size / 2) + cost
        for place in range(1, len(atoms))
        if (cost := _cost(atoms, place, depths)) is not None
    }
    if not costs and size > HARDEST:
        costs = {place: abs(ends[place - 1] - size / 2) for place in range(1, len(atoms))}
    if not costs:
        return [atoms]
    place = min(costs, key=costs.__getitem__)
    return _halved(atoms[:place], depths) + _halved(atoms[place:], depths)


def _cost(atoms: Sequence[_Atom], place: int, depths: Sequence[int]) -> int | None:
    """How bad a cut before an atom is, in characters; None where it would tear apart what belongs together."""
    atom = atoms[place]
    depth = depths[atom.line]
    if not atom.first:  # between two sentences of a line
        return _PER_LEVEL * (depth + 1) if depth else 0
    before = depths[atoms[place - 1].line]
    goes_on = atom.text[0].islower() and not _ITEM.match(atom.text)  # "sind zulässig." after a list
    return None if depth > before or goes_on else _PER_LEVEL * depth


def _lines_above(depths: Sequence[int]) -> list[int]:
    """For each line the line it stands under: the nearest less deep one above it; -1 for none."""
    found: list[int] = []
    open_lines: list[int] = []
    for number, depth in enumerate(depths):
        while open_lines and depths[open_lines[-1]] >= depth:
            open_lines.pop()
        found.append(open_lines[-1] if open_lines else -1)
        open_lines.append(number)
    return found


def _lead(lines: Sequence[str], above: Sequence[int], number: int) -> str:
    """What a line stands under, up to the outermost: rows of tables whole, of other lines the last sentence."""
    found: list[str] = []
    while (number := above[number]) >= 0:
        line = lines[number].strip()
        said = line if " | " in line else split_sentences(line)[-1]
        found.append(shorten(said, LONGEST_LEAD, placeholder=" …"))
    return "\n".join(reversed(found))


def _text(part: Sequence[_Atom], depths: Sequence[int]) -> str:
    """The atoms as lines again, the shallowest without indentation."""
    least = min(depths[atom.line] for atom in part)
    text = ""
    for atom in part:
        indent = "\n" + " " * _INDENT * (depths[atom.line] - least)
        text += (indent if atom.first else " " if text else "") + atom.text
    return text.strip()
