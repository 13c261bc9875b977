"""Lists own documents and removes them, so that nothing of them is left."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.errors import CorpusError, InputError, NotFoundError
from assistant.messages_de import Documents
from assistant.models import Frozen
from assistant.settings import Settings
from ingest.documents.record import KeptDocument
from ingest.documents.store import Store

_SHORTEST_PREFIX = 4
_PREFIX = re.compile(rf"[0-9a-f]{{{_SHORTEST_PREFIX},}}")


class Removed(Frozen):
    """A document that is gone; the title is "" when it was damaged."""

    id: str
    title: str


def list_documents(settings: Settings) -> tuple[KeptDocument, ...]:
    """All kept documents by title. Raises CorpusError for a damaged one."""
    return tuple(sorted(Store(settings).records(), key=lambda record: (record.title.casefold(), record.id)))


def remove(settings: Settings, names: Sequence[str]) -> tuple[Removed, ...]:
    """Remove documents by id, beginning of an id (from four letters), title or file name: all or none.

    Raises:
        InputError: nothing was given, or a name means several documents.
        NotFoundError: there is no such document.
        StorageError: another run is changing the documents, or the disk cannot be written.
    """
    if not names:
        raise InputError(Documents.NOTHING_GIVEN)
    store = Store(settings)
    with store.writing():
        ids = store.ids()
        chosen = dict.fromkeys(_id_of(store, ids, name) for name in names)
        titles = {id: _title(store, id) for id in chosen}
        for id in chosen:
            store.remove(id)
    return tuple(Removed(id=id, title=title) for id, title in titles.items())


def _id_of(store: Store, ids: Sequence[str], name: str) -> str:
    wanted = name.strip()
    by_id = [id for id in ids if _PREFIX.fullmatch(wanted.lower()) and id.startswith(wanted.lower())]
    found = by_id or _named(store.records(), wanted.casefold())
    if len(found) > 1:
        raise InputError(Documents.AMBIGUOUS.format(name=name, ids=", ".join(found)))
    if not found:
        raise NotFoundError(Documents.NO_SUCH.format(name=name))
    return found[0]


def _named(records: Sequence[KeptDocument], wanted: str) -> list[str]:
    by_title = [record.id for record in records if record.title.casefold() == wanted]
    return by_title or [record.id for record in records if record.name.casefold() == wanted]


def _title(store: Store, id: str) -> str:
    try:
        record = store.record(id)
    except CorpusError:
        return ""
    return record.title if record else ""
