"""Clients of Chroma: on local files, or of a server when several processes serve."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from assistant.errors import AssistantError
from assistant.settings import Settings

if TYPE_CHECKING:
    from chromadb.api.client import Client

CONNECT_S = 3.0


@contextmanager
def chroma_client(
    settings: Settings, folder: Path, failure: type[AssistantError], message: str
) -> Iterator[Client]:
    """A client for one piece of work."""
    with chroma_errors(failure, message):
        client = connect_chroma(settings, folder, failure)
        try:
            yield client
        finally:
            client.close()


def connect_chroma(settings: Settings, folder: Path, failure: type[AssistantError]) -> Client:
    """A client of the configured server, or else of the files in `folder`. Close it after use."""
    os.environ["ANONYMIZED_TELEMETRY"] = "False"
    import chromadb
    from chromadb.api.shared_system_client import SharedSystemClient
    from chromadb.config import Settings as ChromaSettings

    quiet = ChromaSettings(anonymized_telemetry=False)
    if not settings.chroma_url:
        try:
            return cast("Client", chromadb.PersistentClient(path=str(folder), settings=quiet))
        except Exception:
            # Chroma 1.5.9 keeps what failed to start and would hand it out when the files are mended.
            SharedSystemClient._identifier_to_system.pop(str(folder), None)
            raise
    url = urlsplit(settings.chroma_url)
    host, tls = url.hostname or "", url.scheme == "https"
    port = url.port or (443 if tls else 80)
    with chroma_errors(
        failure, f"Der Chroma-Server {settings.chroma_url} antwortet nicht. CHROMA_URL prüfen."
    ):
        # The client itself would wait for a connection without a limit.
        socket.create_connection((host, port), timeout=CONNECT_S).close()
        return cast("Client", chromadb.HttpClient(host=host, port=port, ssl=tls, settings=quiet))


@contextmanager
def chroma_errors(failure: type[AssistantError], message: str) -> Iterator[None]:
    """Turn what chromadb raises (its own errors, httpx's, plain ValueErrors) into `failure`."""
    try:
        yield
    except AssistantError:
        raise
    except Exception as error:
        raise failure(message) from error
