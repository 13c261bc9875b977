"""Kill `ingest laws` at random moments and see what is left: python -m benchmarks.kill_ingest ORDNER

After every kill the served index must open and hold what it held; after the last one a run without a
kill must complete, with counts that add up and no leftovers. Works in a folder of its own.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from assistant.errors import IndexUnavailableError
from assistant.index.generation import open_current
from assistant.settings import Settings

KILLS = 20


def main() -> None:
    folder = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as data:
        settings = Settings(data_dir=Path(data), embedding_model="fallback")
        environment = {**os.environ, "DATA_DIR": data, "EMBEDDING_MODEL": "fallback"}
        chance = random.Random(7)
        longest = _run(folder, environment, None)
        before = _served(settings)
        assert before is not None
        print(f"ohne Abbruch: {longest:.0f} s, {before}", flush=True)
        for number in range(1, KILLS + 1):
            _touch(settings)  # something to do: every law counts as unknown, every wording as new
            moment = chance.uniform(0.5, longest)
            _run(folder, environment, moment)
            served = _served(settings)
            print(f"{number:2}. Abbruch nach {moment:5.1f} s: {served}", flush=True)
            assert served is not None and served["passages"] == before["passages"], served
        _run(folder, environment, None)
        after = _served(settings)
        left = [p.name for p in (settings.index_dir / "generations").iterdir()]
        shelves = [p.name for p in (settings.index_dir / "statutes").iterdir()]
        print(f"am Ende: {after}, Generationen {len(left)}, Gesetzesregale {len(shelves)}")
        assert after == before and not [n for n in (*left, *shelves) if n.endswith(".building")], (
            left,
            shelves,
        )


def _run(folder: Path, environment: dict[str, str], moment: float | None) -> float:
    """Seconds that the run took; with a moment it is killed then, unless it ended before."""
    began = time.monotonic()
    command = [sys.executable, "-m", "ingest", "laws", "--from", str(folder)]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        process.wait(moment)
        assert process.returncode in (0, 8), process.returncode
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return time.monotonic() - began


def _touch(settings: Settings) -> None:
    """Let the next run fetch and build everything anew."""
    for meta in (settings.sources_dir / "laws").glob("*/meta.json"):
        meta.unlink()
    for current in settings.index_dir.glob("generations/*/manifest.json"):
        text = current.read_text("utf-8")
        current.write_text(text.replace('"corpus_digest": "', '"corpus_digest": "-'), "utf-8")


def _served(settings: Settings) -> dict[str, int] | None:
    try:
        generation = open_current(settings)
    except IndexUnavailableError as error:
        print(f"  nicht nutzbar: {error.message}")
        return None
    try:
        laws = generation.statutes.counts() if generation.statutes else {}
        return {"passages": len(generation.passages), **{f"shelf_{name}": n for name, n in laws.items()}}
    finally:
        generation.close()


if __name__ == "__main__":
    main()
