"""What the first norm of a file says of the law as a whole."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from assistant.statute import LawHeader
from ingest.sources.statutes.gii.designations import law_url
from ingest.sources.statutes.gii.page import plain
from ingest.sources.statutes.gii.setting import title_text

SOURCE = "gesetze-im-internet.de"
_KINDS_OF_STAND = {
    "Stand": "",
    "Neuf": "Neufassung: ",
    "Aufh": "Aufhebung: ",
    "Hinweis": "Hinweis: ",
    "Sonst": "Sonstiges: ",
}


def read_law(
    norm: etree._Element, *, slug: str, name: str | None, names: Sequence[str], retrieved: str, builddate: str
) -> LawHeader:
    """The header of the law whose first norm is given; parameters as for `reader.read_gii`."""
    data = norm.find("metadaten")
    assert data is not None  # the reader has checked it
    known = [plain(data.findtext(tag) or "") for tag in ("amtabk", "jurabk")]
    short = name or next((form for form in known if form), slug)
    forms = (short, *names, *known, title_text(data.find("kurzue")))
    return LawHeader(
        slug=slug,
        doknr=norm.get("doknr", ""),
        name=short,
        names=tuple(dict.fromkeys(form for form in forms if form)),
        title=title_text(data.find("langue")) or short,
        stand=_stand(data),
        built=_iso_date(builddate),
        retrieved=retrieved,
        url=law_url(slug),
        source=SOURCE,
    )


def _stand(data: etree._Element) -> str:
    """All comments verbatim and in order, with their kind; never one date computed from them."""
    comments = []
    for entry in data.iterfind("standangabe"):
        kind = plain(entry.findtext("standtyp") or "")
        if comment := title_text(entry.find("standkommentar")).rstrip("; "):
            comments.append(_KINDS_OF_STAND.get(kind, f"{kind}: ") + comment)
    return "; ".join(comments)


def _iso_date(builddate: str) -> str:
    """The day of a time as printed: "20241231222349" -> "2024-12-31"; "" for anything else."""
    day = builddate[:8]
    return f"{day[:4]}-{day[4:6]}-{day[6:]}" if len(day) == 8 and day.isascii() and day.isdigit() else ""
