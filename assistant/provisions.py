"""Citations -> what the sources hold: the reviewed digest, the official wording, or the honest "there is none"."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from assistant.errors import NotFoundError
from assistant.german.analysis import content_words
from assistant.german.citations import LegalCitation, citations, named_laws, with_law
from assistant.index.generation import Generation
from assistant.models import Passage, SourceKind

_HARDLY_MORE = 3  # content words of a turn that only names a law


class Outcome(StrEnum):
    """What became of a citation."""

    FOUND = "found"
    NO_NORM = "no_norm"  # the law is here in full and has no such provision
    NO_PLACE = "no_place"  # the provision is here and has no such paragraph
    OTHER_LAW = "other_law"  # neither the law's wording nor a digest of the provision is here
    NO_LAW = "no_law"  # neither the question nor the conversation names a law


@dataclass(frozen=True)
class Cited:
    """A citation of a question and what the sources hold of it.

    Attributes:
        citation: with its law, completed from the conversation where it had none.
        digests: units of the digests that speak of it.
        wording: its official text, the cited paragraphs only; of the whole provision when it has no such
            paragraph, of the nearest provision when there is no such one.
    """

    citation: LegalCitation
    outcome: Outcome
    digests: tuple[str, ...] = ()
    wording: tuple[Passage, ...] = ()


class Provisions:
    """Knows for one generation which digests and which official wording belong to a citation."""

    def __init__(self, generation: Generation):
        self._shelf = generation.statutes
        units = generation.passages.units(SourceKind.LAW)
        self._digests = [(c, unit) for unit in units for c in _norms_in(unit) if c.law]
        self._digest_of_norm: dict[str, str] = {}
        for citation, unit in self._digests:
            for norm in self._norms(citation):
                self._digest_of_norm.setdefault(norm, unit)

    def resolve(self, question: str, before: Iterable[str] = (), previous: str = "") -> tuple[Cited, ...]:
        """Every provision that `question` cites; a missing law is taken from it or from what was said before.

        Args:
            before: what was said in the conversation, oldest first.
            previous: the question before this one; a turn that only names a law ("Im BauGB") completes it.
        """
        asked, law = _norms_in(question), _last_law([*before, question])
        if not asked and (law := _only_law(question)):
            asked = [c for c in _norms_in(previous) if not c.law]
        return tuple(self._look_up(with_law(c, law) if law else c) for c in asked)

    def digest_of(self, norm: str) -> str | None:
        """Unit of the digest that speaks of a norm (by its id), if there is one."""
        return self._digest_of_norm.get(norm)

    def wording(self, unit: str) -> tuple[Passage, ...]:
        """The official text of a unit of law: of a norm, or what a digest speaks of; empty when it is not here."""
        spoken_of = [citation for citation, of_digest in self._digests if of_digest == unit]
        if not spoken_of and self._shelf is not None:
            with suppress(NotFoundError):
                return tuple(self._shelf.passages(unit.partition(":")[2]))
        return tuple({p.id: p for c in spoken_of for n in self._norms(c) for p in self._part(n, c)}.values())

    def choices(self, citation: LegalCitation, most: int = 4) -> list[str]:
        """Provisions with a digest that bear the number of a citation without a law."""
        same = [c for c, _ in self._digests if (c.unit, c.number) == (citation.unit, citation.number)]
        return list(dict.fromkeys(f"{c.unit} {c.number} {c.law}" for c in same))[:most]

    def first_passage(self, citation: LegalCitation) -> str | None:
        """Id of the passage that a link from `citation` opens, if its wording is here."""
        return next((self._part(norm, citation)[0].id for norm in self._norms(citation)), None)

    def _look_up(self, citation: LegalCitation) -> Cited:
        if citation.law is None:
            return Cited(citation, Outcome.NO_LAW)
        digests = tuple(
            dict.fromkeys(u for c, u in self._digests if c.includes(citation) or citation.includes(c))
        )
        norms = self._norms(citation)
        if not norms:
            if digests:
                return Cited(citation, Outcome.FOUND, digests)
            if self._shelf is None or self._shelf.law(citation.law) is None:
                return Cited(citation, Outcome.OTHER_LAW)
            nearest = self._shelf.nearest(citation.law, citation.unit, citation.number)
            wording = tuple(self._shelf.passages(nearest.id)) if nearest else ()
            return Cited(citation, Outcome.NO_NORM, wording=wording)
        exact = tuple(p for n in norms for p in self._exact(n, citation))
        if exact:
            return Cited(citation, Outcome.FOUND, digests, exact)
        whole = tuple(p for n in norms for p in self._shelf.passages(n)) if self._shelf else ()
        return Cited(citation, Outcome.NO_PLACE, digests, whole)

    def _norms(self, citation: LegalCitation) -> list[str]:
        if self._shelf is None or not citation.law or not _is_norm(citation):
            return []
        return [n.id for n in self._shelf.resolve(citation.law, citation.unit, citation.number)]

    def _part(self, norm: str, citation: LegalCitation) -> list[Passage]:
        """The cited paragraphs of a norm, or all of it when they are not told apart."""
        assert self._shelf is not None
        return self._exact(norm, citation) or self._shelf.passages(norm)

    def _exact(self, norm: str, citation: LegalCitation) -> list[Passage]:
        assert self._shelf is not None
        everything = self._shelf.passages(norm)
        cited = dict(citation.parts).get("Abs.")
        if cited is None:
            return everything
        return [p for p in everything if paragraph_of(p) == cited]


def paragraph_of(passage: Passage) -> str | None:
    """Number of the paragraph that a passage of wording is: "4" for "§ 97 Abs. 4 GWB"; None without one."""
    found = citations(passage.provision or "")
    return dict(found[0].parts).get("Abs.") if found else None


def _norms_in(text: str) -> list[LegalCitation]:
    return [c for c in citations(text) if _is_norm(c)]


def _is_norm(citation: LegalCitation) -> bool:
    """Not a whole EU act; the only annex of a law has no number."""
    return bool(citation.number) or citation.unit == "Anlage"


def _only_law(question: str) -> str | None:
    """The law of a turn that names one and says hardly more."""
    if len(content_words(question)) > _HARDLY_MORE:
        return None
    # Laws outside the table of names count only behind a norm.
    texts = [question, *(f"§ 1 {word}" for word in question.split())]
    return next((law for text in texts for law in named_laws(text)), None)


def _last_law(texts: Iterable[str]) -> str | None:
    """The law that was named last; of several in one text, the first (it is what the text is about)."""
    named: str | None = None
    for text in texts:
        if laws := named_laws(text):
            named = laws[0]
    return named
