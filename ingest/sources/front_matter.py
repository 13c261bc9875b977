"""Reads the YAML header of a card: what the section is called and what it is linked to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from ingest.sources.reading import fault

TEXT_FIELDS = ("section", "title", "axis", "guidance")
LINK_FIELDS = {"principles": r"3\.\d", "levels": r"2\.\d", "measures": r"4\.\d", "related": r"\d(\.\d)?"}


def read_front_matter(path: Path, lines: Sequence[str]) -> tuple[dict[str, Any], int]:
    """The checked fields (texts, tuples of ids) and the index of the line after the header.

    Raises CorpusError with the line for broken YAML, missing or unknown fields, wrong types and ids.
    """
    if lines[0].rstrip() != "---":
        raise fault(path, "Die Karte muss mit einer Zeile „---“ und dem Kopf beginnen.", 1)
    for index in range(1, len(lines)):
        if lines[index].rstrip() == "---":
            return _checked(path, "\n".join(lines[1:index])), index + 1
    raise fault(path, "Der Kopf ist nicht mit einer Zeile „---“ abgeschlossen.", 1)


def _checked(path: Path, header: str) -> dict[str, Any]:
    try:
        fields = yaml.safe_load(header)
    except yaml.MarkedYAMLError as problem:
        line = problem.problem_mark.line + 2 if problem.problem_mark else 1
        raise fault(path, "Der Kopf ist kein gültiges YAML.", line) from None
    except yaml.YAMLError:
        raise fault(path, "Der Kopf ist kein gültiges YAML.", 1) from None
    if not isinstance(fields, dict):
        raise fault(path, "Der Kopf muss aus Zeilen der Form „name: wert“ bestehen.", 2)
    where = {line.split(":")[0].strip(): number for number, line in enumerate(header.split("\n"), start=2)}
    for name in ("section", "title"):
        if name not in fields:
            raise fault(path, f"Im Kopf fehlt die Angabe „{name}“.", 1)
    checked: dict[str, Any] = {}
    for name, value in fields.items():
        line = where.get(str(name), 1)
        if name in TEXT_FIELDS:
            if not isinstance(value, str) or not value.strip():
                raise fault(path, f"„{name}“ muss ein Text in Anführungszeichen sein.", line)
            checked[name] = value.strip()
        elif name in LINK_FIELDS:
            if not isinstance(value, list) or not all(isinstance(id, str) for id in value):
                raise fault(path, f"„{name}“ muss eine Liste von Kennungen in Anführungszeichen sein.", line)
            for id in value:
                if not re.fullmatch(LINK_FIELDS[name], id):
                    raise fault(path, f"„{id}“ passt nicht zu „{name}“.", line)
            if len(set(value)) < len(value):
                raise fault(path, f"„{name}“ nennt eine Kennung doppelt.", line)
            checked[name] = tuple(value)
        else:
            raise fault(path, f"Die Angabe „{name}“ ist im Kopf nicht vorgesehen.", line)
    if not re.fullmatch(r"\d(\.\d)?", checked["section"]):
        raise fault(path, '„section“ muss eine Nummer wie "2.4" oder "3" sein.', where.get("section"))
    return checked
