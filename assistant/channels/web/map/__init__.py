"""The map of the framework, drawn on the server."""

from assistant.channels.web.map.routes import router

__all__ = ["router"]
