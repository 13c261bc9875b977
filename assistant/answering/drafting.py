"""Turns a language model's reply into a draft; only sentences that the evidence supports come through."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from assistant.answering.evidence import Draft, Evidence, Sentence
from assistant.answering.ground import Ground, relevant_words
from assistant.answering.sentence_stream import EndMark, read_reply
from assistant.answering.tokens import split_tokens
from assistant.answering.verify import MIN_SUPPORT, check_remark, check_sentence
from assistant.errors import ModelError
from assistant.german.analysis import words
from assistant.messages_de import Composing
from assistant.models import Completeness, Passage, SourceKind

_MOST_SENTENCES = 9
_SMALL_TALK_WORDS = 4  # a sentence without source and with fewer content words is a greeting or a bridge
_LONGEST_REMARK = 300
_PARTS: dict[SourceKind, Literal["study", "law", "practice", "upload"]] = {
    SourceKind.STUDY: "study",
    SourceKind.UPLOAD: "upload",
    SourceKind.LAW: "law",
    SourceKind.PRACTICE: "practice",
}
_MARKUP = re.compile(
    r"<[^>]{1,200}>|(?<!\w)[*_`#|]{1,6}(?=\S)|(?<=\S)[*_`#|]{1,6}(?!\w)|^\s*(?:[-*•>]|\d{1,2}[.)])\s+"
)
_LINK = re.compile(r"!?\[(?P<label>[^\]]*)\]\([^)]*\)")
_ADDRESS = re.compile(r"\(?\b(?:https?://|www\.)\S+|\b[\w.+-]+@[\w-]+\.\w{2,}\b", re.IGNORECASE)
_OF_ITSELF = re.compile(r"\b(?:ich|mich|mir|meine?[nmrs]?)\b", re.IGNORECASE)  # sources never say "ich"
_SAYS_UNVERIFIED = re.compile(r"ungeprüft|nicht geprüft|nicht bestätigt|unbestätigt", re.IGNORECASE)


def checked_draft(
    pieces: Iterable[str], model: str, question: str, evidence: Sequence[Evidence]
) -> Iterator[Sentence | Draft]:
    """Supported sentences as soon as they are certain, finally the draft that holds them all.

    Args:
        pieces: the reply as it arrives; its failures (ModelError) pass through.
        model: name of the model, for the draft.

    Raises:
        ModelError: no sentence of the reply is supported.
    """
    passages = {item.token: item.ranked.passage for item in evidence}
    kept: list[Sentence] = []
    removed = 0
    mark: EndMark | None = None
    for item in read_reply(pieces):
        if isinstance(item, EndMark):
            mark = item
            break
        text, tokens = split_tokens(item)
        text = _plain(text)
        if len(kept) == _MOST_SENTENCES:
            break
        if _repeats(text, kept):
            continue
        sentence = _supported(text, tokens, passages, question, lead=not kept)
        if sentence:
            kept.append(sentence)
            yield sentence
        elif tokens or len(relevant_words(text)) >= _SMALL_TALK_WORDS:
            removed += 1
    if not kept:
        raise ModelError("Das Sprachmodell hat keine Antwort geschrieben, die sich belegen lässt.")
    yield Draft(
        sentences=tuple(kept),
        completeness=_completeness(mark, removed),
        not_covered=_remark(mark, passages, question),
        model=model,
        notices=(Composing.SENTENCES_REMOVED,) if removed else (),
    )


def _supported(
    text: str, tokens: Sequence[str], passages: dict[str, Passage], question: str, *, lead: bool
) -> Sentence | None:
    """The sentence with those of its sources that support it; None when it may not stand."""
    known = [token for token in tokens if token in passages]
    if not text or not known or _OF_ITSELF.search(text):
        return None
    known = [token for token in known if Ground([passages[token]]).support(text) >= MIN_SUPPORT] or known
    cited = [passages[token] for token in known]
    if check_sentence(text, cited, question):
        return None
    if not any(passage.verified for passage in cited) and not _SAYS_UNVERIFIED.search(text):
        text = f"{text[:-1]} ({Composing.UNVERIFIED_SOURCE}){text[-1]}"
    return Sentence(
        text=text,
        tokens=tuple(known),
        quotes=Ground(cited).best_quotes(text),
        part="lead" if lead else _PARTS[cited[0].kind],
    )


def _plain(text: str) -> str:
    """Running text: no markup, links or addresses; with a full stop at the end."""
    text = _ADDRESS.sub("", _LINK.sub(lambda match: match["label"], text))
    text = re.sub(r"\s+", " ", _MARKUP.sub("", _MARKUP.sub("", text)))
    text = re.sub(r"\s+([.,;:!?])", r"\1", text).strip(" ,;:–-")
    return text if not text or text[-1] in ".!?…" or text[-2:] in (".“", "?“", "!“") else f"{text}."


def _repeats(text: str, kept: Sequence[Sentence]) -> bool:
    own = words(text)
    return any(words(sentence.text) == own for sentence in kept)


def _completeness(mark: EndMark | None, removed: int) -> Completeness:
    """The model's verdict, lowered when something had to go: what was removed is missing now."""
    stated = mark.completeness if mark else Completeness.COMPLETE
    return Completeness.PARTIAL if stated is Completeness.COMPLETE and removed else stated


def _remark(mark: EndMark | None, passages: dict[str, Passage], question: str) -> str | None:
    """What the sources do not say, in the model's words, unless these claim something themselves."""
    text = _plain(split_tokens(mark.not_covered)[0]) if mark and mark.not_covered else ""
    if not text or len(text) > _LONGEST_REMARK or check_remark(text, tuple(passages.values()), question):
        return None
    return text
