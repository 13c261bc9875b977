"""Stored conversations: the list, file notes of them, links to single answers."""

from fastapi import APIRouter

from assistant.channels.web.conversations import notes, routes, sharing

router = APIRouter(include_in_schema=False)
for part in (notes, routes, sharing):
    router.include_router(part.router)
