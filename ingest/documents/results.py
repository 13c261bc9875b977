"""What became of the files that were taken in, told in one German line each."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from assistant.messages_de import Documents
from assistant.models import Frozen
from ingest.documents.record import KeptDocument
from ingest.sources.documents.document import OwnDocument
from ingest.sources.documents.metadata import Details, german_date


class Status(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class FileResult(Frozen):
    """What became of a file; `says` is one German line without its name. `id` is None when it was refused."""

    name: str
    status: Status
    id: str | None = None
    says: str

    @property
    def line(self) -> str:
        return Documents.LINE.format(name=self.name, says=self.says)


class AddReport(Frozen):
    """What became of all files, in their order."""

    files: tuple[FileResult, ...]

    def count(self, status: Status) -> int:
        return sum(file.status is status for file in self.files)

    @property
    def changed(self) -> bool:
        """Whether the index has to follow."""
        return self.count(Status.CREATED) + self.count(Status.UPDATED) > 0


def line_of(says: str, record: KeptDocument, document: OwnDocument) -> str:
    """The line with what the administrator should know beside it: visibility, pages without text, OCR."""
    notes = [says]
    if not record.is_searched:
        notes.append(Documents.RESTRICTED.format(units=", ".join(record.details.visibility)))
    if document.without_text:
        many = len(document.without_text) > 1
        sentence = Documents.PAGES_WITHOUT_TEXT if many else Documents.PAGE_WITHOUT_TEXT
        notes.append(sentence.format(pages=page_ranges(document.without_text)))
    if document.recognised:
        notes.append(Documents.BY_OCR)
    return "; ".join(notes)


def changes_between(before: KeptDocument, after: KeptDocument, *, read_again: bool) -> list[str]:
    """What of a document is different now, each in a few words."""
    changes = []
    if before.name != after.name:
        changes.append(Documents.RENAMED.format(before=before.name))
    elif before.sources[0] != after.sources[0]:
        changes.append(Documents.MOVED)
    if read_again:
        changes.append(Documents.REREAD)
    old, new = _told(before.details), _told(after.details)
    for name, label in Documents.FIELDS.items():
        if old[name] != new[name]:
            changes.append(Documents.CHANGED.format(field=label, value=new[name] or Documents.NO_VALUE))
    return changes


def page_ranges(pages: Sequence[int]) -> str:
    """[3, 4, 5, 9] as "3–5, 9"."""
    ranges: list[tuple[int, int]] = []
    for page in pages:
        if ranges and page == ranges[-1][1] + 1:
            ranges[-1] = (ranges[-1][0], page)
        else:
            ranges.append((page, page))
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in ranges)


def _told(details: Details) -> dict[str, str]:
    """The details by their German names, as people write them."""
    return {
        "titel": f"„{details.title}“",
        "datum": german_date(details.date) if details.date else "",
        "gueltig_von": german_date(details.valid_from) if details.valid_from else "",
        "gueltig_bis": german_date(details.valid_until) if details.valid_until else "",
        "zustaendig": details.responsible,
        "sichtbarkeit": ", ".join(details.visibility),
    }
