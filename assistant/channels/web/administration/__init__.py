"""The administration area below `/verwaltung`: a file for each page, open to the administration only."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from assistant.channels.web.administration import (
    documents,
    feedback_queue,
    figures,
    gaps,
    jobs,
    law,
    options,
    overview,
    sources,
)
from assistant.security.roles import admin

router = APIRouter(include_in_schema=False, dependencies=[Depends(admin)])
for page in (overview, sources, documents, jobs, law, gaps, feedback_queue, figures, options):
    router.include_router(page.router)
