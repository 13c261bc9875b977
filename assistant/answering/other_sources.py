"""What an extractive answer says of law, practice and own documents."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.detail import asked_detail, missing_detail
from assistant.answering.evidence import Evidence, Sentence
from assistant.answering.quotable import Fit, candidates
from assistant.german.sentences import split_sentences
from assistant.messages_de import Composition

_UPLOAD_SENTENCES = 2


def law(evidence: Evidence) -> list[Sentence]:
    """The provision with its digest, and whom it binds."""
    passage = evidence.ranked.passage
    digest = passage.text.partition(" Bedeutung: ")[0]
    said = [
        Sentence(
            text=f"{passage.provision}: {digest}", tokens=(evidence.token,), quotes=(digest,), part="law"
        )
    ]
    if passage.binds:
        binds = Composition.BINDS.format(binds=passage.binds.rstrip("."))
        if binds_only_the_federation(passage.binds):
            binds = f"{binds} {Composition.NOT_MUNICIPAL}"
        said.append(Sentence(text=binds, tokens=(evidence.token,), quotes=(digest,), part="law"))
    return said


def binds_only_the_federation(binds: str) -> bool:
    """Whether an addressee names the federation, the Länder or the EU and says nothing on municipalities."""
    federal = re.match(r"(?:der |die )?(?:Bund(?:es\w*)?|EU|Länder)\b", binds)
    others = re.search(r"[Kk]ommun|[Gg]emeind|\balle\b|öffentlich|[Tt]räger|\bjede", binds)
    return bool(federal) and not others


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
    """The best sentences of the administration's own documents, in reading order."""
    best = sorted(candidates(evidence, fit)[:_UPLOAD_SENTENCES], key=lambda c: c.place)
    return [Sentence(text=c.text, tokens=(c.evidence.token,), quotes=(c.text,), part="upload") for c in best]
