"""Values handed between the answering steps: what may be used, what was written."""

from __future__ import annotations

from typing import Literal

from assistant.models import Completeness, Frozen, RankedPassage

EXTRACTIVE = "extraktiv"  # who composed an answer that no language model wrote


class Evidence(Frozen):
    """A passage that the composer may use, under the token that names it in prompts and drafts."""

    token: str  # "Q1", "Q2" … in order
    ranked: RankedPassage


class Sentence(Frozen):
    """One sentence of an answer, without its source tokens.

    `quotes` are verbatim parts of the passages, in the order of `tokens`; `part` orders the answer.
    Sentences of one `item` share a list item, whatever passages of it they cite.
    """

    text: str
    tokens: tuple[str, ...]
    quotes: tuple[str, ...] = ()
    part: Literal["lead", "study", "law", "practice", "upload", "gap"] = "study"
    item: str = ""


class Draft(Frozen):
    """An answer as composed, before tokens become numbered citations."""

    sentences: tuple[Sentence, ...]
    completeness: Completeness
    not_covered: str | None = None
    model: str
    notices: tuple[str, ...] = ()
