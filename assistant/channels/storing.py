"""The store of a running server: opened when first needed, and again after a failure."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from assistant.store.store import Store


class Storing:
    """Opens the store off the event loop, once.

    Args:
        open_store: blocking; returns the store or raises StorageError.
    """

    def __init__(self, open_store: Callable[[], Store]):
        self._open_store = open_store
        self._lock = asyncio.Lock()
        self._store: Store | None = None

    async def store(self) -> Store:
        """The opened store. Raises StorageError; the next call tries again."""
        async with self._lock:
            if self._store is None:
                self._store = await run_in_threadpool(self._open_store)
            return self._store

    async def closed(self) -> str:
        """The message of an assistant that is switched off, else "". Raises StorageError."""
        store = await self.store()
        return (await run_in_threadpool(store.options.get)).closed

    async def close(self) -> None:
        """Let go of the database."""
        if self._store is not None:
            await run_in_threadpool(self._store.close)


async def stored(request: Request) -> Store:
    """Dependency of every route that keeps or reads something."""
    storing: Storing = request.app.state.storing
    return await storing.store()
