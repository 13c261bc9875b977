"""What a norm is called: the printed designation, its unit and number, its page, and whether it is repealed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.statute import NormUnit

SITE = "https://www.gesetze-im-internet.de"

_NUMBER = r"(?:\d+(?:\.\d+)*[A-Za-z]{0,2}|[IVXLC]+)"
_DESIGNATION = re.compile(
    r"(?:\(?XXXX\)?\s*)?\(?"  # stands before ranges that are repealed or not yet in force
    r"(?P<unit>§§?|Art(?:ikeln?|\.)?|Anlagen?)"
    rf"(?:\s*(?P<number>{_NUMBER})(?:\s*(?:bis|und|–|-)\s*(?P<until>{_NUMBER}))?)?\)?"
    r"(?:\s*\(zu .*)?"
)
_UNITS: dict[str, NormUnit] = {"§": "§", "Ar": "Art.", "An": "Anlage"}
_WELL_KNOWN = re.compile(r"§ \d+[a-z]{0,2}|Art \d+[a-z]{0,2}|(?:Anlage|Anhang)(?: [\dA-Z]+)?|[^\W\d_]+")
_REPEALED = re.compile(r"\W*(?:weggefallen|aufgehoben|gegenstandslos|entfallen|gestrichen)\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Designation:
    """A designation as printed ("(XXXX) §§ 57a bis 57c") and what it says: ("§", "57a", "57c").

    Unit and numbers are empty for what is not cited by number, such as "Eingangsformel" or "Regel 1"; a
    single annex ("Anlage") has a unit only.
    """

    printed: str
    unit: NormUnit = ""
    number: str = ""
    until: str = ""


def parse_designation(printed: str) -> Designation:
    """Reads a designation whose white space is already made ordinary."""
    found = _DESIGNATION.fullmatch(printed)
    if not found or (not found["number"] and not found["unit"].startswith("An")):
        return Designation(printed)
    return Designation(
        printed, _UNITS[found["unit"][:2].rstrip("§") or "§"], found["number"] or "", found["until"] or ""
    )


def law_url(slug: str) -> str:
    return f"{SITE}/{slug}/"


def norm_url(slug: str, printed: str) -> str:
    """The official page of a norm ("§ 4a" -> …/__4a.html); the law's page where the pattern is not sure.

    The site's rule, as for the names of laws: lower case, every other character an underscore.
    """
    if not _WELL_KNOWN.fullmatch(printed):
        return law_url(slug)
    return f"{law_url(slug)}{re.sub(r'[^a-z0-9-]', '_', printed.lower())}.html"


def says_repealed(text: str) -> bool:
    """Whether a text is nothing but the remark that there is no provision any more: "(weggefallen)"."""
    return bool(_REPEALED.fullmatch(text))
