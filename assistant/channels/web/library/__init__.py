"""What answers rest on: search, cards of the study's sections, single passages and documents."""

from fastapi import APIRouter

from assistant.channels.web.library import cards, places, search

router = APIRouter(include_in_schema=False)
for part in (cards, places, search):
    router.include_router(part.router)
