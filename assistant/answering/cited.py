"""What to say when a question names a provision that is not there."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.evidence import EXTRACTIVE, Draft, Evidence, Sentence
from assistant.answering.law import in_one_line, opening_words
from assistant.german.analysis import content_words
from assistant.german.citations import without_citations
from assistant.messages_de import Provisions as Words
from assistant.models import AnswerStatus, Completeness, RankedPassage
from assistant.provisions import Cited, Outcome

_THERE = {Outcome.FOUND, Outcome.NO_PLACE}
_LITTLE = (
    1  # content words beside these and the citation: the question asks for the provision and nothing else
)
_ASKING = frozenset(
    """sagt steht stehen lautet lauten regelt regeln heisst bedeutet worum geht zeig zeige zeigen anzeigen gib geben
    nenne nennen zitiere lies brauche suche finde kannst konnen bitte danke genau genaue genaun eigentlich ganze
    ganzen vollstandig vollstandige vollstandigen wortlaut text gesetzestext inhalt gesetz paragraph paragraf
    """.split()  # noqa: SIM905
)
_LONGEST_QUOTE = 350
STATUS = {
    Outcome.NO_LAW: AnswerStatus.CLARIFICATION,
    Outcome.NO_NORM: AnswerStatus.NO_SOURCE,
    Outcome.OTHER_LAW: AnswerStatus.NO_SOURCE,
}


def is_bare(question: str) -> bool:
    """Whether a question asks for a provision and for nothing else."""
    return sum(word not in _ASKING for word in content_words(without_citations(question))) <= _LITTLE


def absent(question: str, cited: Sequence[Cited]) -> Cited | None:
    """The provision that cannot be shown, when the question is about nothing else."""
    if not cited or any(c.outcome in _THERE for c in cited) or not is_bare(question):
        return None
    return cited[0]


def reply_to(cited: Cited, choices: Sequence[str]) -> tuple[Draft, tuple[Evidence, ...]]:
    """The reply for a provision that is `absent`, and the passage it rests on.

    Args:
        choices: provisions of that number in several laws, to choose from when no law is named.
    """
    evidence: tuple[Evidence, ...] = ()
    sentences = [Sentence(text=_says(cited, choices), tokens=(), part="lead")]
    if cited.outcome is Outcome.NO_NORM and cited.wording:
        nearest = cited.wording[0]
        evidence = (Evidence(token="Q1", ranked=RankedPassage(passage=nearest, score=0.5)),)
        quote = opening_words(nearest, _LONGEST_QUOTE)
        text = Words.NEAREST.format(provision=nearest.title, text=in_one_line(quote))
        sentences.append(Sentence(text=text, tokens=("Q1",), quotes=(quote,), part="lead"))
    draft = Draft(sentences=tuple(sentences), completeness=Completeness.NONE, model=EXTRACTIVE)
    return draft, evidence


def gaps(cited: Sequence[Cited]) -> list[str]:
    """One sentence per named provision that an answer cannot show, for what is not covered."""
    return [_says(c, ()) for c in cited if c.outcome not in (Outcome.FOUND, Outcome.NO_LAW)]


def _says(cited: Cited, choices: Sequence[str]) -> str:
    citation = cited.citation
    norm = " ".join(part for part in (citation.unit, citation.number, citation.law) if part)
    match cited.outcome:
        case Outcome.NO_NORM:
            return Words.NO_NORM.format(norm=norm)
        case Outcome.NO_PLACE:
            place = " ".join(f"{level} {value}" for level, value in citation.parts)
            return Words.NO_PLACE.format(norm=norm, place=place)
        case Outcome.NO_LAW:
            asked = Words.WHICH_LAW.format(norm=norm)
            return f"{asked} {Words.CHOICES.format(choices=', '.join(choices))}" if choices else asked
        case _:
            return Words.OTHER_LAW.format(norm=norm, law=citation.law)
