"""The answer to a question as server-sent events, for the page's script."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

from sse_starlette import ServerSentEvent
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from assistant.channels.problems import of_status
from assistant.channels.web.chat.exchange import render_exchange, spoken
from assistant.channels.web.chat.page import provision_of
from assistant.channels.web.chat.work import Ended, Work
from assistant.channels.web.shell import words_of
from assistant.models import Replacement, TextDelta
from assistant.store.records import Exchange

EVENT_STREAM = "text/event-stream"


async def events(request: Request, exchange: Exchange, work: Work) -> AsyncIterator[ServerSentEvent]:
    """`start`, then `text` and `replace` while writing, and one of `answer`, `stopped` and `error`.

    They begin anew for everyone who joins. A stream that breaks off before the last one can be joined
    again with the same question and key.
    """
    yield _event(
        "start",
        conversation=exchange.conversation_id,
        exchange=exchange.id,
        question=exchange.question,
        url=f"/gespraech/{exchange.conversation_id}",
    )
    async for event in work.follow():
        match event:
            case TextDelta():
                yield _event("text", text=event.text)
            case Replacement():
                yield _event("replace")
            case Ended():
                yield await _last(request, event)


async def _last(request: Request, ended: Ended) -> ServerSentEvent:
    exchange = ended.exchange
    html = await run_in_threadpool(render_exchange, request, exchange, await provision_of(request))
    if exchange.answer is not None:
        return _event("answer", html=html, spoken=spoken(exchange.answer, words_of(request)))
    if exchange.state == "stopped":
        return _event("stopped", html=html, question=exchange.question)
    problem = ended.problem or of_status(500)
    return _event("error", html=html, problem=problem.model_dump(exclude_defaults=True))


def _event(name: str, **data: Any) -> ServerSentEvent:
    return ServerSentEvent(event=name, data=json.dumps(data, ensure_ascii=False))
