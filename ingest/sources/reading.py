"""Reading corpus files so that every fault names file and line in German."""

from __future__ import annotations

from pathlib import Path

from assistant.errors import CorpusError


def fault(path: Path, message: str, line: int | None = None) -> CorpusError:
    """The error for a broken corpus file. Only folder and file name are told, no machine paths."""
    place = f"{path.parent.name}/{path.name}" + (f", Zeile {line}" if line else "")
    return CorpusError(f"{place}: {message}")


def read_utf8(path: Path) -> str:
    """Whole text of a file, line ends as "\\n", byte order mark dropped.

    Raises CorpusError when the file is missing, unreadable, empty, binary or not UTF-8.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise fault(path, "Die Datei fehlt.") from None
    except OSError as problem:
        raise fault(path, f"Die Datei lässt sich nicht lesen ({problem.strerror}).") from None
    if b"\0" in raw:
        raise fault(path, "Das ist keine Textdatei.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = raw[: problem.start].count(b"\n") + 1
        raise fault(
            path, "Der Text ist nicht in UTF-8 gespeichert. Bitte als UTF-8 speichern.", line
        ) from None
    if not text.strip():
        raise fault(path, "Die Datei ist leer.")
    return text.replace("\r\n", "\n").replace("\r", "\n")
