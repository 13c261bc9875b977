"""What a page's form sends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs

from starlette.requests import Request

from assistant.errors import InputError
from assistant.messages_de import Page

_MOST_FIELDS = 200


class Fields:
    """The fields of one form; line breaks are `\\n`, whatever the browser sent."""

    def __init__(self, values: Mapping[str, Sequence[str]]):
        self._values = values

    def text(self, name: str, default: str = "", longest: int | None = None) -> str:
        """The first value of a field.

        Args:
            longest: characters that are accepted.

        Raises:
            InputError: longer than that.
        """
        text = next(iter(self.all(name)), default)
        if longest is not None and len(text) > longest:
            raise InputError(Page.FIELD_TOO_LONG.format(limit=longest))
        return text

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a field, such as those of ticked boxes."""
        return tuple(value.replace("\r\n", "\n") for value in self._values.get(name, ()))

    def __contains__(self, name: str) -> bool:
        return name in self._values


async def fields(request: Request) -> Fields:
    """Read a urlencoded form.

    Raises:
        InputError: not UTF-8, or more fields than any page of ours has.
    """
    return parse(await request.body())


def parse(body: bytes) -> Fields:
    """As `fields`, from the bytes of the body."""
    try:
        values = parse_qs(
            body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS
        )
    except ValueError:
        raise InputError(Page.BROKEN_FORM) from None
    return Fields(values)
