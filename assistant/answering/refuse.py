"""Replies to what the sources cannot answer: an ordinary answer with a typed status."""

from __future__ import annotations

from assistant.answering.evidence import EXTRACTIVE, Draft, Evidence, Sentence
from assistant.answering.law import in_one_line, opening_words
from assistant.framework import Framework
from assistant.messages_de import Composition, Provisions, Refusals
from assistant.models import AnswerStatus, Completeness, PassageOrigin, SourceKind
from assistant.retrieval import CITED

_LONGEST_QUOTE = 350  # characters of a provision that is pointed to

_STATUS = {
    "begruessung": AnswerStatus.CLARIFICATION,
    "unklar": AnswerStatus.CLARIFICATION,
    "klage": AnswerStatus.CLARIFICATION,
    "zeichensalat": AnswerStatus.CLARIFICATION,
    "anweisung_umgehen": AnswerStatus.BLOCKED,
    "beleidigung": AnswerStatus.BLOCKED,
}


def status_of(category: str) -> AnswerStatus:
    """Near the topics: no source. Off the purpose: by category."""
    if category in Refusals.OFF:
        return _STATUS.get(category, AnswerStatus.OUT_OF_SCOPE)
    return AnswerStatus.NO_SOURCE


def reply(text: str) -> Draft:
    """A fixed reply without sources."""
    sentence = Sentence(text=text, tokens=(), part="lead")
    return Draft(sentences=(sentence,), completeness=Completeness.NONE, model=EXTRACTIVE)


def refuse(category: str, evidence: tuple[Evidence, ...], framework: Framework) -> Draft:
    """The category's own reply; near the topics it names the nearest source and quotes it."""
    if category in Refusals.OFF:
        return reply(Refusals.OFF[category])
    draft = reply(Refusals.NEAR.get(category, Refusals.OTHER))
    named = next(
        (e for e in evidence if e.ranked.passage.kind is SourceKind.PRACTICE and e.ranked.score >= CITED),
        None,
    )
    if named is not None:
        passage = named.ranked.passage
        text = Composition.NEAREST_EXAMPLE.format(title=passage.title, sentence=passage.text)
        return _pointing_to(draft, text, named)
    for e in evidence:
        if e.ranked.passage.kind is SourceKind.LAW and e.ranked.passage.origin is PassageOrigin.FULL_TEXT:
            return _to_the_norm(draft, e)
    nearest = next((e for e in evidence if e.ranked.passage.id.endswith("/kurz")), None)
    if nearest is None or nearest.ranked.passage.kind is not SourceKind.STUDY:
        return draft
    passage = nearest.ranked.passage
    section = passage.section or ""
    text = Composition.NEAREST.format(section=section, title=framework.title(section), sentence=passage.text)
    return _pointing_to(draft, text, nearest)


def _to_the_norm(draft: Draft, evidence: Evidence) -> Draft:
    """No answer, but the provision whose wording is likeliest to hold it."""
    passage = evidence.ranked.passage
    quote = opening_words(passage, _LONGEST_QUOTE)
    text = Provisions.PERHAPS.format(provision=passage.title, text=in_one_line(quote))
    pointer = Sentence(text=text, tokens=(evidence.token,), quotes=(quote,), part="law")
    return draft.model_copy(update={"sentences": (*draft.sentences, pointer)})


def _pointing_to(draft: Draft, text: str, evidence: Evidence) -> Draft:
    pointer = Sentence(
        text=text, tokens=(evidence.token,), quotes=(evidence.ranked.passage.text,), part="study"
    )
    return draft.model_copy(update={"sentences": (*draft.sentences, pointer)})
