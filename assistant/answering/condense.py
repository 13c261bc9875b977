"""Step 2: make a follow-up turn stand alone, also without a language model."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.german.analysis import content_words, fold
from assistant.german.sentences import split_sentences
from assistant.index.learned import LearnedScores
from assistant.models import Turn

_OPENERS = frozenset(
    [
        "und",
        "aber",
        "oder",
        "also",
        "dann",
        "sonst",
        "and",
        "but",
        "so",
        "then",
        "ok",
        "okay",
        "gut",
        "ja",
        "nein",
    ]
)
_POINTERS = frozenset(
    """dies diese diesen dieser dieses davon dafur daran damit dabei dazu darin daraus daruber dagegen darauf dort sie
    ihn ihm ihnen sowas solche solchen solcher solches beide beides derartige this these those it they them such
    """.split()  # noqa: SIM905
)
_SO_A = frozenset(["etwas", "was", "ein", "eine", "einen", "einem", "einer"])
_WORD = re.compile(r"\w+|,")
_OWN_WORDS = 3  # content words after which a pointer means what the question itself has named
_FEW_WORDS = 3
_SUPPORT, _SIMILAR = 0.17, 0.28  # of a short turn by itself, from which on the index knows its topic
_QUESTION_CHARS, _ANSWER_CHARS = 400, 280
_REFERENCES = re.compile(r"\[\d+\]|[*_#>]")

Topical = Callable[[str], bool]


@dataclass(frozen=True)
class Condensed:
    """`standalone` is shown and answered; `search_text` is what the index is asked."""

    standalone: str
    search_text: str


def condense(question: str, history: Sequence[Turn], topical: Topical) -> Condensed:
    """Join `question` with what it leans on: the last question that stood alone and the last answer's start.

    Args:
        topical: whether a text names a topic that the index knows; see `names_a_topic`.
    """
    asked = [t.content for t in history if t.role == "user" and t.content.strip()]
    if not asked or not leans_on_context(question, topical):
        return Condensed(question, question)
    previous = next((turn for turn in reversed(asked) if not leans_on_context(turn, topical)), asked[-1])
    previous = textwrap.shorten(previous, _QUESTION_CHARS, placeholder=" …")
    answered = [turn.content for turn in history if turn.role == "assistant" and turn.content.strip()]
    context = [previous, _beginning(answered[-1])] if answered else [previous]
    return Condensed(
        standalone=f"{question} (im Anschluss an: „{previous}“)",
        search_text=" ".join([*context, question]),
    )


def leans_on_context(question: str, topical: Topical) -> bool:
    """Whether a turn needs the conversation: it opens like a reply, points back, or says little of its own."""
    tokens = _WORD.findall(question)
    if not tokens:
        return False
    if fold(tokens[0]) in _OPENERS or _points_back(question, tokens):
        return True
    return len(content_words(question)) <= _FEW_WORDS and not topical(question)


def names_a_topic(alone: LearnedScores) -> bool:
    """Whether the index knows what a turn is about, given the turn's scores by itself."""
    return alone.support >= _SUPPORT or max(alone.similar.values(), default=0.0) >= _SIMILAR


def _points_back(question: str, tokens: Sequence[str]) -> bool:
    """Whether a word points to something before the question, not to what the question has named itself."""
    content, cased = set(content_words(question)), any(letter.isupper() for letter in question[1:])
    named = 0
    for place, token in enumerate(tokens):
        if named >= _OWN_WORDS or (named and token == ","):
            return False
        word, following = fold(token), tokens[place + 1 : place + 4]
        if _is_pointer(token, word, following, content, cased, first=place == 0):
            return True
        named += word in content
    return False


def _is_pointer(
    token: str, word: str, following: Sequence[str], content: set[str], cased: bool, *, first: bool
) -> bool:
    after = fold(following[0]) if following else ""
    if word == "so":  # "so etwas", not "so oft"
        return not first and (not after or after in _SO_A)
    if word == "das" and cased:  # an article before a noun: "das Rathaus", "das neue Rathaus"
        return not any(t[0].isupper() for t in following[:2])
    if word in {"das", "that"}:
        return after not in content
    if token == "Sie" and not first:
        return False
    announces = word.startswith("da") and "," in following  # "darüber, wer entscheidet"
    return word in _POINTERS and not announces


def _beginning(answer: str) -> str:
    plain = _REFERENCES.sub(" ", answer)
    text = ""
    for sentence in split_sentences(" ".join(plain.split())):
        if text and len(text) + len(sentence) > _ANSWER_CHARS:
            break
        text = f"{text} {sentence}".strip()
    return text[: 2 * _ANSWER_CHARS]
