"""Step 5: draft with source tokens -> Markdown with [1] and numbered citations with verbatim quotes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from assistant.answering.evidence import Draft, Evidence, Sentence
from assistant.messages_de import Composition
from assistant.models import Citation, RankedPassage

_HEADINGS = {
    "lead": Composition.STUDY,
    "study": Composition.STUDY,
    "law": Composition.LAW,
    "practice": Composition.PRACTICE,
    "upload": Composition.UPLOAD,
    "gap": Composition.GAP,
}
_LISTED = {"law", "practice", "upload"}


class Numbering:
    """Hands out citation numbers in the order of first use; the same quote keeps its number."""

    def __init__(self, evidence: Sequence[Evidence]):
        self._by_token = {e.token: e.ranked for e in evidence}
        self._citations: dict[tuple[str, str], Citation] = {}

    def reference(self, sentence: Sentence) -> str:
        """ " [1][2]" for the sentence's tokens; tokens without passage or verbatim quote give nothing."""
        numbers = []
        for token, quote in zip(sentence.tokens, sentence.quotes, strict=False):
            ranked = self._by_token.get(token)
            if ranked is None or not quote or quote not in ranked.passage.text:
                continue
            key = (ranked.passage.id, quote)
            if key not in self._citations:
                self._citations[key] = _citation(len(self._citations) + 1, ranked, quote)
            numbers.append(self._citations[key].n)
        return "".join(f"[{n}]" for n in dict.fromkeys(numbers))

    @property
    def citations(self) -> tuple[Citation, ...]:
        return tuple(self._citations.values())


def cite(draft: Draft, evidence: Sequence[Evidence]) -> tuple[str, tuple[Citation, ...]]:
    """The draft's Markdown and its citations; parts stand in the order of their first sentence."""
    numbering = Numbering(evidence)
    order = list(dict.fromkeys(s.part for s in draft.sentences))
    ordered = sorted(draft.sentences, key=lambda s: order.index(s.part))  # stable within a part
    blocks: list[str] = []
    before = ""
    for part, group in groupby(ordered, key=lambda s: s.part):
        said = [(s, _with_reference(s, numbering.reference(s))) for s in group]
        opens = part in {"lead", "study"} and before in {"", "lead"}  # needs no heading
        if part in _HEADINGS and not opens:
            blocks.append(f"**{_HEADINGS[part]}**")
        blocks.append(_listed(said) if part in _LISTED else " ".join(line for _, line in said))
        before = part
    return "\n\n".join(blocks), numbering.citations


def _listed(said: Sequence[tuple[Sentence, str]]) -> str:
    """One list item per source; its sentences follow each other."""
    items = [
        " ".join(line for _, line in group)
        for _, group in groupby(said, key=lambda pair: pair[0].item or pair[0].tokens)
    ]
    return "\n".join(f"- {item}" for item in items)


def _with_reference(sentence: Sentence, reference: str) -> str:
    return f"{sentence.text} {reference}".rstrip()


def _citation(n: int, ranked: RankedPassage, quote: str) -> Citation:
    passage = ranked.passage
    return Citation(
        n=n,
        kind=passage.kind,
        title=passage.title,
        locator=passage.locator,
        section=passage.section,
        provision=passage.provision,
        practice=passage.practice,
        quote=quote,
        url=passage.url,
        stand=passage.stand,
        binds=passage.binds,
        note=passage.note,
        verified=passage.verified,
        passage_id=passage.id,
        origin=passage.origin,
        score=round(ranked.score, 4),
    )
