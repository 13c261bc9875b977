"""Marks the words of a query in a text, and chooses the part of the text that is worth showing for them.

Words are compared as the search compares them: by stems ("Busse" marks "Bus"), and within compounds
("Bus" marks "Buslinie" and "Bürgerbus").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from assistant.german.analysis import content_words, fold, stems
from assistant.german.sentences import split_sentences

_WORD = re.compile(r"[^\W_]+")
_SHORTEST_PART = 3  # letters that may begin or end a compound
_SHORTEST_COMPOUND = 7
_SHORTEST_WITHIN = 6  # letters that may stand in the middle of one
_SHORTEST_STEM = 4  # stems shorter than this begin too many other words
_DERIVED = "i"  # "Kommun-ikation": begins the endings that make another word of a stem, and hardly any word
_GAP = "…"


class Run(NamedTuple):
    """A stretch of text, and whether it answers to the query."""

    text: str
    marked: bool = False


class _Wanted(NamedTuple):
    """One word of the query: its stems, and how it may stand in compounds."""

    roots: frozenset[str]
    parts: tuple[str, ...]


class Marker:
    """Marks the words of one query. Function words are never marked. Not to be shared between threads."""

    def __init__(self, query: str):
        self._wanted = tuple(_wanted(word) for word in dict.fromkeys(content_words(query)))
        self._places: dict[str, int | None] = {}  # texts repeat their words

    def runs(self, text: str) -> tuple[Run, ...]:
        """`text` cut where marks begin and end; joined, the runs are `text` again."""
        return tuple(_cut(text, 0, len(text), self._found(text)))

    def excerpt(self, text: str, longest: int = 300) -> tuple[Run, ...]:
        """The sentences of `text` that hold most of the words, about `longest` characters, with "…" at cuts."""
        found = self._found(text)
        start, end = _best_window(text, [(match.start(), place) for match, place in found], longest)
        before = [Run(f"{_GAP} ")] if start > 0 else []
        after = [Run(f" {_GAP}")] if end < len(text.rstrip()) else []
        return (*before, *_cut(text, start, end, found), *after)

    def held(self, text: str) -> int:
        """How many words of the query stand in `text`."""
        return len({place for _, place in self._found(text)})

    def holds_all(self, text: str) -> bool:
        """Whether every word of the query stands in `text`."""
        return bool(self._wanted) and self.held(text) == len(self._wanted)

    def _found(self, text: str) -> list[tuple[re.Match[str], int]]:
        """Words of `text` that answer to the query, each with the place of the query's word."""
        if not self._wanted:
            return []
        found = []
        for match in _WORD.finditer(text):
            word = match[0]
            if word not in self._places:
                self._places[word] = self._place(word)
            if (place := self._places[word]) is not None:
                found.append((match, place))
        return found

    def _place(self, word: str) -> int | None:
        folded, root = _forms(word)
        for place, wanted in enumerate(self._wanted):
            if root in wanted.roots:
                return place
            if len(folded) >= _SHORTEST_COMPOUND and _in_compound(word, folded, root, wanted):
                return place
        return None


def _wanted(word: str) -> _Wanted:
    root = next(iter(stems(word)), word)
    parts = [word] if len(word) >= _SHORTEST_PART and not word.isdigit() else []
    parts += [root] if len(root) >= _SHORTEST_STEM and not word.isdigit() else []
    return _Wanted(frozenset({root, _one_s(root)}), tuple(dict.fromkeys(parts)))


@lru_cache(maxsize=50_000)
def _forms(word: str) -> tuple[str, str]:
    """A word of a text folded, and its stem."""
    folded = fold(word)
    root = next(iter(stems(folded)), folded)
    return folded, root if "ß" in word else _one_s(root)


def _one_s(stem: str) -> str:
    """Words in -s double it in the plural: "Bus", "Busse"."""
    return stem[:-1] if stem.endswith("ss") else stem


def _in_compound(word: str, folded: str, root: str, wanted: _Wanted) -> bool:
    noun = word[0].isupper()
    for part in wanted.parts:
        if folded.startswith(part):
            if not _ends_between_letters(word, part):
                return False
            return part not in wanted.roots or not folded[len(part) :].startswith(_DERIVED)
        if noun and (folded.endswith(part) or root.endswith(part)):
            return True
        if noun and len(part) >= _SHORTEST_WITHIN and part in folded:
            return True
    return False


def _ends_between_letters(word: str, part: str) -> bool:
    """Whether a folded beginning of `word` ends with one of its letters: "Bus" ends within the ß of "Bußgeld"."""
    return any(fold(word[:end]) == part for end in range(len(part) - 1, len(part) + 2))


def _cut(text: str, start: int, end: int, found: Iterable[tuple[re.Match[str], int]]) -> Iterator[Run]:
    """The runs of `text[start:end]`."""
    for match, _ in found:
        if start <= match.start() and match.end() <= end:
            if match.start() > start:
                yield Run(text[start : match.start()])
            yield Run(match[0], True)
            start = match.end()
    if start < end:
        yield Run(text[start:end])


def _best_window(text: str, marks: Sequence[tuple[int, int]], longest: int) -> tuple[int, int]:
    """Whole sentences where they fit; of a long one the words around its first mark.

    Args:
        marks: (position in `text`, place of the word in the query).
    """
    best, most = (0, 0), (-1, -1)
    for start, end in _windows(_sentence_spans(text), longest):
        inside = [place for at, place in marks if start <= at < end]
        if (rank := (len(set(inside)), len(inside))) > most:
            best, most = (start, end), rank
    start, end = best
    if end - start <= longest:
        return start, end
    first = next((at for at, _ in marks if start <= at < end), start)
    if first - start > longest // 2:
        start = text.rfind(" ", start, first - longest // 4) + 1 or first
    if end - start <= longest:
        return start, end
    cut = text.rfind(" ", start, start + longest)
    return start, cut if cut > first else start + longest


def _sentence_spans(text: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    end = 0
    for sentence in split_sentences(text):
        start = text.find(sentence, end)
        if start >= 0:
            end = start + len(sentence)
            spans.append((start, end))
    return spans or [(0, len(text))]


def _windows(spans: list[tuple[int, int]], longest: int) -> Iterator[tuple[int, int]]:
    """From every sentence on as many as fit, at least one."""
    for first, (start, end) in enumerate(spans):
        for _, further in spans[first + 1 :]:
            if further - start > longest:
                break
            end = further
        yield start, end
