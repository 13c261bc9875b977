"""The Vorhaben-Check: a project seen through the six principles."""

from assistant.channels.web.project.routes import router

__all__ = ["router"]
