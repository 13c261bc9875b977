"""A document as a download, for every room that has something for the file."""

from __future__ import annotations

from urllib.parse import quote

from anyio import CapacityLimiter, to_thread
from fastapi.responses import Response

from assistant.errors import NotFoundError
from assistant.export.document import Document
from assistant.export.files import FORMATS, file_name
from assistant.messages_de import Export

# Threads of their own: a PDF takes seconds, and those who ask must not wait for the ones that answers run in.
_WRITERS = CapacityLimiter(2)


async def as_file(document: Document, extension: str) -> Response:
    """The document in one of `FORMATS`.

    Raises:
        NotFoundError: there is no such format.
        ExportError: the format cannot be written on this machine.
    """
    if extension not in FORMATS:
        raise NotFoundError(Export.NO_FORMAT.format(formats=", ".join(FORMATS)))
    content = await to_thread.run_sync(FORMATS[extension].render, document, limiter=_WRITERS)
    name = quote(file_name(document.title, extension), safe="")
    return Response(
        content,
        media_type=FORMATS[extension].media_type,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )
