"""Bytes of a text file to text: UTF-8, UTF-16 or Windows-1252, whatever it says it is."""

from __future__ import annotations

import codecs
import re

from assistant.messages_de import Documents
from ingest.sources.documents.document import Refused

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_FEW = 2  # control characters slip into the best texts
_SEEN = 4096  # bytes from which the width of a character is guessed


def decode(data: bytes) -> str:
    """The text of a file, line ends as "\\n".

    What is valid UTF-8 is taken as that, since other encodings of German texts practically never are;
    every other file of single bytes is taken as Windows-1252. Raises Refused for data that is no text.
    """
    text = _decoded(data).replace("\r\n", "\n").replace("\r", "\n")
    if len(_CONTROL.findall(text)) > _FEW + len(text) // 200:
        raise Refused(Documents.UNKNOWN)
    return text


def _decoded(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    if b"\0" in data[:_SEEN]:
        return data.decode(_wide_encoding(data), errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        # Five bytes have no meaning in Windows-1252; what they stood for is lost, the rest is not.
        return data.decode("cp1252", errors="replace")


def _wide_encoding(data: bytes) -> str:
    """UTF-16 without a mark: of a Western text, nearly every other byte is zero."""
    seen = data[: _SEEN - _SEEN % 2]
    zeros_first, zeros_second = seen[0::2].count(0), seen[1::2].count(0)
    most, least = max(zeros_first, zeros_second), min(zeros_first, zeros_second)
    if most < len(seen) * 0.35 or least > len(seen) * 0.05:
        raise Refused(Documents.UNKNOWN)
    return "utf-16-be" if zeros_first > zeros_second else "utf-16-le"
