"""The formats of exported files, and what the files are called."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from assistant.export.document import Document, shortened
from assistant.messages_de import Export

LONGEST_NAME = 80  # characters before the extension; far below what file systems allow
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|.\u200b-\u200f]+|\s+')


class Format(NamedTuple):
    """A file format. `render` is blocking and may raise ExportError."""

    media_type: str
    render: Callable[[Document], bytes]


def file_name(title: str, extension: str) -> str:
    """A name for a file that every system takes: letters with accents stay, signs of paths do not."""
    name = _NOT_IN_NAMES.sub(" ", shortened(title, LONGEST_NAME)).replace("…", "")
    return f"{' '.join(name.split()) or Export.FILE_NAME}.{extension}"


def _markdown(document: Document) -> bytes:
    from assistant.export.markdown import to_markdown

    return to_markdown(document).encode()


def _docx(document: Document) -> bytes:
    from assistant.export.docx import to_docx

    return to_docx(document)


def _pdf(document: Document) -> bytes:
    from assistant.export.pdf import to_pdf

    return to_pdf(document)


FORMATS: Mapping[str, Format] = {
    "md": Format("text/markdown; charset=utf-8", _markdown),
    "docx": Format("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _docx),
    "pdf": Format("application/pdf", _pdf),
}
