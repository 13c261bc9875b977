"""Official files from a folder, however they lie there: known by what they hold, never by their names."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import AssistantError, CorpusError, InputError
from assistant.messages_de import Laws
from ingest.laws.catalogue import FEDERAL_NUMBER, Catalogue, Law
from ingest.laws.formats import Sight, at_first_sight, law_in
from ingest.laws.source import Failure, Fetched, Offer
from ingest.laws.store import Meta, Origin

_FILED_OTHERWISE = {"rustag": "stag"}  # the one federal law whose address does not follow its abbreviation


@dataclass(frozen=True, slots=True)
class _Found:
    path: Path
    sight: Sight

    @property
    def origin(self) -> Origin:
        status = self.path.stat()
        return Origin(name=self.path.name, size=status.st_size, mtime_ns=status.st_mtime_ns)


class FolderLaws:
    """The laws in a folder and the folders below it: XML files and the archives of the official sites.

    Args:
        everything: also take federal laws that are not in the catalogue.
        max_bytes: longest file that is read.
    """

    patient = False

    def __init__(self, folder: Path, max_bytes: int, everything: bool = False):
        self._folder, self._max_bytes, self._everything = folder, max_bytes, everything
        self._found: dict[str, _Found] = {}

    def offer(self, catalogue: Catalogue) -> Offer:
        """See `source.Source`; of a law that is there several times the latest file counts."""
        if not self._folder.is_dir():
            raise InputError(Laws.NO_FOLDER)
        broken = []
        for path in _files(self._folder):
            try:
                if sight := at_first_sight(path):
                    self._note(path, sight)
            except OSError as problem:
                broken.append(
                    Failure(name=_name(path), reason=Laws.UNREADABLE.format(reason=problem.strerror))
                )
            except AssistantError as error:
                broken.append(Failure(name=_name(path), reason=error.message))
        laws = [law for law in catalogue.laws if law.number in self._found]
        if self._everything:
            laws += self._others(catalogue, broken)
        if not laws and not broken:
            raise InputError(Laws.EMPTY_FOLDER)
        return Offer(tuple(laws), tuple(broken), whole=self._everything)

    def fetch(self, law: Law, kept: Meta | None) -> Fetched | None:
        """See `source.Source`. Size and time of the file tell that it is the one that was read before."""
        found = self._found[law.number]
        try:
            origin = found.origin
            if kept and kept.origin == origin:
                return None
            if kept and found.sight.builddate < kept.builddate:
                days = (_day(found.sight.builddate), _day(kept.builddate))
                raise CorpusError(Laws.OLDER.format(found=days[0], kept=days[1]))
            return Fetched(self._read(found.path), origin=origin)
        except OSError as problem:
            raise CorpusError(Laws.UNREADABLE.format(reason=problem.strerror)) from None

    def _note(self, path: Path, sight: Sight) -> None:
        known = self._found.get(sight.number)
        if not known or known.sight.builddate < sight.builddate:
            self._found[sight.number] = _Found(path, sight)

    def _others(self, catalogue: Catalogue, broken: list[Failure]) -> Iterator[Law]:
        """Federal laws outside the catalogue, by the official rule for addresses and by their own names."""
        slugs = {law.slug for law in catalogue.laws}
        for number, found in sorted(self._found.items()):
            if catalogue.by_number(number) or not FEDERAL_NUMBER.fullmatch(number):
                continue
            short = found.sight.abbreviation
            slug = official_slug(short)
            if not slug or slug in slugs:
                broken.append(Failure(name=_name(found.path), reason=Laws.NO_SLUG.format(name=short)))
                continue
            slugs.add(slug)
            yield Law(slug=slug, number=number, name=short)

    def _read(self, path: Path) -> bytes:
        with path.open("rb") as file:
            data = file.read(self._max_bytes + 1)
        if len(data) > self._max_bytes:
            raise CorpusError(Laws.TOO_LARGE.format(limit=self._max_bytes // 1_000_000))
        return law_in(data) if data.startswith(b"PK") else data


def official_slug(short: str) -> str:
    """The official address of a federal law: its abbreviation in small letters, all else underscores."""
    slug = re.sub(r"[^a-z0-9_-]", "_", short.lower())
    return _FILED_OTHERWISE.get(slug, slug)


def _day(builddate: str) -> str:
    """ "20260310215503" or "2026-03-10" -> "10.03.2026"."""
    digits = builddate.replace("-", "")[:8]
    if len(digits) < 8 or not digits.isdecimal():
        return builddate or Laws.NO_DATE
    return f"{digits[6:]}.{digits[4:6]}.{digits[:4]}"


def _files(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(place, n) for n in sorted(names) if n.lower().endswith((".xml", ".zip")))


def _name(path: Path) -> str:
    """Folder and file name; no machine paths."""
    return f"{path.parent.name}/{path.name}"
