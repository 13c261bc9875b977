"""The HTTP API under /api/v1: answers (JSON or server-sent events), passages, framework."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, HTTPException, Request
from fastapi.responses import Response
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool

from assistant.channels import openapi_de as texts
from assistant.channels.counting import count
from assistant.channels.interface import Answering
from assistant.channels.opening import opened
from assistant.channels.problems import of_error, of_status
from assistant.channels.storing import Storing
from assistant.channels.streaming import Steps
from assistant.channels.wire import PassageView, Problem, QuestionRequest
from assistant.errors import AssistantError
from assistant.framework import Framework
from assistant.models import Answer, Replacement, TextDelta
from assistant.security.failures import log_failure

EVENT_STREAM = "text/event-stream"
Ready = Annotated[Answering, Depends(opened)]


def require_json(request: Request) -> None:
    """Refuse bodies that are not declared as JSON, whatever they hold."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise HTTPException(415)


def _problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": texts.RESPONSES[status], "content": content} for status in statuses}


router = APIRouter(prefix="/api/v1")


@router.post(
    "/answers",
    tags=[texts.TAG],
    summary=texts.ANSWERS_SUMMARY,
    description=texts.ANSWERS,
    response_model=Answer,
    response_description=texts.RESPONSES[200],
    responses={
        200: {"content": {EVENT_STREAM: {"schema": {"type": "string"}, "example": texts.EVENT_EXAMPLE}}},
        **_problems(413, 415, 422, 500, 503),
    },
    dependencies=[Depends(require_json)],
)
async def answers(
    request: Request,
    asked: Annotated[QuestionRequest, Body(openapi_examples=texts.QUESTION_EXAMPLES)],
    assistant: Ready,
) -> Response:
    """Answer a question, as one JSON document or as a stream, as the client accepts."""
    storing, began = request.app.state.storing, time.perf_counter()
    if EVENT_STREAM not in request.headers.get("accept", ""):
        answer = await run_in_threadpool(assistant.answer, asked.question, asked.history)
        await count(storing, "api", answer, began)
        return Response(answer.model_dump_json(), media_type="application/json")
    steps = Steps(assistant.stream(asked.question, asked.history))
    await steps.begin()
    return EventSourceResponse(_events(steps, storing, began))


@router.get(
    "/passages/{passage_id:path}",
    tags=[texts.TAG],
    summary=texts.PASSAGE_SUMMARY,
    description=texts.PASSAGE,
    response_description=texts.RESPONSES["passage"],
    responses=_problems(404, 422, 500, 503),
)
async def passage(passage_id: str, assistant: Ready) -> PassageView:
    """One passage that may be shown."""
    return PassageView.of(await run_in_threadpool(assistant.passage, passage_id))


@router.get(
    "/framework",
    tags=[texts.TAG],
    summary=texts.FRAMEWORK_SUMMARY,
    description=texts.FRAMEWORK,
    response_description=texts.RESPONSES["framework"],
    responses=_problems(500, 503),
)
async def framework(assistant: Ready) -> Framework:
    """Levels, principles, measures and their links."""
    return assistant.framework


async def _events(steps: Steps, storing: Storing, began: float) -> AsyncIterator[ServerSentEvent]:
    """`text` and `replace` while writing, then `answer`; or `error` with a problem, and the stream ends."""
    try:
        async for event in steps:
            match event:
                case TextDelta():
                    yield _event("text", json.dumps({"text": event.text}, ensure_ascii=False))
                case Replacement():
                    yield _event("replace", json.dumps({"reason": event.reason}, ensure_ascii=False))
                case Answer():
                    yield _event("answer", event.model_dump_json())
                    await count(storing, "api", event, began)
    except AssistantError as error:
        yield _problem_event(of_error(error))
    except Exception as error:
        log_failure(error)
        yield _problem_event(of_status(500))


def _event(name: str, data: str) -> ServerSentEvent:
    return ServerSentEvent(event=name, data=data)


def _problem_event(problem: Problem) -> ServerSentEvent:
    return _event(
        "error", json.dumps({"problem": problem.model_dump(exclude_defaults=True)}, ensure_ascii=False)
    )
