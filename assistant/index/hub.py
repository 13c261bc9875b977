"""Finds the files of a sentence model: a folder, the local hub cache, or a download with a deadline.

The hub client retries, honours proxies and resolves names, and each of these can hang for minutes.
So this process never talks to the hub: it looks at local files only, and a download runs in a child
process (this module as a script) that is killed at the deadline. Finished files stay in the hub's
cache, so that a later attempt with more time goes on from there.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

from assistant.errors import ModelError
from assistant.settings import PROJECT

# Copies of the weights for other runtimes: never loaded here, often larger than the model itself.
UNUSED_FILES = ["onnx/*", "openvino/*", "*.onnx", "*.h5", "*.ot", "*.msgpack", "*.gguf"]
TWIN_WEIGHTS = ["pytorch_model*.bin"]  # needless where the model has safetensors
QUIET = {"HF_HUB_DISABLE_TELEMETRY": "1", "HF_HUB_DISABLE_PROGRESS_BARS": "1", "DO_NOT_TRACK": "1"}
_HUB_ID = re.compile(r"[\w.-]+(/[\w.-]+)?")
_UNREACHABLE, _UNKNOWN = 3, 4  # exit codes of the child process


def find_local(model: str) -> Path | None:
    """Folder with the complete files of `model` (a folder or a hub id), or None. No network."""
    folder = Path(model).expanduser()
    if folder.is_dir():
        return folder
    if not _HUB_ID.fullmatch(model):
        return None
    from huggingface_hub import constants  # a few milliseconds; the whole client takes far longer

    if not (Path(constants.HF_HUB_CACHE) / f"models--{model.replace('/', '--')}").is_dir():
        return None
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    for unused in (UNUSED_FILES, [*UNUSED_FILES, *TWIN_WEIGHTS]):
        try:
            found = Path(snapshot_download(model, local_files_only=True, ignore_patterns=unused))
        except (LocalEntryNotFoundError, HfHubHTTPError, OSError, ValueError):
            continue  # not cached, or the remains of a download that was cut off
        if any(found.rglob("*.safetensors")) or any(found.rglob("*.bin")):
            return found
    return None


def fetch(model: str, timeout_s: float) -> Path:
    """Download the hub model `model` into the hub's cache and return its folder.

    Takes at most `timeout_s` seconds whatever the network does.

    Raises:
        ModelError: no such folder or hub id, hub out of reach, or not finished in time.
    """
    if not _HUB_ID.fullmatch(model):
        raise ModelError(f"Den Modellordner „{model}“ gibt es nicht. Bitte EMBEDDING_MODEL prüfen.")
    from huggingface_hub import constants

    if constants.HF_HUB_OFFLINE:
        raise ModelError(
            f"Das Vektormodell „{model}“ liegt nicht auf diesem Rechner, und HF_HUB_OFFLINE ist gesetzt."
        )
    command = [sys.executable, "-m", __name__, model, str(timeout_s)]
    search_path = os.pathsep.join([str(PROJECT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    environment = os.environ | QUIET | {"PYTHONPATH": search_path}
    try:
        code = subprocess.run(
            command,
            check=False,
            env=environment,
            timeout=timeout_s,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ).returncode
    except subprocess.TimeoutExpired:
        raise ModelError(
            f"Das Vektormodell „{model}“ war nach {timeout_s:g} Sekunden noch nicht geladen. "
            "Mit mehr Zeit: EMBEDDING_TIMEOUT_S=900 ingest build --force"
        ) from None
    if code == _UNKNOWN:
        raise ModelError(
            f"Das Vektormodell „{model}“ ist unbekannt oder nicht frei zugänglich. EMBEDDING_MODEL prüfen."
        )
    found = find_local(model) if code == 0 else None
    if found is None:
        raise ModelError(
            f"Das Vektormodell „{model}“ liegt nicht auf diesem Rechner und ist nicht erreichbar."
        )
    return found


def fingerprint(folder: Path) -> str:
    """12 hex digits that change with the model's files: names, sizes and the last 64 KiB of each.

    Training changes the last layers, so the ends of the weight files tell two models apart
    without reading gigabytes.
    """
    seen = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder).as_posix()
        if path.suffix not in {".json", ".safetensors", ".bin", ".txt", ".model"} or not path.is_file():
            continue
        if relative.startswith((".", "onnx/", "openvino/")):
            continue
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - 65536))
            seen.update(f"{relative}\0{size}\0".encode() + file.read())
    return seen.hexdigest()[:12]


def _download(model: str, timeout_s: float) -> int:
    """One short look at the hub, then the download. Runs only in the child process."""
    import httpx
    from huggingface_hub import constants, snapshot_download

    try:
        answer = httpx.get(
            f"{constants.ENDPOINT}/api/models/{model}", timeout=min(3.0, timeout_s), follow_redirects=True
        )
    except (httpx.HTTPError, OSError):
        return _UNREACHABLE
    if answer.status_code in (401, 403, 404):
        return _UNKNOWN
    if not answer.is_success:
        return _UNREACHABLE
    names = {file.get("rfilename", "") for file in answer.json().get("siblings", [])}
    twins = TWIN_WEIGHTS if any(name.endswith(".safetensors") for name in names) else []
    snapshot_download(model, ignore_patterns=[*UNUSED_FILES, *twins])
    return 0


if __name__ == "__main__":
    sys.exit(_download(sys.argv[1], float(sys.argv[2])))
