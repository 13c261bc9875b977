"""The web pages put together: their assets, one router for each room, and the page of an error."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from fastapi import Depends, FastAPI, Request
from fastapi.responses import Response
from starlette.staticfiles import StaticFiles

from assistant.channels.web import administration, chat, conversations, fixed, library, map, project, shell
from assistant.channels.wire import Problem
from assistant.messages_de import Problems
from assistant.settings import PROJECT, Settings

ROOMS = (chat, conversations, map, library, project, fixed, administration)


def kern_folder() -> Path | None:
    """Where npm put the design system; None when it is not installed (the page is plain then)."""
    folder = PROJECT / "node_modules" / "@kern-ux" / "native" / "dist"
    return folder if (folder / "kern.min.css").is_file() else None


def wants_page(request: Request) -> bool:
    """Whether a person looks with a browser, outside the API."""
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/api/")


def error_page(request: Request, problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """A problem as a page."""
    detail = problem.detail
    if detail == Problems.DETAILS[404]:  # speaks of the API
        detail = shell.words_of(request).shell.no_page
    return shell.render(request, "error.html", problem.status, headers, title=problem.title, detail=detail)


def add_pages(app: FastAPI, settings: Settings) -> None:
    """Add every room and the assets to the application."""
    kern = kern_folder()
    app.state.kern = kern is not None
    app.state.settings = settings
    app.mount("/assets/page", StaticFiles(directory=shell.STATIC), name="page-assets")
    if kern is not None:
        app.mount("/assets/kern", StaticFiles(directory=kern), name="kern-assets")
    for room in ROOMS:
        app.include_router(room.router, dependencies=[Depends(_closed)])


async def _closed(request: Request) -> None:
    """Every page says so when the assistant is switched off: see that it is known (`shell` only looks it up)."""
    await request.app.state.closing.message()
