"""Sentence splitting that knows the abbreviations of legal and administrative German."""

from __future__ import annotations

import re

# After these a full stop does not end a sentence. Multi-part forms ("z. B.") are covered by the
# rule for single letters.
_ABBREVIATIONS = frozenset(
    [
        "abs",
        "art",
        "nr",
        "nrn",
        "bzw",
        "ca",
        "vgl",
        "evtl",
        "ggf",
        "inkl",
        "exkl",
        "usw",
        "etc",
        "zzgl",
        "bspw",
        "insb",
        "sog",
        "bd",
        "ff",
        "f",
        "hrsg",
        "aufl",
        "jh",
        "jhd",
        "str",
        "dr",
        "prof",
        "dipl",
        "ing",
        "mio",
        "mrd",
        "tsd",
        "st",
        "buchst",
        "lit",
        "ziff",
        "rn",
        "rdnr",
        "kap",
        "abschn",
        "abb",
        "tab",
        "anm",
        "bes",
        "geb",
        "gem",
        "gest",
        "entspr",
        "einschl",
        "co",
        "jan",
        "feb",
        "mrz",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "okt",
        "nov",
        "dez",
        "mo",
        "di",
        "mi",
        "do",
        "fr",
        "sa",
        "so",
        "tel",
        "max",
        "min",
        "rd",
        "u.a",
        "no",
        "vs",
        "e.g",
        "i.e",
    ]
)
# Words as well as abbreviations: they are the latter where a number follows ("Art. 28", "So. 14 Uhr").
_BEFORE_NUMBERS = frozenset(["art", "so", "max", "min", "do"])
_AFTER_ORDINALS = re.compile(
    r"(?:Jan|Feb|Mrz|März|Apr|Mai|Juni?|Juli?|Aug|Sept?|Okt|Nov|Dez|Jahrhundert|Jh)[a-z]*(?!\w)"
)
# "der 1. Bürgermeister", or a number that opens a line: "2. Den Rat fragen".
_ORDINAL = re.compile(
    r"(?:\b(?:de[rsmn]|die|das|[aiv]m|vom|zu[mr]|seit|bis|jede[rsmn]?)\s|(?:^|\n)\s*)\d{1,2}$", re.I
)
_LAW = re.compile(r"[A-ZÄÖÜ][A-Za-zäöüß]*[A-ZÄÖÜ]")
_END = re.compile(r"[.!?…]+[»«“”\"'’‘)\]]*(?=\s)")
_NEAR = 60  # characters around a mark that decide: what they cost must not grow with the text
_QUOTATION = 300  # characters; what is never closed must not swallow the rest
_OPENERS = "»„“\"'’([–-•"


def split_sentences(text: str) -> list[str]:
    """Split `text` into sentences; joining them with the removed blanks gives the text again.

    A full stop ends no sentence after a known abbreviation, a single letter ("z. B."), an ordinal
    ("21. Jahrhundert"), within a quotation or when the next word starts in lower case.
    """
    sentences: list[str] = []
    start = 0
    for match in _END.finditer(text):
        if _ends_sentence(text, start, match) and not _within_quotation(text, start, match.end()):
            sentences.append(text[start : match.end()].strip())
            start = match.end()
    rest = text[start:].strip()
    if rest:
        sentences.append(rest)
    return [s for s in sentences if s]


def _ends_sentence(text: str, start: int, match: re.Match[str]) -> bool:
    following = text[match.end() : match.end() + _NEAR].lstrip()
    if not following:
        return True
    mark = match.group()[0]
    first = following.lstrip(_OPENERS + " ")[:1]
    if mark != ".":
        return not first.islower()
    if first.islower():
        return False
    word = re.search(r"[\wäöüÄÖÜß.]*$", text[max(start, match.start() - _NEAR) : match.start()])
    before = (word.group() if word else "").lower()
    if before.endswith("."):
        before = before.rstrip(".")
    last = before.rsplit(".", 1)[-1]
    if last in _BEFORE_NUMBERS:
        return not first.isdigit()
    if last in _ABBREVIATIONS or before in _ABBREVIATIONS or last.endswith("str"):
        more = last in {"ff", "f"} and _LAW.match(following)  # "§§ 16 ff. GWB"
        return last in {"usw", "etc", "ff", "f"} and not first.isdigit() and not more
    if len(last) == 1 and last.isalpha():
        return False
    if last.isdigit() and len(last) <= 2:
        ordinal = _AFTER_ORDINALS.match(following) or _ORDINAL.search(text[start : match.start()])
        return not ordinal and not first.isdigit()
    return True


def _within_quotation(text: str, start: int, end: int) -> bool:
    """Whether „ was opened since `start` and is closed soon after `end`."""
    return text.count("„", start, end) > text.count("“", start, end) and "“" in text[end : end + _QUOTATION]
