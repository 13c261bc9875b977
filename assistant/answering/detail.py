"""Does a question ask for a hard detail, and do the sentences hold one?

A number, price, date or name can stand in the sources. The outcome of a single case and the papers
for an application never do: the sources hold no files and no forms.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

Detail = Literal["number", "price", "date", "name", "ruling", "papers"]

_PATTERNS: tuple[tuple[Detail, str], ...] = (
    (
        "price",
        r"\bwas kostet|\bwie teuer|\bwelche[rnm]? (?:betrag|preis|gebühr|summe|höhe)|\bwie hoch (?:ist|sind|fällt|darf|wird)"
        r"|auftragswert|schwellenwert|wie ?vie?l (?:geld|euro|kostet)|\bhow much\b|\bentgeltgruppe|\bgehalt\b|\bpay grade"
        r"|\bsalary|\bstundensatz|\btarif\b",
    ),
    (
        "date",
        r"\bwann\b|\bseit wann|\bwelche[rnms]? (?:jahr|monat|datum|tag|uhrzeit|frist)\b|\bstichtag|\bwhen (?:did|was|were|will|is)\b"
        r"|\bwie lange\b|\böffnungszeit|\bwelche frist",
    ),
    (
        "number",
        r"(?:^|[.?!:,–-] |\bund |\boder )wie ?vie?le?n?\b|\bprozent\b|\bhow many\b|\bpercent|\bwelche[rn]? anteil|\bab welchem alter|\banzahl der\b",
    ),
    (
        "name",
        r"\bwie heißt\b|\bwie hieß\b|\bwer (?:ist|war|leitet|steht)\b|\bwho (?:is|was|leads)\b|\bansprech(?:partner|person)"
        r"|\btelefonnummer|\bphone number|\be-?mail-?adresse|\bwelche (?:firma|anbieter)|\bwelche[rs] (?:anbieter|hersteller)\b",
    ),
    (
        "ruling",
        r"\b(?:ist|war|wäre|sind) (?:das|dies\w*|der|die|den|unser\w*|mein\w*|ein\w*)\b[^.?!]*"
        r"\b(?:rechtmäßig|rechtens|wirksam|gültig|nichtig|anfechtbar|rechtswidrig)\b|\bhaftet\b|\bwer haftet|\bklage(?:n|frist)?\b",
    ),
    (
        "papers",
        r"\bwelche (?:nachweise|unterlagen|formulare|dokumente|papiere|belege)\b|\bmuster(?:text|vertrag|satzung|schreiben|vorlage)"
        r"|\bvorlage für\b|\bformular\b|\bwhich (?:forms?|documents?|papers)\b",
    ),
)
_ASKS = tuple((detail, re.compile(pattern, re.IGNORECASE)) for detail, pattern in _PATTERNS)
_HAS: dict[Detail, re.Pattern[str]] = {
    "price": re.compile(r"\d[\d.,]*\s*(?:Euro|€|Cent|Millionen|Milliarden)"),
    "date": re.compile(
        r"\b(?:1[89]|20)\d\d\b|\b(?:\d+|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf)\s+(?:Jahr|Monat|Woche|Tag|Stunde)\w*|Jahrhundert"
    ),
    "number": re.compile(
        r"\d|\b(?:zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf)\w{0,2}\b", re.IGNORECASE
    ),
    "name": re.compile(r"[A-ZÄÖÜ][\w.-]+ [A-ZÄÖÜ][\w.-]+|„|[A-ZÄÖÜ]\w*[.][a-z]+"),
}


def asked_detail(question: str) -> Detail | None:
    """The kind of detail that `question` asks for in so many words."""
    return next((detail for detail, pattern in _ASKS if pattern.search(question)), None)


def missing_detail(question: str, sentences: Sequence[str]) -> Detail | None:
    """The detail that is asked for and that none of `sentences` contains."""
    detail = asked_detail(question)
    if detail is None:
        return None
    pattern = _HAS.get(detail)
    return None if pattern and any(pattern.search(sentence) for sentence in sentences) else detail
