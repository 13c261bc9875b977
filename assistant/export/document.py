"""What an exported document is made of, whatever format it is written in.

All text is cleaned when a value is made: what XML 1.0 forbids and what would turn the reading direction
of the text around it is left out, so that every format can carry it and none shows anything else.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import quote

from pydantic import AfterValidator, BeforeValidator
from pydantic.dataclasses import dataclass

from assistant.german.local_time import ZONE
from assistant.messages_de import Export

_BREAK = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_FORBIDDEN = re.compile("[^\t\n -~\xa0-\u2029\u202f-\u2065\u206a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IN_ADDRESS = "%/:=&?~#+!$,;'@()*[]"


def printable(text: str) -> str:
    """`text` with line breaks as \\n and without control characters, lone surrogates, direction overrides."""
    return _FORBIDDEN.sub("", _BREAK.sub("\n", text))


def shortened(text: str, longest: int) -> str:
    """`text` on one line, cut between words where it is longer than `longest` characters."""
    line = " ".join(printable(text).split())
    if len(line) <= longest:
        return line
    head = line[: longest - 1]
    return f"{head.rpartition(' ')[0] or head} …".replace("  ", " ")


def day(moment: datetime) -> str:
    """ "24.11.2026", in local time."""
    return f"{moment.astimezone(ZONE):%d.%m.%Y}"


def day_and_time(moment: datetime) -> str:
    """ "24.11.2026, 10:15 Uhr", in local time."""
    return Export.MOMENT.format(day=day(moment), time=f"{moment.astimezone(ZONE):%H:%M}")


def _cleaned(value: Any) -> Any:
    return printable(value) if isinstance(value, str) else value


def _on_one_line(value: Any) -> Any:
    return " ".join(printable(value).split()) if isinstance(value, str) else value


def _safe_address(link: str | None) -> str | None:
    """Addresses of the web and places in this document; whatever else a viewer might run is no link."""
    if link is None or not link.startswith(("https://", "http://", "#")):
        return None
    return quote(link, safe=_IN_ADDRESS)


Level = Literal[1, 2, 3]
Text = Annotated[str, BeforeValidator(_cleaned)]
Line = Annotated[str, BeforeValidator(_on_one_line)]
Address = Annotated[str | None, BeforeValidator(_cleaned), AfterValidator(_safe_address)]


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style. `link` is an http(s) address or "#" and the anchor of a heading."""

    text: Text
    bold: bool = False
    italic: bool = False
    link: Address = None


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """A heading below the document's title. `anchor` is a name that links of runs can lead to."""

    level: Level
    text: Line
    anchor: Annotated[str, AfterValidator(lambda name: re.sub(r"[^a-z0-9-]", "", name))] = ""


@dataclass(frozen=True)
class Paragraph:
    """Running text; line breaks in it stay."""

    runs: Runs


@dataclass(frozen=True)
class Bullets:
    """A list, numbered from 1 where `ordered`."""

    items: tuple[Runs, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Quote:
    """Words of a source, set off from the text around them."""

    text: Text


@dataclass(frozen=True)
class Facts:
    """Labels with their values."""

    pairs: tuple[tuple[Line, Text], ...]


@dataclass(frozen=True)
class Table:
    """Rows below a header, all of the same width."""

    header: tuple[Line, ...]
    rows: tuple[tuple[Text, ...], ...]
    caption: Line


Block = Heading | Paragraph | Bullets | Quote | Facts | Table


@dataclass(frozen=True)
class Document:
    """A document. The same document gives the same bytes in every format, whenever it is written.

    Args:
        title: also the name in the properties of the file.
        subject: what it is, for the properties and the foot of every page.
        created: aware; the only date that is written.
        language: BCP 47.
    """

    title: Line
    subject: Line
    created: datetime
    blocks: tuple[Block, ...]
    language: str = "de"


def text_runs(text: str) -> Runs:
    """Plain text as the runs of a paragraph."""
    return (Run(text),)
