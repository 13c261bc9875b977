"""What a delivery says of the act as a whole, and of the state of its text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from assistant.statute import LawHeader
from ingest.sources.statutes.formex.celex import Addresses, adopted, celex, consolidation, is_consolidated
from ingest.sources.statutes.formex.delivery import Delivery
from ingest.sources.statutes.formex.setting import set_content
from ingest.sources.statutes.gii.page import Page, plain

SOURCE = "EUR-Lex"

_NOT_IN_TITLE = "(Text von Bedeutung für den EWR"
_DATE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")


def read_law(
    delivery: Delivery, *, slug: str, name: str, names: Sequence[str], retrieved: str
) -> tuple[LawHeader, Addresses]:
    """The header of the act, and where it is found; parameters and errors as for `reader.read_formex`."""
    language = plain(delivery.act.findtext(".//BIB.INSTANCE/LG.DOC") or "")
    if language not in ("", "DE"):
        raise delivery.file.fault(
            f"Der Rechtsakt ist in der Sprache „{language}“; gebraucht wird die deutsche Fassung."
        )
    title = _title(delivery.act)
    info = consolidation(delivery)
    version = "" if info is None else _iso(info.get("START.DATE", ""))
    addresses = Addresses(celex(delivery, slug, title), version, _prefix(title))
    header = LawHeader(
        slug=slug,
        doknr=addresses.celex,
        name=name,
        names=tuple(dict.fromkeys((name, *names))),
        title=title or name,
        stand=_consolidated(delivery, version) if is_consolidated(delivery) else _original(delivery),
        built=_iso((info.get("CONSLEG.DATE") or "") if info is not None else _published(delivery)),
        retrieved=retrieved,
        url=addresses.law,
        source=SOURCE,
    )
    return header, addresses


def _title(act: etree._Element) -> str:
    """The official title, without the remark that the act matters for the European Economic Area."""
    page = Page({})
    title = act.find("TITLE")
    title = act.find("CONS.DOC/TITLE") if title is None else title
    if title is not None:
        set_content(title, page)
    lines = [line.text for line in page.take_lines()]
    return " ".join(line for line in lines if not line.startswith(_NOT_IN_TITLE))


def _prefix(title: str) -> str:
    """Implementing and delegated acts have addresses of their own kind."""
    first = title.lower()[:60]
    return "_impl" if first.startswith("durchführungs") else "_del" if first.startswith("delegiert") else ""


def _original(delivery: Delivery) -> str:
    return (
        f"Ursprüngliche Fassung des {_journal(delivery)}; "
        "spätere Berichtigungen und Änderungen sind nicht eingearbeitet"
    )


def _journal(delivery: Delivery) -> str:
    """Where the act was published, from its own data: "Amtsblatts L 119 vom 4.5.2016, S. 1".

    The day is known from the manifest only; a file alone gives the year. Since October 2023 every act is an
    issue of its own: "Amtsblatts L, 2024/1689, vom 12.7.2024".
    """
    issue = delivery.act.find("BIB.INSTANCE/DOCUMENT.REF")
    place = issue if issue is not None else delivery.act.find("BIB.INSTANCE")
    data = {} if place is None else {str(e.tag): plain(e.text or "") for e in place}
    if delivery.manifest is not None:
        for element in delivery.manifest.iterfind("PUBLICATION.REF/*"):
            data.setdefault(str(element.tag), plain(element.text or ""))
    series, number, year = (data.get(key, "") for key in ("COLL", "NO.OJ", "YEAR"))
    own_number = delivery.act.findtext("BIB.INSTANCE/NO.DOC/NO.CURRENT") or ""
    day = _german(_published(delivery))
    name = f"Amtsblatts {series}".strip()
    if "/" in number:
        return f"{name}, {number}" + (f", vom {day}" if day else "")
    if number and number == own_number and year >= "2023":
        return f"{name}, {year}/{number}" + (f", vom {day}" if day else "")
    if number:
        name += f" {number}"
    name += f" vom {day}" if day else f" von {year}" if year else ""
    page = data.get("PAGE.FIRST", "")
    return f"{name}, S. {page}" if number and page else name


def _consolidated(delivery: Delivery, version: str) -> str:
    changes = (
        adopted(plain(number.text or "")) for number in delivery.act.iterfind(".//GR.MOD.ACT//NO.CELEX")
    )
    worked_in = ", ".join(dict.fromkeys(change for change in changes if change))
    return "; ".join(
        part
        for part in (
            "Konsolidierte Fassung" + (f", Stand {_german(version)}" if version else ""),
            worked_in and f"eingearbeitet: {worked_in}",
            delivery.act.find(".//FAM.COMP/GR.CORRIG/*") is not None and "Berichtigungen eingearbeitet",
            "nur zur Information, verbindlich sind die Texte des Amtsblatts",
        )
        if part
    )


def _published(delivery: Delivery) -> str:
    """Day of publication as printed in the manifest, "" without one."""
    date = None if delivery.manifest is None else delivery.manifest.find("PUBLICATION.REF/DATE")
    return "" if date is None else date.get("ISO", "")


def _iso(date: str) -> str:
    """ "20160504" -> "2016-05-04"; "" for anything else."""
    found = _DATE.fullmatch(date)
    return "-".join(found.groups()) if found and date.isascii() else ""


def _german(date: str) -> str:
    """ "20160504" -> "4.5.2016"; "" for anything else."""
    iso = _iso(date)
    return f"{int(iso[8:])}.{int(iso[5:7])}.{iso[:4]}" if iso else ""
