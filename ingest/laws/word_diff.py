"""What changed between two texts, word by word, in pieces that a person can read."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from assistant.law_changes import Run, RunKind

_SAME_SIGN = str.maketrans({"„": '"', "“": '"', "”": '"', "‟": '"', "«": '"', "»": '"', "‚": "'", "‘": "'",
                            "’": "'", "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "\u00ad": ""})  # fmt: skip
_ISLAND = 2  # unchanged words between two changes that are too few to be read as unchanged
_MOST_PAIRS = 4_000_000  # words before times words after; beyond, a block is shown as replaced


def same_words(before: str, after: str) -> bool:
    """Whether two texts differ in white space and typography at most."""
    return before == after or bare(before) == bare(after)


def bare(text: str) -> str:
    """What remains of a text without white space and with one sign for all quotation marks and dashes."""
    return "".join(unicodedata.normalize("NFKC", text.translate(_SAME_SIGN)).split())


def word_runs(before: str, after: str) -> tuple[Run, ...]:
    """The two texts as one: what was kept (as it is written now), removed and added, in reading order."""
    old, new = before.split("\n"), after.split("\n")
    pieces: list[tuple[RunKind, list[str]]] = []
    for kind, a, b in _opcodes([bare(line) for line in old], [bare(line) for line in new]):
        pieces += _words(kind, _tokens(old[a], a.start), _tokens(new[b], b.start))
    return tuple(Run(kind, _text(words)) for kind, words in _readable(pieces))


def _words(kind: str, old: list[str], new: list[str]) -> Iterator[tuple[RunKind, list[str]]]:
    if kind == "equal":
        yield "kept", new
    elif not old or not new or len(old) * len(new) > _MOST_PAIRS:
        yield "removed", old
        yield "added", new
    else:
        for part, a, b in _opcodes([bare(word) for word in old], [bare(word) for word in new]):
            if part == "equal":
                yield "kept", new[b]
            else:
                yield "removed", old[a]
                yield "added", new[b]


def _readable(pieces: Iterable[tuple[RunKind, list[str]]]) -> Iterator[tuple[RunKind, list[str]]]:
    """Changes with next to nothing between them become one: first all that went, then all that came."""
    removed: list[str] = []
    added: list[str] = []
    island: list[str] = []  # kept words after a change, as long as they are few

    def change() -> Iterator[tuple[RunKind, list[str]]]:
        if removed:
            yield "removed", list(removed)
        if added:
            yield "added", list(added)
        removed.clear()
        added.clear()

    kept: list[str] = []
    for kind, words in pieces:
        if not words:
            continue
        if kind == "kept":
            if removed or added:
                island += words
                if len(island) > _ISLAND:
                    yield from change()
                    kept, island = island, []
            else:
                kept += words
            continue
        if kept:
            yield "kept", kept
            kept = []
        removed += island
        added += island
        island = []
        (removed if kind == "removed" else added).extend(words)
    yield from change()
    if kept or island:
        yield "kept", kept + island


def _opcodes(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, slice, slice]]:
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        yield kind, slice(a, b), slice(c, d)


def _tokens(lines: Sequence[str], first: int) -> list[str]:
    """The words; the first of a line carries the line break before it, unless the text begins there."""
    tokens: list[str] = []
    for number, line in enumerate(lines, first):
        words = line.split()
        if words and number:
            words[0] = "\n" + words[0]
        tokens += words
    return tokens


def _text(words: Sequence[str]) -> str:
    return " ".join(words).replace(" \n", "\n")
