"""Pages of single passages, and the administration's own documents as files."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from starlette.concurrency import run_in_threadpool

from assistant.channels.evidence import DOCUMENTS
from assistant.channels.legal_links import PLACE
from assistant.channels.opening import Opening
from assistant.channels.web import view
from assistant.errors import NotFoundError
from assistant.messages_de import Place as Words
from assistant.settings import Settings

_ID = re.compile(r"[0-9a-f]{8,64}")
_SHOWN = {".pdf": "application/pdf", ".txt": "text/plain; charset=utf-8", ".md": "text/plain; charset=utf-8"}
# A browser's own PDF viewer needs what the pages forbid; the file itself can still load nothing.
_FILE_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"


def add_places(app: FastAPI, settings: Settings, kern: bool) -> None:
    """Add `/stelle/<passage id>` and `/dokumente/<id>` to the application."""

    @app.get(PLACE + "{passage_id:path}", include_in_schema=False)
    async def place(passage_id: str, request: Request) -> Response:
        opening: Opening = request.app.state.opening
        assistant = await opening.assistant()
        found = await run_in_threadpool(assistant.place, passage_id)
        page = await run_in_threadpool(
            view.render_place, found, assistant.framework, assistant.provision, kern=kern
        )
        return HTMLResponse(page)

    @app.get(DOCUMENTS + "{document_id}", include_in_schema=False)
    async def document(document_id: str, request: Request) -> Response:
        """The original of a document that is in the index; everything but PDF and text is downloaded."""
        assistant = await request.app.state.opening.assistant()
        if not _ID.fullmatch(document_id):
            raise NotFoundError(Words.NO_DOCUMENT)
        passage = await run_in_threadpool(assistant.passage, f"upload/{document_id}/1")
        path = _original(settings.sources_dir / "documents" / document_id)
        media_type = _SHOWN.get(path.suffix)
        name = quote(f"{passage.title}{path.suffix}", safe="")
        shown_as = "inline" if media_type else "attachment"
        return FileResponse(
            path,
            media_type=media_type or "application/octet-stream",
            headers={
                "Content-Disposition": f"{shown_as}; filename*=UTF-8''{name}",
                "Content-Security-Policy": _FILE_POLICY,
            },
        )


def _original(folder: Path) -> Path:
    for path in sorted(folder.glob("original.*")):
        return path
    raise NotFoundError(Words.NO_DOCUMENT)
