"""Signs and numbers as they are printed where Formex has elements and attributes."""

from __future__ import annotations

import re

from ingest.sources.statutes.gii.setting import mark

OPERATORS = ("OP.CMP", "OP.MATH", "OVER", "ROOT", "SUM", "PRODUCT", "INTEGRAL")
UNKNOWN = "[Formelzeichen]"

_CODE = re.compile(r"[0-9A-Fa-f]{4}")
_SURROGATES = range(0xD800, 0xE000)  # no characters
_THOUSANDS = re.compile(r"\d{4,}")
_OPERATORS = {
    "OP.CMP EQ": " = ",
    "OP.CMP NE": " ≠ ",
    "OP.CMP LT": " < ",
    "OP.CMP GT": " > ",
    "OP.CMP LE": " ≤ ",
    "OP.CMP GE": " ≥ ",
    "OP.MATH PLUS": " + ",
    "OP.MATH MINUS": " − ",
    "OP.MATH MULT": " × ",
    "OP.MATH DIV": " / ",
    "OVER": " / ",
    "ROOT": " √",
    "SUM": " Σ ",
    "PRODUCT": " Π ",
    "INTEGRAL": " ∫ ",
}


def operator(tag: str, kind: str) -> str:
    """The sign of an operator; a placeholder for one that is not known, so that it is not lost unseen."""
    return _OPERATORS.get(f"{tag} {kind}".strip()) or _OPERATORS.get(tag) or f" {UNKNOWN} "


def quotation_mark(code: str) -> str:
    """The character with a code point in four hexadecimal digits; a plain quotation mark for others."""
    point = int(code, 16) if _CODE.fullmatch(code) else 0
    return chr(point) if point > 0x20 and point not in _SURROGATES else '"'


def grouped(number: str) -> str:
    """A number as the Official Journal prints it: "10000000" is "10 000 000"."""
    whole, comma, rest = number.partition(",")
    return _THOUSANDS.sub(lambda digits: _in_threes(digits[0]), whole) + comma + rest


def _in_threes(digits: str) -> str:
    first = len(digits) % 3
    return " ".join(
        filter(None, (digits[:first], *(digits[n : n + 3] for n in range(first, len(digits), 3))))
    )


def raised(text: str) -> str:
    """Raised text: "²", "^Tag"."""
    return mark(text) if text.isascii() and text.isdigit() else _scripted("^", text)


def lowered(text: str) -> str:
    """Lowered text: "2" as in "CO2", "_neu"."""
    return text if text.isascii() and text.isdigit() else _scripted("_", text)


def _scripted(sign: str, text: str) -> str:
    return f"{sign}({text})" if " " in text else sign + text if text else ""
