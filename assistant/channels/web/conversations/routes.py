"""The visitor's conversations: find, rename, delete them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Annotated, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from assistant.channels.storing import stored
from assistant.channels.web.form import fields
from assistant.channels.web.shell import day_of, language_of, render, words_of
from assistant.errors import InputError, NotFoundError
from assistant.german.analysis import fold
from assistant.security.visitor import visitor
from assistant.store.records import ConversationSummary
from assistant.store.store import Store

router = APIRouter(include_in_schema=False)

LIST = "/gespraeche"
_LONGEST_SEARCH = 200  # characters
_LONGEST_TITLE = 200
Stored = Annotated[Store, Depends(stored)]


class _Wrong(NamedTuple):
    """A title that could not be saved."""

    id: str
    title: str
    error: str


@router.get(LIST)
async def conversations(request: Request, store: Stored, suche: str = "", meldung: str = "") -> Response:
    """All conversations by day, or those that contain the words `suche`."""
    return await _list(request, store, suche, done=meldung)


@router.post("/gespraech/{conversation_id}/titel")
async def rename(request: Request, conversation_id: str, store: Stored) -> Response:
    """Give a conversation another title; what was typed stays in its field if that does not work."""
    form = await fields(request)
    search, title = form.text("suche", longest=_LONGEST_SEARCH), form.text("titel")
    try:
        if len(title) > _LONGEST_TITLE:
            raise InputError(words_of(request).conversations.title_too_long.format(limit=_LONGEST_TITLE))
        await run_in_threadpool(store.conversations.rename, visitor(request).owner, conversation_id, title)
    except InputError as error:
        wrong = _Wrong(conversation_id, title, error.message)
        return await _list(request, store, search, wrong, status=error.http_status)
    return _back(search, "umbenannt", conversation_id)


@router.post("/gespraech/{conversation_id}/loeschen")
async def delete(request: Request, conversation_id: str, store: Stored) -> Response:
    """Delete one conversation for good; gone already is as good."""
    form = await fields(request)
    try:
        await run_in_threadpool(store.conversations.delete, visitor(request).owner, conversation_id)
    except NotFoundError:
        return _back(form.text("suche", longest=_LONGEST_SEARCH))
    return _back(form.text("suche", longest=_LONGEST_SEARCH), "geloescht")


@router.get(f"{LIST}/loeschen")
async def confirm(request: Request, store: Stored) -> Response:
    """Ask before everything is deleted."""
    found = await run_in_threadpool(store.conversations.list, visitor(request).owner)
    return render(request, "conversations_delete.html", count=len(found)) if found else _back()


@router.post(f"{LIST}/loeschen")
async def delete_all(request: Request, store: Stored) -> Response:
    """Delete every conversation of the visitor for good."""
    await run_in_threadpool(store.conversations.delete_all, visitor(request).owner)
    return _back(done="alle")


async def _list(
    request: Request,
    store: Store,
    search: str,
    wrong: _Wrong | None = None,
    done: str = "",
    status: int = 200,
) -> Response:
    search = search[:_LONGEST_SEARCH].strip()
    found = await run_in_threadpool(store.conversations.list, visitor(request).owner, search)
    options = await run_in_threadpool(store.options.get)
    t = words_of(request).conversations
    return render(
        request,
        "conversations.html",
        status,
        days=tuple(_by_day(request, found)),
        count=len(found),
        search=search,
        marked=lambda text: _marked(text, search),
        kept_days=options.conversation_days,
        done=t.done.get(done, ""),
        wrong=wrong,
        longest_title=_LONGEST_TITLE,
    )


def _by_day(
    request: Request, found: Iterable[ConversationSummary]
) -> Iterator[tuple[str, tuple[ConversationSummary, ...]]]:
    """Conversations under the day of their last change: "Heute", "Gestern" or its date."""
    language, t = language_of(request), words_of(request).conversations
    now = datetime.now(UTC)
    names = {day_of(now - timedelta(days=1), language): t.yesterday, day_of(now, language): t.today}
    for day, group in groupby(found, key=lambda summary: day_of(summary.changed_at, language)):
        yield names.get(day, day), tuple(group)


def _marked(text: str, search: str) -> Iterator[tuple[str, bool]]:
    """The words of an excerpt, and whether the search meant them; compared as the search does."""
    wanted = [fold(word) for word in search.split()]
    for word in text.split(" "):
        yield word, any(part in fold(word) for part in wanted)


def _back(search: str = "", done: str = "", conversation_id: str = "") -> Response:
    """To the list as it was, with a word on what happened."""
    query = urlencode({key: value for key, value in (("suche", search), ("meldung", done)) if value})
    place = f"#g-{conversation_id}" if conversation_id else ""
    return RedirectResponse(f"{LIST}{'?' * bool(query)}{query}{place}", 303)
