"""Telephone numbers in running German text, without alarms about dates, file numbers and sums.

The library knows which numbers can exist, but nearly every group of digits could be one of some town. So a
number has to be written like one, too: with its leading 0 or +, or right after a word such as „Tel.“.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_FEWEST = 7  # digits of a number with its area code
_MOST = 500  # attempts at a text; one full of digits would take long
_PERHAPS = re.compile(r"(?:\+|(?<!\d)\(?0)[\d\s()/.\-–]{6}")
# Without its area code a number is only known by the word before it.
_CALLED = re.compile(
    r"(?:\b(?:tel|telefon|fon|fax|telefax|handy|mobil)\b|(?:telefon|ruf|handy|mobil|fax)-?(?:nummer|nr\b)|durchwahl)"
    r"(?:\s(?:ist|lautet))?(?:\sdie)?[.:]{0,2}\s?(\d(?:[ /\-]?\d){4,11})(?![.,/\-]?\d)",
    re.I,
)
_FILE = re.compile(
    r"(?:\baz\b|aktenzeichen|geschäftszeichen|\bgz\b|kassenzeichen|drucksache|\bdrs\b|vorlage|vorgang|beschluss|"
    r"rechnung|bestellung|flurstück|kunden|konto|matrikel|kennzeichen|kennziffer|schlüssel|\bags\b|\bdin\b|"
    r"\bplz\b|postleitzahl)[^\d\[\]@\n]{0,15}$",
    re.I,
)
_LONGER = re.compile(r"\d[.,/\-]?$")  # what follows is the rest of a longer number
_NO_PHONE = re.compile(
    r"\d{1,2}\.\s?\d{1,2}\.\s?(?:\d\d){1,2}.*"  # a date, or from one to another
    r"|\d{1,2}\.\d\d\s?[-–]\s?\d{1,2}\.\d\d"  # opening hours
    r"|0\d{0,4}[/-](?:19|20)\d\d"  # a number and its year
    r"|(?:19|20)\d\d\s?[/-]\s?(?:19|20)?\d\d"  # from one year to another
    r"|0[.,]\d.*"  # a fraction, or several
)
_MEASURED = re.compile(r"\s?(?:%|€|EUR\b|Euro\b|Uhr\b|Mio\b|Mrd\b|Millionen|Milliarden|kWh\b|km\b|m²)", re.I)


def phone_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every telephone number that could belong to a person."""
    if _PERHAPS.search(text):
        yield from _with_area_code(text)
    for called in _CALLED.finditer(text):
        if not (_NO_PHONE.fullmatch(called[1]) or _MEASURED.match(text, called.end())):
            yield called.span(1)


def _with_area_code(text: str) -> Iterator[tuple[int, int]]:
    import phonenumbers  # takes a while to load, and few texts need it

    anybody = {
        phonenumbers.PhoneNumberType.TOLL_FREE,
        phonenumbers.PhoneNumberType.SHARED_COST,
        phonenumbers.PhoneNumberType.PREMIUM_RATE,
        phonenumbers.PhoneNumberType.UAN,
    }
    for match in phonenumbers.PhoneNumberMatcher(text, "DE", max_tries=_MOST):
        written, before = match.raw_string, text[max(0, match.start - 40) : match.start]
        if not written.lstrip("(").startswith(("0", "+")) or sum(map(str.isdigit, written)) < _FEWEST:
            continue
        if _LONGER.search(before) or _FILE.search(before) or _MEASURED.match(text, match.end):
            continue
        if not _NO_PHONE.fullmatch(written) and phonenumbers.number_type(match.number) not in anybody:
            yield match.start, match.end
