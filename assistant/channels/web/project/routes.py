"""The project check: one's projects, a project with its six principles, and the document on it.

The steps, where notes are typed in, are in step.py.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from assistant.channels.interface import Answering
from assistant.channels.opening import opened
from assistant.channels.storing import stored
from assistant.channels.web.chat.asking import FORM_KEY, new_key
from assistant.channels.web.exporting import as_file
from assistant.channels.web.form import Fields, fields
from assistant.channels.web.project import step
from assistant.channels.web.project.document import of_project
from assistant.channels.web.project.notes import entries_of
from assistant.channels.web.project.view import next_step, principles_of
from assistant.channels.web.shell import render, words_of
from assistant.errors import AssistantError, StorageError
from assistant.export.document import shortened
from assistant.security.visitor import begin_with, remember, visitor
from assistant.store.records import Project
from assistant.store.store import Store

PROJECTS = "/vorhaben"
LONGEST_TITLE = 120  # characters
_SHORT = 60  # of a title made from the description

router = APIRouter(include_in_schema=False)
Stored = Annotated[Store, Depends(stored)]
Opened = Annotated[Answering, Depends(opened)]


@router.get(PROJECTS)
async def projects(request: Request, store: Stored, geloescht: str = "") -> Response:
    """What the check is, the form for a new one, and the visitor's projects."""
    return await _list(
        request, store, Fields({}), notice=words_of(request).project.overview.deleted if geloescht else ""
    )


@router.post(PROJECTS)
async def create(request: Request, store: Stored) -> Response:
    """Create a project; the same form sent twice creates one."""
    sent = await fields(request)
    words = words_of(request).project
    if "beispiel" in sent:
        if sent.text("titel").strip() or sent.text("beschreibung").strip():
            return await _list(request, store, sent, notice=words.form.not_taken)
        example = {"titel": [words.example.title], "beschreibung": [words.example.description]}
        return await _list(request, store, Fields(example))
    if errors := _errors(request, sent):
        return await _list(request, store, sent, errors=errors, status=422)
    if FORM_KEY.fullmatch(key := sent.text("anfrage")):
        begin_with(request, key)
    try:
        project = await run_in_threadpool(_created, store, visitor(request).owner, *_typed(sent))
    except AssistantError as error:
        return await _list(
            request, store, sent, errors={"beschreibung": error.message}, status=error.http_status
        )
    response = RedirectResponse(f"{PROJECTS}/{project.id}?neu=1", 303)
    remember(response, request)
    return response


@router.get(PROJECTS + "/{project_id}")
async def project(
    request: Request, project_id: str, store: Stored, assistant: Opened, neu: str = "", geaendert: str = ""
) -> Response:
    """One project: what it is, its principles, what is open."""
    words = words_of(request).project.overview
    notice = words.created if neu else words.changed if geaendert else ""
    found = await run_in_threadpool(store.projects.get, visitor(request).owner, project_id)
    return await _overview(request, found, assistant, notice=notice, created=bool(neu))


@router.post(PROJECTS + "/{project_id}")
async def change(request: Request, project_id: str, store: Stored, assistant: Opened) -> Response:
    """Change title and description; notes stay."""
    sent = await fields(request)
    owner = visitor(request).owner
    found = await run_in_threadpool(store.projects.get, owner, project_id)
    errors, status = _errors(request, sent), 422
    if not errors:
        title, description = _typed(sent)
        try:
            await run_in_threadpool(
                store.projects.save, owner, found.id, title, description, found.notes, found.done, found.dropped,
                found.version,
            )  # fmt: skip
            return RedirectResponse(f"{PROJECTS}/{project_id}?geaendert=1", 303)
        except AssistantError as error:
            errors, status = {"beschreibung": error.message}, error.http_status
    return await _overview(request, found, assistant, sent=sent, errors=errors, status=status)


@router.post(PROJECTS + "/{project_id}/loeschen")
async def delete(request: Request, project_id: str, store: Stored) -> Response:
    """Delete a project for good."""
    await run_in_threadpool(store.projects.delete, visitor(request).owner, project_id)
    return RedirectResponse(f"{PROJECTS}?geloescht=1", 303)


@router.get(PROJECTS + "/{project_id}/export/{extension}")
async def download(
    request: Request, project_id: str, extension: str, store: Stored, assistant: Opened
) -> Response:
    """The document on a project as a file: md, docx or pdf. Dated by the last change."""
    found = await run_in_threadpool(store.projects.get, visitor(request).owner, project_id)
    check = await run_in_threadpool(assistant.check_project, found.description)
    principles = principles_of(check, entries_of(found))
    return await as_file(of_project(found, principles, check.covered), extension)


async def _list(
    request: Request,
    store: Store,
    sent: Fields,
    errors: dict[str, str] | None = None,
    notice: str = "",
    status: int = 200,
) -> Response:
    try:
        own = await run_in_threadpool(store.projects.list, visitor(request).owner)
    except StorageError:
        if not errors:
            raise
        own = ()  # what was typed matters more than the list
    return render(
        request,
        "projects.html",
        status,
        projects=own,
        notice=notice,
        request_key=sent.text("anfrage") or new_key(),
        **_form(sent.text("titel"), sent.text("beschreibung"), errors),
    )


async def _overview(
    request: Request,
    found: Project,
    assistant: Answering,
    sent: Fields | None = None,
    errors: dict[str, str] | None = None,
    notice: str = "",
    created: bool = False,
    status: int = 200,
) -> Response:
    check = await run_in_threadpool(assistant.check_project, found.description)
    principles = principles_of(check, entries_of(found))
    title = found.title if sent is None else sent.text("titel")
    description = found.description if sent is None else sent.text("beschreibung")
    return render(
        request,
        "project.html",
        status,
        project=found,
        covered=check.covered,
        principles=principles,
        following=next_step(principles),
        started=bool(found.notes or found.done or found.dropped),
        created=created,
        notice=notice,
        **_form(title, description, errors),
    )


def _form(title: str, description: str, errors: dict[str, str] | None) -> dict[str, Any]:
    return {
        "typed_title": title,
        "typed_description": description,
        "errors": {"titel": "", "beschreibung": "", **(errors or {})},
        "faulty": bool(errors),
    }


def _errors(request: Request, sent: Fields) -> dict[str, str]:
    """A sentence for every field that cannot be taken, by the field's name."""
    words, limit = words_of(request).project.form, request.app.state.settings.max_question_chars
    title, description = sent.text("titel").strip(), sent.text("beschreibung").strip()
    errors = {}
    if len(title) > LONGEST_TITLE:
        errors["titel"] = words.title_too_long.format(length=len(title), limit=LONGEST_TITLE)
    if not description:
        errors["beschreibung"] = words.empty
    elif len(description) > limit:
        errors["beschreibung"] = words.too_long.format(length=len(description), limit=limit)
    return errors


def _typed(sent: Fields) -> tuple[str, str]:
    """Title and description; without a title the beginning of the description serves."""
    description = sent.text("beschreibung").strip()
    return sent.text("titel").strip() or shortened(description, _SHORT), description


def _created(store: Store, owner: str, title: str, description: str) -> Project:
    for known in store.projects.list(owner):
        if (known.title, known.description) == (title, description):
            return known
    return store.projects.create(owner, title, description)


router.include_router(step.router)  # last: its address would take the others for steps
