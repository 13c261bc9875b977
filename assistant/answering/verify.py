"""Checks one sentence against the passages it cites. For generated and extractive answers alike.

What a sentence claims must be found in a cited passage: numbers and dates, norms, names. It must share enough
words with the passages, must not turn their "nicht" around, must not make a recommendation out of a question,
and must not bind municipalities with law that binds federal bodies.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from assistant.answering.ground import Ground, Words, relevant_words
from assistant.answering.names import unknown_names
from assistant.german.citations import LegalCitation, citations, without_citations
from assistant.german.numbers import numbers
from assistant.models import Frozen, Passage

MIN_SUPPORT = 0.25
"""Least share of a sentence's content words found in its passages; chosen on faithful and foreign sentences."""

_NEARLY_VERBATIM = 0.75
_NEGATION = re.compile(
    r"\b(?:nicht|nie|niemals|kein(?:e[mnrs]?)?|keinesfalls|keineswegs|weder|nichts|niemand)\b", re.IGNORECASE
)
_TURNING = re.compile(
    r"\b(?:statt|anstatt|anstelle|ohne|kaum|verb\w+t\w*|untersag\w*|\w+frei)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[;,:–()]|\s-\s|\b(?:und|aber|sondern|sowie)\b")
_CLAIMS = re.compile(
    r"\b(?:empf[ie]+hl\w*|empfohlen|forder\w*|gefordert|schreib\w*\b.*\bvor\b|vorgeschrieben|verlang\w*|verpflicht\w*"
    r"|rät|raten|müss\w+|muss|soll(?:en|te|ten)?|sieht\b.*\bvor\b|gebiete\w*|verbiete\w*|ordne\w*\b.*\ban\b)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\b(?:frag\w*|offen|ob|klär\w+)\b|\?\s*$", re.IGNORECASE)
_MUNICIPAL = r"(?:Kommunen?|Gemeinden?|Städte|Stadt|(?:Land)?[Kk]reise?)"
_BINDS_MUNICIPALITIES = re.compile(
    rf"\b{_MUNICIPAL}\b[^.;]*\b(?:müssen|muss|verpflichtet|Pflicht)\b|\bSie\b[^.;]*\bmüssen\b"
    rf"|\b(?:müssen|muss|verpflichtet)\b[^.;]*\b{_MUNICIPAL}\b|\bmüssen Sie\b"
)
_FREES_MUNICIPALITIES = re.compile(
    rf"\b(?:binde[nt]|gilt|gelten|verpflichte[nt])\b[^.;]*\b{_MUNICIPAL}\b[^.;]*\bnicht\b"
    rf"|\b{_MUNICIPAL}\b[^.;]*\b(?:binde[nt]|gilt|gelten|verpflichtet)\b[^.;]*\bnicht\b"
)
_FEDERAL = re.compile(r"^Bund(?:es\w*)?\b(?!,)")
_PLACE_WORDS = {
    "Abs.": r"(?:Abs\.|Absatz|Absätze|\()\s?{}\b",
    "Satz": r"(?:Satz|S\.)\s?{}\b",
    "Nr.": r"(?:(?:Nr\.|Nummer)\s?{0}\b|^\s*{0}[.)])",
    "lit.": r"(?:lit\.|Buchst\.|Buchstabe)\s?{0}\b|(?:^|\s){0}\)",
}


class ProblemKind(StrEnum):
    """What is wrong with a sentence."""

    NUMBER = "number"
    CITATION = "citation"
    NAME = "name"
    UNSUPPORTED = "unsupported"
    NEGATION = "negation"
    OVERCLAIM = "overclaim"
    ADDRESSEE = "addressee"


class Problem(Frozen):
    """One finding; `detail` is the number, norm or name that no passage holds (empty where none applies)."""

    kind: ProblemKind
    detail: str = ""


def check_sentence(text: str, passages: Sequence[Passage], question: str = "") -> tuple[Problem, ...]:
    """Everything in a sentence that its passages do not support; empty when it may stand.

    Args:
        text: one sentence without source tokens.
        passages: the passages it cites; without any, nothing is supported.
        question: names in it may be repeated; it is no evidence for anything else.
    """
    if not passages:
        return (Problem(kind=ProblemKind.UNSUPPORTED),)
    ground = Ground(passages, extra=question)
    return (*_claims(text, ground), *_stance(text, ground))


def check_remark(text: str, passages: Sequence[Passage], question: str) -> tuple[Problem, ...]:
    """The part of the check for a sentence that cites nothing, such as what the sources do not say."""
    return _claims(text, Ground(passages, extra=question))


def _claims(text: str, ground: Ground) -> tuple[Problem, ...]:
    """Numbers, norms and names that the passages do not hold."""
    cited = citations(text)
    bare = without_citations(text)
    found = [
        *((ProblemKind.NUMBER, number) for number in numbers(bare) if number not in ground.numbers),
        *((ProblemKind.CITATION, c.canonical) for c in cited if not _holds_norm(ground, c)),
        *((ProblemKind.NAME, name) for name in unknown_names(bare, ground)),
    ]
    return tuple(Problem(kind=kind, detail=detail) for kind, detail in found)


def _stance(text: str, ground: Ground) -> tuple[Problem, ...]:
    """Support as a whole, and claims that turn the passages' meaning."""
    if ground.support(text) < MIN_SUPPORT:
        return (Problem(kind=ProblemKind.UNSUPPORTED),)
    quotes = ground.best_quotes(text)
    found: list[ProblemKind] = []
    if (
        all(quote.rstrip("“” ").endswith("?") for quote in quotes)
        and _CLAIMS.search(text)
        and not _ASKS.search(text)
    ):
        found.append(ProblemKind.OVERCLAIM)
    # Whom a norm binds stands beside its text, not in it; that "nicht" has its own check.
    if not re.search(r"\bbinde[nt]\b", text) and _turned_around(text, quotes):
        found.append(ProblemKind.NEGATION)
    if _wrong_addressee(text, ground.passages):
        found.append(ProblemKind.ADDRESSEE)
    return tuple(Problem(kind=kind) for kind in found)


def _holds_norm(ground: Ground, claim: LegalCitation) -> bool:
    """The norm is cited in a passage; a deeper place in it at least stands there in words ("Absatz 4")."""
    for known in ground.citations:
        if (
            claim.includes(known)
            or known.includes(claim)
            and all(
                re.search(_PLACE_WORDS[level].format(re.escape(value)), ground.text, re.MULTILINE)
                for level, value in claim.parts[len(known.parts) :]
                if level in _PLACE_WORDS
            )
        ):
            return True
    return False


def _turned_around(text: str, quotes: Sequence[str]) -> bool:
    """Nearly the passage's words, but with a "nicht" more or less; only the clauses used are compared."""
    content = relevant_words(text)
    for quote in quotes:
        if len(content) < 2 or Words(quote).share(text) < _NEARLY_VERBATIM:
            return False
    negated = bool(_NEGATION.search(text))
    # To excuse a "nicht", one shared word in the clause is enough; to miss one, the clause must be the same.
    used = [
        clause
        for quote in quotes
        for clause in _clauses(quote)
        if sum(word in Words(clause) for word in content) >= (1 if negated else 2)
    ]
    if negated:
        return bool(used) and not any(_NEGATION.search(clause) or _TURNING.search(clause) for clause in used)
    return not _TURNING.search(text) and any(_NEGATION.search(clause) for clause in used)


def _clauses(quote: str) -> list[str]:
    """Parts of a sentence that stand for themselves; a rest such as "welche nicht" stays with its neighbour."""
    clauses: list[str] = []
    for part in _CLAUSE.split(quote):
        if clauses and (len(relevant_words(part)) < 2 or len(relevant_words(clauses[-1])) < 2):
            clauses[-1] = f"{clauses[-1]} {part}"
        else:
            clauses.append(part)
    return clauses


def _wrong_addressee(text: str, passages: Sequence[Passage]) -> bool:
    """Municipalities are bound with law that binds federal bodies only, or freed from law that binds them."""
    bound = [passage.binds for passage in passages if passage.binds]
    if len(bound) == len(passages) and all(_FEDERAL.match(whom) for whom in bound):
        excused = re.search(r"\bnicht\b|\bBund|\bLand", text)
        return bool(_BINDS_MUNICIPALITIES.search(text)) and not excused
    municipal = any(re.search(r"Kommun|Gemeind|\balle", whom) for whom in bound)
    return municipal and bool(_FREES_MUNICIPALITIES.search(text))
