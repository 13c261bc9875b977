"""A real HTTP server on this machine that answers from a script and keeps what it was asked."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple


class Reply(NamedTuple):
    """One answer. `length`: what the server says of it, when that is not true; it then closes."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = {}
    length: int | None = None


class Asked(NamedTuple):
    path: str
    headers: Mapping[str, str]


class LawServer:
    """Answers each path with its replies in order; the last one is repeated, unknown paths are 404."""

    def __init__(self, address: str):
        self.address = address
        self.replies: dict[str, list[Reply]] = {}
        self.asked: list[Asked] = []

    def answer(self, path: str, *replies: Reply) -> None:
        self.replies[path] = list(replies)

    def take(self, path: str) -> Reply:
        replies = self.replies.get(path, [Reply(404)])
        return replies.pop(0) if len(replies) > 1 else replies[0]


@contextmanager
def law_server() -> Iterator[LawServer]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.asked.append(Asked(self.path, dict(self.headers)))
            reply = server.take(self.path)
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            length = len(reply.body) if reply.length is None else reply.length
            self.send_header("Content-Length", str(length))
            self.end_headers()
            self.wfile.write(reply.body)
            self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing is printed."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        server = LawServer(f"http://127.0.0.1:{http.server_port}")
        thread = threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            http.shutdown()
            thread.join()
