"""The one way to make passages: fields in, digest and stable id computed here."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from typing import Any, Literal

from assistant.models import Passage, PassageOrigin

_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def make_passage(**fields: Any) -> Passage:
    """A passage with its digest: sha256 over the canonical JSON of all other fields.

    Raises pydantic's ValidationError for unknown or missing fields (a programming error).
    """
    draft = Passage(**fields, digest="")
    content = draft.model_dump(mode="json", exclude={"digest"})
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return draft.model_copy(update={"digest": hashlib.sha256(canonical.encode()).hexdigest()})


def make_expansion(
    speaks_for: Passage, *, id: str, text: str, style: str, answered_by: str | None = None
) -> Passage:
    """A wording that is indexed to be found and leads to the unit of `speaks_for`; never shown."""
    language: Literal["de", "en"] = "en" if style == "english" else "de"
    return make_passage(
        id=id,
        kind=speaks_for.kind,
        origin=PassageOrigin.EXPANSION,
        unit=speaks_for.unit,
        title=speaks_for.title,
        text=text,
        section=speaks_for.section,
        provision=speaks_for.provision,
        practice=speaks_for.practice,
        principles=speaks_for.principles,
        levels=speaks_for.levels,
        measures=speaks_for.measures,
        language=language,
        style=style,
        answered_by=answered_by,
    )


def wording_id(prefix: str, text: str) -> str:
    """Stable id of an expansion wording: it hangs on the text alone, not on its place in a file."""
    return f"{prefix}/alltag-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def slug(name: str) -> str:
    """ASCII name for ids: "Ständiger Bürger*innenrat Aachen" -> "staendiger-buerger-innenrat-aachen"."""
    spelled = name.lower().translate(_SPELLED)
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def section_label(section: str) -> str:
    """German name of a place in the study: "Abschnitt 2.4", for chapter introductions "Kapitel 3, Einleitung"."""
    return f"Abschnitt {section}" if "." in section else f"Kapitel {section}, Einleitung"
