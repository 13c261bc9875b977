"""Stands for `ingest` in tests of jobs: says and does what its arguments tell, one after the other."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path


def main(steps: list[str]) -> None:
    for step in steps:
        word, _, rest = step.partition(":")
        match word:
            case "say":
                print(rest, flush=True)
            case "stage":
                print(json.dumps({"stage": rest, "done": 1, "total": 2}), flush=True)
            case "file":
                print(
                    json.dumps({"name": rest, "status": "refused", "says": "Die Datei ist leer."}), flush=True
                )
            case "complain":
                print(rest, file=sys.stderr, flush=True)
            case "environment":
                print(f"{rest}={os.environ.get(rest)}", flush=True)
            case "wait":  # until this file is there
                while not Path(rest).exists():
                    time.sleep(0.01)
            case "exit":
                sys.exit(int(rest))


if __name__ == "__main__":
    main(sys.argv[1:])
