"""Pages of single passages, and the administration's own documents as files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NamedTuple
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import FileResponse, Response
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool

from assistant.channels.evidence import DOCUMENTS, may_be_opened
from assistant.channels.interface import Answering
from assistant.channels.legal_links import PLACE, Resolve, linked_text
from assistant.channels.opening import opened
from assistant.channels.web.library.cards import card_address
from assistant.channels.web.shell import render
from assistant.errors import NotFoundError
from assistant.german.citations import citations
from assistant.messages_de import Place as Sentences
from assistant.messages_de import Reply
from assistant.models import Passage, PassageOrigin, Place, SourceKind
from assistant.provisions import paragraph_of

_ID = re.compile(r"[0-9a-f]{8,64}")
_SHOWN = {".pdf": "application/pdf", ".txt": "text/plain; charset=utf-8", ".md": "text/plain; charset=utf-8"}
# A browser's own PDF viewer needs what the pages forbid; the file itself can still load nothing.
_FILE_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"

router = APIRouter(include_in_schema=False)


class Piece(NamedTuple):
    """A passage of the page: its paragraph's number where that begins, its text, whether it is the one meant."""

    number: str | None
    text: Markup
    here: bool


@router.get(PLACE + "{passage_id:path}")
async def place(
    request: Request, passage_id: str, assistant: Annotated[Answering, Depends(opened)]
) -> Response:
    """A passage amid those around it; citations in it lead on."""
    found = await run_in_threadpool(assistant.place, passage_id)
    passage, framework = found.passage, assistant.framework
    return render(
        request,
        "place.html",
        passage=passage,
        pieces=await run_in_threadpool(_pieces, found, assistant.provision),
        shapes=Reply.SHAPES,
        parts=[(part, framework.title(part), framework.kind(part)) for part in passage.parts],
        card_address=card_address,
        may_be_opened=may_be_opened,
    )


@router.get(DOCUMENTS + "{document_id}")
async def document(
    request: Request, document_id: str, assistant: Annotated[Answering, Depends(opened)]
) -> Response:
    """The original of a document that is in the index; everything but PDF and text is downloaded."""
    if not _ID.fullmatch(document_id):
        raise NotFoundError(Sentences.NO_DOCUMENT)
    passage = await run_in_threadpool(assistant.passage, f"upload/{document_id}/1")
    path = _original(request.app.state.settings.sources_dir / "documents" / document_id)
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


def _pieces(place: Place, provision: Resolve) -> list[Piece]:
    law = next((citation.law for citation in citations(place.passage.provision or "")), None)
    return [
        Piece(number, linked_text(p.text, provision, law), p.id == place.passage.id and len(place.pieces) > 1)
        for p, number in zip(place.pieces, _numbers(place.pieces), strict=True)
    ]


def _numbers(pieces: Sequence[Passage]) -> list[str | None]:
    """Numbers of the paragraphs of a law, each where its paragraph begins; None where there is none to show."""
    numbers = [
        paragraph_of(p) if p.kind is SourceKind.LAW and p.origin is PassageOrigin.FULL_TEXT else None
        for p in pieces
    ]
    return [
        number if number != before else None
        for before, number in zip([None, *numbers], numbers, strict=False)
    ]


def _original(folder: Path) -> Path:
    for path in sorted(folder.glob("original.*")):
        return path
    raise NotFoundError(Sentences.NO_DOCUMENT)
