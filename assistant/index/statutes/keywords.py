"""The keyword index of the shelf: BM25 over stems and character 4-grams, one document per norm.

It stands apart from the own corpus's indexes because BM25 weighs a word by how many documents have it.
Whole norms rank better than their paragraphs taken singly (measured: MRR@10 0.188 and 0.183).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import tantivy

from assistant.errors import IndexUnavailableError, StorageError
from assistant.german.analysis import grams, stems
from assistant.index.keywords import BLANKS, Field, Hit, any_of, split_at_blanks
from assistant.index.statutes.draft import Draft
from assistant.index.statutes.manifest import DAMAGED

NOT_SAVED = (
    "Die Stichwörter der Gesetze ließen sich nicht speichern: Ist der Datenträger voll oder schreibgeschützt? "
    "Bitte prüfen und wiederholen. Ein vorhandener Suchindex bleibt unverändert."
)
_WRITER_BYTES = 64_000_000


class KeywordWriter:
    """Writes laws batch by batch. A batch is there as a whole or not at all."""

    def __init__(self, index: tantivy.Index):
        self._index = index
        self._writer = index.writer(heap_size=_WRITER_BYTES, num_threads=1)

    def replace(self, slugs: Sequence[str], draft: Draft) -> None:
        """Put the texts that `draft` has of these laws in the place of those that are here."""
        for slug in slugs:
            self._writer.delete_documents_by_term("law", slug)
            for id_, text in draft.keyword_texts(slug):
                document = tantivy.Document()
                document.add_text("id", id_)
                document.add_text("law", slug)
                document.add_text("stems", " ".join(stems(text)))
                document.add_text("grams", " ".join(grams(text)))
                self._writer.add_document(document)
        self._writer.commit()

    def count(self) -> int:
        """The number of norms that are here."""
        self._index.reload()
        return self._index.searcher().num_docs

    def close(self) -> None:
        self._writer.wait_merging_threads()


@contextmanager
def write_shelf_keywords(folder: Path) -> Iterator[KeywordWriter]:
    """The index in `folder`, begun if it is not there. Raises StorageError when it cannot be written."""
    try:
        folder.mkdir(exist_ok=True)
        writer = KeywordWriter(split_at_blanks(tantivy.Index(_schema(), path=str(folder))))
        try:
            yield writer
        finally:
            writer.close()
    except ValueError as error:  # Tantivy reports failures like this
        raise StorageError(NOT_SAVED) from error


class KeywordShelf:
    """Read-only access; safe to share between threads."""

    def __init__(self, folder: Path):
        """Raises IndexUnavailableError when it is missing or damaged."""
        try:
            self._index = split_at_blanks(tantivy.Index.open(str(folder)))
            self._count = self._index.searcher().num_docs
        except (ValueError, OSError) as error:
            raise IndexUnavailableError(DAMAGED) from error

    def __len__(self) -> int:
        return self._count

    def search(self, field: Field, question: str, limit: int) -> list[Hit]:
        """The best `limit` norms (by id) by word stems or by character n-grams."""
        query = any_of(self._index.schema, field, question)
        if query is None or limit < 1:
            return []
        searcher = self._index.searcher()
        hits = searcher.search(query, limit, count=False).hits
        return [Hit(str(searcher.doc(address).get_first("id")), float(score)) for score, address in hits]


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("law", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("stems", tokenizer_name=BLANKS, index_option="freq")
    builder.add_text_field("grams", tokenizer_name=BLANKS, index_option="freq")
    return builder.build()
