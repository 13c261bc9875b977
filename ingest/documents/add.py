"""Takes files into the store, each by itself: new, changed, moved, unchanged, or refused with a reason."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from assistant.errors import CorpusError, InputError
from assistant.messages_de import Documents
from assistant.settings import Settings
from ingest.documents.gather import FoundFile, gather, renamed, shown, sidecar_of
from ingest.documents.intake import copy_file, details_of, digest_of
from ingest.documents.record import KeptDocument
from ingest.documents.results import AddReport, FileResult, Status, changes_between, line_of
from ingest.documents.store import ID_LENGTH, Store
from ingest.sources.documents.document import READER, OwnDocument, Refused
from ingest.sources.documents.isolation import read_isolated
from ingest.sources.documents.metadata import check_layer

Report = Callable[[str, int, int], None]  # German name of the stage, done, total

# Details that hold for every version of a document; dates are those of one version.
_LASTING = ("titel", "zustaendig", "sichtbarkeit")


def add(
    settings: Settings,
    paths: Sequence[Path],
    options: Mapping[str, str],
    report: Report,
    names: Sequence[str] = (),
) -> AddReport:
    """Take in files, and folders with everything below them. What cannot be read is told; the others go on.

    Args:
        options: details for all of them by their German names ("sichtbarkeit": "Amt 61, Personalrat").
            They are kept; an empty text takes one back.
        names: what the files are called, where they only lie under other names, as uploads do; in the order
            of `paths`.

    Raises:
        InputError: nothing was given, an option is wrong, or there is not a name for each file.
        StorageError: another run is changing the documents, the disk is full or not writable.
        CorpusError: a document in the store is damaged.
    """
    try:
        given = check_layer(options)
    except Refused as problem:
        raise InputError(problem.message) from None
    files = gather(paths)
    if not files:
        raise InputError(Documents.NOTHING_GIVEN)
    if names:
        files = renamed(files, names)
    if given.get("titel") and len(files) > 1:
        raise InputError(Documents.ONE_TITLE)
    store = Store(settings)
    results = []
    with store.writing():
        shelf = _Shelf(settings, store, given, {record.id: record for record in store.records()})
        for number, file in enumerate(files):
            report(Documents.STAGE, number, len(files))
            try:
                results.append(shelf.take(file))
            except Refused as problem:
                refused = FileResult(name=file.name, status=Status.REFUSED, says=problem.message)
                results.append(refused)
        report(Documents.STAGE, len(files), len(files))
    return AddReport(files=tuple(results))


@dataclass
class _Shelf:
    """The documents as they are while files come in."""

    settings: Settings
    store: Store
    given: Mapping[str, str]
    records: dict[str, KeptDocument] = field(default_factory=dict)

    def take(self, file: FoundFile) -> FileResult:
        if file.problem:
            raise Refused(file.problem)
        digest = digest_of(file.path, self.settings.document_max_bytes)
        known = self.records.get(digest[:ID_LENGTH])
        if known is None:
            return self._new(file, digest)
        if known.digest != digest:
            raise Refused(Documents.SAME_ID.format(id=known.id))
        return self._again(file, known)

    def _new(self, file: FoundFile, digest: str) -> FileResult:
        """A content that is not kept yet; it replaces what was found at the same path before."""
        source = _identity(file.path)
        before = next((record for record in self.records.values() if source in record.sources), None)
        beside = sidecar_of(file.path)
        given = _merged(_lasting(before.given) if before else {}, self.given)
        if beside is None:
            beside = _lasting(before.beside) if before else {}
        with self.store.staged() as folder:
            copy = folder / "incoming"
            size = copy_file(file.path, copy, digest, self.settings.document_max_bytes)
            document = read_isolated(copy, Path(file.name).name, self.settings)
            record = KeptDocument(
                id=digest[:ID_LENGTH],
                digest=digest,
                reader=READER,
                format=document.format,
                name=Path(file.name).name,
                sources=(source,),
                details=details_of(document, file.name, given, beside),
                given=given,
                beside=beside,
                size=size,
                pages=document.pages,
                characters=document.characters,
                recognised=bool(document.recognised),
                added=datetime.now(UTC).isoformat(timespec="seconds"),
            )
            self.store.keep(folder, copy, record, document)
        self.records[record.id] = record
        replaced = self._withdraw(source, keep=record.id)
        if replaced:
            says = Documents.UPDATED.format(
                id=record.id, changes=Documents.REPLACES.format(ids=", ".join(replaced))
            )
            return _result(file, Status.UPDATED, record, line_of(says, record, document))
        says = Documents.ADDED.format(id=record.id, title=record.title)
        return _result(file, Status.CREATED, record, line_of(says, record, document))

    def _again(self, file: FoundFile, known: KeptDocument) -> FileResult:
        """A content that is kept already: the same file, one renamed, a copy, or other details."""
        source = _identity(file.path)
        others = tuple(other for other in known.sources if other != source and _exists(other))
        copy = source in known.sources and known.sources[0] != source and known.sources[0] in others
        sources = known.sources if copy else (source, *others)
        name = known.name if copy else Path(file.name).name
        beside = None if copy else sidecar_of(file.path)
        given = _merged(known.given, self.given)
        beside = dict(known.beside) if beside is None else beside
        fresh = self._read_again(known) if known.reader != READER else None
        document = fresh or self._document(known)
        record = known.model_copy(
            update={
                "reader": READER,
                "name": name,
                "sources": sources,
                "details": details_of(document, name, given, beside),
                "given": given,
                "beside": beside,
                "pages": document.pages,
                "characters": document.characters,
                "recognised": bool(document.recognised),
            }
        )
        if record != known or fresh:
            self.store.update(record, fresh)
            self.records[record.id] = record
        self._withdraw(source, keep=record.id)
        changes = changes_between(known, record, read_again=fresh is not None)
        if changes:
            says = Documents.UPDATED.format(id=record.id, changes=", ".join(changes))
            return _result(file, Status.UPDATED, record, line_of(says, record, document))
        unchanged = Documents.SAME_AS if copy else Documents.UNCHANGED
        return _result(file, Status.UNCHANGED, record, unchanged.format(id=record.id, other=name))

    def _withdraw(self, source: str, keep: str) -> list[str]:
        """Remove earlier versions of the file at `source`; returns the ids of what is gone."""
        gone = []
        for record in list(self.records.values()):
            if record.id == keep or source not in record.sources:
                continue
            left = tuple(other for other in record.sources if other != source and _exists(other))
            if left:
                name = shown(Path(left[0]).name)
                self.records[record.id] = record.model_copy(update={"sources": left, "name": name})
                self.store.update(self.records[record.id])
            else:
                self.store.remove(record.id)
                del self.records[record.id]
                gone.append(record.id)
        return gone

    def _document(self, known: KeptDocument) -> OwnDocument:
        try:
            return self.store.document(known.id)
        except CorpusError:
            raise Refused(Documents.BROKEN.format(id=known.id)) from None

    def _read_again(self, known: KeptDocument) -> OwnDocument:
        return read_isolated(self.store.original(known), known.name, self.settings)


def _identity(path: Path) -> str:
    """The absolute path, links not followed; bytes that are no UTF-8 written out."""
    return os.fsencode(os.path.abspath(path)).decode("utf-8", "backslashreplace")  # noqa: PTH100


def _exists(source: str) -> bool:
    with suppress(OSError, ValueError):  # in a folder that may not be entered, or not written out exactly
        return Path(source).exists()
    return False


def _merged(before: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """Details given now count, those given earlier stay; an empty one is taken back."""
    return {name: value for name, value in {**before, **given}.items() if value}


def _lasting(layer: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in layer.items() if name in _LASTING}


def _result(file: FoundFile, status: Status, record: KeptDocument, says: str) -> FileResult:
    return FileResult(name=file.name, status=status, id=record.id, says=says)
