"""The project's own files, without what .gitignore leaves out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from assistant.settings import PROJECT

IGNORED = {
    *(".git", ".venv", "data", "node_modules", "__pycache__", "build", "dist"),
    *(".pytest_cache", ".hypothesis", ".mypy_cache", ".ruff_cache"),
}


def project_files() -> Iterator[Path]:
    """Every file, in a stable order."""
    for folder, names, files in os.walk(PROJECT):
        names[:] = sorted(name for name in names if name not in IGNORED and not name.endswith(".egg-info"))
        yield from (
            Path(folder, file) for file in sorted(files) if file != ".env" and not file.endswith(".pyc")
        )


def text_files() -> Iterator[tuple[Path, str]]:
    """Those that are text in UTF-8, with what they hold."""
    for path in project_files():
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
