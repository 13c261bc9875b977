"""What is known of a kept document beside its text."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.models import Frozen
from ingest.sources.documents.document import Format
from ingest.sources.documents.metadata import EVERYONE, Details


class KeptDocument(Frozen):
    """A document in the data folder.

    Attributes:
        id: first letters of its `digest`, the sha256 of the file.
        reader: version of the readers that read it.
        name: name of the file it came as.
        sources: paths at which the same content was found, the one that counts first.
        given, beside: details from options and from the file beside it, kept for the next time.
        pages: None where the format has none.
        recognised: whether some of its text comes from text recognition.
        added: when it was taken in, in ISO form.
    """

    id: str
    digest: str
    reader: int
    format: Format
    name: str
    sources: tuple[str, ...]
    details: Details
    given: Mapping[str, str] = {}
    beside: Mapping[str, str] = {}
    size: int
    pages: int | None = None
    characters: int
    recognised: bool = False
    added: str

    @property
    def title(self) -> str:
        return self.details.title

    @property
    def is_searched(self) -> bool:
        """Whether it may be found by everyone who asks; there is no sign-in yet."""
        return self.details.visibility == EVERYONE
