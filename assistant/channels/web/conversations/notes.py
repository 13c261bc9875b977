"""A conversation, or one answer of it, for the file: downloads and the print view."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from assistant.channels.file_note import of_answer, of_conversation
from assistant.channels.storing import stored
from assistant.channels.web.exporting import as_file
from assistant.channels.web.shell import render
from assistant.errors import NotFoundError
from assistant.export.document import Document
from assistant.export.hypertext import to_html
from assistant.messages_de import Storage
from assistant.security.visitor import visitor
from assistant.store.store import Store

router = APIRouter(include_in_schema=False)


async def note(
    request: Request,
    conversation_id: str,
    store: Annotated[Store, Depends(stored)],
    antwort: str = "",
) -> Document:
    """Dependency: the note on a conversation of the visitor, or on the exchange with the id `antwort`."""
    conversation = await run_in_threadpool(store.conversations.get, visitor(request).owner, conversation_id)
    address = str(request.base_url).rstrip("/")
    if not antwort:
        return of_conversation(conversation, address=address)
    for exchange in conversation.exchanges:
        if exchange.id == antwort:
            return of_answer(exchange, address)
    raise NotFoundError(Storage.NO_EXCHANGE)


Note = Annotated[Document, Depends(note)]


@router.get("/gespraech/{conversation_id}/export/{extension}")
async def download(document: Note, extension: str) -> Response:
    """The note as a file: md, docx or pdf."""
    return await as_file(document, extension)


@router.get("/gespraech/{conversation_id}/druck")
async def print_view(request: Request, conversation_id: str, document: Note, antwort: str = "") -> Response:
    """The note as a page that prints well."""
    return render(
        request,
        "print.html",
        document=document,
        body=to_html(document),
        conversation=conversation_id,
        exchange=antwort,
    )
