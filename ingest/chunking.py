"""Cuts running text into pieces of a good size to find and to quote. Nothing is lost or changed.

Pieces end where paragraphs or sentences end. Apart from white space, the pieces put together are the
text again; the tests prove it for every reader that uses this.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.german.sentences import split_sentences

SHORTEST = 120
LONGEST = 900
BULLET = "• "  # begins the lines of a list


class Chunk(NamedTuple):
    """A piece of text with the numbers (from 1) of the first and last paragraph it comes from."""

    text: str
    first: int
    last: int


def chunk_text(text: str, *, shortest: int = SHORTEST, longest: int = LONGEST) -> tuple[Chunk, ...]:
    """Chunks of a text whose paragraphs are separated by empty lines."""
    paragraphs = [paragraph.strip() for paragraph in re.split(r"\n\s*\n", text)]
    return chunk_paragraphs(
        [paragraph for paragraph in paragraphs if paragraph], shortest=shortest, longest=longest
    )


def chunk_paragraphs(
    paragraphs: Sequence[str], *, shortest: int = SHORTEST, longest: int = LONGEST
) -> tuple[Chunk, ...]:
    """One chunk per paragraph; short ones join the next, long ones are split at sentence ends.

    Args:
        paragraphs: texts without empty lines; a "\\n" inside (list items) is a good place to cut.
        shortest: paragraphs below this many characters join the next one, the last joins the one before.
        longest: longer chunks are split into parts of about equal length; a single longer sentence stays whole.
    """
    merged: list[Chunk] = []
    for number, text in enumerate(paragraphs, start=1):
        if merged and len(merged[-1].text) < shortest:
            merged[-1] = Chunk(f"{merged[-1].text}\n{text}", merged[-1].first, number)
        else:
            merged.append(Chunk(text, number, number))
    if len(merged) > 1 and len(merged[-1].text) < shortest:
        tail = merged.pop()
        merged[-1] = Chunk(f"{merged[-1].text}\n{tail.text}", merged[-1].first, tail.last)
    return tuple(chunk._replace(text=part) for chunk in merged for part in split_long(chunk.text, longest))


def split_long(text: str, longest: int = LONGEST) -> list[str]:
    """The text as parts of at most `longest` characters where sentences allow it, of similar length."""
    points = _cut_points(text) if len(text) > longest else []
    if not points:
        return [text]
    middle = min(points, key=lambda point: abs(point - len(text) / 2))
    return split_long(text[:middle].strip(), longest) + split_long(text[middle:].strip(), longest)


def _cut_points(text: str) -> list[int]:
    """Positions after the sentences and lines of a text, the end excluded; a list keeps its lead sentence."""
    points: list[int] = []
    position = 0
    for line in text.split("\n"):
        starts_list = line.startswith(BULLET) and not text[:position].rpartition("\n")[2].startswith(BULLET)
        if starts_list and points:
            points.pop()
        for sentence in split_sentences(line):
            found = text.find(sentence, position)
            if found < 0:
                raise ValueError("split_sentences must return parts of the text unchanged")
            position = found + len(sentence)
            points.append(position)
    return points[:-1]
