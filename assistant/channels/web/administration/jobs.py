"""The job that runs beside the server: what it does at the moment, what came of it, starting and ending one."""

from __future__ import annotations

from typing import get_args

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from assistant.channels.web.administration.frame import PAGES, show
from assistant.channels.web.form import fields
from assistant.channels.web.shell import fragment, words_of
from assistant.errors import BusyError, InputError
from assistant.jobs import Jobs, Kind

router = APIRouter()
_COMMANDS: dict[str, list[str]] = {"build": ["build"], "laws": ["laws"]}  # those that need nothing else


@router.get(PAGES["job"])
async def job(request: Request) -> Response:
    """The running job or the last one. Without JavaScript it is looked at again by a link."""
    return _page(request)


@router.get(f"{PAGES['job']}/stand")
async def progress(request: Request) -> Response:
    """The part of the page that changes, for the script."""
    return HTMLResponse(fragment(request, "administration/job_progress.html", job=_jobs(request).latest()))


@router.post(PAGES["job"])
async def start(request: Request) -> Response:
    """Build the index or synchronise the laws."""
    kind = (await fields(request)).text("art")
    if kind not in _COMMANDS:
        raise InputError(words_of(request).jobs.unknown)
    try:
        await run_in_threadpool(_jobs(request).start, _kind(kind), _COMMANDS[kind])
    except BusyError as error:
        return _page(request, error.http_status, error.message)
    return RedirectResponse(PAGES["job"], 303)


@router.post(f"{PAGES['job']}/abbrechen")
async def cancel(request: Request) -> Response:
    """End the running job."""
    await run_in_threadpool(_jobs(request).cancel)
    return RedirectResponse(PAGES["job"], 303)


def _page(request: Request, status: int = 200, error: str = "") -> Response:
    return show(request, "job.html", status, job=_jobs(request).latest(), error=error)


def _jobs(request: Request) -> Jobs:
    jobs: Jobs = request.app.state.jobs
    return jobs


def _kind(name: str) -> Kind:
    return next(kind for kind in get_args(Kind) if kind == name)
