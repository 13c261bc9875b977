"""What is said about a document: title, date, validity, responsible unit, visibility; checked and merged."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from assistant.messages_de import Documents
from assistant.models import Frozen
from ingest.sources.documents.document import Refused, Stated

EVERYONE = (Documents.EVERYONE,)
_DATES = ("datum", "gueltig_von", "gueltig_bis")
_ALIASES = {"title": "titel", "date": "datum"}
_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "-": "_", " ": "_"})
_LONGEST = 300
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_GERMAN = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")

Layer = dict[str, str]  # checked details by their German names; dates in ISO form, units between ", "


class Details(Frozen):
    """All that is said about a document. Dates are ISO texts or "", `visibility` names units or ("alle",)."""

    title: str
    date: str = ""
    valid_from: str = ""
    valid_until: str = ""
    responsible: str = ""
    visibility: tuple[str, ...] = EVERYONE


def is_field(name: str) -> bool:
    return _known(name) in Documents.FIELDS


def check_layer(stated: Stated) -> Layer:
    """The details of one source by their German names. Raises Refused for unknown names and bad values."""
    layer: Layer = {}
    for name, value in stated.items():
        known = _known(name)
        if known not in Documents.FIELDS:
            raise Refused(
                Documents.UNKNOWN_FIELD.format(name=_short(name), known=", ".join(Documents.FIELDS))
            )
        if known in layer:
            raise Refused(Documents.FIELD_TWICE.format(name=known))
        layer[known] = _checked(known, value)
    return layer


def merge(layers: list[Mapping[str, str]], fallback_title: str) -> Details:
    """The details of several sources; the first that says something counts.

    Raises Refused when the validity ends before it begins.
    """
    found = {
        name: next((layer[name] for layer in layers if layer.get(name)), "") for name in Documents.FIELDS
    }
    if found["gueltig_von"] and found["gueltig_bis"] and found["gueltig_von"] > found["gueltig_bis"]:
        raise Refused(Documents.WRONG_ORDER)
    return Details(
        title=found["titel"] or fallback_title,
        date=found["datum"],
        valid_from=found["gueltig_von"],
        valid_until=found["gueltig_bis"],
        responsible=found["zustaendig"],
        visibility=tuple(found["sichtbarkeit"].split(", ")) if found["sichtbarkeit"] else EVERYONE,
    )


def iso_date(text: str) -> str:
    """ "31.12.2025" or "2025-12-31…" as "2025-12-31"; "" for what is no date."""
    content = text.strip()
    iso, german = _ISO.fullmatch(content), _GERMAN.fullmatch(content)
    year, month, day = iso.groups() if iso else german.groups()[::-1] if german else ("0", "0", "0")
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def german_date(iso: str) -> str:
    """ "2025-12-31" as "31.12.2025"."""
    return f"{date.fromisoformat(iso):%d.%m.%Y}"


def _known(name: str) -> str:
    plain = name.strip().lower().translate(_SPELLED)
    return _ALIASES.get(plain, plain)


def _checked(name: str, value: str | tuple[str, ...]) -> str:
    if name == "sichtbarkeit":
        return _visibility(value)
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise Refused(Documents.NOT_TEXT.format(name=name))
    text = " ".join(value.split())
    if name not in _DATES or not text:
        return text
    iso = iso_date(text)
    if not iso:
        raise Refused(Documents.NOT_A_DATE.format(value=_short(text), name=name))
    return iso


def _visibility(value: str | tuple[str, ...]) -> str:
    parts = re.split(r"[,;]", value) if isinstance(value, str) else value
    units = list(dict.fromkeys(" ".join(part.replace(",", " ").split()) for part in parts))
    named = [unit for unit in units if unit]
    if len(", ".join(named)) > _LONGEST:
        raise Refused(Documents.NOT_TEXT.format(name="sichtbarkeit"))
    everyone = [unit for unit in named if unit.casefold() == Documents.EVERYONE]
    if everyone and len(named) > 1:
        raise Refused(Documents.EVERYONE_AND_OTHERS)
    return Documents.EVERYONE if everyone else ", ".join(named)


def _short(text: str) -> str:
    return "".join(char for char in text if char.isprintable())[:40]
