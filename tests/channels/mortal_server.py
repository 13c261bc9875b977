"""A server in a process of its own, to be killed in mid-answer. Run with: folder for the store, port."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import uvicorn

from assistant.app import create_app
from assistant.models import TextDelta
from assistant.settings import Settings
from tests.fakes import FakeAssistant, sample_answer


def main(folder: str, port: str) -> None:
    never = threading.Event()
    fake = FakeAssistant([TextDelta(text="Der Anfang."), never, sample_answer()])
    app = create_app(Settings(_env_file=None, data_dir=Path(folder)), fake)
    uvicorn.run(app, host="127.0.0.1", port=int(port), log_config=None, access_log=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
