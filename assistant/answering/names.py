"""Proper names in a sentence that its passages do not hold.

The rule, kept narrow because German capitalises all nouns. A word counts as a name when it is
- in quotation marks (quotes claim to be verbatim),
- an acronym or in camel case ("UNESCO", "OpenAI"), except the few that everyone uses,
- an internet name ("Guifi.net") or spelled with foreign letters ("Bogotá"),
- on the list of places and bodies (`german.places`),
- after a title or role ("Frau Müller", "Bürgermeisterin Kaya"), or
- part of two or more capitalised words in a row of which the passages know none ("Elinor Ostrom").
It is reported when neither a cited passage nor the question holds it. Single invented surnames without a title
and invented German-looking bodies ("Zukunftsstiftung") go unnoticed; the lexical floor is the net below.
"""

from __future__ import annotations

import re

from assistant.answering.ground import Ground
from assistant.german.abbreviations import EXPANSIONS
from assistant.german.analysis import fold, words
from assistant.german.places import NAMES
from assistant.german.stopwords import GERMAN

_COMMON = frozenset({"IT", "EU", "KI", "EDV", "PDF", "WLAN", "LKW", "PKW", "GmbH", "AG", "FAQ", "CO"})
_QUOTED = re.compile(r"[„“\"»](?P<inner>[^„“”\"«»]{2,80})[“”\"«]|[‚](?P<single>[^‚‘’]{2,80})[‘’]")
_TOKEN = re.compile(r"\w+(?:\.\w+)*", re.UNICODE)
_CAPITALS = re.compile(r"[A-ZÄÖÜ].*[A-ZÄÖÜ]")
_GENDERED = re.compile(r".+[a-zß]I(?:n|nnen)$")
_ROMAN = re.compile(r"[IVXLC]+$")
_WEB_NAME = re.compile(r"[A-Za-z][\w-]*\.[a-z]{2,4}$")
_FOREIGN = re.compile(r"[^\W\d_a-zA-ZäöüÄÖÜßẞ]")
_TITLED = re.compile(
    r"\b(?:Dr|Prof|Herrn?|Frau|(?:Ober)?[Bb]ürgermeister(?:in)?|Landr(?:at|ätin)|Minister(?:in)?|Präsident(?:in)?"
    r"|Professor(?:in)?|Kanzler(?:in)?|Senator(?:in)?)\b\.?\s+(?P<name>[A-ZÄÖÜ]\w+)"
)
_IN_A_ROW = re.compile(r"(?<![\w-])[A-ZÄÖÜ][\w-]+(?:\s[A-ZÄÖÜ][\w-]+)+")


def unknown_names(sentence: str, ground: Ground) -> tuple[str, ...]:
    """Names in `sentence` that neither the passages of `ground` nor its extra text hold, in reading order."""
    known = _Known(ground)
    found: dict[str, int] = {}
    for match in _QUOTED.finditer(sentence):
        inner = match["inner"] or match["single"]
        if not known.phrase(inner):
            found[inner] = match.start()
    for match in _TOKEN.finditer(sentence):
        if _looks_like_name(match[0]) and not known.name(match[0]):
            found[match[0]] = match.start()
    for match in _TITLED.finditer(sentence):
        if match["name"] not in ground.allowed_words:
            found[match["name"]] = match.start("name")
    for match in _IN_A_ROW.finditer(sentence):
        row = [word for word in match[0].split() if fold(word) not in GERMAN]  # "Die Studie" opens a sentence
        if len(row) > 1 and not any(word in ground.allowed_words for part in row for word in words(part)):
            found[" ".join(row)] = match.start()
    return tuple(sorted(found, key=found.__getitem__))


def _looks_like_name(token: str) -> bool:
    if _WEB_NAME.match(token) or _FOREIGN.search(token):
        return True
    if token[0].isupper() and {fold(token), fold(token).removesuffix("s")} & NAMES:
        return True
    acronym = _CAPITALS.match(token) and not _ROMAN.match(token) and not _GENDERED.match(token)
    return bool(acronym) and token not in _COMMON


class _Known:
    """What counts as held by passages or question: the name itself, give or take an ending."""

    def __init__(self, ground: Ground):
        self._allowed = ground.allowed_words
        self._sequence = f" {' '.join(words(ground.allowed_text))} "
        self._tokens = set(self._sequence.split())

    def phrase(self, text: str) -> bool:
        return f" {' '.join(words(text))} " in self._sequence

    def name(self, token: str) -> bool:
        if self.phrase(token):
            return True
        folded = fold(token)
        if any(_same_but_ending(folded, other) for other in self._tokens):
            return True
        # "ÖPNV" for "öffentlicher Personennahverkehr": the long form's first words stand in the passage.
        long = EXPANSIONS.get(folded, ())[:2]
        return bool(long) and (
            long[0] in self._tokens and len(long[0]) > 11 or all(w in self._allowed for w in long)
        )


def _same_but_ending(a: str, b: str) -> bool:
    """ "berlin", "berlins", "berliner"."""
    short, long = sorted((a, b), key=len)
    return len(short) > 2 and long.startswith(short) and len(long) - len(short) <= 2
