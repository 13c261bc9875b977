"""Adding and removing the administration's own documents, as a job that runs beside the server."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from assistant.channels.web.administration.frame import PAGES
from assistant.channels.web.administration.sources import sources_page
from assistant.channels.web.form import fields
from assistant.channels.web.shell import words_of
from assistant.channels.web.words import Words
from assistant.errors import AssistantError, InputError
from assistant.jobs import Jobs
from assistant.settings import Settings

router = APIRouter()
UPLOAD = "/verwaltung/quellen/dokumente"
_MOST_FILES = 50
_ROOM_FOR = 4  # largest documents in one upload
_LONGEST = 300  # characters of a detail; `ingest add` takes no more
_DETAILS = ("titel", "datum", "gueltig_von", "gueltig_bis", "zustaendig")
_DATES = ("datum", "gueltig_von", "gueltig_bis")
_GERMAN_DATE = re.compile(r"\d{1,2}\.\s?\d{1,2}\.\s?\d{4}")  # `ingest add` checks the day
_ID = re.compile(r"[0-9a-f]{12}")


class WrongField(InputError):
    """A field that cannot be used as it is; `field` is its name."""

    def __init__(self, message: str, field: str):
        super().__init__(message)
        self.field = field


def upload_limit(settings: Settings) -> int:
    """Largest body of an upload in bytes."""
    return _ROOM_FOR * settings.document_max_bytes + 1_000_000  # the form around the files


@router.post(UPLOAD)
async def add(request: Request) -> Response:
    """Take files in. The body is read here, not by a dependency: nobody else gets to send it."""
    words = words_of(request).sources
    typed: dict[str, str] = {}
    try:
        async with request.form(max_files=_MOST_FILES, max_fields=20) as form:
            typed = {name: _text(form, name) for name in _DETAILS}
            files = [
                file for file in form.getlist("dateien") if isinstance(file, UploadFile) and file.filename
            ]
            if not files:
                raise WrongField(words.no_files, "dateien")
            if typed["titel"] and len(files) > 1:
                raise WrongField(words.one_title, "titel")
            options = [
                f"--{name.replace('_', '-')}={_checked(name, typed[name], words)}"
                for name in _DETAILS
                if typed[name]
            ]
            folder, arguments = await run_in_threadpool(_kept, files)
        jobs: Jobs = request.app.state.jobs
        await run_in_threadpool(jobs.start, "add", ["add", *options, *arguments], folder)
    except AssistantError as error:
        wrong = error.field if isinstance(error, WrongField) else ""
        return await sources_page(request, error.http_status, error.message, wrong, typed)
    except HTTPException as error:
        if error.status_code == 413:
            limit = upload_limit(request.app.state.settings) // 1_000_000
            return await sources_page(request, 413, words.too_large.format(limit=limit), "dateien", typed)
        return await sources_page(request, 422, words.broken_upload, "dateien", typed)
    return RedirectResponse(PAGES["job"], 303)


@router.post("/verwaltung/quellen/entfernen")
async def remove(request: Request) -> Response:
    """Remove one document from the store and from the index."""
    document = (await fields(request)).text("dokument")
    try:
        if not _ID.fullmatch(document):
            raise InputError(words_of(request).sources.no_document)
        await run_in_threadpool(request.app.state.jobs.start, "remove", ["remove", "--", document])
    except AssistantError as error:
        return await sources_page(request, error.http_status, error.message)
    return RedirectResponse(PAGES["job"], 303)


def _kept(files: Sequence[UploadFile]) -> tuple[Path, list[str]]:
    """Write the files into a folder of their own that only this user can read.

    They are numbered there: what somebody calls a file is text for `ingest add`, never part of a path.

    Returns: the folder, and the arguments that name its files.
    """
    folder = Path(tempfile.mkdtemp(prefix="dokumente-"))
    try:
        paths = [folder / str(n) for n in range(1, len(files) + 1)]
        for file, path in zip(files, paths, strict=True):
            with path.open("xb") as copy:
                shutil.copyfileobj(file.file, copy)
        names = folder / "namen.json"
        names.write_text(json.dumps([file.filename for file in files]), encoding="utf-8")
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder, [f"--namen={names}", "--", *map(str, paths)]


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _checked(name: str, value: str, words: Words) -> str:
    if len(value) > _LONGEST or not value.isprintable():
        raise WrongField(words.bad_text.format(limit=_LONGEST), name)
    if name in _DATES:
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            if not _GERMAN_DATE.fullmatch(value):
                raise WrongField(words.bad_date, name) from None
    return value
