"""What an extractive answer says of law: the digest for orientation, the official wording as the proof."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from assistant.answering.evidence import Evidence, Sentence
from assistant.german.citations import citations
from assistant.german.sentences import split_sentences
from assistant.messages_de import Composition
from assistant.models import Passage, PassageOrigin
from assistant.retrieval import CITED

_LONG_QUOTE, _SHORT_QUOTE = 700, 350  # characters of a piece that is cited, and of one that only proves
_ALL_QUOTES = 1800  # characters of wording in one answer per provision
_INNER_QUOTES = str.maketrans("„“", "‚‘")
_DIGEST_ENDS = " Bedeutung: "


def law(evidence: Sequence[Evidence]) -> list[Sentence]:
    """Sentences on every provision among `evidence`, in order.

    A provision that the question names is quoted first and at length; otherwise the digest leads.
    """
    said: list[Sentence] = []
    for norm, group in groupby(evidence, key=lambda e: _norm(e.ranked.passage)):
        of_norm = list(group)
        digests = [e for e in of_norm if e.ranked.passage.origin is PassageOrigin.DIGEST]
        wording = [e for e in of_norm if e not in digests]
        brief = [s for e in digests for s in _digest(e)]
        cited = of_norm[0].ranked.score >= CITED
        of_provision = _quoted(wording) + brief if cited else brief + _proof(wording[:1])
        of_provision += _addressee((digests or wording)[0])
        said += [s.model_copy(update={"item": norm}) for s in of_provision]
    return said


def _norm(passage: Passage) -> str:
    """The provision without its paragraphs: the digest and the wording of "§ 97 Abs. 4 GWB" are both of "§ 97 GWB"."""
    for citation in citations(passage.provision or ""):
        return f"{citation.unit} {citation.number} {citation.law}"
    return passage.unit


def binds_only_the_federation(binds: str) -> bool:
    """Whether an addressee names the federation, the Länder or the EU and says nothing on municipalities."""
    federal = re.match(r"(?:der |die )?(?:Bund(?:es\w*)?|EU|Länder)\b", binds)
    others = re.search(r"[Kk]ommun|[Gg]emeind|\balle\b|öffentlich|[Tt]räger|\bjede", binds)
    return bool(federal) and not others


def opening_words(passage: Passage, longest: int) -> str:
    """The beginning of a passage up to `longest` characters: whole sentences or list items, verbatim."""
    text = passage.text
    if len(text) <= longest:
        return text
    end = 0
    for line in text.splitlines(keepends=True):
        for sentence in split_sentences(line):
            found = text.find(sentence, end)
            if end and found + len(sentence) > longest:
                return text[:end]
            end = found + len(sentence)
    return text[:end]


def in_one_line(text: str) -> str:
    """A quote inside quotation marks: its own marks become single ones, its lines one line."""
    return " ".join(text.translate(_INNER_QUOTES).split())


def _digest(evidence: Evidence) -> list[Sentence]:
    passage = evidence.ranked.passage
    digest = passage.text.partition(_DIGEST_ENDS)[0]
    said = [_law_sentence(f"{passage.provision}: {digest}", evidence, digest)]
    if passage.stale:
        said.append(_law_sentence(Composition.DIGEST_STALE, evidence, digest))
    return said


def _quoted(wording: Sequence[Evidence]) -> list[Sentence]:
    """The wording of a cited provision, as far as it fits into an answer."""
    said: list[Sentence] = []
    left, before = _ALL_QUOTES, None
    for e in wording:
        quote = opening_words(e.ranked.passage, min(_LONG_QUOTE, max(left, 1)))
        if said and len(quote) > left:
            said.append(_law_sentence(Composition.WORDING_CONTINUES, wording[0], said[0].quotes[0]))
            break
        same = bool(said) and e.ranked.passage.provision == before
        said.append(_wording_sentence(e, quote, goes_on=same))
        before = e.ranked.passage.provision
        left -= len(quote)
    return said


def _proof(wording: Sequence[Evidence]) -> list[Sentence]:
    return [_wording_sentence(e, opening_words(e.ranked.passage, _SHORT_QUOTE)) for e in wording]


def _wording_sentence(evidence: Evidence, quote: str, goes_on: bool = False) -> Sentence:
    passage = evidence.ranked.passage
    frame = Composition.WORDING if quote == passage.text else Composition.WORDING_BEGINS
    if goes_on:
        frame = Composition.WORDING_GOES_ON
    text = frame.format(provision=passage.provision, text=in_one_line(quote))
    return _law_sentence(text, evidence, quote)


def _addressee(evidence: Evidence) -> list[Sentence]:
    passage = evidence.ranked.passage
    if not passage.binds:
        return []
    text = Composition.BINDS.format(binds=passage.binds.rstrip("."))
    if binds_only_the_federation(passage.binds):
        text = f"{text} {Composition.NOT_MUNICIPAL}"
    is_digest = passage.origin is PassageOrigin.DIGEST
    quote = passage.text.partition(_DIGEST_ENDS)[0] if is_digest else opening_words(passage, _LONG_QUOTE)
    return [_law_sentence(text, evidence, quote)]


def _law_sentence(text: str, evidence: Evidence, quote: str) -> Sentence:
    return Sentence(text=text, tokens=(evidence.token,), quotes=(quote,), part="law")
