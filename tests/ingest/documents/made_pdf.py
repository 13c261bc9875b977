"""Writes small PDFs: printed lines of any size and place, rules, pictures, tags, bookmarks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 595, 842


@dataclass(frozen=True)
class Printed:
    """A line of text; `top` is the distance of its baseline from the upper edge in points."""

    text: str
    top: float
    left: float = 70
    size: float = 10
    bold: bool = False
    tag: str = ""


@dataclass(frozen=True)
class Sheet:
    """A page: its printed lines, the rules drawn on it (x0, top, x1, bottom), whether a picture fills it."""

    lines: Sequence[Printed] = ()
    rules: Sequence[tuple[float, float, float, float]] = ()
    picture: bytes | None = None
    size: tuple[int, int] = field(default=(0, 0))  # of the picture, in dots


def write_pdf(
    sheets: Sequence[Sheet], *, bookmarks: Sequence[tuple[str, int]] = (), title: str = "", changed: str = ""
) -> bytes:
    """The file; bookmarks are (title, page from 1), all on one level."""
    info = f"<< /Title {_text(title)} /ModDate ({changed}) >>"
    objects = ["", "", _font("Helvetica"), _font("Helvetica-Bold"), info]
    kids = []
    for sheet in sheets:
        number = len(objects) + 1
        kids.append(f"{number} 0 R")
        picture = f"/XObject << /P {number + 2} 0 R >>" if sheet.picture else ""
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {number + 1} 0 R"
            f" /Resources << /Font << /F 3 0 R /B 4 0 R >> {picture} >> >>",
            _stream(_drawn(sheet)),
        ]
        if sheet.picture:
            across, down = sheet.size
            head = f"/Type /XObject /Subtype /Image /Width {across} /Height {down} /ColorSpace /DeviceGray"
            objects.append(_stream(sheet.picture, f"{head} /BitsPerComponent 8"))
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    first = len(objects) + 2
    outline = ""
    if bookmarks:
        outline = f"/Outlines {first - 1} 0 R"
        last = first + len(bookmarks) - 1
        objects.append(f"<< /First {first} 0 R /Last {last} 0 R /Count {len(bookmarks)} >>")
        for n, (name, page) in enumerate(bookmarks):
            following = f"/Next {first + n + 1} 0 R" if first + n < last else ""
            objects.append(
                f"<< /Title {_text(name)} /Parent {first - 1} 0 R /Dest [{kids[page - 1]} /Fit] {following} >>"
            )
    objects[0] = f"<< /Type /Catalog /Pages 2 0 R {outline} >>"
    return _file([o if isinstance(o, bytes) else o.encode("latin-1") for o in objects])


def _drawn(sheet: Sheet) -> bytes:
    parts = [b"q %d 0 0 %d 0 0 cm /P Do Q" % (WIDTH, HEIGHT)] if sheet.picture else []
    for line in sheet.lines:
        font = "B" if line.bold else "F"
        place = f"BT /{font} {line.size} Tf {line.left} {HEIGHT - line.top} Td"
        shown = place.encode() + b" (" + _escaped(line.text) + b") Tj ET"
        parts.append(b"/%s BMC %s EMC" % (line.tag.encode(), shown) if line.tag else shown)
    for x0, top, x1, bottom in sheet.rules:
        parts.append(f"{x0} {HEIGHT - top} m {x1} {HEIGHT - bottom} l S".encode())
    return b"\n".join(parts)


def grid(left: float, top: float, across: Sequence[float], down: Sequence[float]) -> list[tuple[float, ...]]:
    """The rules of a table with columns and rows of these widths and heights."""
    xs = [left + sum(across[:n]) for n in range(len(across) + 1)]
    ys = [top + sum(down[:n]) for n in range(len(down) + 1)]
    return [(xs[0], y, xs[-1], y) for y in ys] + [(x, ys[0], x, ys[-1]) for x in xs]


def _font(name: str) -> str:
    return f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"


def _stream(content: bytes, head: str = "") -> bytes:
    return f"<< {head} /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"


def _escaped(text: str) -> bytes:
    return text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _text(text: str) -> str:
    return "<" + ("\ufeff" + text).encode("utf-16-be").hex() + ">"


def _file(objects: Sequence[bytes]) -> bytes:
    file, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer << /Size %d /Root 1 0 R /Info 5 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        len(file),
    )
    return file + head + table + tail
