"""The stored wording of the provisions that rows of corpus/provisions.tsv speak of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from assistant.german.citations import LegalCitation
from assistant.settings import Settings
from assistant.statute import LawHeader, Norm
from ingest.laws.catalogue import Catalogue, Law
from ingest.laws.changes import norm_text
from ingest.laws.formats import read_law
from ingest.laws.resting import row_citations
from ingest.laws.store import LawStore
from ingest.sources.tables import Row


def law_of(row: Row, catalogue: Catalogue) -> Law | None:
    """The law of a row's provision; None when it is not in the catalogue."""
    names = {citation.law for citation in row_citations(row)}
    by_name = (law for law in catalogue.laws if law.name in names)
    return catalogue.by_slug(row["gii_slug"]) or next(by_name, None)


class Wordings:
    """The norms of the stored laws that some rows speak of.

    Args:
        only: official numbers of the norms that are needed; None: any may be.
    """

    def __init__(
        self,
        settings: Settings,
        catalogue: Catalogue,
        rows: Iterable[Row],
        only: Collection[str] | None = None,
    ):
        self._headers: dict[str, LawHeader] = {}
        self._norms: dict[str, dict[str, Norm]] = {}
        store = LawStore(settings)
        for law in dict.fromkeys(law for row in rows if (law := law_of(row, catalogue))):
            if stored := store.law(law.slug):
                self._headers[law.slug], norms = read_law(stored.current, law.slug, law)
                self._norms[law.slug] = _by_id(norms, law, only)

    def header(self, law: Law | None) -> LawHeader | None:
        """None when the law is not stored."""
        return self._headers.get(law.slug) if law else None

    def places(self, law: Law, citations: Sequence[LegalCitation]) -> tuple[str, ...]:
        """Where the cited norms are, with the Absatz where it is cited and there is one."""
        by_number: dict[tuple[str, str], list[Norm]] = defaultdict(list)
        for norm in self._norms.get(law.slug, {}).values():
            if not norm.repealed:
                by_number[norm.unit, norm.number].append(norm)
        places = []
        for citation in citations:
            absatz = dict(citation.parts).get("Abs.", "")
            for norm in by_number[citation.unit, citation.number][:1]:
                numbered = any(p.number == absatz for p in norm.paragraphs)
                places.append(f"{norm.id}#{absatz}" if absatz and numbered else norm.id)
        return tuple(dict.fromkeys(places))

    def at(self, law: Law, places: Sequence[str]) -> str | None:
        """The text at these places; None when one of them is gone."""
        texts = []
        for place in places:
            id, _, absatz = place.partition("#")
            norm = self._norms[law.slug].get(id)
            text = norm_text(norm, (absatz,) if absatz else ()) if norm and not norm.repealed else ""
            if not text:
                return None
            texts.append(text)
        return "\n".join(texts)


def _by_id(norms: Iterator[Norm], law: Law, only: Collection[str] | None) -> dict[str, Norm]:
    """The norms with these numbers, or all; a law is read no further than they are."""
    if only is None:
        return {norm.id: norm for norm in norms}
    found: dict[str, Norm] = {}
    left = {id for id in only if id.startswith(law.number)}
    while left and (norm := next(norms, None)):
        if norm.id in left:
            left.remove(norm.id)
            found[norm.id] = norm
    return found
