"""Turns the pieces of a streamed reply into whole sentences, as early as they are certain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assistant.answering.tokens import before_the_stop
from assistant.german.sentences import split_sentences
from assistant.models import Completeness, Frozen

_HIDDEN = re.compile(r"<think(?:ing)?>.*?</think(?:ing)?>|```.*?```|~~~.*?~~~", re.DOTALL | re.IGNORECASE)
_OPEN_HIDDEN = re.compile(r"<think(?:ing)?>|```|~~~", re.IGNORECASE)
_END = re.compile(r"\**\bENDE\b\**\s*:\s*\**\s*(?P<verdict>[^\n]*)")
_UNCERTAIN_START = tuple("[(【〔{<`~*")
_LONGEST_REPLY = 12_000


class EndMark(Frozen):
    """The model's own verdict on the last line of its reply."""

    completeness: Completeness
    not_covered: str | None = None


def read_reply(pieces: Iterable[str]) -> Iterator[str | EndMark]:
    """Whole sentences (with their source tokens) in order, then the end mark where there is one.

    A sentence is handed on when the next one has begun, because tokens may follow its full stop. Thinking and
    code blocks are left out. Reading stops at the end mark, and after 12,000 characters.
    """
    buffer = ""
    read = 0
    for piece in pieces:
        buffer += piece
        read += len(piece)
        visible = before_the_stop(_HIDDEN.sub(" ", buffer))
        if "ENDE" in visible or read > _LONGEST_REPLY:
            buffer = visible
            if read > _LONGEST_REPLY or re.search(_END.pattern + r"\n", visible):
                break
            continue
        hidden = _OPEN_HIDDEN.search(visible)
        certain, rest = _settled(visible[: hidden.start()] if hidden else visible)
        yield from certain
        buffer = rest + (visible[hidden.start() :] if hidden else "")
    text = before_the_stop(_HIDDEN.sub(" ", buffer))
    if hidden := _OPEN_HIDDEN.search(text):  # never closed: nothing after it was meant for the reader
        text = text[: hidden.start()]
    end = _END.search(text)
    yield from _sentences(text[: end.start()] if end else text)
    if end:
        yield _mark(end["verdict"])


def _settled(text: str) -> tuple[list[str], str]:
    """The sentences of `text` that cannot change any more, and the rest."""
    *lines, last = text.split("\n")
    if lines and (not last.strip() or last.lstrip().startswith(_UNCERTAIN_START)):
        # Tokens may still follow on the next line.
        last = f"{lines.pop()}\n{last}"
    *certain, open_sentence = split_sentences(last) or [""]
    if open_sentence.startswith(_UNCERTAIN_START) and certain:
        open_sentence = last[last.rindex(certain.pop()) :]
    else:
        open_sentence = last[last.rindex(open_sentence) :]
    return [*_sentences("\n".join(lines)), *certain], open_sentence


def _sentences(text: str) -> list[str]:
    return [sentence for line in text.split("\n") for sentence in split_sentences(line)]


def _mark(verdict: str) -> EndMark:
    """ "teilweise - Kosten nennt die Quelle nicht." -> partial, with the remark."""
    word, _, remark = (part.strip(" .*") for part in verdict.partition("-" if "-" in verdict else "–"))
    if word.lower().startswith("nicht"):
        return EndMark(completeness=Completeness.NONE)
    if word.lower().startswith("teil"):
        return EndMark(completeness=Completeness.PARTIAL, not_covered=f"{remark}." if remark else None)
    return EndMark(completeness=Completeness.COMPLETE)
