"""Makes norms: ids that are unique in the act, notes, and whether there is a provision left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from assistant.statute import Norm, NormUnit, Paragraph
from ingest.sources.statutes.formex.celex import Addresses
from ingest.sources.statutes.formex.deletions import DELETED
from ingest.sources.statutes.formex.setting import heading
from ingest.sources.statutes.gii.page import Page

_UNPRINTED = "—–-_ "  # a text of nothing else is none


@dataclass
class NormMaker:
    """Makes the norms of a part of a delivery, a file, in which footnotes are counted through.

    Attributes:
        names: how often each name of a norm has been given so far in the whole act.
    """

    part: etree._Element
    addresses: Addresses
    names: Counter[str]
    _marks: dict[str, str] = field(init=False)
    _waiting: list[str] = field(default_factory=list)  # notes of headings above the next norm

    def __post_init__(self) -> None:
        ids = (note.get("NOTE.ID") for note in self.part.iter("NOTE"))
        self._marks = {id: str(n) for n, id in enumerate(dict.fromkeys(filter(None, ids)), start=1)}

    def page(self) -> Page:
        return Page(self._marks)

    def heading(self, element: etree._Element | None) -> str:
        """A heading above norms. Its footnotes become notes of the next norm."""
        page = self.page()
        text = heading(element, page)
        self._waiting += page.remarks
        return text

    def norm(
        self,
        page: Page,
        designation: str,
        paragraphs: Sequence[Paragraph],
        *,
        id: str,
        unit: NormUnit = "",
        number: str = "",
        title: str = "",
        outline: tuple[str, ...] = (),
        deleted: bool = False,
        url: str = "",
    ) -> Norm:
        """A norm with what its page knows of notes and pictures.

        Args:
            id: its name within the act, without the number of the act.
            deleted: the consolidated text has its number only.
            url: its page; that of the act when empty.
        """
        nothing = all(not paragraph.text.strip(_UNPRINTED) for paragraph in paragraphs)
        gone = deleted or (bool(paragraphs) and nothing) or [p.text for p in paragraphs] == [DELETED]
        above, self._waiting = self._waiting, []
        return Norm(
            id=self._new_id(id),
            designation=designation,
            unit=unit,
            number=number,
            until="",
            title="" if deleted else title,
            outline=outline,
            paragraphs=() if gone else tuple(paragraphs),
            notes=(*above, *page.remarks, *_missing(page.pictures)),
            repealed=gone,
            url=url or self.addresses.law,
        )

    def _new_id(self, name: str) -> str:
        """Designations repeat, in annexed acts for instance: the second "art-5" is "art-5-2"."""
        self.names[name] += 1
        count = f"-{self.names[name]}" if self.names[name] > 1 else ""
        return f"{self.addresses.celex}/{name}{count}"


def _missing(pictures: Sequence[str]) -> Iterator[str]:
    """One note for all pictures that the file points to but does not hold."""
    if len(pictures) == 1:
        yield f"Abbildung „{pictures[0]}“ fehlt hier: siehe amtliche Seite."
    elif pictures:
        yield f"{len(pictures)} Abbildungen fehlen hier: siehe amtliche Seite."
