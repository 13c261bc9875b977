"""One principle of a project: check questions to note something at, evidence beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from assistant.channels.evidence import may_be_opened
from assistant.channels.interface import Answering
from assistant.channels.legal_links import place_address
from assistant.channels.opening import opened
from assistant.channels.storing import stored
from assistant.channels.web.form import fields
from assistant.channels.web.project.notes import (
    LONGEST_NOTE,
    Entry,
    Merged,
    Sent,
    entries_of,
    merge,
    sent_entries,
)
from assistant.channels.web.project.view import NO_PROBLEMS, Problems, principles_of, problems_of
from assistant.channels.web.shell import render, time_of, words_of
from assistant.errors import AssistantError, ConflictError, NotFoundError
from assistant.messages_de import Reply, Storage
from assistant.security.visitor import visitor
from assistant.store.records import Project
from assistant.store.store import Store

STEP = "/vorhaben/{project_id}/{section}"
_TRIES = 5  # saves of other windows that may come in between
_SECTION = re.compile(r"3\.[1-6]")

router = APIRouter(include_in_schema=False)
Stored = Annotated[Store, Depends(stored)]


@router.get(STEP)
async def step(
    request: Request,
    project_id: str,
    section: str,
    store: Stored,
    assistant: Annotated[Answering, Depends(opened)],
    gespeichert: str = "",
) -> Response:
    """The step of one principle."""
    project = await run_in_threadpool(store.projects.get, visitor(request).owner, project_id)
    saved_at = project.changed_at if gespeichert else None
    return await _page(request, project, section, assistant, saved_at=saved_at)


@router.post(STEP)
async def save(request: Request, project_id: str, section: str, store: Stored) -> Response:
    """Keep what was noted: a form is led on, a script (Accept: application/json) is told what became of it."""
    sent = list(sent_entries(form := await fields(request), section))
    for_script = "application/json" in request.headers.get("accept", "")
    owner = visitor(request).owner
    try:
        project, merged = await run_in_threadpool(_save, store, owner, project_id, sent)
    except AssistantError as error:
        if for_script or isinstance(error, NotFoundError):
            raise
        return await _not_saved(request, project_id, section, store, sent, error)
    if for_script:
        return JSONResponse(_outcome(request, project, sent, merged), 409 if merged.conflicts else 200)
    if merged.conflicts or merged.too_long:
        problems = problems_of(sent, merged.conflicts, merged.too_long)
        return await _page(
            request,
            project,
            section,
            await opened(request),
            problems=problems,
            status=409 if merged.conflicts else 422,
        )
    return RedirectResponse(_next_address(project, section, form.text("ziel")), 303)


def _save(store: Store, owner: str, project_id: str, sent: list[Sent]) -> tuple[Project, Merged]:
    """Merge into what is stored, again when another window was faster."""
    for _ in range(_TRIES):
        project = store.projects.get(owner, project_id)
        stored_entries = entries_of(project)
        merged = merge(stored_entries, sent)
        if merged.entries == stored_entries:
            return project, merged
        try:
            return _stored(store, owner, project, merged), merged
        except ConflictError:
            continue
    raise ConflictError(Storage.BUSY)


def _stored(store: Store, owner: str, project: Project, merged: Merged) -> Project:
    entries = merged.entries
    return store.projects.save(
        owner,
        project.id,
        project.title,
        project.description,
        notes={id: entry.note for id, entry in entries.items() if entry.note},
        done=[id for id, entry in entries.items() if entry.state == "done"],
        dropped=[id for id, entry in entries.items() if entry.state == "dropped"],
        version=project.version,
    )


def _outcome(request: Request, project: Project, sent: Sequence[Sent], merged: Merged) -> dict[str, object]:
    """For the script: the marks of what is stored now, and what another window has written."""
    entries = entries_of(project)
    return {
        "time": time_of(project.changed_at),
        "marks": {s.id: entries.get(s.id, Entry()).mark for s in sent},
        "conflicts": {id: theirs._asdict() for id, theirs in merged.conflicts.items()},
        "too_long": sorted(merged.too_long),
    }


def _next_address(project: Project, section: str, wanted: str) -> str:
    """Where the pressed button leads; by default the saved step once more."""
    if wanted == "uebersicht":
        return f"/vorhaben/{project.id}"
    if _SECTION.fullmatch(wanted) and wanted != section:
        return f"/vorhaben/{project.id}/{wanted}"
    return f"/vorhaben/{project.id}/{section}?gespeichert=1"


async def _not_saved(
    request: Request, project_id: str, section: str, store: Store, sent: Sequence[Sent], error: AssistantError
) -> Response:
    """The step with everything that was typed, or the error where not even that can be shown."""
    try:
        project = await run_in_threadpool(store.projects.get, visitor(request).owner, project_id)
        assistant = await opened(request)
    except AssistantError:
        raise error from None
    problems = Problems({s.id: s.entry for s in sent}, {}, frozenset())
    return await _page(
        request,
        project,
        section,
        assistant,
        problems=problems,
        failed=error.message,
        status=error.http_status,
    )


async def _page(
    request: Request,
    project: Project,
    section: str,
    assistant: Answering,
    saved_at: datetime | None = None,
    problems: Problems = NO_PROBLEMS,
    failed: str = "",
    status: int = 200,
) -> Response:
    check = await run_in_threadpool(assistant.check_project, project.description)
    principles = principles_of(check, entries_of(project), problems)
    ids = [principle.check.id for principle in principles]
    if section not in ids:
        raise NotFoundError(Storage.NO_PRINCIPLE)
    here = ids.index(section)
    return render(
        request,
        "project_step.html",
        status,
        project=project,
        covered=check.covered,
        principles=principles,
        principle=principles[here],
        number=here + 1,
        following=principles[here + 1].check if here + 1 < len(principles) else None,
        saved=words_of(request).project.step.saved_at.format(time=time_of(saved_at)) if saved_at else "",
        partly=problems.theirs or problems.too_long,
        failed=failed,
        longest=LONGEST_NOTE,
        shapes=Reply.SHAPES,
        place_address=place_address,
        may_be_opened=may_be_opened,
    )
