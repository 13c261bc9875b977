"""The web application: guards, routes and errors wired together, and the server that runs it."""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import anyio.to_thread
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import JSONResponse, Response

from assistant import __version__
from assistant.channels import api, openapi_de, problems
from assistant.channels.closing import Closing
from assistant.channels.interface import Answering
from assistant.channels.opening import Opening
from assistant.channels.storing import Storing
from assistant.channels.web import page
from assistant.channels.web.administration import documents
from assistant.channels.web.chat.work import Works
from assistant.channels.wire import Problem
from assistant.errors import AssistantError, InputError
from assistant.jobs import Jobs
from assistant.messages_de import CommandLine
from assistant.retention import keep_expiring
from assistant.security.body_limit import BodyLimit
from assistant.security.failures import QuietFailures
from assistant.security.headers import SecurityHeaders
from assistant.security.request_log import RequestLog
from assistant.security.same_origin import SameOrigin
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.store.store import Store

AT_ONCE = 8  # answers worked on at the same time; more would only cost memory
AT_ONCE_WITH_MODEL = 32  # these mostly wait for it
FAREWELL_S = 8  # for open requests when the server stops; answers cut off are joined again after its start
BODY_LIMIT = 64 * 1024  # bytes: a long question with its history, not a document


def create_app(settings: Settings, assistant: Answering | None = None, store: Store | None = None) -> FastAPI:
    """The application; nothing is loaded before the server starts.

    Args:
        settings: of this process.
        assistant: an opened assistant; None opens the one the settings describe.
        store: an opened store, likewise.
    """

    def open_assistant() -> Answering:
        if assistant is not None:
            return assistant
        from assistant.service import build

        return build(settings)

    def opened_store() -> Store:
        if store is not None:
            return store
        from assistant.store.store import open_store

        return open_store(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if settings.llm_model is None:  # with one, threads mostly wait for it
            anyio.to_thread.current_default_thread_limiter().total_tokens = AT_ONCE
        app.state.opening.begin()
        expiring = asyncio.create_task(keep_expiring(app.state.storing.store))
        yield
        expiring.cancel()
        await run_in_threadpool(app.state.jobs.close)
        await app.state.works.close()
        await app.state.storing.close()

    app = FastAPI(
        title=openapi_de.TITLE,
        description=openapi_de.DESCRIPTION,
        version=__version__,
        docs_url=None,  # its page loads scripts from elsewhere; the description is at /openapi.json
        redoc_url=None,
        lifespan=lifespan,
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.state.storing = Storing(opened_store)
    app.state.closing = Closing(app.state.storing.closed)
    app.state.closed = app.state.closing.last
    app.state.opening = Opening(open_assistant, app.state.closing.message)
    app.state.jobs = Jobs(settings)
    app.state.works = Works(AT_ONCE if settings.llm_model is None else AT_ONCE_WITH_MODEL)
    app.include_router(api.router)
    _add_health(app)
    page.add_pages(app, settings)
    _describe(app)
    _handle_errors(app)
    # The last one added is the outermost.
    app.add_middleware(
        BodyLimit, limit=BODY_LIMIT, larger={documents.UPLOAD: documents.upload_limit(settings)}
    )
    app.add_middleware(SameOrigin, respond=lambda request: _respond(request, problems.of_foreign_form()))
    app.add_middleware(QuietFailures, respond=lambda request: _respond(request, problems.of_status(500)))
    app.add_middleware(GZipMiddleware, minimum_size=1024)  # leaves event streams alone
    app.add_middleware(SecurityHeaders)
    app.add_middleware(RequestLog)
    return app


def serve(settings: Settings, say: Callable[[str], None]) -> None:
    """Serve until interrupted; `say` gets one line with the address when it listens.

    Raises:
        InputError: the address is in use or not of this machine.
    """
    import uvicorn
    from threadpoolctl import threadpool_limits

    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    logging.getLogger("assistant").setLevel(settings.log_level.upper())
    app = create_app(settings)
    with _listen(settings.host, settings.port) as listener:
        if page.kern_folder() is None:
            say(CommandLine.PLAIN_PAGE)
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        say(CommandLine.SERVING.format(url=f"http://{host}:{listener.getsockname()[1]}"))
        # Several questions at once already use every core; BLAS threads within each would only get in the way.
        threadpool_limits(limits=1, user_api="blas")
        # Its own access log would show query strings; RequestLog writes instead.
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=FAREWELL_S,
        )
        uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        told = CommandLine.PORT_IN_USE if error.errno == errno.EADDRINUSE else CommandLine.NO_ADDRESS
        raise InputError(told.format(host=host, port=port)) from None


def _add_health(app: FastAPI) -> None:
    @app.get("/healthz", tags=[openapi_de.HEALTH_TAG], summary=openapi_de.HEALTH_SUMMARY)
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/readyz", tags=[openapi_de.HEALTH_TAG], summary=openapi_de.READY_SUMMARY)
    async def readyz(request: Request) -> JSONResponse:
        assistant = await request.app.state.opening.ready()
        status = await run_in_threadpool(assistant.status)  # may open a generation published just now
        return JSONResponse({"status": "ok", "generation": status.generation, "embedding": status.embedding})


def _describe(app: FastAPI) -> None:
    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = get_openapi(
                title=app.title, version=app.version, description=app.description, routes=app.routes
            )
            schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
            document["components"]["schemas"].update(schema.pop("$defs"), Problem=schema)
            app.openapi_schema = openapi_de.translate(document)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _handle_errors(app: FastAPI) -> None:
    @app.exception_handler(AssistantError)
    async def expected(request: Request, error: AssistantError) -> Response:
        return _respond(request, problems.of_error(error))

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        return _respond(request, problems.of_validation(error.errors()))

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        headers = dict(error.headers or {})
        facts = {"allowed": headers.get("Allow", headers.get("allow", "")), "limit": BODY_LIMIT // 1024}
        return _respond(request, problems.of_status(error.status_code, **facts), headers)


def _respond(request: Request, problem: Problem, headers: dict[str, str] | None = None) -> Response:
    """A page for people who look with a browser, a problem document for programs."""
    if page.wants_page(request):
        return page.error_page(request, problem, headers)
    return problems.response(problem, headers)
