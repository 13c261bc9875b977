"""Routes of the page: the form, its stream, the assets, error pages."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from functools import partial
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from assistant.channels import problems
from assistant.channels.legal_links import Resolve
from assistant.channels.opening import Opening
from assistant.channels.reply import plain_body
from assistant.channels.streaming import Steps
from assistant.channels.web import administration, places, view
from assistant.channels.web.form import AskForm, continued, parse_form
from assistant.channels.wire import Problem
from assistant.errors import AssistantError
from assistant.messages_de import Page
from assistant.models import Answer, Replacement, TextDelta
from assistant.security.failures import log_failure
from assistant.settings import PROJECT, Settings

EVENT_STREAM = "text/event-stream"


def kern_folder() -> Path | None:
    """Where npm put the design system; None when it is not installed (the page is plain then)."""
    folder = PROJECT / "node_modules" / "@kern-ux" / "native" / "dist"
    return folder if (folder / "kern.min.css").is_file() else None


def wants_page(request: Request) -> bool:
    """Whether a person looks with a browser, outside the API."""
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/api/")


def error_page(request: Request, problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """A problem as a page."""
    kern = kern_folder() is not None
    text = view.render_error(kern=kern, title=problem.title, detail=problem.detail)
    return HTMLResponse(text, problem.status, headers=headers)


def add_page(app: FastAPI, settings: Settings) -> None:
    """Add the page at `/` and its assets to the application."""
    kern = kern_folder()
    app.mount("/assets/page", StaticFiles(directory=view.STATIC), name="page-assets")
    if kern is not None:
        app.mount("/assets/kern", StaticFiles(directory=kern), name="kern-assets")
    places.add_places(app, settings, kern is not None)
    administration.add_administration(app, settings, kern is not None)
    render = partial(
        view.render_page,
        kern=kern is not None,
        limit=settings.max_question_chars,
        most_turns=settings.max_history_turns,
    )

    @app.api_route("/", methods=["GET", "HEAD"], include_in_schema=False)
    async def start() -> HTMLResponse:
        return HTMLResponse(render())

    @app.post("/", include_in_schema=False)
    async def ask(request: Request) -> Response:
        opening: Opening = request.app.state.opening
        form = AskForm("", "", ())
        try:
            form = parse_form(await request.body())
            assistant = await opening.assistant()
            if EVENT_STREAM in request.headers.get("accept", ""):
                steps = Steps(assistant.stream(form.question, form.history))
                await steps.begin()
                return EventSourceResponse(_events(steps, assistant.provision))
            answer = await run_in_threadpool(assistant.answer, form.question, form.history)
        except HTTPException:
            raise
        except Exception as error:
            problem = _problem(error)
            if not wants_page(request):
                return problems.response(problem)
            # The text field keeps what was typed, whatever went wrong.
            typed = form.typed or form.question
            again = render(turns=form.history, earlier=form.history, typed=typed, error=problem.detail)
            return HTMLResponse(again, problem.status)
        turns = continued(form.history, form.question, answer, settings.max_history_turns)
        show = partial(render, turns=turns, earlier=form.history, answer=answer, typed=form.typed)
        return HTMLResponse(await run_in_threadpool(show, provision=assistant.provision))


async def _events(steps: Steps, provision: Resolve) -> AsyncIterator[ServerSentEvent]:
    """Text while it is written, then the finished exchange as HTML; or `error` with a sentence."""
    try:
        async for event in steps:
            match event:
                case TextDelta():
                    yield _event("text", {"text": event.text})
                case Replacement():
                    yield _event("replace", {"reason": event.reason})
                case Answer():
                    yield _event("answer", await run_in_threadpool(_finished, event, provision))
    except Exception as error:
        yield _event("error", {"message": _problem(error).detail})


def _problem(error: Exception) -> Problem:
    """What to tell about any error; the unexpected ones are logged."""
    if isinstance(error, AssistantError):
        return problems.of_error(error)
    log_failure(error)
    return problems.of_status(500)


def _finished(answer: Answer, provision: Resolve) -> dict[str, str]:
    return {
        "html": view.render_exchange(answer, provision),
        "text": answer.text,  # goes back with the next question
        "spoken": Page.SPOKEN.format(text=plain_body(answer.text), sources=len(answer.citations)),
    }


def _event(name: str, data: Mapping[str, str]) -> ServerSentEvent:
    return ServerSentEvent(event=name, data=json.dumps(data, ensure_ascii=False))
