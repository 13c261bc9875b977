"""The places that a citation lists after "§" or "Art.": "97 Abs. 4, 98" -> § 97 Abs. 4 and § 98."""

from __future__ import annotations

import re
from collections.abc import Iterator

Part = tuple[str, str]
Path = tuple[Part, ...]  # ("", number), then deeper places: (("", "97"), ("Abs.", "4"))

LETTER = "letter"  # level of the "e" in "Abs. 1 e" until the law says whether it is "Abs. 1e" or "lit. e"
# After a number there may be no blank: "97IV", "97GWB".
_NUMBER = re.compile(r"\d{1,4}[a-z]?(?![a-zäöüß_\d])")
_ANNEX_NUMBER = re.compile(r"(?:[IVX]{1,6}[a-z]?|\d{1,3}[A-Za-z]?|[A-Z])(?!\w)")
_LEVELS = {  # beginning of the written word -> usual form
    "abs": "Abs.", "ua": "UAbs.", "unt": "UAbs.", "sa": "Satz", "sä": "Satz", "s.": "Satz", "ha": "Halbsatz",
    "hs": "Halbsatz", "do": "Doppelbuchst.", "db": "Doppelbuchst.", "n": "Nr.", "z": "Nr.", "b": "lit.", "l": "lit.", "al": "Alt.",
    "v": "Var.",
}  # fmt: skip
_DEPTH = {
    "": 0,
    "Abs.": 1,
    "UAbs.": 2,
    "Satz": 3,
    "Halbsatz": 4,
    "Nr.": 5,
    "lit.": 6,
    LETTER: 6,
    "Doppelbuchst.": 7,
    "Alt.": 8,
    "Var.": 8,
}
_LEVEL = re.compile(
    r"\s*(?P<level>UAbs\.?|Unterabs(?:atz|\.)|Abs(?:atz|ätzen?|\.)?|Satz|Sätzen?|S\.|Halbsatz|Halbs\.|Hs\.?"
    r"|Nummern?|Nrn?\.?|Ziff(?:er|\.)|(?:Doppelb|DB|B)uchst(?:aben?|\.)|lit\.?|Alt(?:ernative|\.)|Var(?:iante|\.))"
    r"\s*(?P<value>\d{1,3}(?:\.\d{1,2}){0,3}[a-z]?|(?<![^\W\d_])[a-z]{1,2})(?![a-zäöüß_\d])\)?",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"\s*(?:(?P<value>\d)\.|(?P<word>erster?|zweiter?|dritter?))"
    r"\s*(?P<level>Unterabsatz|UAbs\.?|Satz|Halbsatz|Halbs\.|Hs\.?|Alt(?:ernative|\.)|Var(?:iante|\.))(?!\w)",
    re.IGNORECASE,
)
_ORDINAL_WORDS = {"e": "1", "z": "2", "d": "3"}
_ROMAN = re.compile(r"\s*(?P<paragraph>[IVX]{1,5}|[ivx]{2,5})(?!\w)(?:\s+(?P<sentence>\d{1,2})(?![\w.,]))?")
_VALUES = {"I": 1, "V": 5, "X": 10}
_JOIN = re.compile(r"\s*(?:,|/|–|-|(?:und|u\.|sowie|oder|bis|bzw\.)(?=\s))\s*")
_BARE = re.compile(r"(?P<value>\d{1,4}[a-z]?|[a-z])(?!\w)\)?(?![.,]\d)")
_FOLLOWING = re.compile(r"\s*(?P<next>ff?)(?:\.|(?=\s)|$)")
_IN_BRACKETS = re.compile(r"\s*\((?P<value>\d{1,2}[a-z]?|[a-z])\)")
# Not the "i" of "i V m", the "u" of "u. a.", or the article of "a new rule".
_LETTER = re.compile(r"\s+(?P<letter>[a-z])(?:\)|(?![\w.])(?!\s+[Vv]\b))")
_LONGEST_RANGE = 40


def listed(text: str, position: int, *, plural: bool, annex: bool = False) -> tuple[list[Path], int]:
    """The places listed from the number on that stands at `position`.

    Args:
        plural: a bare higher number begins a new norm ("§§ 97 Abs. 4, 98") rather than a deeper place.
        annex: the number may be a Roman one or a letter.

    Returns:
        One path per place (none if there is no number) and where they end.
    """
    first = (_ANNEX_NUMBER if annex else _NUMBER).match(text, position)
    if not first:
        return [], position
    return continued(text, first.end(), (("", first[0]),), plural=plural)


def continued(text: str, position: int, begun: Path, *, plural: bool = False) -> tuple[list[Path], int]:
    """As `listed`, with the first path begun already."""
    path: list[Part] = list(begun)
    done: list[Path] = []
    while True:
        join = _JOIN.match(text, position)
        after = join.end() if join else position
        if match := (_LEVEL.match(text, after) or _ORDINAL.match(text, after)):
            level = _level(match["level"])
            value = match["value"] or _ORDINAL_WORDS[match["word"][0].lower()]
            deeper = _DEPTH[level] > _DEPTH[path[-1][0]]
            # "§ 3, Absatz 2" is one place, "Abs. 1 und Satz 2" are two.
            if any(level == known for known, _ in path) or join and not (deeper and join[0].strip() == ","):
                done.append(tuple(path))
                path = _cut(path, level)
            path.append((level, value.lower()))
        elif match := _IN_BRACKETS.match(text, position):
            level = "Abs." if len(path) == 1 else "lit."
            if match["value"].isalpha() == (level == "Abs.") or len(path) > 2:
                return [*done, tuple(path)], position
            path.append((level, match["value"]))
        elif (match := _ROMAN.match(text, after)) and (len(path) == 1) != bool(join):
            if join:  # "Art. 3 I, III GG"
                done.append(tuple(path))
                path = _cut(path, "Abs.")
            path.append(("Abs.", str(_roman(match["paragraph"].upper()))))
            if match["sentence"]:
                path.append(("Satz", match["sentence"]))
        elif (
            join
            and (match := _BARE.match(text, after))
            and (depth := _continues(path, match["value"], plural)) >= 0
        ):
            done.append(tuple(path))
            level, first = path[depth]
            if re.search(r"bis|–|-", join[0]):
                done.extend((*path[:depth], (level, between)) for between in _between(first, match["value"]))
            path = [*path[:depth], (level, match["value"])]
        elif len(path) == 1 and (match := _FOLLOWING.match(text, position)):
            if match["next"] == "f" and path[0][1].isdigit():
                done.append(tuple(path))
                path = [("", str(int(path[0][1]) + 1))]
        elif not join and (match := _LETTER.match(text, position)) and path[-1][1].isdigit():
            path = _lettered(path, match["letter"], match[0].endswith(")"))
        else:
            return [*done, tuple(path)], position
        position = match.end()


def settled(path: Path, *, by_letters: bool) -> Path:
    """A path whose "Abs. 1 e" is decided: "Abs. 1 lit. e" where Absätze have letters, else "Abs. 1e"."""
    made: list[Part] = []
    for level, value in path:
        if level != LETTER:
            made.append((level, value))
        elif by_letters:
            made.append(("lit.", value))
        else:
            made[-1] = (made[-1][0], made[-1][1] + value)
    return tuple(made)


def _lettered(path: list[Part], letter: str, bracketed: bool) -> list[Part]:
    """A lone letter: "35 a" is a number, "Nr. 7 a" has a lit. a, "Abs. 1 e" may be either."""
    level, value = path[-1]
    if bracketed or level in ("Nr.", "Satz"):
        return [*path, ("lit.", letter)]
    if level == "Abs.":
        return [*path, (LETTER, letter)]
    return [*path[:-1], (level, value + letter)]


def _level(word: str) -> str:
    return next(form for beginning, form in _LEVELS.items() if word.lower().startswith(beginning))


def _cut(path: list[Part], level: str) -> list[Part]:
    """The part of a path that a newly listed level continues: before the same level, or all above it."""
    for i, (known, _) in enumerate(path):
        if known == level or _DEPTH[known] > _DEPTH[level]:
            return path[:i]
    return list(path)


def _continues(path: list[Part], value: str, plural: bool) -> int:
    """Which place of the path a bare value of a list replaces ("§§ 97 Abs. 4, 98" starts a new §); -1: none."""
    last = len(path) - 1
    if value.isalpha() or path[last][0] == "lit.":
        return last if value.isalpha() and path[last][0] == "lit." else -1
    higher = _leading(value) > _leading(path[0][1])
    if not plural and last == 0 and not higher:  # "nach § 97 und 5 weiteren Normen"
        return -1
    return 0 if plural and higher else last


def _leading(value: str) -> int:
    digits = re.match(r"\d+", value)
    return int(digits[0]) if digits else 0


def _between(first: str, last: str) -> Iterator[str]:
    if len(first) == len(last) == 1 and first.isalpha() and last.isalpha():
        yield from map(chr, range(ord(first) + 1, ord(last)))
    elif first.isdigit() and last.isdigit() and int(last) - int(first) <= _LONGEST_RANGE:
        yield from map(str, range(int(first) + 1, int(last)))


def _roman(text: str) -> int:
    values = [_VALUES[letter] for letter in text]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
