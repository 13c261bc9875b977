"""Whether a text says something, and whether every sentence of an answer has its source."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.german.analysis import stems
from assistant.german.sentences import split_sentences
from assistant.models import Answer, Citation

ENOUGH = 0.6  # share of a statement's key terms that a text must contain to say it
# Words of the whole subject, and words with little content: they prove nothing.
COMMON = frozenset(
    stems(
        "Kommune Kommunen kommunal kommunale Gemeinde Stadt Städte Verwaltung Daseinsvorsorge Studie "
        "Abschnitt Beispiel etwa ja nein dafür darüber dazu dabei selbst eigen neu wichtig erst je sowie "
        "gelten gilt bleiben bleibt lassen lässt machen macht geben geht stehen steht"
    )
)
_REFERENCES = re.compile(r"(?:\s*\[\d+\])+")
_NUMBER = re.compile(r"\[(\d+)\]")
_BLOCKS = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*+]|\d+\.|#+)\s)")  # paragraphs and list items
_HEADING = re.compile(r"\*\*[^*]+\*\*:?|#+ .*")
_MARKERS = re.compile(r"^(?:[-*+]|\d+\.)\s+|[*_`]")


def key_terms(statement: str) -> frozenset[str]:
    """Stems of the content words without those that every text on this subject contains."""
    return frozenset(stems(statement)) - COMMON


def says(text: str, statement: str) -> bool:
    """Whether `text` contains at least 60 % of the key terms of `statement`, which must have some.

    A lower bound for meaning the same: other words for the same thing are not recognised.
    """
    terms = key_terms(statement)
    return bool(terms) and len(terms & set(stems(text))) >= ENOUGH * len(terms)


def references(text: str) -> set[int]:
    """All numbers that an answer's Markdown refers to."""
    return {int(number) for number in _NUMBER.findall(text)}


def every_sentence_cited(answer: Answer) -> bool:
    """Whether every sentence of the text has its source.

    A sentence has one when a resolvable reference follows it directly, or when the next reference
    of its paragraph or list item shows what it says (several sentences quoted together need one reference).
    Headings are no sentences.
    """
    citations = {citation.n: citation for citation in answer.citations}
    blocks = [block.strip() for block in _BLOCKS.split(answer.text)]
    return all(_block_cited(block, citations) for block in blocks if not _HEADING.fullmatch(block))


def _block_cited(block: str, citations: Mapping[int, Citation]) -> bool:
    start = 0
    for match in _REFERENCES.finditer(block):
        cited = [citations[n] for n in sorted(references(match.group())) if n in citations]
        if not cited or not all(_shown_by(cited, s) for s in _sentences(block[start : match.start()])[:-1]):
            return False
        start = match.end()
    return not _sentences(block[start:])


def _sentences(text: str) -> list[str]:
    """Sentences with words in them: what is left of a full stop after a reference is none."""
    return [s for s in split_sentences(_MARKERS.sub("", text)) if any(c.isalpha() for c in s)]


def _shown_by(citations: Sequence[Citation], sentence: str) -> bool:
    """Whether what the citations show holds the sentence, with or without words that introduce it."""
    shown = " ".join(f"{c.quote} {c.title} {c.provision or ''} {c.binds or ''} {c.note}" for c in citations)
    return says(shown, sentence) or says(shown, sentence.partition(": ")[2])
