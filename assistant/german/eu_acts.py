"""Acts of the EU cited by their number: "Verordnung (EU) 2024/1689" -> "VO (EU) 2024/1689"."""

from __future__ import annotations

import re

from assistant.german.law_names import known_names

EU_ACT = re.compile(
    r"\b(?:EU-)?(?:Durchführungs|Delegierten?\s+)?(?P<kind>VO|Verordnung|RL|Richtlinie)\s*(?:\((?P<body>EU|EG|EWG)\)\s*)?(?P<nr>Nr\.\s*)?"
    r"(?P<act>\d{2,4}/\d{1,4})(?P<tail>/(?:EU|EG|EWG))?\b",
    re.IGNORECASE,
)


def eu_act(match: re.Match[str]) -> str:
    """Short form of a match of `EU_ACT`: its usual one ("DSGVO") or that of its number ("RL 2014/24/EU")."""
    if known := known_names().acts.get(match["act"]):
        return known
    kind = "VO" if match["kind"][0] in "Vv" else "RL"
    body = f" ({match['body'].upper()})" if match["body"] else ""
    number = f"{' Nr.' if match['nr'] else ''} {match['act']}{(match['tail'] or '').upper()}"
    return f"{kind}{body}{number}"
