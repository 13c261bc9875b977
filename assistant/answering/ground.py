"""What the cited passages say, prepared for comparison: words, numbers, citations, best sentence.

Words are compared by their folded beginnings and by containment, so that inflection ("Häuser", "Hauses") and
compounds ("Beteiligung", "Bürgerbeteiligung") meet without a dictionary.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from assistant.german.abbreviations import EXPANSIONS
from assistant.german.analysis import content_words, fold, words
from assistant.german.citations import LegalCitation, citations, without_citations
from assistant.german.numbers import known_numbers
from assistant.german.sentences import split_sentences
from assistant.models import Passage

_BEGINNING = 5
_SHORTEST_PART = 5  # of a compound
# Words of the answer's frame; they occur in every answer and support nothing.
_FRAME = frozenset(
    """studie gesetz recht vorschrift regelung quelle beispiel praxis abschnitt nennt nennen sagt beschreibt
    betont zeigt heisst empfiehlt rat fragt frage fordert verlangt schreibt regelt gilt gelten dazu dafur damit
    laut nach ausserdem zudem dabei hierzu etwa beispielsweise vielmehr deshalb kommune kommunen gemeinde
    gemeinden stadt richtet bindet gebunden unmittelbar regel regeln entsprechendes""".split()  # noqa: SIM905
)
_NUMBERED = re.compile(r"^\s*(?:[-•*–]|\d{1,2}[.)])\s+")


class Ground:
    """The text that sentences are checked against.

    Args:
        passages: the passages that a sentence cites.
        extra: further words that may be used without being evidence, such as the question.
    """

    def __init__(self, passages: Sequence[Passage], extra: str = ""):
        self.passages = tuple(passages)
        self._extra = extra

    @cached_property
    def text(self) -> str:
        """All that the passages show, titles and places included."""
        return "\n".join(
            part
            for p in self.passages
            for part in (
                p.text, p.title, p.locator, *p.heading_path, p.section, p.provision, p.practice, p.upload, p.stand,
                p.binds, p.note, *p.principles, *p.levels, *p.measures,
            )
            if part
        )  # fmt: skip

    @cached_property
    def numbers(self) -> frozenset[str]:
        return known_numbers(without_citations(self.text))

    @cached_property
    def citations(self) -> tuple[LegalCitation, ...]:
        """Cited norms; inside a provision a "§ 98" without law belongs to the provision's own law."""
        found: list[LegalCitation] = []
        for passage in self.passages:
            own = citations(passage.provision or "")
            law = own[0].law if own else None
            found.extend(own)
            found.extend(
                replace(c, law=c.law or law)
                for c in citations(f"{passage.text}\n{passage.title}\n{passage.note}")
            )
        return tuple(found)

    @cached_property
    def words(self) -> Words:
        return Words(self.text)

    @property
    def allowed_text(self) -> str:
        """Where names may come from: the passages and the question."""
        return f"{self.text}\n{self._extra}"

    @cached_property
    def allowed_words(self) -> Words:
        return Words(self.allowed_text)

    def support(self, sentence: str) -> float:
        """Share (0..1) of the sentence's content words that the passages contain."""
        return self.words.share(sentence)

    def best_quotes(self, sentence: str) -> tuple[str, ...]:
        """Per passage the sentence of its text that supports `sentence` best, verbatim."""
        return tuple(best_quote(sentence, passage) for passage in self.passages)


class Words:
    """The words of a text, to ask whether another word is among them."""

    def __init__(self, text: str):
        tokens = words(text)
        self._all = set(tokens)
        for token in tuple(self._all):
            self._all.update(EXPANSIONS.get(token, ()))
        self._beginnings = {token[:_BEGINNING] for token in self._all if len(token) >= _BEGINNING}
        self._parts = {token for token in self._all if len(token) >= _SHORTEST_PART}
        self._joined = " ".join(self._all)

    def __contains__(self, word: str) -> bool:
        word = fold(word)
        if word in self._all or any(long in self for long in EXPANSIONS.get(word, ())):
            return True
        if len(word) < _BEGINNING:  # "Amt" and "Amts": a short word may gain an ending
            return len(word) > 2 and any(
                other.startswith(word) and len(other) <= len(word) + 3 for other in self._all
            )
        # The beginning covers inflection; containment covers compounds on either side.
        return (
            word[:_BEGINNING] in self._beginnings
            or word in self._joined
            or any(part in word for part in self._parts)
        )

    def share(self, sentence: str) -> float:
        """Share (0..1) of the content words of `sentence` found here; 0.0 when it has none."""
        # "Diese Vorschrift richtet sich an Gemeinden" is all frame; then the frame is what can be compared.
        content = relevant_words(sentence) or content_words(sentence)
        return sum(word in self for word in content) / len(content) if content else 0.0


def relevant_words(sentence: str) -> list[str]:
    """Folded content words of a sentence without the frame ("Die Studie nennt …") and bare numbers."""
    return [word for word in content_words(sentence) if word not in _FRAME and not word.isdigit()]


def best_quote(sentence: str, passage: Passage) -> str:
    """The sentence of the passage's text that shares most with `sentence`; always a verbatim part of it."""
    parts = [
        part
        for line in passage.text.splitlines()
        for part in split_sentences(_NUMBERED.sub("", line))
        if part
    ]
    if not parts:
        return passage.text.strip()
    content = relevant_words(sentence)

    def shared(part: str) -> tuple[float, int]:
        own = Words(part)
        return sum(min(len(word), 12) for word in content if word in own), -len(part)

    return max(parts, key=shared)
