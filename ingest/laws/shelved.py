"""The stored laws as the index takes them: read, cut and filed only when the index does not have them yet."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING

from assistant.models import Passage, PassageOrigin
from assistant.settings import Settings
from assistant.statute import FiledNorm, LawHeader, LawSource
from ingest.filing import Rows, file_norms
from ingest.laws.catalogue import Law, load_catalogue
from ingest.laws.formats import read_law
from ingest.laws.store import LawStore, StoredLaw

if TYPE_CHECKING:
    from assistant.index.filing import Filing

VERSION = 1  # raise it when a reader, the cutting or the filing gives something else for the same file
_OWN_WORDING = (PassageOrigin.DOCUMENT, PassageOrigin.FULL_TEXT)  # nobody has filed these


def law_sources(settings: Settings, passages: Sequence[Passage]) -> list[LawSource]:
    """Every stored law.

    Args:
        passages: of the corpus; what people have filed there files the norms.
    """
    store = LawStore(settings)
    stored = [law for slug in store.slugs() if (law := store.law(slug))]
    if not stored:
        return []
    catalogue = load_catalogue(settings.corpus_dir)
    rows = Rows(passages)
    taught = hashlib.sha256("".join(p.digest for p in passages if p.origin not in _OWN_WORDING).encode())

    @cache
    def filing() -> Filing:
        from assistant.index.filing import Filing

        return Filing.fit(passages)

    sources = []
    for law in stored:
        entry = catalogue.by_slug(law.slug)
        digest = _digest(law, entry, taught.hexdigest())
        sources.append(LawSource(law.slug, digest, partial(_load, law, entry, rows, filing)))
    return sources


def _load(
    law: StoredLaw, entry: Law | None, rows: Rows, filing: Callable[[], Filing]
) -> tuple[LawHeader, Iterator[FiledNorm]]:
    header, norms = read_law(law.current, law.slug, entry, law.meta.retrieved)
    return header, file_norms(header, norms, rows, filing())


def _digest(law: StoredLaw, entry: Law | None, taught: str) -> str:
    names = [entry.name, *entry.names] if entry else []
    facts = [VERSION, law.meta.sha256, law.meta.retrieved[:10], names, taught]
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()
