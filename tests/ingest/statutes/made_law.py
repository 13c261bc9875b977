"""Builds made-up laws in the official XML format. Nothing here is copied from a statute."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.statute import LawHeader, Norm
from ingest.sources.statutes.gii.reader import read_gii

LAW = "BJNR000010099"
DOCTYPE = '<!DOCTYPE dokumente SYSTEM "http://www.gesetze-im-internet.de/dtd/1.01/gii-norm.dtd">'


def stand(kind: str, comment: str) -> str:
    return (
        f"<standangabe checked='ja'><standtyp>{kind}</standtyp>"
        f"<standkommentar>{comment}</standkommentar></standangabe>"
    )


def head(
    *stands: str,
    jurabk: str = "DorfG 2019",
    amtabk: str = "DorfG",
    kurzue: str = "Dorfgesetz",
    langue: str = "Gesetz über das Dorf",
    text: str = "",
) -> str:
    """The norm that stands for the whole law."""
    forms = {"jurabk": jurabk, "amtabk": amtabk, "kurzue": kurzue, "langue": langue}
    data = "".join(f"<{tag}>{form}</{tag}>" for tag, form in forms.items() if form)
    return (
        f"<norm builddate='20250102030405' doknr='{LAW}'><metadaten>{data}{''.join(stands)}</metadaten>"
        f"<textdaten>{text}</textdaten></norm>"
    )


def norm(
    id: int,
    enbez: str | None = None,
    content: str | None = None,
    *,
    titel: str | None = None,
    heading: tuple[str, str, str] | None = None,
    footnotes: str = "",
    remarks: str = "",
    text: str | None = None,
) -> str:
    """A norm.

    Args:
        content: what its `Content` holds; None for a norm without text.
        heading: code, name and title of its `gliederungseinheit`.
        text: the whole `text` element's inside, instead of `content` and `footnotes`.
    """
    unit = ""
    if heading:
        parts = zip(("kennzahl", "bez", "titel"), heading, strict=True)
        unit = "".join(f"<gliederungs{tag}>{part}</gliederungs{tag}>" for tag, part in parts)
        unit = f"<gliederungseinheit>{unit}</gliederungseinheit>"
    data = (f"<enbez>{enbez}</enbez>" if enbez is not None else "") + (
        f"<titel format='XML'>{titel}</titel>" if titel is not None else ""
    )
    if text is None:
        text = "" if content is None else f"<Content>{content}</Content>"
        text += f"<Footnotes>{footnotes}</Footnotes>" if footnotes else ""
    notes = f"<fussnoten><Content>{remarks}</Content></fussnoten>" if remarks else "<fussnoten/>"
    kind = "BJNG" if enbez is None and heading else "BJNE"
    return (
        f"<norm doknr='{LAW}{kind}{id:09}'><metadaten><jurabk>DorfG 2019</jurabk>{unit}{data}</metadaten>"
        f"<textdaten><text format='XML'>{text}</text>{notes}</textdaten></norm>"
    )


def law(*norms: str, first: str | None = None) -> bytes:
    """A whole file; `first` replaces its plain head."""
    body = "".join([head() if first is None else first, *norms])
    return (
        f"<?xml version='1.0' encoding='UTF-8' ?>{DOCTYPE}\n"
        f"<dokumente builddate='20250102030405' doknr='{LAW}'>{body}</dokumente>"
    ).encode()


def read(*norms: str, first: str | None = None) -> tuple[LawHeader, list[Norm]]:
    header, found = read_gii(law(*norms, first=first), slug="dorfg_2019")
    return header, list(found)


def read_one(content: str, *, footnotes: str = "", remarks: str = "") -> Norm:
    """The norm "§ 1" with the given content."""
    return read(norm(1, "§ 1", content, footnotes=footnotes, remarks=remarks))[1][0]


def text_of(content: str) -> str:
    """The text of the only paragraph of a norm with the given content."""
    (paragraph,) = read_one(content).paragraphs
    return paragraph.text


def items(*entries: tuple[str, str], kind: str = "arabic") -> str:
    """A list: printed numbers and what stands after them."""
    return f"<DL Type='{kind}'>" + "".join(
        f"<DT>{number}</DT><DD Font='normal'><LA Size='normal'>{text}</LA></DD>" for number, text in entries
    ) + "</DL>"  # fmt: skip


def table(*rows: Iterable[str], head: Iterable[str] = (), columns: int = 2, frame: str = "none") -> str:
    """A table of ready `entry` elements or of their texts."""
    specs = "".join(f"<colspec colname='col{n}'/>" for n in range(1, columns + 1))
    top = f"<thead>{_row(head)}</thead>" if head else ""
    body = "".join(map(_row, rows))
    return (
        f"<table frame='{frame}' tocentry='%yes;'><tgroup cols='{columns}'>{specs}{top}"
        f"<tbody>{body}</tbody></tgroup></table>"
    )


def _row(cells: Iterable[str]) -> str:
    inside = "".join(cell if cell.startswith("<entry") else f"<entry>{cell}</entry>" for cell in cells)
    return f"<row>{inside}</row>"
