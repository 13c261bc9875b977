"""Details about a document that stand in YAML: above its text, or in a file beside it."""

from __future__ import annotations

import re
from datetime import date, datetime

import yaml

from assistant.messages_de import Documents
from ingest.sources.documents.document import Refused, Stated

_BLOCK = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_FIELD = re.compile(r"^[\w-]+[ \t]*:", re.MULTILINE)
_LONGEST = 4000  # characters; more is text between two rules


def split_front_matter(text: str) -> tuple[Stated, str]:
    """The details above a text, and the text. Raises Refused for a header that is no valid YAML."""
    found = _BLOCK.match(text[: _LONGEST + 100])
    if not found or not _FIELD.search(found[1]):
        return {}, text
    return parse_details(found[1]), text[found.end() :]


def parse_details(header: str) -> Stated:
    """Details by name; dates become ISO texts, lists tuples of texts. Raises Refused for anything else."""
    try:
        fields = yaml.safe_load(header)
    except (yaml.YAMLError, ValueError, RecursionError):  # ValueError: a date such as 2025-13-45
        raise Refused(Documents.NOT_YAML) from None
    if fields is None:
        return {}
    if not isinstance(fields, dict) or not all(isinstance(name, str) for name in fields):
        raise Refused(Documents.NOT_YAML)
    return {name: _value(name, value) for name, value in fields.items()}


def _value(name: str, value: object) -> str | tuple[str, ...]:
    if isinstance(value, list):
        return tuple(_text(name, part) for part in value)
    return _text(name, value)


def _text(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str | int | float):
        return str(value)
    raise Refused(Documents.NOT_TEXT.format(name=name))
