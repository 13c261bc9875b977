"""The chat: a question starts or continues a conversation, its answer is written and followed."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from sse_starlette import EventSourceResponse
from starlette.concurrency import run_in_threadpool

from assistant.channels.opening import opened
from assistant.channels.problems import of_status
from assistant.channels.reply import plain
from assistant.channels.reply_html import html
from assistant.channels.storing import stored
from assistant.channels.web.chat import asking
from assistant.channels.web.chat import page as chat_page
from assistant.channels.web.chat.events import EVENT_STREAM, events
from assistant.channels.web.chat.exchange import anchor
from assistant.channels.web.chat.work import Work, Works
from assistant.channels.web.chat.writing import Writer
from assistant.channels.web.form import Fields, fields
from assistant.channels.web.shell import words_of
from assistant.errors import AssistantError, ClosedError, NotFoundError
from assistant.security.visitor import begin_with, remember, visitor
from assistant.store.records import Exchange

router = APIRouter(include_in_schema=False)


@router.api_route("/", methods=["GET", "HEAD"])
async def start(request: Request) -> Response:
    """The start page, where a new conversation begins."""
    return await chat_page.start(request)


@router.post("/")
async def ask(request: Request) -> Response:
    """Ask: streamed to a script; a plain form waits, and is then led to its conversation."""
    streams = EVENT_STREAM in request.headers.get("accept", "")
    form = Fields({})
    try:
        form = await fields(request)
        exchange, work = await _begin(request, form)
        ended = None if streams else await work.end_of()
    except AssistantError as error:
        if streams:
            raise
        return await chat_page.refused(request, form, error)
    if streams:
        response: Response = EventSourceResponse(events(request, exchange, work))
    elif ended is not None and ended.problem is None:
        response = RedirectResponse(_address(exchange), 303)
    else:
        problem = of_status(500) if ended is None or ended.problem is None else ended.problem
        response = await chat_page.failed(request, form, exchange, problem)
    remember(response, request)
    return response


@router.get("/gespraech/{conversation_id}")
async def conversation(request: Request, conversation_id: str, alle: str = "") -> Response:
    """A stored conversation, to be read and continued."""
    store = await stored(request)
    owner = visitor(request).owner
    try:
        found = await run_in_threadpool(store.conversations.get, owner, conversation_id)
    except NotFoundError:
        return await chat_page.start(request, 404, notice=words_of(request).chat.gone)
    return await chat_page.conversation(request, found, whole=bool(alle))


@router.get("/gespraech/{conversation_id}/antwort/{exchange_id}")
async def follow(request: Request, conversation_id: str, exchange_id: str) -> Response:
    """Follow an answer that is being written, from its beginning."""
    store = await stored(request)
    exchange = await run_in_threadpool(store.conversations.exchange, visitor(request).owner, exchange_id)
    if EVENT_STREAM not in request.headers.get("accept", ""):
        return RedirectResponse(_address(exchange), 303)
    return EventSourceResponse(events(request, exchange, _join(request, exchange)))


@router.post("/gespraech/{conversation_id}/abbrechen")
async def stop(request: Request, conversation_id: str) -> Response:
    """Stop writing an answer; without effect once it is there."""
    store = await stored(request)
    form = await fields(request)
    owner = visitor(request).owner
    exchange = await run_in_threadpool(store.conversations.exchange, owner, form.text("antwort"))
    works: Works = request.app.state.works
    if works.may_stop(exchange.id) and await run_in_threadpool(store.conversations.stop, exchange.id):
        exchange = await run_in_threadpool(store.conversations.exchange, owner, exchange.id)
        works.stop(exchange)
    return RedirectResponse(_address(exchange), 303)


@router.get("/gespraech/{conversation_id}/kopie")
async def copy(request: Request, conversation_id: str, antwort: str) -> Response:
    """One answer with its sources, as text and as HTML, for the clipboard."""
    store = await stored(request)
    exchange = await run_in_threadpool(store.conversations.exchange, visitor(request).owner, antwort)
    if exchange.answer is None:
        raise NotFoundError(words_of(request).chat.gone)
    question = exchange.question
    text = f"{question}\n\n{plain(exchange.answer)}"
    return JSONResponse({"text": text, "html": chat_page.copied(question, html(exchange.answer))})


async def _begin(request: Request, form: Fields) -> tuple[Exchange, Work]:
    """Store the question of a form and begin to answer it, or join in where that is being done."""
    t, state = words_of(request), request.app.state
    wish = asking.read(form, state.settings, t)
    await opened(request)
    if message := state.closed():
        raise ClosedError(message)
    works: Works = state.works
    works.check_room()
    store = await stored(request)
    begin_with(request, wish.form_key)
    owner = visitor(request).owner
    try:
        asked = await run_in_threadpool(
            store.conversations.ask, owner, wish.conversation_id, wish.form_key, wish.question
        )
    except NotFoundError:
        raise NotFoundError(t.chat.gone_while_asking) from None
    return asked.exchange, _join(request, asked.exchange, wish.department)


def _join(request: Request, exchange: Exchange, department: str | None = None) -> Work:
    """The work on an exchange, begun if nobody here is at it; it ends at once when there is none."""
    state = request.app.state
    writer = Writer(
        owner=visitor(request).owner,
        assistant=state.opening.assistant,
        storing=state.storing,
        slots=state.works.slots,
        most_turns=state.settings.max_history_turns,
    )
    return state.works.join(exchange.id, writer.job(exchange, department))


def _address(exchange: Exchange) -> str:
    return f"/gespraech/{exchange.conversation_id}#{anchor(exchange.id)}"
