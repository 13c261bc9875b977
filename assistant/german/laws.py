"""Names of laws in running text: "ksg", "des Klimaschutz-Gesetzes", "Klimaschuztgesetz" -> "KSG".

What the table (`law_table`) does not know counts as a law only where one is expected, by its form: "BremKrG",
"des Denkmalschutzgesetzes".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from assistant.german.analysis import fold
from assistant.german.eu_acts import EU_ACT, eu_act
from assistant.german.law_names import PIECE, Name, compared, compared_piece, known_names
from assistant.german.typing_errors import meant

_BETWEEN_PIECES = re.compile(r"[\s\u00ad\u2010\u2011/.,()–-]{0,4}")
_ARTICLE = re.compile(
    r"\s*(?P<mark>[,(]\s*)?(?:(?:(?:aus|in|nach|zu|von)\s+)?(?:des|der|dem|vom|im|zum|zur)\s+)?"
)
_LEAD = re.compile(r"\)?\s*(?:[,:(–-]\s*)?(?:\b(?:dort|unter|in)\s+)?(?:\b(?:den|dem)\s+)?\Z")
_UNKNOWN_BEFORE = re.compile(r"\w*[a-zäöü]\w*(?:G|O|V)")  # "SchwarzArbG § 8", but not "ÖPNV § 8"
_ABBREVIATION = re.compile(r"[A-ZÄÖÜ][A-Za-zÄÖÜäöüß]*[A-ZÄÖÜ][a-zäöü]{0,5}(?![\w/]|-\w)")
_LONG_NAME = re.compile(
    r"[A-ZÄÖÜ][\w-]{2,60}?(?:gesetz|(?<!an)(?<!zu)ordnung|satzung|staatsvertrag)(?P<genitive>e?s)?(?![\w-])"
)
_TYPED = re.compile(r"[^\W\d_][\w-]{2,60}(?!\w)")
_REACH = 160  # characters before a "§" in which the name of its law may begin
_UNMISTAKABLE = 12  # letters from which a mistyped name is understood where no law is expected
_LONGEST_CAPITALS = 6  # a longer word in capitals is a heading rather than an unknown law
_MOST_PIECES = 24  # of a name
_FULL_NAME = 10  # letters of the shortest name that is no abbreviation
_VOWELS = frozenset("aeiouy")
_PLURAL = re.compile(r"(?:gesetze|ordnunge|vertrage|richtlinie)n?$")
_WORDS = frozenset({"weg", "sog"})  # everyday words that are abbreviations, too, when written in capitals


class LawName(NamedTuple):
    """A law as a text names it.

    Attributes:
        law: short form ("GWB", "SGB VIII", "GO NRW", "EEG 2023").
        start, end: place in the text, without an article before it.
        known: it stands in the table or is an EU act; otherwise only its form says that it is a law.
        corrected: it is mistyped in the text.
    """

    law: str
    start: int
    end: int
    known: bool = True
    corrected: bool = False


def european(law: str) -> bool:
    """Whether a short form names law of the EU."""
    return law.startswith(("VO ", "RL ")) or law in known_names().european


def by_article(law: str) -> bool:
    """Whether the table knows that a law is divided into articles."""
    return european(law) or law in known_names().by_article


def law_at(text: str, position: int) -> LawName | None:
    """The law named directly after a norm; an article ("des", "aus dem") is skipped, a typing error forgiven."""
    lead = _ARTICLE.match(text, position)
    assert lead  # it matches the empty string, too
    start, marked = lead.end(), bool(lead["mark"])
    if start == position:
        return None
    found = _known_at(text, start) or _mistyped_at(text, start)
    if not found and not marked:
        found = _by_form(text, start)
    if found and "(" in lead[0] and text.startswith(")", found.end):
        return found._replace(end=found.end + 1)
    return found


def law_before(text: str, floor: int, position: int) -> LawName | None:
    """The law named directly before a norm, which begins at `position`: "BauGB, § 1". It is not before `floor`."""
    begin = max(floor, position - _REACH)
    end = begin + len(_LEAD.sub("", text[begin:position]))
    for act in EU_ACT.finditer(text, begin, end):
        if act.end() == end:
            return LawName(eu_act(act), act.start(), end)
    pieces = [piece for piece in PIECE.finditer(text, begin, end) if _begins_word(text, piece.start())]
    if pieces and known_names().may_end(pieces[-1][0]):
        for piece in pieces[-_MOST_PIECES:]:
            if (found := _known_at(text, piece.start())) and found.end == end:
                return found
    for piece in pieces[-3:]:
        found = _mistyped_at(text, piece.start()) or _by_form(text, piece.start())
        if found and found.end == end and (found.known or _UNKNOWN_BEFORE.fullmatch(found.law)):
            return found
    return None


def known_laws(text: str) -> Iterator[LawName]:
    """The laws of the table and the EU acts that a text names anywhere, in reading order."""
    end = 0
    for piece in PIECE.finditer(text):
        if piece.start() < end or not _begins_word(text, piece.start()):
            continue
        found = _known_at(text, piece.start())
        if not found and len(piece[0]) >= _UNMISTAKABLE:
            found = _mistyped_at(text, piece.start())
        # Two small letters are a word ("go") unless a "§" stands by.
        if found and (found.end - found.start > 2 or piece[0].isupper()):
            end = found.end
            yield found


def _known_at(text: str, start: int) -> LawName | None:
    """The longest name of the table, or EU act, that begins at a place."""
    if act := EU_ACT.match(text, start):
        return LawName(eu_act(act), start, act.end())
    names = known_names()
    found: LawName | None = None
    pieces: list[str] = []
    spelling, end, blank = "", start, False
    while piece := PIECE.match(text, end):
        pieces.append(piece[0])
        spelling += compared_piece(piece[0])
        name = names.of.get(spelling)
        if name and not (blank and _scattered(pieces, name)) and not _everyday_word(pieces, name):
            found = LawName(name.law, start, piece.end())
        if not names.goes_on(spelling):
            break
        gap = _BETWEEN_PIECES.match(text, piece.end())
        assert gap  # it matches the empty string, too
        blank = blank or any(c.isspace() for c in gap[0])
        end = gap.end()
    return _with_land(text, found) if found else None


def _scattered(pieces: list[str], name: Name) -> bool:
    """Whether words only happen to spell a name: "in so" is no "InsO", "Bau GB" is the "BauGB"."""
    return len(pieces) > name.pieces and "".join(pieces) != name.spelling


def _everyday_word(pieces: list[str], name: Name) -> bool:
    """Whether it is "Weg" or "sog" and not "WEG" or "SOG"."""
    return fold(pieces[0]) in _WORDS and pieces != [name.spelling]


def _mistyped_at(text: str, start: int) -> LawName | None:
    typed = _TYPED.match(text, start)
    if not typed:
        return None
    word = typed[0].rstrip("-")
    law = _meant_law(compared(word), sum(c.isupper() for c in word) > 1)
    return _with_land(text, LawName(law, start, start + len(word), corrected=True)) if law else None


@lru_cache(maxsize=4096)
def _meant_law(spelling: str, in_capitals: bool) -> str | None:
    """The only law that a mistyped spelling can mean. A word in small letters can only mean a long name, unless
    it has no vowel: "passt" is not "PassG", but "vwvgf" is nothing else than "VwVfG"."""
    names = known_names()
    known = spelling in names.of or spelling in names.others or spelling in names.no_laws
    if known or len(spelling) < 3 or _PLURAL.search(spelling):
        return None
    # The first letter is hardly ever wrong, but may be swapped with the second.
    candidates = [*names.by_initial.get(spelling[0], ())]
    candidates += (
        name for name in names.by_initial.get(spelling[1], ()) if name[1:2] == spelling[0] != spelling[1]
    )
    if not in_capitals and set(spelling) & _VOWELS:
        candidates = [name for name in candidates if len(name) >= _FULL_NAME]
    laws = {names.of[name].law for name in meant(spelling, candidates)}
    return laws.pop() if len(laws) == 1 else None


def _by_form(text: str, start: int) -> LawName | None:
    """An unknown law: "BremKrG"; "Denkmalschutzgesetz", which keeps a citation from another law's hands."""
    if (short := _ABBREVIATION.match(text, start)) and _may_be_law(short[0]):
        return _with_land(text, LawName(short[0], start, short.end(), known=False))
    long = _LONG_NAME.match(text, start)
    if long and compared(long[0]) not in known_names().no_laws:
        law = long[0].removesuffix(long["genitive"] or "")
        return _with_land(text, LawName(law, start, long.end(), known=False))
    return None


def _may_be_law(word: str) -> bool:
    heading = word.isupper() and len(word) > _LONGEST_CAPITALS
    return not heading and not re.fullmatch(r"[IVX]+", word) and compared(word) not in known_names().no_laws


def _with_land(text: str, found: LawName) -> LawName:
    """With a Land that follows: "GO NRW", "Gemeindeordnung für das Land Nordrhein-Westfalen"."""
    names = known_names()
    if found.known and found.law not in names.with_land:
        return found
    land = names.land.match(text, found.end)
    if not land or len(land["land"]) == 2 and not land["land"].isupper():
        return found
    law = f"{found.law} {names.lands[compared(land['land'])]}"
    name = names.of.get(compared(law))
    return found._replace(law=name.law if name else law, end=land.end())


def _begins_word(text: str, start: int) -> bool:
    return start == 0 or not (text[start - 1].isalnum() or text[start - 1] in "-_\u00ad")
