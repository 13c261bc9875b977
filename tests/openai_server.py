"""A scripted language-model server that speaks the OpenAI wire protocol over real HTTP on loopback.

    with ScriptedServer(Say("Guten Tag."), Fail(500)) as server:
        ... server.base_url, server.calls

Replies are served in order; the last one is repeated. Every request body is recorded.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


@dataclass(frozen=True)
class Say:
    """A proper reply; streamed in pieces of `piece` characters, with a pause before each; may stall or break at the end."""

    text: str
    piece: int = 7
    pause_s: float = 0.0
    stalls: bool = False
    breaks: bool = False


@dataclass(frozen=True)
class Fail:
    """An error status with OpenAI's error body."""

    status: int


@dataclass(frozen=True)
class Raw:
    """Any body with status 200."""

    body: str
    content_type: str = "application/json"


@dataclass(frozen=True)
class Hang:
    """Never answers (until the server closes)."""


Reply = Say | Fail | Raw | Hang


class ScriptedServer:
    """Context manager; `calls` holds the JSON bodies, `headers` the headers of the requests, `contacts` counts all."""

    def __init__(self, *replies: Reply):
        self.calls: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.contacts = 0
        self._replies = list(replies)
        self._closing = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> Self:
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        ).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()

    def _next(self) -> Reply:
        return self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]

    def _handler(script) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                script.contacts += 1
                self._send(404, "{}")

            def do_POST(self) -> None:
                script.contacts += 1
                if self.headers.get("Content-Type", "") != "application/json":
                    self._send(415, "{}")
                    return
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                script.calls.append(body)
                script.headers.append({name.lower(): value for name, value in self.headers.items()})
                with suppress(OSError):  # the client may have hung up
                    self._serve(script._next(), streaming=bool(body.get("stream")))

            def _serve(self, reply: Reply, streaming: bool) -> None:
                if isinstance(reply, Hang):
                    script._closing.wait()
                elif isinstance(reply, Fail):
                    error = {"message": "scripted sk-geheim", "code": "scripted"}
                    self._send(reply.status, json.dumps({"error": error}))
                elif isinstance(reply, Raw):
                    self._send(200, reply.body, reply.content_type)
                elif streaming:
                    self._stream(reply)
                else:
                    script._closing.wait(reply.pause_s)
                    self._send(200, json.dumps(_completion(reply.text)))

            def _stream(self, reply: Say) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Connection", "close")
                self.end_headers()
                for event in _events(reply.text, reply.piece):
                    script._closing.wait(reply.pause_s)
                    self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
                    self.wfile.flush()
                if reply.stalls:
                    script._closing.wait()
                else:
                    self.wfile.write(b"data: {broken\n\n" if reply.breaks else b"data: [DONE]\n\n")

            def _send(self, status: int, body: str, content_type: str = "application/json") -> None:
                data = body.encode()
                self.send_response(status)
                self.send_header("Content-Type", content_type)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                pass

        return Handler


def _completion(text: str) -> dict[str, Any]:
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    return {
        "id": "1",
        "object": "chat.completion",
        "created": 1,
        "model": "test",
        "choices": [choice],
        "usage": usage,
    }


def _events(text: str, size: int) -> Iterator[dict[str, Any]]:
    for start in range(0, len(text), size):
        delta = {"role": "assistant", "content": text[start : start + size]}
        yield {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "test",
               "choices": [{"index": 0, "delta": delta, "finish_reason": None}]}  # fmt: skip
    yield {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "test",
           "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}  # fmt: skip
