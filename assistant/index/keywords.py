"""Keyword index: BM25 over stems and character n-grams (the only importer of tantivy).

Three shelves of documents share the index: passages that may be shown, wordings that only help to
find, and every unit as a whole (all its passages and wordings together). Text is analysed before it gets here, so the index splits at blanks only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import tantivy

from assistant.errors import IndexUnavailableError
from assistant.german.analysis import grams, joined_pairs, stems
from assistant.models import Passage, SourceKind

Shelf = Literal["shown", "wording", "unit"]

_BLANKS = "blanks"
_WRITER_BYTES = 64_000_000
_MAX_TERMS = 400  # of a question and field; what is longer than that is no question


@dataclass(frozen=True)
class Hit:
    """A passage or unit with its BM25 score (0 and above, unbounded)."""

    id: str
    unit: str
    score: float


def write(folder: Path, passages: Sequence[Passage]) -> None:
    """Write a new index of `passages` and of their units into the empty `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    index = _register(tantivy.Index(_schema(), path=str(folder)))
    writer = index.writer(heap_size=_WRITER_BYTES, num_threads=1)
    texts_of_unit: dict[tuple[str, str], list[str]] = {}
    for passage in passages:
        indexed = indexed_text(passage)
        shelf = "shown" if passage.shown else "wording"
        writer.add_document(_document(shelf, passage.id, passage.unit, passage.kind, [indexed]))
        texts_of_unit.setdefault((passage.unit, passage.kind), []).append(indexed)
    for (unit, kind), texts in texts_of_unit.items():
        writer.add_document(_document("unit", unit, unit, kind, texts))
    writer.commit()
    writer.wait_merging_threads()


def indexed_text(passage: Passage) -> str:
    """What is searched of a passage: shown passages carry their title, wordings stand alone."""
    return f"{passage.title}. {passage.text}" if passage.shown else passage.text


class KeywordIndex:
    """Read-only access to a written index; safe to share between threads."""

    def __init__(self, folder: Path):
        try:
            self._index = _register(tantivy.Index.open(str(folder)))
            self._searcher = self._index.searcher()
        except (ValueError, OSError) as error:
            raise IndexUnavailableError(
                "Der Stichwort-Index ist beschädigt oder fehlt. Bitte mit „ingest build“ neu aufbauen."
            ) from error

    def by_stems(self, shelf: Shelf, question: str, kind: SourceKind, limit: int) -> list[Hit]:
        """The best `limit` documents of a shelf by word stems (and by neighbouring words joined)."""
        return self._search(shelf, "stems", stems(question) + joined_pairs(question), kind, limit)

    def by_grams(self, shelf: Shelf, question: str, kind: SourceKind, limit: int) -> list[Hit]:
        """The best `limit` documents of a shelf by character n-grams."""
        return self._search(shelf, "grams", grams(question), kind, limit)

    def _search(self, shelf: Shelf, field: str, terms: Iterable[str], kind: SourceKind, limit: int) -> list[Hit]:
        wanted = list(terms)[:_MAX_TERMS]
        if not wanted:
            return []
        schema = self._index.schema
        any_term = tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, tantivy.Query.term_query(schema, field, term)) for term in wanted]
        )
        only = tantivy.Query.term_query(schema, "shelf", _shelf(shelf, kind), "basic")
        query = tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Must, any_term),
                (tantivy.Occur.Must, tantivy.Query.const_score_query(only, 0.0)),
            ]
        )
        hits = []
        for score, address in self._searcher.search(query, limit, count=False).hits:
            stored = self._searcher.doc(address)
            hits.append(Hit(stored.get_first("id"), stored.get_first("unit"), float(score)))
        return hits


def _document(shelf: str, id_: str, unit: str, kind: str, texts: Sequence[str]) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("shelf", _shelf(shelf, kind))
    document.add_text("id", id_)
    document.add_text("unit", unit)
    document.add_text("stems", " ".join(stem for text in texts for stem in stems(text)))
    document.add_text("grams", " ".join(gram for text in texts for gram in grams(text)))
    return document


def _shelf(shelf: str, kind: str) -> str:
    return f"{shelf}/{kind}"


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("shelf", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("unit", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("stems", tokenizer_name=_BLANKS, index_option="freq")
    builder.add_text_field("grams", tokenizer_name=_BLANKS, index_option="freq")
    return builder.build()


def _register(index: tantivy.Index) -> tantivy.Index:
    index.register_tokenizer(_BLANKS, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index
