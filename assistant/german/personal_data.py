"""Personal data in a question that no answer needs: found by its form and check digits, and masked.

A number is reported when its check digit is right, or when the words before it call it so; else ordinary
questions full of paragraphs, years and sums would raise alarms. Names and addresses are not found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from assistant.german.phone_numbers import phone_numbers
from assistant.messages_de import PersonalData


class PersonalKind(StrEnum):
    """What was found; `messages_de.PersonalData.KINDS` has the German words."""

    IBAN = "iban"
    EMAIL = "email"
    INSURANCE_NUMBER = "insurance_number"
    TAX_ID = "tax_id"
    IDENTITY_DOCUMENT = "identity_document"
    BIRTH_DATE = "birth_date"
    PHONE = "phone"


class Finding(NamedTuple):
    """A place in the text: `text[start:end]` is the personal data."""

    kind: PersonalKind
    start: int
    end: int


def find(text: str) -> tuple[Finding, ...]:
    """All findings in the order of the text; they do not overlap, and the masked text holds no more."""
    found: list[Finding] = []
    rest, before = text, -1
    while len(found) > before:  # once more, for what only shows when its neighbour is masked
        before = len(found)
        for kind, places in _FINDERS.items():
            for start, end in tuple(places(rest)):
                if all(end <= other.start or other.end <= start for other in found):
                    found.append(Finding(kind, start, end))
                    rest = f"{rest[:start]}[{'x' * (end - start - 2)}]{rest[end:]}"
    return tuple(sorted(found, key=lambda finding: finding.start))


def mask(text: str, findings: Sequence[Finding]) -> str:
    """`text` with every finding replaced by its German word in brackets: „[IBAN]“."""
    for kind, start, end in sorted(findings, key=lambda finding: finding.start, reverse=True):
        text = f"{text[:start]}[{PersonalData.KINDS[kind]}]{text[end:]}"
    return text


def masked(text: str) -> str:
    """`text` without the personal data in it."""
    return mask(text, find(text))


_GAP = r"[^\d\[\]@\n]"  # between a hint and its number; never across another finding or its mask
_SPACE = r"[ \u00a0\u202f]"

# Looks ahead only: what looks like the beginning of one may be a word before it.
_IBAN = re.compile(rf"(?<!\w)(?=([A-Z]{{2}}\d\d(?:(?:{_SPACE}|-)?[A-Z0-9]){{11,30}}))", re.I)
_EMAIL = re.compile(
    r"(?<![\w.+\-@])[\w.+\-]{1,64}(?:@|\s?[(\[]at[)\]]\s?)(?:[\w\-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w@])"
)
_INSURANCE = re.compile(rf"(?<!\w)\d\d{_SPACE}?\d{{6}}{_SPACE}?[A-Z]{_SPACE}?\d{{3}}(?!\w)", re.I)
_INSURANCE_CALLED = re.compile(rf"(?:versicherungs-?\s?(?:nummer|nr)|\bsv-?nr|\brvnr){_GAP}{{0,25}}$", re.I)
_TAX = re.compile(r"(?<![\w.,/\-])\d\d([ \u00a0\u202f/]?)\d{3}\1\d{3}\1\d{3}(?![\w/]|[.,\-]\d)")
_TAX_CALLED = re.compile(
    rf"(?:steuer-?\s?(?:id|nummer|nr)|\bidnr|identifikations-?(?:nummer|nr)){_GAP}{{0,25}}$", re.I
)
_MONEY = re.compile(r"\s?(?:€|EUR\b|Euro\b)", re.I)
# Serial numbers of German cards and passports have no vowels and few other letters, and often a check digit.
_DOCUMENT = re.compile(
    r"(?:ausweis|reisepass|\bpass|\bperso\b|dokumenten?-?(?:nummer|nr)|aufenthaltstitel)"
    rf"{_GAP}{{0,40}}?(?<!\w)([CFGHJKLMNPRTVWXYZ][0-9CFGHJKLMNPRTVWXYZ]{{8}})(\d?)(?!\w)",
    re.I,
)
_MONTH = r"(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)"
_DATE = rf"(?:\d{{1,2}}\.\s?(?:\d{{1,2}}\.\s?|{_MONTH}\s)(?:19|20)?\d\d|(?:19|20)\d\d-\d\d-\d\d|\d{{1,2}}/\d{{1,2}}/(?:19|20)\d\d)(?![\d.]\d|\d)"
_BORN = re.compile(
    rf"\b(?:geb\.|geboren|Geburtsdatum|Geburtstag(?=:|\sist\b)){_GAP}{{0,25}}?(?<!\d)(?P<after>{_DATE})"
    rf"|(?<![\d.])(?P<before>{_DATE})(?:\s+in\s{_GAP}{{1,40}}?)?\s+geboren",
    re.I,
)
# „Kinder, die vor dem 1.8.2020 geboren sind“ is nobody's birthday.
_CUT_OFF = re.compile(
    r"\b(?:vor|nach|ab|seit|bis|zwischen|und|Stichtag):?(?:\s(?:dem|zum|ist|der))*\s*$", re.I
)


def _ibans(text: str) -> Iterator[tuple[int, int]]:
    for match in _IBAN.finditer(text):
        start, furthest = match.span(1)
        # The pattern may have run on into the next words: the longest part that is an account number counts.
        ends = [n for n in range(furthest, start + 14, -1) if not text[n : n + 1].isalnum()]
        if end := next((n for n in ends if _is_iban(text[start:n])), None):
            yield start, end


def _is_iban(written: str) -> bool:
    from stdnum import iban

    number = re.sub(rf"{_SPACE}|-", "", written).upper()
    # A German one is recognised by its form alone, so that a mistyped one is found, too.
    return bool(re.fullmatch(r"DE\d{20}", number)) or iban.is_valid(number)


def _emails(text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _EMAIL.finditer(text))


def _insurance_numbers(text: str) -> Iterator[tuple[int, int]]:
    for match in _INSURANCE.finditer(text):
        if _is_called(_INSURANCE_CALLED, text, match.start()) or _is_insurance_number(match[0]):
            yield match.span()


def _is_insurance_number(written: str) -> bool:
    """Whether the check digit of a Rentenversicherungsnummer is right (VKVV § 4)."""
    number = re.sub(_SPACE, "", written).upper()
    digits = f"{number[:8]}{ord(number[8]) - ord('A') + 1:02}{number[9:11]}"
    products = (int(digit) * weight for digit, weight in zip(digits, _INSURANCE_WEIGHTS, strict=True))
    return sum(product // 10 + product % 10 for product in products) % 10 == int(number[11])


_INSURANCE_WEIGHTS = (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)


def _tax_ids(text: str) -> Iterator[tuple[int, int]]:
    for match in _TAX.finditer(text):
        known = _is_called(_TAX_CALLED, text, match.start()) or _is_tax_id(match[0])
        if known and not _MONEY.match(text, match.end()):
            yield match.span()


def _is_tax_id(written: str) -> bool:
    from stdnum.de import idnr

    return idnr.is_valid(written)


def _is_called(name: re.Pattern[str], text: str, start: int) -> bool:
    """Whether the words right before `start` say what the number is."""
    return bool(name.search(text, max(0, start - 60), start))


def _documents(text: str) -> Iterator[tuple[int, int]]:
    for match in _DOCUMENT.finditer(text):
        serial, check = match[1].upper(), match[2]
        if sum(map(str.isdigit, serial)) > 1 and (not check or _is_document_check(serial, int(check))):
            yield match.start(1), match.end(2)


def _is_document_check(serial: str, check: int) -> bool:
    """Whether the check digit of a travel document is right (ICAO 9303)."""
    return sum(int(sign, 36) * (7, 3, 1)[n % 3] for n, sign in enumerate(serial)) % 10 == check


def _birth_dates(text: str) -> Iterator[tuple[int, int]]:
    for match in _BORN.finditer(text):
        start, end = match.span("after" if match["after"] else "before")
        if not _is_called(_CUT_OFF, text, start):
            yield start, end


# In the order of certainty: where two overlap, the first counts.
_FINDERS: dict[PersonalKind, Callable[[str], Iterator[tuple[int, int]]]] = {
    PersonalKind.IBAN: _ibans,
    PersonalKind.EMAIL: _emails,
    PersonalKind.INSURANCE_NUMBER: _insurance_numbers,
    PersonalKind.TAX_ID: _tax_ids,
    PersonalKind.IDENTITY_DOCUMENT: _documents,
    PersonalKind.BIRTH_DATE: _birth_dates,
    PersonalKind.PHONE: phone_numbers,
}
