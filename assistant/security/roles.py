"""Who may do what. Until there is a sign-in, the administration is whoever sits at this machine."""

from __future__ import annotations

from fastapi import HTTPException, Request

from assistant.security.local_only import is_local


def is_admin(request: Request) -> bool:
    """Whether the administration area is open to this request."""
    return is_local(request)


def admin(request: Request) -> None:
    """FastAPI dependency: refuse (403) everyone but the administration."""
    if not is_admin(request):
        raise HTTPException(403)
