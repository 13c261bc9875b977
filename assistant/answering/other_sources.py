"""What an extractive answer says of practice and own documents."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from assistant.answering.detail import asked_detail, missing_detail
from assistant.answering.evidence import Evidence, Sentence
from assistant.answering.quotable import Fit, candidates
from assistant.german.sentences import split_sentences
from assistant.messages_de import Composition

_UPLOAD_SENTENCES, _OF_THE_BEST = 3, 0.4  # at most, and with that share of the best one's fit


def practice(evidence: Evidence, question: str) -> list[Sentence]:
    """What was done, the detail that is asked for, what was learnt, and where the sources differ."""
    passage = evidence.ranked.passage
    sentences = split_sentences(passage.text)
    done, lessons = sentences[0], [s for s in sentences[1:] if s.startswith("Lehre")][:1]
    said = [
        Sentence(text=f"{passage.title}: {done}", tokens=(evidence.token,), quotes=(done,), part="practice")
    ]
    if asked_detail(question) and missing_detail(question, [done]):
        lessons = [s for s in sentences[1:] if not missing_detail(question, [s])][:1] + lessons
    said += [
        Sentence(text=s, tokens=(evidence.token,), quotes=(s,), part="practice")
        for s in dict.fromkeys(lessons)
    ]
    for differing in [s for s in split_sentences(passage.note) if s.startswith("Die Studie")]:
        note = Composition.SOURCES_DIFFER.format(note=differing)
        said.append(Sentence(text=note, tokens=(evidence.token,), quotes=(done,), part="practice"))
    return said


def uploads(evidence: Sequence[Evidence], fit: Fit) -> list[Sentence]:
    """The best sentences of the administration's own documents in reading order, each document named first."""
    said: list[Sentence] = []
    for unit, group in groupby(evidence, key=lambda e: e.ranked.passage.unit):
        offered = candidates(list(group), fit)[:_UPLOAD_SENTENCES]
        near = [c for c in offered if c.fit >= _OF_THE_BEST * offered[0].fit]
        best = sorted(near, key=lambda c: c.place)
        for n, candidate in enumerate(best):
            passage = candidate.evidence.ranked.passage
            text = candidate.text
            if n == 0:
                text = Composition.FROM_DOCUMENT.format(title=passage.title, sentence=text)
            sentence = Sentence(
                text=text,
                tokens=(candidate.evidence.token,),
                quotes=(candidate.text,),
                part="upload",
                item=unit,
            )
            said.append(sentence)
    return said
