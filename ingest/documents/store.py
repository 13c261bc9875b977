"""How own documents lie on disk: one writer, every change atomic, nothing left of what was removed.

<sources>/documents/<id>/original.<ending>   the file as it came
<sources>/documents/<id>/document.json       what was read in it
<sources>/documents/<id>/meta.json           what is known of it; replaced as a whole
<sources>/documents/.new-… and .gone-…       of a writer that was stopped; the next one clears them away
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from assistant.errors import CorpusError, StorageError
from assistant.messages_de import Documents
from assistant.settings import Settings
from ingest.documents.record import KeptDocument
from ingest.sources.documents.document import OwnDocument

ID_LENGTH = 12  # letters of the digest
_ID = re.compile(rf"[0-9a-f]{{{ID_LENGTH}}}")
_DOCUMENT, _META = "document.json", "meta.json"
_NEW, _GONE = ".new-", ".gone-"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST}


class Store:
    """The folder of own documents. Everything that writes happens within `writing`."""

    def __init__(self, settings: Settings):
        self._root = settings.sources_dir / "documents"

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer. Raises StorageError when another one is at work or the disk cannot be written.

        The operating system holds the lock, so it ends with the process, however that ends.
        """
        try:
            self._root.mkdir(parents=True, exist_ok=True)
            with (self._root / ".lock").open("ab") as lock:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    raise StorageError(Documents.LOCKED) from None
                for leftover in (*self._root.glob(f"{_NEW}*"), *self._root.glob(f"{_GONE}*")):
                    shutil.rmtree(leftover)
                yield
        except OSError as problem:
            raise StorageError(_reason(problem)) from problem

    def ids(self) -> list[str]:
        """Of all kept documents, also damaged ones."""
        try:
            return sorted(path.name for path in self._root.iterdir() if _ID.fullmatch(path.name))
        except FileNotFoundError:
            return []

    def records(self) -> list[KeptDocument]:
        """All documents by id. Raises CorpusError for a damaged one."""
        found = (self.record(id) for id in self.ids())
        return [record for record in found if record is not None]

    def record(self, id: str) -> KeptDocument | None:
        """A document; None for one that another process has just removed. Raises CorpusError for a damaged one."""
        folder = self._root / id
        try:
            return KeptDocument.model_validate_json((folder / _META).read_bytes())
        except (OSError, ValidationError) as problem:
            if not folder.exists():
                return None
            raise CorpusError(Documents.BROKEN.format(id=id)) from problem

    def document(self, id: str) -> OwnDocument:
        """The text of a document. Raises CorpusError when it is damaged or of another version."""
        try:
            return OwnDocument.model_validate_json((self._root / id / _DOCUMENT).read_bytes())
        except (OSError, ValidationError) as problem:
            raise CorpusError(Documents.OTHER_VERSION.format(id=id)) from problem

    def original(self, record: KeptDocument) -> Path:
        """The kept file itself."""
        return self._root / record.id / f"original.{record.format}"

    @contextmanager
    def staged(self) -> Iterator[Path]:
        """A folder for a file that is being taken in; gone afterwards unless `keep` made it a document."""
        folder = self._root / f"{_NEW}{secrets.token_hex(6)}"
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def keep(self, folder: Path, original: Path, record: KeptDocument, document: OwnDocument) -> None:
        """Make a staged folder the document `record.id`, with all its files on disk before it appears."""
        original.rename(folder / f"original.{record.format}")
        (folder / _DOCUMENT).write_text(document.model_dump_json(), encoding="utf-8")
        (folder / _META).write_text(record.model_dump_json(), encoding="utf-8")
        for path in (*folder.iterdir(), folder):
            _sync(path)
        folder.rename(self._root / record.id)
        _sync(self._root)

    def update(self, record: KeptDocument, document: OwnDocument | None = None) -> None:
        """Replace what is known of a document, and its text where it was read anew."""
        folder = self._root / record.id
        if document is not None:
            _replace(folder / _DOCUMENT, document.model_dump_json())
        _replace(folder / _META, record.model_dump_json())

    def remove(self, id: str) -> None:
        """Delete a document; from the first moment on nobody finds it any more."""
        gone = self._root / f"{_GONE}{id}-{secrets.token_hex(4)}"
        (self._root / id).rename(gone)
        _sync(self._root)
        shutil.rmtree(gone)


def _replace(path: Path, text: str) -> None:
    draft = path.with_suffix(".new")
    draft.write_text(text, encoding="utf-8")
    _sync(draft)
    draft.replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _reason(problem: OSError) -> str:
    if problem.errno in _FULL:
        return Documents.FULL
    if problem.errno in _FORBIDDEN:
        return Documents.NOT_WRITABLE
    return Documents.NOT_STORED.format(reason=os.strerror(problem.errno) if problem.errno else "?")
