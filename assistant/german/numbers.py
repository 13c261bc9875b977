"""Numbers and dates in running German text, in one form each, so that they can be compared.

"30.000", "30 000" and "30000" -> "30000"; "8,1 Mio." -> "8100000"; "12 Prozent" -> "12%"; "30. Juni 2025" and
"30.6.2025" -> "2025-06-30"; "Juni 2025" -> "2025-06"; "drei Jahre" -> "3"; "Abschnitt 2.4" -> "2.4".
"""

from __future__ import annotations

import re
from decimal import Decimal

_COUNTED = ("zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf")
_WORDS = {word: str(value) for value, word in enumerate(_COUNTED, start=2)}
_MONTHS = {
    month: f"{number:02}"
    for number, months in enumerate(
        ("januar jänner jan", "februar feb", "märz mrz", "april apr", "mai", "juni jun", "juli jul", "august aug",
         "september sep sept", "oktober okt", "november nov", "dezember dez"), start=1,
    )
    for month in months.split()
}  # fmt: skip
_NO_YEAR = "????"
_SCALES = {
    "tsd": 3,
    "tausend": 3,
    "mio": 6,
    "million": 6,
    "millionen": 6,
    "mrd": 9,
    "milliarde": 9,
    "milliarden": 9,
}

_MONTH = "|".join(_MONTHS)
_DATE = re.compile(
    r"(?<![\w.])(?:(?P<iso>\d{4}-\d{2}-\d{2})"
    r"|(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})"
    rf"|(?P<named_day>\d{{1,2}})\.\s?(?P<name>{_MONTH})\b\.?(?:\s(?P<named_year>\d{{4}}))?"
    rf"|(?P<month_only>{_MONTH})\.?\s(?P<its_year>\d{{4}}))(?!\w)",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?<![\w,.])(?P<digits>\d{1,3}(?:[.\u00a0\u202f ]\d{3})+(?![\d.])(?:,\d+)?|\d+(?:,\d+|(?:\.\d+)+)?)(?![a-zA-Z])"
    rf"(?:\s?(?P<scale>{'|'.join(_SCALES)})\b\.?)?(?P<percent>(?:\s|-)?(?:%|[Pp]rozent))?",
    re.IGNORECASE,
)
# Only before what is counted: "acht geben", "zu zweit" and "die beiden" state no number.
_COUNT = re.compile(
    rf"\b(?P<word>(?i:{'|'.join(_WORDS)}))(?=(?:\s(?!und|oder|bis)[a-zäöüß]+(?:e|en|er|es|em)){{0,2}}\s[A-ZÄÖÜ]|\svon\s|\s(?:bis|oder|und)\s(?:{'|'.join(_WORDS)})\b)"
)
_ANY_COUNT = re.compile(rf"\b(?P<word>{'|'.join(_WORDS)})(?![a-zäöüß])", re.IGNORECASE)
_RANGE_TO_PERCENT = re.compile(
    r"(?P<first>\d+(?:,\d+)?)\s?(?:bis|auf|und|oder|–|-)\s?\d+(?:,\d+)?\s?(?:%|[Pp]rozent)"
)


def numbers(text: str) -> tuple[str, ...]:
    """What a text claims in numbers, in reading order and without repetition (legal citations included)."""
    return tuple(dict.fromkeys(value for value, _ in _found(text, _COUNT)))


def known_numbers(text: str) -> frozenset[str]:
    """Every number that a text supports: more generous than `numbers`.

    A date supports its month and year, a percentage its bare number, and number words count everywhere.
    """
    known = {value for value, _ in _found(text, _ANY_COUNT)}
    for value in tuple(known):
        if re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", value):
            known |= {value[:4], value[:7], f"{_NO_YEAR}{value[4:]}"}
        known.add(value.removesuffix("%"))
    known |= {f"{_plain(match['first'])}%" for match in _RANGE_TO_PERCENT.finditer(text)}
    if re.search(r"\b[Bb]eide", text):
        known.add("2")
    return frozenset(known)


def _found(text: str, count: re.Pattern[str]) -> list[tuple[str, int]]:
    """Values with their places, in reading order; a number inside a date is not listed again."""
    found: list[tuple[str, int]] = []
    rest = text
    for match in _DATE.finditer(text):
        found.append((_date(match), match.start()))
        rest = rest[: match.start()] + " " * len(match[0]) + rest[match.end() :]
    for match in _NUMBER.finditer(rest):
        found.append((_value(match), match.start()))
    found.extend((_WORDS[match["word"].lower()], match.start()) for match in count.finditer(rest))
    return sorted(found, key=lambda pair: pair[1])


def _date(match: re.Match[str]) -> str:
    if match["iso"]:
        return match["iso"]
    if match["month_only"]:
        return f"{match['its_year']}-{_MONTHS[match['month_only'].lower()]}"
    if match["name"]:
        return (
            f"{match['named_year'] or _NO_YEAR}-{_MONTHS[match['name'].lower()]}-{int(match['named_day']):02}"
        )
    return f"{match['year']}-{int(match['month']):02}-{int(match['day']):02}"


def _value(match: re.Match[str]) -> str:
    plain = _plain(match["digits"])
    if match["scale"]:
        plain = _trimmed(Decimal(plain).scaleb(_SCALES[match["scale"].lower()]))
    return f"{plain}%" if match["percent"] else plain


def _plain(digits: str) -> str:
    """ "30.000" -> "30000", "8,10" -> "8.1"; section numbers ("2.4") and versions stay."""
    if re.fullmatch(r"\d{1,3}(?:[.\u00a0\u202f ]\d{3})+(?:,\d+)?", digits):
        digits = re.sub(r"[.\u00a0\u202f ]", "", digits)
    if "," in digits:
        return _trimmed(Decimal(digits.replace(",", ".")))
    return digits


def _trimmed(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
