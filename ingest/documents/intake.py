"""Copies one file into the store and says what is known of it: digest, text, title and other details."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from assistant.messages_de import Documents
from ingest.sources.documents.document import BlockKind, OwnDocument, Refused
from ingest.sources.documents.metadata import Details, check_layer, merge
from ingest.sources.documents.outline import numbered_level

_AT_ONCE = 1 << 20  # bytes
_LONGEST_TITLE = 200
_FILE_NAME = re.compile(r"\.(?:docx?|odt|rtf|pdf|indd|xlsx?|pptx?|html?|txt|md)$", re.IGNORECASE)
_NO_TITLE = re.compile(
    r"(?:untitled|unbenannt|ohne titel|document|dokument|word-dokument|microsoft word)[\s\d()._-]*",
    re.IGNORECASE,
)
_CONTENTS = re.compile(r"inhalt(?:s(?:verzeichnis|übersicht))?|table of contents|contents", re.IGNORECASE)


def digest_of(path: Path, max_bytes: int) -> str:
    """The sha256 of a file. Raises Refused for what is no file, unreadable, empty or too large."""
    seen = hashlib.sha256()
    with _opened(path, max_bytes) as file:
        for piece in _pieces(file, max_bytes):
            seen.update(piece)
    return seen.hexdigest()


def copy_file(path: Path, target: Path, digest: str, max_bytes: int) -> int:
    """Copy a file and return its size. Raises Refused when it is not the one of `digest` any more.

    Failures to write come out as OSError.
    """
    seen, size = hashlib.sha256(), 0
    with _opened(path, max_bytes) as file, target.open("xb") as copy:
        for piece in _pieces(file, max_bytes):
            seen.update(piece)
            size += len(piece)
            copy.write(piece)
    if seen.hexdigest() != digest:
        raise Refused(Documents.CHANGING)
    return size


def details_of(
    document: OwnDocument, name: str, given: Mapping[str, str], beside: Mapping[str, str]
) -> Details:
    """What is said about a document: by options, beside it, in its front matter, in its properties.

    Without any title it is called after its first heading, else after its file. Raises Refused when
    the front matter or the whole is wrong.
    """
    own = {"titel": proper_title(document.title), "datum": document.date}
    stem = " ".join(Path(name).stem.replace("_", " ").split())
    return merge([given, beside, check_layer(document.stated), own], _first_heading(document) or stem or name)


def proper_title(title: str) -> str:
    """The title in a file's properties, "" when a program filled it in."""
    bare = re.sub(r"^Microsoft (?:Word|PowerPoint) - ", "", title).strip()
    fits = 3 <= len(bare) <= _LONGEST_TITLE and any(char.isalpha() for char in bare)
    return bare if fits and not _FILE_NAME.search(bare) and not _NO_TITLE.fullmatch(bare) else ""


def is_contents(heading: str) -> bool:
    """Whether a heading stands above a table of contents."""
    return _CONTENTS.fullmatch(heading.strip()) is not None


def _first_heading(document: OwnDocument) -> str:
    headings = (block.text for block in document.blocks if block.kind is BlockKind.HEADING)
    first = next((text for text in headings if not is_contents(text)), "")
    return first if len(first) <= _LONGEST_TITLE and not numbered_level(first) else ""


@contextmanager
def _opened(path: Path, max_bytes: int) -> Iterator[BinaryIO]:
    """The file for reading; a pipe or device is refused, not waited for."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except (FileNotFoundError, NotADirectoryError):
        raise Refused(Documents.NOT_THERE) from None
    except OSError as problem:
        raise Refused(_unreadable(problem)) from problem
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise Refused(Documents.NO_FILE)
        if status.st_size > max_bytes:
            raise Refused(_too_big(max_bytes))
        if status.st_size == 0:
            raise Refused(Documents.EMPTY)
        yield file


def _pieces(file: BinaryIO, max_bytes: int) -> Iterator[bytes]:
    """The file piece by piece; one that grows meanwhile is refused like one that was too large."""
    size = 0
    while True:
        try:
            piece = file.read(_AT_ONCE)
        except OSError as problem:
            raise Refused(_unreadable(problem)) from problem
        if not piece:
            return
        size += len(piece)
        if size > max_bytes:
            raise Refused(_too_big(max_bytes))
        yield piece


def _unreadable(problem: OSError) -> str:
    return Documents.UNREADABLE.format(reason=problem.strerror)


def _too_big(max_bytes: int) -> str:
    return Documents.TOO_BIG.format(limit=max(1, max_bytes // 1_000_000))
