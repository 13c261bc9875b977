"""Files what is read under the framework: by the corpus's own rows where there are any, else computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from assistant.german.citations import citations
from assistant.models import Passage, PassageOrigin
from assistant.statute import FiledNorm, LawHeader, Norm
from ingest.passages import make_passage
from ingest.sources.statutes.pieces import pieces

if TYPE_CHECKING:
    from assistant.index.filing import Filing

_AT_ONCE = 500  # norms in memory at a time
_CHAPTERS = {"principles": "3.", "levels": "2.", "measures": "4."}


class Rows:
    """The corpus's rows on provisions, to be looked up by law and norm."""

    def __init__(self, passages: Iterable[Passage]):
        """Rows are the digests among `passages`; one that cites several norms speaks of each."""
        self._rows: dict[tuple[str, str, str], list[Passage]] = {}
        for passage in passages:
            if passage.origin is PassageOrigin.DIGEST:
                for cited in citations(passage.provision or ""):
                    key = (_folded(cited.law or ""), cited.unit, _folded(cited.number))
                    self._rows.setdefault(key, []).append(passage)

    def of(self, header: LawHeader, norm: Norm) -> list[Passage]:
        """The rows on a norm or on a paragraph of it; recitals and preambles have none."""
        if not norm.number:
            return []
        keys = dict.fromkeys((_folded(name), norm.unit, _folded(norm.number)) for name in header.names)
        return [row for key in keys for row in self._rows.get(key, ())]


def file_norms(header: LawHeader, norms: Iterable[Norm], rows: Rows, filing: Filing) -> Iterator[FiledNorm]:
    """The norms of a law in order, cut into pieces and filed. Reads `norms` a few hundred at a time."""
    rest = iter(norms)
    while some := list(islice(rest, _AT_ONCE)):
        computed = filing.file([_text(norm) for norm in some])
        for norm, filed in zip(some, computed, strict=True):
            cut = pieces(norm)
            known = rows.of(header, norm)
            binds = "; ".join(dict.fromkeys(row.binds for row in known if row.binds)) or None
            if parts := tuple(dict.fromkeys(part for row in known for part in row.parts)):
                yield FiledNorm(norm, cut, binds, parts, 1.0)
            elif cut:
                yield FiledNorm(norm, cut, binds, filed.parts, filed.confidence)
            else:  # repealed norms and tables of contents are about nothing
                yield FiledNorm(norm, cut, binds)


def file_passages(passages: Sequence[Passage], filing: Filing) -> list[Passage]:
    """Passages of own documents with computed parts; such as have parts already are left as they are."""
    computed = filing.file([f"{passage.title}. {passage.text}" for passage in passages])
    return [
        passage if passage.parts else _with_parts(passage, filed.parts)
        for passage, filed in zip(passages, computed, strict=True)
    ]


def _with_parts(passage: Passage, parts: Sequence[str]) -> Passage:
    of_chapter = {
        field: tuple(part for part in parts if part.startswith(chapter))
        for field, chapter in _CHAPTERS.items()
    }
    return make_passage(**passage.model_dump(exclude={"digest", *of_chapter}), **of_chapter)


def _text(norm: Norm) -> str:
    return f"{norm.title}. " + "\n".join(paragraph.text for paragraph in norm.paragraphs)


def _folded(name: str) -> str:
    return "".join(name.casefold().split())
