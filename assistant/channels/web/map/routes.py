"""The map: a picture of the study's framework, with what an answer or a conversation has touched."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from assistant.channels.interface import Answering
from assistant.channels.opening import opened
from assistant.channels.storing import stored
from assistant.channels.web.chat.asking import new_key
from assistant.channels.web.map.drawing import draw
from assistant.channels.web.map.marks import (
    Marks,
    map_sections,
    named_sections,
    touched_counts,
    untouched_principles,
)
from assistant.channels.web.shell import render, words_of
from assistant.errors import AssistantError, NotFoundError
from assistant.framework import Framework
from assistant.security.visitor import visitor

router = APIRouter(include_in_schema=False)


@router.get("/landkarte")
async def framework_map(
    request: Request,
    assistant: Annotated[Answering, Depends(opened)],
    stellen: str = "",
    antwort: str = "",
    gespraech: str = "",
) -> Response:
    """The map; marked is what the conversation, the answer or the named sections touch, in this order."""
    framework = assistant.framework
    words = words_of(request).map
    marks, notice = None, ""
    try:
        if gespraech:
            marks = await _of_conversation(request, framework, gespraech)
        elif antwort:
            marks = await _of_answer(request, framework, antwort)
        elif stellen.strip():
            marks, ignored = named_sections(stellen, framework)
            notice = words.ignored.format(entries=", ".join(ignored)) if ignored else ""
    except NotFoundError:
        notice = words.unknown
    except AssistantError as error:  # the store is out of reach: the map is there all the same
        notice = error.message
    return render(
        request,
        "map.html",
        drawing=draw(framework),
        titles={id: framework.title(id) for id in map_sections(framework)},
        neighbours=_neighbours(framework),
        marks=marks,
        untouched=untouched_principles(framework, marks) if marks else (),
        request_key=new_key(),
        notice=notice,
    )


async def _of_conversation(request: Request, framework: Framework, id: str) -> Marks:
    store = await stored(request)
    conversation = await run_in_threadpool(store.conversations.get, visitor(request).owner, id)
    answers = [exchange.answer for exchange in conversation.exchanges if exchange.answer is not None]
    return Marks(
        of="conversation",
        counts=touched_counts(answers, framework),
        answers=len(answers),
        conversation=conversation.id,
        title=conversation.title,
        asked=frozenset(exchange.question for exchange in conversation.exchanges),
    )


async def _of_answer(request: Request, framework: Framework, id: str) -> Marks:
    store = await stored(request)
    exchange = await run_in_threadpool(store.conversations.exchange, visitor(request).owner, id)
    answers = [exchange.answer] if exchange.answer is not None else []
    return Marks(
        of="answer",
        counts=touched_counts(answers, framework),
        answers=len(answers),
        conversation=exchange.conversation_id,
        title=exchange.question,
        asked=frozenset({exchange.question}),
    )


def _neighbours(framework: Framework) -> dict[str, list[tuple[str, str]]]:
    """Section on the map -> (section on the map, why they belong together), in the study's order."""
    shown = map_sections(framework)
    return {
        id: [(link.target, link.reason) for link in framework.neighbours(id) if link.target in shown]
        for id in shown
    }
