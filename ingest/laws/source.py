"""What a source of official files gives: which laws it has, and the file of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from assistant.models import Frozen
from ingest.laws.catalogue import Catalogue, Law
from ingest.laws.store import Meta, Origin


class Failure(Frozen):
    """A law or file that could not be taken in. `name` is what people know it by, `reason` is German."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What a source has.

    Attributes:
        laws: in the order in which they are to be fetched.
        broken: files that are damaged, so that nobody can tell which law they are.
        whole: it has all federal law, so that a stored law which it has not is no longer in force.
    """

    laws: tuple[Law, ...]
    broken: tuple[Failure, ...] = ()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Fetched:
    """A law's official XML, with what is needed to see next time that it has not changed."""

    data: bytes
    url: str = ""
    etag: str = ""
    last_modified: str = ""
    origin: Origin | None = None


class Source(Protocol):
    """Where official files come from: `online.OnlineLaws` or `folder.FolderLaws`.

    `patient` is whether asking for a law costs so much that a run that was cut off goes on where it stopped.
    """

    patient: bool

    def offer(self, catalogue: Catalogue) -> Offer:
        """Raises AssistantError when there is nothing at all to be had."""
        ...

    def fetch(self, law: Law, kept: Meta | None) -> Fetched | None:
        """The file of an offered law; None when the version `kept` is still the one.

        Raises AssistantError with the reason when it cannot be had.
        """
        ...
