"""The chat: asking, following an answer while it is written, showing and rating it."""

from fastapi import APIRouter

from assistant.channels.web.chat import device, feedback, routes

router = APIRouter(include_in_schema=False)
for part in (device, feedback, routes):
    router.include_router(part.router)
