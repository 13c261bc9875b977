"""Does a question ask for a number, price, date or name, and do the sentences hold one?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

Detail = Literal["number", "price", "date", "name"]

_ASKS: tuple[tuple[Detail, re.Pattern[str]], ...] = tuple(
    (detail, re.compile(pattern, re.IGNORECASE))
    for detail, pattern in (
        ("price", r"\bwas kostet|\bwie teuer|\bwelche[rn]? (?:betrag|preis|gebühr)|\bhow much does|\bwie hoch (?:ist|sind|fällt)"),
        ("date", r"\bwann\b|\bbis wann|\bseit wann|\bin welchem jahr|\bwelches datum|\bwhen (?:did|was|were|will|is)\b|\bwie lange\b"),
        ("number", r"\bwie ?viele?n?\b|\bprozent\b|\bhow many\b|\bwhat percentage|\bwelche[rn]? anteil|\bab welchem alter"),
        ("name", r"\bwie heißt\b|\bwie hieß\b|\bwer (?:ist|war|hat|leitet|steht)\b|\bwho (?:is|was|leads)\b|\bansprechpartner"),
    )
)  # fmt: skip
_HAS: dict[Detail, re.Pattern[str]] = {
    "price": re.compile(r"\d[\d.,]*\s*(?:Euro|€|Cent|Millionen|Milliarden)"),
    "date": re.compile(r"\b(?:1[89]|20)\d\d\b|\b\d+\s+(?:Jahr|Monat|Woche|Tag|Stunde)\w*|Jahren|Jahrhundert"),
    "number": re.compile(r"\d|\b(?:zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|keine)\w{0,2}\b", re.IGNORECASE),
    "name": re.compile(r"[A-ZÄÖÜ][\w.-]+ [A-ZÄÖÜ][\w.-]+|„|[A-ZÄÖÜ]\w*[.][a-z]+"),
}  # fmt: skip


def asked_detail(question: str) -> Detail | None:
    """The kind of detail that `question` asks for in so many words."""
    return next((detail for detail, pattern in _ASKS if pattern.search(question)), None)


def missing_detail(question: str, sentences: Sequence[str]) -> Detail | None:
    """The detail that is asked for and that none of `sentences` contains."""
    detail = asked_detail(question)
    if detail is None or any(_HAS[detail].search(sentence) for sentence in sentences):
        return None
    return detail
