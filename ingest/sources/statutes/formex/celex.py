"""Number and addresses of an act: CELEX, European Legislation Identifier, pages of EUR-Lex."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from ingest.sources.statutes.formex.delivery import Delivery

SITE = "https://eur-lex.europa.eu"

_CELEX = re.compile(r"[03]?(?P<year>\d{4})(?P<kind>[A-Z]{1,2})(?P<number>\d{4})(?:-\d{8})?")
_FULL_CELEX = re.compile(r"\d{5}[A-Z]{1,2}[\w/()]{1,20}")
_KINDS = (
    ("verordnung", "R"),
    ("richtlinie", "L"),
    ("beschlu", "D"),
    ("entscheidung", "D"),
    ("empfehlung", "H"),
)
_ELI_TYPES = {"R": "reg", "L": "dir", "D": "dec"}


def celex(delivery: Delivery, slug: str, title: str) -> str:
    """The CELEX number of the act as it was adopted ("32016R0679"), also for a consolidated version.

    Taken from the file; where that does not print it, from number, year and kind of act; else from a
    slug such as "eu-32016r0679". Raises CorpusError when the slug names another act than the file.
    """
    named = slug.upper().removeprefix("EU-") if slug.lower().startswith("eu-") else ""
    printed = _printed(delivery) or _composed(delivery, title)
    if not printed and not _FULL_CELEX.fullmatch(named):
        raise delivery.file.fault("Die Datei nennt keine Nummer des Rechtsakts.")
    if printed and _CELEX.fullmatch(named) and named != printed:
        raise delivery.file.fault(f"Die Datei enthält den Rechtsakt {printed}, nicht {named}.")
    return printed or named


def adopted(number: str) -> str:
    """The number of the act as adopted for any number of it ("02016R0679-20160504"); "" for other texts."""
    found = _CELEX.fullmatch(number.strip())
    return f"3{found['year']}{found['kind']}{found['number']}" if found else ""


def consolidation(delivery: Delivery) -> etree._Element | None:
    """What the file says of itself as a consolidated version; None for a text of the Official Journal."""
    return delivery.act.find("INFO.CONSLEG")


def is_consolidated(delivery: Delivery) -> bool:
    return str(delivery.act.tag).startswith("CONS.")


def _printed(delivery: Delivery) -> str:
    info = consolidation(delivery)
    numbers = [
        delivery.act.findtext(".//FAM.COMP/BIB.DATA/NO.CELEX"),
        None if info is None else info.get("CONSLEG.REF"),
        delivery.act.findtext("BIB.INSTANCE/NO.CELEX"),
        None if delivery.manifest is None else delivery.manifest.findtext("FMX/DOC.MAIN.PUB/NO.CELEX"),
    ]
    return next((found for number in numbers if (found := adopted(number or ""))), "")


def _composed(delivery: Delivery, title: str) -> str:
    """The number made from the act's own: year, kind and number."""
    act = delivery.act
    number = act.find("BIB.INSTANCE/NO.DOC")
    if number is None and delivery.manifest is not None:
        number = delivery.manifest.find("BIB.DOC/NO.DOC")
    if number is None:
        return ""
    places = [(title.lower().find(word), letter) for word, letter in _KINDS]
    kind = min((place, letter) for place, letter in [*places, (len(title), "")] if place >= 0)[1]
    year = (number.findtext("YEAR") or "").strip()
    current = (number.findtext("NO.CURRENT") or "").strip()
    if not (kind and re.fullmatch(r"[0-9]{4}", year) and re.fullmatch(r"[0-9]{1,4}", current)):
        return ""
    return f"3{year}{kind}{int(current):04}"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Official pages of an act and its parts, in German.

    EUR-Lex documents the addresses of acts and of articles; recitals and annexes are places within the
    page of the act, named alike.

    Attributes:
        celex: number of the act as adopted.
        version: ISO date of a consolidated version; "" for the text of the Official Journal.
        prefix: "_impl", "_del" or "": whether the act implements another one.
    """

    celex: str
    version: str = ""
    prefix: str = ""

    @property
    def law(self) -> str:
        return self._eli() or f"{SITE}/legal-content/DE/TXT/?uri=CELEX:{self.celex}"

    def article(self, number: str) -> str:
        if not self.version and number and (address := self._eli(f"/art_{number}")):
            return address
        return self._place(f"art_{number}" if number else "")

    def recital(self, number: str) -> str:
        return self._place(f"rct_{number}" if number else "")

    def annex(self, number: str) -> str:
        return self._place(f"anx_{number}" if number else "")

    def _eli(self, part: str = "") -> str:
        found = _CELEX.fullmatch(self.celex)
        kind = _ELI_TYPES.get(found["kind"]) if found else None
        if found is None or kind is None:
            return ""
        number = f"{found['year']}/{int(found['number'])}"
        return f"{SITE}/eli/{kind}{self.prefix}/{number}{part}/{self.version or 'oj'}/deu"

    def _place(self, name: str) -> str:
        return f"{self.law}#{name}" if name and self._eli() else self.law
