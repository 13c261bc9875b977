"""Step 2: make a follow-up turn stand alone, also without a language model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.german.analysis import content_words, words
from assistant.german.sentences import split_sentences
from assistant.models import Turn

_OPENERS = frozenset(
    ["und", "aber", "oder", "also", "dann", "sonst", "and", "but", "so", "then", "what-about", "ok", "okay", "gut", "ja", "nein", "wieso", "warum", "weshalb", "why"]
)
_POINTERS = frozenset(
    """das dies diese diesen dieser dieses davon dafur daran damit dabei dazu darin daraus daruber dagegen darauf
    dort es sie ihn ihm ihnen sowas solche solchen solcher solches so beides beide derartige that this these those
    it they them there such""".split()  # noqa: SIM905
)
_FEW_WORDS = 4
_ANSWER_CHARS = 280
_REFERENCES = re.compile(r"\[\d+\]|[*_#>]")


@dataclass(frozen=True)
class Condensed:
    """`standalone` is shown and answered; `search_text` is what the index is asked."""

    standalone: str
    search_text: str


def condense(question: str, history: Sequence[Turn]) -> Condensed:
    """Join `question` with what it leans on: the last question and the start of the last answer."""
    asked = [turn.content for turn in history if turn.role == "user" and turn.content.strip()]
    if not asked or not leans_on_context(question):
        return Condensed(question, question)
    previous = " ".join(asked[-1].split())
    answered = [turn.content for turn in history if turn.role == "assistant" and turn.content.strip()]
    context = [previous, _beginning(answered[-1])] if answered else [previous]
    return Condensed(
        standalone=f"{question} (im Anschluss an: „{previous}“)",
        search_text=" ".join([*context, question]),
    )


def leans_on_context(question: str) -> bool:
    """Whether a turn needs the conversation: it opens like a reply, points back, or says very little."""
    tokens = words(question)
    if not tokens:
        return False
    few = len(content_words(question)) <= _FEW_WORDS
    return tokens[0] in _OPENERS or few or any(token in _POINTERS for token in tokens[:8])


def _beginning(answer: str) -> str:
    plain = _REFERENCES.sub(" ", answer)
    text = ""
    for sentence in split_sentences(" ".join(plain.split())):
        if text and len(text) + len(sentence) > _ANSWER_CHARS:
            break
        text = f"{text} {sentence}".strip()
    return text[: 2 * _ANSWER_CHARS]
