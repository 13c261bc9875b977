"""Decides which hyphens belong to a word and which are remains of the layout.

The document itself is the dictionary: "öko-logischen" is joined because "ökologische" occurs elsewhere.
Where it says nothing, the rules of German spelling decide: after a noun a lower-case part that is no
adjective cannot stand behind a proper hyphen ("Leistungs-verwaltung"), an adjective can
("Commons-öffentliche"), and a capital part always does ("Mensch-Natur-Beziehung").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum

_WORD = re.compile(r"(?<![\w-])[^\W\d_]+(?![\w-])")
_COMPOUND = re.compile(r"(?<![\w-])[^\W\d_]+-[^\W\d_]+(?![\w-])")
_BROKEN = re.compile(r"\S*[-\u00ad]\s*\n\s*\S+")
_ENDING = re.compile(r"(?<=\w{4})(?:en|em|er|es|e|n|s)$")
_ADJECTIVE = re.compile(
    r"(?:(?:ig|lich|isch|bar|sam|haft|los|voll|frei|fähig|arm|reich|gerecht|iert|end|bezogen|gestützt|getrieben"
    r"|geführt|bedingt|übergreifend|nah|weit)(?:e[nrsm]?)?|(?:al|log|ell|iv)e[nrsm]?)$"
)
_SUSPENDED_BEFORE = frozenset({"und", "oder", "bzw", "beziehungsweise", "sowie", "bis", "als"})
_ALWAYS_HYPHEN = frozenset({"post", "nicht", "sozio", "hyper", "cosmo", "kosmo", "pseudo", "quasi", "ex"})
_OFTEN_HYPHEN = frozenset(
    {"ko", "co", "re", "de", "neo", "meta", "mega", "multi", "anti", "trans", "prä", "pro"}
)
_NEVER_HYPHEN = frozenset({
    "ab", "an", "auf", "aus", "be", "bei", "durch", "ein", "ent", "er", "für", "ge", "her", "hin", "hoch",
    "höchst", "mehr", "mit", "nach", "neu", "selbst", "um", "un", "unter", "ver", "viel", "vor", "wieder",
    "weit", "weiter", "wohl", "zer", "zu", "über",
})  # fmt: skip


class Hyphen(Enum):
    """What to do with a hyphen between two parts of a word."""

    REMOVE = "remove"
    KEEP = "keep"
    KEEP_WITH_SPACE = "keep with space"  # "Projekt- und Kostenplan"


class Hyphens:
    """Hyphenation knowledge of one document."""

    def __init__(self, lines: Iterable[str]):
        """`lines` are the printed lines of the document in order."""
        text = _BROKEN.sub(" ", "\n".join(line.strip() for line in lines))
        self._words = frozenset(_WORD.findall(text))
        self._stems = frozenset(_stem(word) for word in self._words)
        self._compounds = frozenset(_stem(word) for word in _COMPOUND.findall(text))
        self._lower_stems = frozenset(_stem(word) for word in self._words if word.islower())

    def decide(self, left: str, right: str, *, at_line_end: bool) -> Hyphen:
        """The fate of the hyphen in `left`-`right`; the parts are the letters next to it."""
        if at_line_end and right.lower() in _SUSPENDED_BEFORE:
            return Hyphen.KEEP_WITH_SPACE
        if right[0].isupper() or left.isupper() or not left.isalpha():
            return Hyphen.KEEP
        if _stem(left + right) in self._stems:
            return Hyphen.REMOVE
        if left.lower() in _ALWAYS_HYPHEN:
            return Hyphen.KEEP
        keep = self._spelled_so(left, right)
        if at_line_end:
            printed_so = _stem(f"{left}-{right}") in self._compounds
            keep = (keep and printed_so) or self._joins_words(left, right)
        return Hyphen.KEEP if keep else Hyphen.REMOVE

    def _joins_words(self, left: str, right: str) -> bool:
        """At a line end a hyphen is division, unless both parts are words that go together with one."""
        if left.lower() in _OFTEN_HYPHEN:
            return _stem(right) in self._stems
        both_known = left in self._words and _stem(right) in self._lower_stems
        return both_known and bool(_ADJECTIVE.search(right)) and left.lower() not in _NEVER_HYPHEN

    @staticmethod
    def _spelled_so(left: str, right: str) -> bool:
        """Inside a line a hyphen is spelling, unless German spelling rules it out."""
        return left.islower() or len(right) <= 3 or bool(_ADJECTIVE.search(right))


def _stem(word: str) -> str:
    return _ENDING.sub("", word.lower())
