"""Source tokens in generated text: "[Q1]" and the many ways in which models write it."""

from __future__ import annotations

import re

_ONE = r"Q\s?\d{1,4}"
_MORE = r"(?:\s*(?:,|;|/|&|\+|und|u\.)\s*(?:Quelle\s*)?Q?\s?\d{1,4})*"
_TOKENS = re.compile(
    rf"\s?(?:[\[(【〔{{]\s*(?:(?:Quellen?|vgl\.|siehe)\s*:?\s*)?{_ONE}{_MORE}\s*(?:†[^\]】]*)?[\])】〕}}]"
    rf"|[\[【]\s*\d{{1,2}}(?:\s*,\s*\d{{1,2}})*\s*(?:†[^\]】]*)?[\]】])",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\d†])\d{1,4}(?!\d)")
_AFTER_THE_STOP = re.compile(
    rf"(?P<stop>[.!?…]+[“”\"»«]?)(?P<tokens>(?:\s*{_TOKENS.pattern})+)", re.IGNORECASE
)
_ON_A_NEW_LINE = re.compile(rf"\s*\n\s*(?={_TOKENS.pattern})", re.IGNORECASE)


def split_tokens(text: str) -> tuple[str, tuple[str, ...]]:
    """A sentence without its tokens, and the tokens as "Q1" in order, each once."""
    named = [
        f"Q{int(n)}" for match in _TOKENS.finditer(text) for n in _NUMBER.findall(match[0].split("†")[0])
    ]
    return without_tokens(text), tuple(dict.fromkeys(named))


def without_tokens(text: str) -> str:
    """`text` without anything that looks like a source token."""
    return _TOKENS.sub("", text)


def before_the_stop(text: str) -> str:
    """Tokens after a full stop or line break belong to the sentence before: "Satz. [Q1] Nun" -> "Satz [Q1]. Nun"."""
    text = _ON_A_NEW_LINE.sub(" ", text)
    return _AFTER_THE_STOP.sub(lambda match: f" {match['tokens'].strip()}{match['stop']}", text)
