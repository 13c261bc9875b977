"""Models from a hub: found in the cache, downloaded from a scripted hub, and never waited for."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from assistant.settings import PROJECT

MODEL = "beispiel/winziges-modell"
COMMIT = hashlib.sha1(b"stand 1").hexdigest()
LOAD = """
import sys
from assistant.index.embedding import load_embedder, local_model_name
from assistant.settings import Settings
settings = Settings(embedding_model=sys.argv[1], embedding_timeout_s=float(sys.argv[2]))
choice = load_embedder(settings, ["Wem gehört das Netz?", "Das Netz gehört allen.", "Wer zahlt?"])
print(choice.embedder.is_fallback, choice.embedder.name == local_model_name(sys.argv[1]))
print(*choice.notices)
print("torch" in sys.modules)
"""


class ScriptedHub:
    """Speaks as much of the hub's protocol as a download needs. `silent` requests are never answered."""

    def __init__(self, folder: Path, silent: Callable[[str], bool] = lambda path: False):
        self.files = {
            p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
        }
        self.requests: list[str] = []
        closing = threading.Event()
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                hub.requests.append(self.path)
                if silent(self.path):
                    closing.wait()
                    return
                hub.answer(self)

            do_HEAD = do_GET

            def log_message(self, *args: Any) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self._closing = closing
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._closing.set()
        self.server.shutdown()
        self.server.server_close()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        path = request.path.split("?")[0]
        file = path.removeprefix(f"/{MODEL}/resolve/{COMMIT}/")
        if path in (f"/api/models/{MODEL}", f"/api/models/{MODEL}/revision/main"):
            listing = [{"rfilename": name} for name in self.files]
            send(request, {"id": MODEL, "sha": COMMIT, "siblings": listing})
        elif path.startswith(f"/api/models/{MODEL}/tree/"):
            send(
                request,
                [{"type": "file", "path": n, "size": len(c), "oid": oid(c)} for n, c in self.files.items()],
            )
        elif file in self.files:
            content = self.files[file]
            request.send_response(200)
            request.send_header("X-Repo-Commit", COMMIT)
            request.send_header("ETag", f'"{oid(content)}"')
            request.send_header("Content-Length", str(len(content)))
            request.end_headers()
            if request.command == "GET":
                request.wfile.write(content)
        else:
            request.send_response(404)
            request.send_header("X-Error-Code", "RepoNotFound")
            request.send_header("Content-Length", "0")
            request.end_headers()


def oid(content: bytes) -> str:
    return hashlib.sha1(content).hexdigest()


def send(request: BaseHTTPRequestHandler, content: Any) -> None:
    body = json.dumps(content).encode()
    request.send_response(200)
    request.send_header("Content-Type", "application/json")
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    request.wfile.write(body)


@pytest.fixture
def hub(tiny_model: Path) -> Iterator[Callable[..., ScriptedHub]]:
    hubs: list[ScriptedHub] = []

    def start(silent: Callable[[str], bool] = lambda path: False) -> ScriptedHub:
        hubs.append(ScriptedHub(tiny_model, silent))
        return hubs[-1]

    yield start
    for each in hubs:
        each.close()


def load(address: str, cache: Path, model: str = MODEL, timeout_s: float = 30, **more: str) -> list[str]:
    """Load `model` in a process of its own, because the hub client reads its environment once.

    Returns "is fallback, name is that of the local files", the notice, and "torch was imported".
    """
    environment = {
        "HF_ENDPOINT": address,
        "HF_HOME": str(cache),
        "HOME": str(cache),
        "PATH": "",
        "NO_PROXY": "*",
    }
    command = [sys.executable, "-c", LOAD, model, str(timeout_s)]
    done = subprocess.run(
        command, cwd=PROJECT, env=environment | more, capture_output=True, text=True, check=True, timeout=120
    )
    return done.stdout.splitlines()


FELL_BACK = "True False"


def test_a_model_is_downloaded_and_then_found_without_the_hub(
    hub: Callable[..., ScriptedHub], tmp_path: Path
):
    online = hub()
    assert load(online.address, tmp_path)[0] == "False True"
    asked = len(online.requests)
    assert load(online.address, tmp_path)[0] == "False True"
    assert len(online.requests) == asked


def test_no_network_falls_back_without_loading_torch(tmp_path: Path):
    outcome = load("http://127.0.0.1:9", tmp_path)  # nothing listens on the discard port
    assert outcome[0] == FELL_BACK
    assert MODEL in outcome[1]
    assert "nicht erreichbar" in outcome[1]
    assert outcome[2] == "False"


def test_operators_who_forbid_the_hub_are_obeyed(hub: Callable[..., ScriptedHub], tmp_path: Path):
    online = hub()
    assert load(online.address, tmp_path, HF_HUB_OFFLINE="1")[0] == FELL_BACK
    assert online.requests == []


def test_an_unknown_model_is_told_apart_from_a_dead_network(hub: Callable[..., ScriptedHub], tmp_path: Path):
    outcome = load(hub().address, tmp_path, model="niemand/kennt-das")
    assert outcome[0] == FELL_BACK
    assert "unbekannt" in outcome[1]


def test_a_hub_that_accepts_and_says_nothing_is_left(hub: Callable[..., ScriptedHub], tmp_path: Path):
    dead = hub(silent=lambda path: True)
    assert load(dead.address, tmp_path, timeout_s=2)[0] == FELL_BACK


def test_a_download_that_stalls_is_cut_off_and_taken_up_again(
    hub: Callable[..., ScriptedHub], tmp_path: Path
):
    stalled = hub(silent=lambda path: "model.safetensors" in path)
    outcome = load(stalled.address, tmp_path, timeout_s=4)
    assert outcome[0] == FELL_BACK
    assert "EMBEDDING_TIMEOUT_S" in outcome[1]
    assert load("http://127.0.0.1:9", tmp_path)[0] == FELL_BACK  # half a model is no model
    assert load(hub().address, tmp_path)[0] == "False True"
