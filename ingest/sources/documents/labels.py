"""What stands before an item: bullets, numbers, letters; and how numbers are written."""

from __future__ import annotations

import re
from typing import NamedTuple

BULLET = "•"
_BULLETS = "•‣●▪◦■□➢➤✓✔·\uf0b7\uf0a7\uf0d8\uf0fc\uf076"
_DASHES = "-–—*"
_MONTHS = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_LABEL = re.compile(
    rf"\s*(?P<label>[{_BULLETS}]|[{_DASHES}](?=\s)"
    rf"|\(\d{{1,3}}[a-z]?\)|\d{{1,2}}[a-z]?\)|\d{{1,2}}[a-z]?\.(?!\s*(?:{_MONTHS})\b|\d)|\(?[a-z]{{1,2}}\))"
    r"(?:\s+|(?<=[^\w.)*–—-])|$)"
)
_PARAGRAPH_NUMBER = re.compile(r"\(\d{1,3}[a-z]?\)")
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Labelled(NamedTuple):
    """A text whose label was taken off; bullets of every shape become "•"."""

    label: str
    text: str
    surely: bool  # a bullet, which nothing else looks like

    @property
    def is_paragraph(self) -> bool:
        """Whether the label is the number of an Absatz: "(2)"."""
        return bool(_PARAGRAPH_NUMBER.fullmatch(self.label))


def labelled(text: str) -> Labelled | None:
    """The label that a text begins with. A date ("1. Januar") or decimal ("1.2") is none."""
    found = _LABEL.match(text)
    if not found:
        return None
    label = found["label"]
    mark = label in _BULLETS or label in _DASHES
    return Labelled(BULLET if mark else label, text[found.end() :].strip(), label in _BULLETS)


def numeral(number: int, style: str) -> str:
    """A number in one of the styles "1", "a", "A", "i", "I"; others and zero are written as digits."""
    if style in ("a", "A") and number > 0:
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters if style == "a" else letters.upper()
    if style in ("i", "I") and 0 < number < 400:
        digits, rest = "", number
        for value, sign in _ROMAN:
            digits += sign * (rest // value)
            rest %= value
        return digits if style == "i" else digits.upper()
    return str(number)


def superscript(text: str) -> str:
    """Raised digits as characters of their own, so that "100¹" is not read as 1001; other text unchanged."""
    return text.translate(SUPERSCRIPT) if text.strip().isdecimal() else text
