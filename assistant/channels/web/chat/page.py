"""The chat page: the start with its greeting, or a conversation, and the form for the next question."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from assistant.channels.legal_links import Resolve
from assistant.channels.storing import stored
from assistant.channels.web.chat import asking
from assistant.channels.web.chat.exchange import shown
from assistant.channels.web.chat.starters import departments, examples
from assistant.channels.web.form import Fields
from assistant.channels.web.shell import render, words_of
from assistant.channels.wire import Problem
from assistant.errors import AssistantError
from assistant.security.visitor import is_kept, visitor
from assistant.store.records import Conversation, ConversationSummary, Exchange

_RECENT = 3  # conversations offered on the start page
_WHOLE = 8  # exchanges shown at once; the page of a long conversation stays light


async def start(request: Request, status: int = 200, **changes: Any) -> Response:
    """The start page; `changes` as for `_page`."""
    return await _page(request, None, status, **changes)


async def conversation(request: Request, found: Conversation, *, whole: bool = False) -> Response:
    """A conversation; of a long one only the end, unless the `whole` is wanted."""
    return await _page(request, found, whole=whole)


async def refused(request: Request, form: Fields, error: AssistantError) -> Response:
    """The page that the form came from, with the reason at the field and everything typed still there."""
    found = await _conversation_of(request, form.text("gespraech"))
    question, from_button = asking.question_of(form)
    return await _page(
        request,
        found,
        error.http_status,
        error=error.message,
        typed=form.text("frage") or question,
        personal=isinstance(error, asking.PersonalDataError),
        undecided=question if from_button and form.text("frage") else "",
        department=form.text("bereich"),
    )


async def failed(request: Request, form: Fields, exchange: Exchange, problem: Problem) -> Response:
    """As `refused`, for a question that was stored, but could not be answered."""
    found = await _conversation_of(request, exchange.conversation_id)
    typed = form.text("frage") or exchange.question
    return await _page(
        request, found, problem.status, error=problem.detail, typed=typed, department=form.text("bereich")
    )


async def provision_of(request: Request) -> Resolve | None:
    """Finds provisions for links; None while the assistant is not open, since stored answers need none."""
    try:
        return (await request.app.state.opening.ready()).provision
    except AssistantError:
        return None


def copied(question: str, answer: str) -> Markup:
    """An answer as HTML with its question, for the clipboard."""
    return Markup("<p><strong>{}</strong></p>\n{}").format(question, answer)


async def _page(
    request: Request,
    found: Conversation | None,
    status: int = 200,
    *,
    typed: str = "",
    error: str = "",
    notice: str = "",
    personal: bool = False,
    undecided: str = "",
    department: str = "",
    whole: bool = False,
) -> Response:
    """
    Args:
        typed: what the text field holds.
        error: sentence at the text field.
        notice: sentence above everything.
        personal: whether the error is about personal data.
        undecided: question of a button, when the error is about it and not about the text field.
    """
    t = words_of(request)
    settings = request.app.state.settings
    chosen = found.exchanges if found is not None else ()
    folded = 0 if whole else max(0, len(chosen) - _WHOLE)
    provision = await provision_of(request)
    exchanges = await run_in_threadpool(lambda: [shown(e, t, provision) for e in chosen[folded:]])
    stopped = bool(chosen) and chosen[-1].state == "stopped"
    return render(
        request,
        "chat.html",
        status,
        conversation=found,
        exchanges=exchanges,
        folded=folded,
        typed=typed or (chosen[-1].question if stopped and not error else ""),
        error=error,
        notice=notice,
        personal=personal,
        undecided=undecided,
        key=asking.new_key(),
        limit=settings.max_question_chars,
        departments=departments(request),
        department=department,
        examples=examples(request),
        recent=() if found is not None else await _recent(request),
        remembered=is_kept(request),
    )


async def _recent(request: Request) -> tuple[ConversationSummary, ...]:
    if visitor(request).is_new:
        return ()
    try:
        store = await stored(request)
        return (await run_in_threadpool(store.conversations.list, visitor(request).owner))[:_RECENT]
    except AssistantError:  # the page says so once somebody asks
        return ()


async def _conversation_of(request: Request, conversation_id: str) -> Conversation | None:
    if not conversation_id:
        return None
    try:
        store = await stored(request)
        return await run_in_threadpool(store.conversations.get, visitor(request).owner, conversation_id)
    except AssistantError:
        return None
