"""The administration's own documents as `ingest add` keeps them in <sources>/documents, for its overview."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.messages_de import Documents
from assistant.models import Frozen
from assistant.settings import Settings


class _Details(BaseModel):
    model_config = ConfigDict(extra="ignore")

    title: str
    date: str = ""
    valid_from: str = ""
    valid_until: str = ""
    responsible: str = ""
    visibility: tuple[str, ...] = (Documents.EVERYONE,)


class _Meta(BaseModel):
    """What is needed of the file meta.json."""

    model_config = ConfigDict(extra="ignore")

    id: str
    format: str
    name: str
    details: _Details
    size: int
    pages: int | None = None
    recognised: bool = False
    added: str


class KeptDocument(Frozen):
    """A kept document. Dates are ISO texts or "".

    Attributes:
        name: of the file it came as.
        responsible: the unit that answers for it.
        size: bytes.
        recognised: some of its text comes from text recognition.
        restricted: the units that it is kept for, and therefore not searched; empty for everyone.
    """

    id: str
    title: str
    name: str
    format: str
    date: str
    valid_from: str
    valid_until: str
    responsible: str
    size: int
    pages: int | None
    recognised: bool
    added: str
    restricted: tuple[str, ...]


def kept_documents(settings: Settings) -> tuple[KeptDocument, ...]:
    """All documents by title. A damaged one is listed under its id alone, so that it can be removed."""
    folder = settings.sources_dir / "documents"
    if not folder.is_dir():
        return ()
    found = (_read(path) for path in folder.glob("[!.]*") if path.is_dir())
    return tuple(sorted(found, key=lambda document: (document.title.casefold(), document.id)))


def _read(folder: Path) -> KeptDocument:
    try:
        meta = _Meta.model_validate_json((folder / "meta.json").read_bytes())
    except (OSError, ValidationError):
        meta = _Meta(
            id=folder.name, format="", name="", details=_Details(title=folder.name), size=0, added=""
        )
    details = meta.details
    everyone = details.visibility == (Documents.EVERYONE,)
    return KeptDocument(
        id=meta.id,
        title=details.title,
        name=meta.name,
        format=meta.format,
        date=details.date,
        valid_from=details.valid_from,
        valid_until=details.valid_until,
        responsible=details.responsible,
        size=meta.size,
        pages=meta.pages,
        recognised=meta.recognised,
        added=meta.added,
        restricted=() if everyone else details.visibility,
    )
