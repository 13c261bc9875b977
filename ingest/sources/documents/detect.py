"""Tells what a file is by its content; the name only decides where the content leaves it open."""

from __future__ import annotations

import re

from assistant.messages_de import Documents
from ingest.sources.documents.archive import open_archive
from ingest.sources.documents.document import Format, Limits, Refused
from ingest.sources.documents.encoding import decode

_MIMETYPES = {b"application/vnd.oasis.opendocument.text": Format.ODT, b"application/epub+zip": Format.EPUB}
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM", b"RIFF")
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|main|article|section|header|nav|div|p|h[1-6]|ul|ol|table|title|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_MARKDOWN = (
    re.compile(r"^#{1,6} \S", re.MULTILINE),
    re.compile(r"^ {0,3}\|?\s*:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)+\|?\s*$", re.MULTILINE),
    re.compile(r"\[[^\[\]\n]+\]\((?:https?:|mailto:|[\w./#-]+\))"),
    re.compile(r"(?<![\w*])\*\*[^\s*][^*\n]*\*\*(?![\w*])"),
    re.compile(r"^(?:```|~~~)", re.MULTILINE),
)
_START = 4096  # characters in which HTML shows itself


def detect(data: bytes, name: str, limits: Limits) -> Format:
    """The format of a file's content.

    Args:
        name: of the file; tells only plain text from Markdown without any marks.

    Raises Refused with advice for empty files and for formats that are not read.
    """
    if not data.strip(b"\0 \t\r\n\f"):
        raise Refused(Documents.EMPTY)
    if b"%PDF-" in data[:1024]:
        return Format.PDF
    if data.startswith(b"PK\x03\x04"):
        return _archive_format(data, limits)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise Refused(Documents.ENCRYPTED if encrypted else Documents.OLD_OFFICE)
    if data.startswith(b"{\\rtf"):
        raise Refused(Documents.RTF)
    if data.startswith(_PICTURES):
        raise Refused(Documents.PICTURE)
    if data.startswith((b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")):
        raise Refused(Documents.ARCHIVE)
    return _text_format(decode(data), name)


def _archive_format(data: bytes, limits: Limits) -> Format:
    try:
        with open_archive(data, limits) as archive:
            names = set(archive.namelist())
            if "mimetype" in names:
                mimetype = archive.read("mimetype").strip()
                if mimetype in _MIMETYPES:
                    return _MIMETYPES[mimetype]
                if mimetype.startswith(b"application/vnd.oasis.opendocument"):
                    raise Refused(Documents.OTHER_OFFICE)
            if "META-INF/container.xml" in names:
                return Format.EPUB
            if "[Content_Types].xml" in names:
                return _office_format(archive.read("[Content_Types].xml"))
    except Refused:
        raise
    except Exception as problem:  # zipfile raises nearly everything on damaged files
        raise Refused(Documents.DAMAGED.format(kind="DOCX, ODT oder EPUB")) from problem
    raise Refused(Documents.ARCHIVE)


def _office_format(content_types: bytes) -> Format:
    if b"wordprocessingml.document.main+xml" in content_types:
        return Format.DOCX
    if b"spreadsheetml" in content_types or b"presentationml" in content_types:
        raise Refused(Documents.OTHER_OFFICE)
    if b"ms-word" in content_types or b"wordprocessingml.template" in content_types:
        raise Refused(Documents.MACROS)
    raise Refused(Documents.UNKNOWN)


def _text_format(text: str, name: str) -> Format:
    if _HTML.match(text[:_START]):
        return Format.HTML
    marked = any(mark.search(text) for mark in _MARKDOWN)
    return Format.MARKDOWN if marked or name.lower().endswith((".md", ".markdown")) else Format.TEXT
