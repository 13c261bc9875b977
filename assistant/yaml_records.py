"""Reads lists of YAML entries into frozen dataclasses; every fault names file and place in German."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, get_args, get_type_hints

import yaml

from assistant.errors import CorpusError


def fault(path: Path, place: str, message: str) -> CorpusError:
    """The error for a broken corpus file. Only folder and file name are told, no machine paths."""
    return CorpusError(f"{path.parent.name}/{path.name}, {place}: {message}")


def read_records(path: Path, lists: Mapping[str, type]) -> dict[str, tuple[Any, ...]]:
    """The named lists of a YAML file, each entry as an instance of the dataclass given for its list.

    Fields may be `str` (never empty), `bool`, a `Literal` of texts, a pair of texts or a list of texts.
    Raises CorpusError when the file is missing, not UTF-8 or not YAML (with its line), when a list is
    missing or unknown, or when an entry lacks a field, has an unknown one or one of the wrong type.
    """
    data = _parse(path)
    if not isinstance(data, dict) or set(data) != set(lists):
        raise fault(path, "oberste Ebene", f"Hier müssen genau diese Listen stehen: {', '.join(lists)}.")
    for name in lists:
        if not isinstance(data[name], list):
            raise fault(path, name, "Hier wird eine Liste von Einträgen erwartet.")
    return {
        name: tuple(
            _build(cls, entry, path, f"{name}, Eintrag {n}") for n, entry in enumerate(data[name], start=1)
        )
        for name, cls in lists.items()
    }


def _parse(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError:
        raise fault(path, "Datei", "Sie fehlt oder lässt sich nicht lesen.") from None
    except UnicodeDecodeError:
        raise fault(path, "Datei", "Sie ist nicht in UTF-8 gespeichert.") from None
    except (yaml.YAMLError, ValueError) as problem:  # ValueError: an impossible date, for example
        mark = getattr(problem, "problem_mark", None)
        raise fault(
            path, f"Zeile {mark.line + 1}" if mark else "Datei", "Das ist kein gültiges YAML."
        ) from None


def _build(cls: type, entry: Any, path: Path, place: str) -> Any:
    if not isinstance(entry, dict):
        raise fault(path, place, "Hier werden Angaben der Form „name: wert“ erwartet.")
    if "id" in entry:
        place += f" ({entry['id']})"
    hints = get_type_hints(cls)
    for name in entry:
        if name not in hints:
            raise fault(path, place, f"Die Angabe „{name}“ ist nicht vorgesehen.")
    for item in fields(cls):
        if item.name not in entry:
            if item.default is MISSING:
                raise fault(path, place, f"Die Angabe „{item.name}“ fehlt.")
        elif expected := _mismatch(hints[item.name], entry[item.name]):
            raise fault(path, place, f"„{item.name}“ muss {expected} sein.")
    return cls(**{name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()})


def _mismatch(hint: Any, value: Any) -> str | None:
    """What was expected, in German, or None when the value fits."""
    if hint is bool:
        return None if isinstance(value, bool) else "true oder false"
    if hint is str:
        return None if _is_text(value) else "ein nicht leerer Text in Anführungszeichen"
    if choices := [choice for choice in get_args(hint) if isinstance(choice, str)]:
        return None if value in choices else " oder ".join(f"„{choice}“" for choice in choices)
    texts = isinstance(value, list) and bool(value) and all(_is_text(term) for term in value)
    if get_args(hint)[1:] == (...,):
        return None if texts else "eine nicht leere Liste von Texten in Anführungszeichen"
    return None if texts and len(value) == 2 else "eine Liste aus genau zwei Begriffen"


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())
