"""What of the corpus rests on a provision: reviewed digests, and cards that cite it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from assistant.german.citations import LegalCitation, citations
from assistant.law_changes import Row
from assistant.statute import Norm
from ingest.laws.catalogue import Catalogue
from ingest.sources.provisions import COLUMNS, canonical_citation
from ingest.sources.reading import read_utf8
from ingest.sources.tables import Row as TableRow
from ingest.sources.tables import read_table

PROVISIONS, CARDS = "provisions.tsv", "cards"
Key = tuple[str, str, str]  # short form of the law, unit, number


class Resting:
    """The corpus by the provisions it speaks of. Raises CorpusError for broken corpus files."""

    def __init__(self, corpus_dir: Path, catalogue: Catalogue):
        self._names = {law.slug: law.name for law in catalogue.laws}
        self._rows: dict[Key, list[Row]] = {}
        self._cards: dict[Key, list[str]] = {}
        for row in read_table(corpus_dir / PROVISIONS, COLUMNS):
            for key in self._keys_of(row):
                self._rows.setdefault(key, []).append(Row(id=row["id"], fundstelle=row["fundstelle"]))
        for path in sorted((corpus_dir / CARDS).glob("*.md")):
            for key in dict.fromkeys(_keys(citations(read_utf8(path)))):
                self._cards.setdefault(key, []).append(path.stem)

    def rows(self, slug: str, norm: Norm) -> tuple[Row, ...]:
        """The reviewed digests of a provision, in the order of their table."""
        return tuple(self._rows.get(self._key(slug, norm), ()))

    def cards(self, slug: str, norm: Norm) -> tuple[str, ...]:
        """The sections whose cards cite a provision."""
        return tuple(self._cards.get(self._key(slug, norm), ()))

    def _key(self, slug: str, norm: Norm) -> Key:
        return self._names.get(slug, slug), norm.unit, norm.number

    def _keys_of(self, row: TableRow) -> list[Key]:
        found = list(_keys(row_citations(row)))
        name = self._names.get(row["gii_slug"])
        if name and (printed := re.fullmatch(r"(§|Art)\.? (\d+[a-z]*)", row["enbez"])):
            found.append((name, "§" if printed[1] == "§" else "Art.", printed[2]))
        return list(dict.fromkeys(found))


def row_citations(row: TableRow) -> tuple[LegalCitation, ...]:
    """The places that the digest of a row speaks of: "Art. 91c Abs. 1 und 5 GG" has two."""
    return citations(canonical_citation(row["fundstelle"]))


def _keys(found: tuple[LegalCitation, ...]) -> Iterator[Key]:
    for citation in found:
        if citation.law and citation.number:
            yield citation.law, citation.unit, citation.number
