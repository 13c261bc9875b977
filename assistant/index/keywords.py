"""Keyword indexes: BM25 over stems and character n-grams (the only importer of tantivy).

One index holds the passages that may be shown; for every kind of source a further one holds its
units as whole documents (all passages and wordings of a unit together). They are separate because
BM25 weighs a word by how many documents of its index contain it: among 25 sections that says which
section, among ten thousand passages it does not. Text is analysed before it gets here, so the
indexes split at blanks only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import tantivy

from assistant.errors import IndexUnavailableError
from assistant.german.analysis import grams, joined_pairs, stems
from assistant.models import Passage, SourceKind

Field = Literal["stems", "grams"]

BLANKS = "blanks"  # name of the tokenizer
_PASSAGES = "passages"
_WRITER_BYTES = 64_000_000
_MAX_TERMS = 800  # distinct ones of a question


@dataclass(frozen=True)
class Hit:
    """A passage or unit with its BM25 score (0 and above, unbounded)."""

    id: str
    score: float


def write(folder: Path, passages: Sequence[Passage]) -> None:
    """Write new indexes of `passages` and of their units into the empty `folder`."""
    shown = [(p.id, p.kind, [indexed_text(p)]) for p in passages if p.shown]
    _write_index(folder / _PASSAGES, shown)
    texts_of_unit: dict[SourceKind, dict[str, list[str]]] = {}
    for passage in passages:
        texts_of_unit.setdefault(passage.kind, {}).setdefault(passage.unit, []).append(indexed_text(passage))
    for kind, units in texts_of_unit.items():
        _write_index(folder / kind, [(unit, kind, texts) for unit, texts in units.items()])


def indexed_text(passage: Passage) -> str:
    """What is searched of a passage: shown passages carry their title, wordings stand alone."""
    return f"{passage.title}. {passage.text}" if passage.shown else passage.text


class KeywordIndex:
    """Read-only access to written indexes; safe to share between threads."""

    def __init__(self, folder: Path):
        try:
            self._passages = _open(folder / _PASSAGES)
            self._units = {kind: _open(folder / kind) for kind in SourceKind if (folder / kind).is_dir()}
        except (ValueError, OSError) as error:
            raise IndexUnavailableError(
                "Der Stichwort-Index ist beschädigt oder fehlt. Bitte mit „ingest build“ neu aufbauen."
            ) from error

    def passages(self, field: Field, question: str, kind: SourceKind, limit: int) -> list[Hit]:
        """The best `limit` shown passages of a kind by word stems or by character n-grams."""
        return _search(self._passages, field, question, limit, kind)

    def units(self, field: Field, question: str, kind: SourceKind, limit: int) -> list[Hit]:
        """The best `limit` units of a kind, each taken as one document."""
        index = self._units.get(kind)
        return _search(index, field, question, limit) if index is not None else []


def _search(
    index: tantivy.Index, field: Field, question: str, limit: int, kind: SourceKind | None = None
) -> list[Hit]:
    query = any_of(index.schema, field, question)
    if query is None:
        return []
    if kind is not None:
        only = tantivy.Query.const_score_query(
            tantivy.Query.term_query(index.schema, "kind", kind, "basic"), 0.0
        )
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, only)])
    searcher = index.searcher()
    hits = searcher.search(query, limit, count=False).hits
    return [Hit(str(searcher.doc(address).get_first("id")), float(score)) for score, address in hits]


def any_of(schema: tantivy.Schema, field: Field, question: str) -> tantivy.Query | None:
    """A query for documents with any of the question's terms; None when it has none."""
    terms = stems(question) + joined_pairs(question) if field == "stems" else grams(question)
    terms = list(dict.fromkeys(reversed(terms)))  # what is asked stands at the end
    if not terms:
        return None
    should = tantivy.Occur.Should
    return tantivy.Query.boolean_query(
        [(should, tantivy.Query.term_query(schema, field, term)) for term in terms[:_MAX_TERMS]]
    )


def split_at_blanks(index: tantivy.Index) -> tantivy.Index:
    """The same index, now knowing the tokenizer that its text fields name."""
    index.register_tokenizer(BLANKS, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index


def _write_index(folder: Path, documents: Sequence[tuple[str, SourceKind, Sequence[str]]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    index = split_at_blanks(tantivy.Index(_schema(), path=str(folder)))
    writer = index.writer(heap_size=_WRITER_BYTES, num_threads=1)
    for id_, kind, texts in documents:
        document = tantivy.Document()
        document.add_text("id", id_)
        document.add_text("kind", kind)
        document.add_text("stems", " ".join(stem for text in texts for stem in stems(text)))
        document.add_text("grams", " ".join(gram for text in texts for gram in grams(text)))
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


def _open(folder: Path) -> tantivy.Index:
    return split_at_blanks(tantivy.Index.open(str(folder)))


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("stems", tokenizer_name=BLANKS, index_option="freq")
    builder.add_text_field("grams", tokenizer_name=BLANKS, index_option="freq")
    return builder.build()
