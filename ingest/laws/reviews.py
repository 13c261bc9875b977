"""Remembers the wording that each digest was reviewed against, and tells when it is another one now.

corpus/reviews.tsv holds fingerprints only, no wording. `norm` names the places that a digest speaks of, as
"<number of the norm>" or "<number of the norm>#<Absatz>", parted by ";".
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from assistant.errors import InputError, StorageError
from assistant.messages_de import Laws
from assistant.settings import Settings
from assistant.statute import LawHeader
from ingest.laws.catalogue import Catalogue, load_catalogue
from ingest.laws.cited import Wordings, law_of
from ingest.laws.resting import PROVISIONS, row_citations
from ingest.laws.store import LawStore
from ingest.laws.word_diff import bare
from ingest.sources.provisions import COLUMNS as PROVISION_COLUMNS
from ingest.sources.reading import fault
from ingest.sources.tables import Row, read_table

FILE = "reviews.tsv"
COLUMNS = ("id", "norm", "sha256", "stand", "geprueft_am")


class Review(NamedTuple):
    """A line of reviews.tsv. `stand` is that of the wording, `day` the ISO date of the review."""

    id: str
    places: tuple[str, ...]
    sha256: str
    stand: str
    day: str


class Changed(NamedTuple):
    """A digest whose provision reads differently now than when the digest was reviewed.

    Attributes:
        fundstelle: the provision, as in the table of digests.
        review: what it was reviewed against.
        stand: of the wording now; "" when the provision is gone.
    """

    fundstelle: str
    review: Review
    stand: str


def changed_since_review(settings: Settings) -> Mapping[str, Changed]:
    """The digests to be reviewed again, by row id, in the order of the table.

    Digests whose law is not stored cannot be judged and are left out. Raises CorpusError.
    """
    path = settings.corpus_dir / FILE
    if not path.exists() or not LawStore(settings).slugs():
        return {}
    reviews = read_reviews(path)
    catalogue = load_catalogue(settings.corpus_dir)
    rows = [row for row in _rows(settings) if row["id"] in reviews]
    only = {place.partition("#")[0] for review in reviews.values() for place in review.places}
    texts = Wordings(settings, catalogue, rows, only)
    changed = {}
    for row in rows:
        law, review = law_of(row, catalogue), reviews[row["id"]]
        header = texts.header(law)
        if law is None or header is None:
            continue
        now = texts.at(law, review.places)
        if now is None or _fingerprint(now) != review.sha256:
            changed[row["id"]] = Changed(row["fundstelle"], review, _stand(header) if now else "")
    return changed


def mark_reviewed(settings: Settings, ids: Collection[str], today: date) -> None:
    """Note that the digests of these rows were reviewed against the wording stored now.

    Raises InputError for an unknown row or one whose provision is not stored; StorageError; CorpusError.
    """
    path = settings.corpus_dir / FILE
    reviews = read_reviews(path) if path.exists() else {}
    catalogue = load_catalogue(settings.corpus_dir)
    rows = {row["id"]: row for row in _rows(settings)}
    for id in ids:
        if id not in rows or law_of(rows[id], catalogue) is None:
            raise InputError(Laws.NO_ROW.format(id=id))
    texts = Wordings(settings, catalogue, [rows[id] for id in ids])
    for id in ids:
        reviews[id] = _reviewed(rows[id], catalogue, texts, today)
    _write(path, [reviews[id] for id in rows if id in reviews])


def read_reviews(path: Path) -> dict[str, Review]:
    """The reviews by row id. Raises CorpusError with file and line."""
    reviews: dict[str, Review] = {}
    for row in read_table(path, COLUMNS):
        if row["id"] in reviews:
            raise fault(path, f"Die Kennung „{row['id']}“ kommt doppelt vor.", row.line)
        places = tuple(row["norm"].split(";"))
        reviews[row["id"]] = Review(row["id"], places, row["sha256"], row["stand"], row["geprueft_am"])
    return reviews


def _reviewed(row: Row, catalogue: Catalogue, texts: Wordings, today: date) -> Review:
    law = law_of(row, catalogue)
    header = texts.header(law)
    places = texts.places(law, row_citations(row)) if law else ()
    text = texts.at(law, places) if law and places else None
    if header is None or text is None:
        raise InputError(Laws.NO_WORDING.format(id=row["id"], fundstelle=row["fundstelle"]))
    return Review(row["id"], places, _fingerprint(text), _stand(header), today.isoformat())


def _rows(settings: Settings) -> list[Row]:
    return read_table(settings.corpus_dir / PROVISIONS, PROVISION_COLUMNS)


def _stand(header: LawHeader) -> str:
    day = ".".join(reversed(header.built.split("-")))
    return "; ".join(part for part in (header.stand, f"Datei vom {day}" if day else "") if part)


def _fingerprint(text: str) -> str:
    return hashlib.sha256(bare(text).encode()).hexdigest()


def _write(path: Path, reviews: Iterable[Review]) -> None:
    lines = ["\t".join(COLUMNS)]
    lines += ["\t".join((r.id, ";".join(r.places), r.sha256, r.stand, r.day)) for r in reviews]
    beside = path.with_suffix(".new")
    try:
        beside.write_text("\n".join(lines) + "\n", "utf-8")
        beside.replace(path)
    except OSError as problem:
        raise StorageError(
            Laws.NOT_WRITTEN.format(
                name=f"{path.parent.name}/{path.name}", reason=os.strerror(problem.errno or 0)
            )
        ) from problem
