"""Sentence splitting that knows the abbreviations of legal and administrative German."""

from __future__ import annotations

import re

# After these a full stop does not end a sentence. Multi-part forms ("z. B.") are covered by the
# rule for single letters.
_ABBREVIATIONS = frozenset(
    ["abs", "art", "nr", "nrn", "bzw", "ca", "vgl", "evtl", "ggf", "inkl", "exkl", "usw", "etc", "zzgl", "bspw", "insb", "sog", "bd", "ff", "f", "hrsg", "aufl", "jh", "jhd", "str", "dr", "prof", "dipl", "ing", "mio", "mrd", "tsd", "st", "buchst", "lit", "ziff", "rn", "rdnr", "kap", "abschn", "abb", "tab", "anm", "bes", "geb", "gem", "gest", "entspr", "einschl", "sog", "jan", "feb", "mrz", "apr", "jun", "jul", "aug", "sep", "sept", "okt", "nov", "dez", "mo", "di", "mi", "do", "fr", "sa", "so", "tel", "max", "min", "rd", "u.a", "no", "vs", "e.g", "i.e"]
)
_MONTHS = ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember", "Jahrhundert", "Jh"]
_END = re.compile(r"[.!?…]+[»“”\"'’)\]]*(?=\s)")
_OPENERS = "»„“\"'’([–-•"


def split_sentences(text: str) -> list[str]:
    """Split `text` into sentences; joining them with the removed blanks gives the text again.

    A full stop ends no sentence after a known abbreviation, a single letter ("z. B."), an ordinal
    ("21. Jahrhundert") or when the next word starts in lower case.
    """
    sentences: list[str] = []
    start = 0
    for match in _END.finditer(text):
        if _ends_sentence(text, match):
            sentences.append(text[start : match.end()].strip())
            start = match.end()
    rest = text[start:].strip()
    if rest:
        sentences.append(rest)
    return [s for s in sentences if s]


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    following = text[match.end() :].lstrip()
    if not following:
        return True
    mark = match.group()[0]
    first = following.lstrip(_OPENERS + " ")[:1]
    if mark != ".":
        return not first.islower()
    if first.islower():
        return False
    word = re.search(r"[\wäöüÄÖÜß.]*$", text[: match.start()])
    before = (word.group() if word else "").lower()
    if before.endswith("."):
        before = before.rstrip(".")
    last = before.rsplit(".", 1)[-1]
    if last in _ABBREVIATIONS or before in _ABBREVIATIONS:
        return last in {"usw", "etc", "ff", "f"} and not first.isdigit()
    if len(last) == 1 and last.isalpha():
        return False
    if last.isdigit() and len(last) <= 2:
        return following.split(maxsplit=1)[0].strip(",.;:)") not in _MONTHS and not first.isdigit()
    return True
