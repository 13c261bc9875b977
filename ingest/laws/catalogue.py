"""Reads corpus/sources.toml: which laws are kept up to date, by their official names and numbers."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import CorpusError
from ingest.sources.reading import fault, read_utf8

FILE = "sources.toml"
FEDERAL_NUMBER = re.compile(r"[A-Z]{4}[0-9A-Z]{9}")
_CELEX = re.compile(r"[0-9]{5}[A-Z]{1,2}[0-9]{4}|1[0-9]{4}[A-Z]/TXT")
_SLUG = re.compile(r"[a-z0-9_-]+")
_TABLES = {"federal": False, "european": True}
_REQUIRED = {"slug", "number", "name", "names", "title"}
_OPTIONAL = {"federal": set[str](), "european": {"eli", "version", "published"}}


@dataclass(frozen=True, slots=True)
class Law:
    """A law by its official names.

    Attributes:
        slug: name of its folder and of its official address.
        number: document number of a federal law, CELEX number of an EU act.
        name: short form as `german.citations` writes it.
        names: its other names, without `name`.
        european: whether it is law of the EU.
        eli: address that always means this EU act; "" for federal laws.
        version: CELEX number of the consolidated version to be fetched; "" for the act as it was adopted.
        published: its text is published as one official file that can be read. What is not is here so that
            it is known by name.
    """

    slug: str
    number: str
    name: str
    names: tuple[str, ...] = ()
    title: str = ""
    european: bool = False
    eli: str = ""
    version: str = ""
    published: bool = True


class Catalogue:
    """The laws of the table, in its order."""

    def __init__(self, laws: Sequence[Law]):
        self.laws = tuple(laws)
        self._by_slug: Mapping[str, Law] = {law.slug: law for law in laws}
        self._by_number: Mapping[str, Law] = {law.number: law for law in laws}

    @property
    def published(self) -> tuple[Law, ...]:
        """Those with an official file."""
        return tuple(law for law in self.laws if law.published)

    def by_slug(self, slug: str) -> Law | None:
        return self._by_slug.get(slug)

    def by_number(self, number: str) -> Law | None:
        return self._by_number.get(number)


def load_catalogue(corpus_dir: Path) -> Catalogue:
    """The table in a corpus folder. Raises CorpusError with file and place for whatever is wrong in it."""
    path = corpus_dir / FILE
    try:
        tables = tomllib.loads(read_utf8(path))
    except tomllib.TOMLDecodeError as problem:
        line = re.search(r"line (\d+)", str(problem))
        raise fault(path, "Das ist kein gültiges TOML.", int(line[1]) if line else None) from None
    for unknown in tables.keys() - _TABLES.keys():
        raise fault(path, f"„{unknown}“ ist nicht vorgesehen, nur [[federal]] und [[european]].")
    laws = [law for table in _TABLES for law in _laws(path, table, tables.get(table, []))]
    if not laws:
        raise fault(path, "Es ist kein Gesetz verzeichnet.")
    for field in ("slug", "number", "name"):
        seen: set[str] = set()
        for law in laws:
            value = getattr(law, field)
            if value in seen:
                raise fault(path, f"„{value}“ kommt in „{field}“ doppelt vor.")
            seen.add(value)
    return Catalogue(laws)


def _laws(path: Path, table: str, entries: Any) -> Iterator[Law]:
    if not isinstance(entries, list):
        raise fault(path, f"„{table}“ muss als Liste geschrieben sein: [[{table}]].")
    for count, entry in enumerate(entries, 1):
        place = f"[[{table}]] Nr. {count}"
        if not isinstance(entry, dict):
            raise fault(path, f"{place} muss aus Zeilen der Form „name = wert“ bestehen.")
        yield _law(path, table, f"{place} („{entry['slug']}“)" if "slug" in entry else place, entry)


def _law(path: Path, table: str, place: str, entry: Mapping[str, Any]) -> Law:
    def wrong(message: str) -> CorpusError:
        return fault(path, f"{place}: {message}")

    for missing in sorted(_REQUIRED - entry.keys()):
        raise wrong(f"Die Angabe „{missing}“ fehlt.")
    for unknown in sorted(entry.keys() - _REQUIRED - _OPTIONAL[table]):
        raise wrong(f"Die Angabe „{unknown}“ ist nicht vorgesehen.")
    for field in ("slug", "number", "name", "title", "eli", "version"):
        if field in entry and not (isinstance(entry[field], str) and entry[field].strip()):
            raise wrong(f"„{field}“ muss ein Text in Anführungszeichen sein.")
    if not isinstance(entry["names"], list) or not all(isinstance(n, str) and n for n in entry["names"]):
        raise wrong("„names“ muss eine Liste von Texten sein.")
    if not isinstance(entry.get("published", True), bool):
        raise wrong("„published“ muss true oder false sein.")
    if not _SLUG.fullmatch(entry["slug"]):
        raise wrong("„slug“ darf nur kleine Buchstaben, Ziffern, _ und - enthalten.")
    number = _CELEX if _TABLES[table] else FEDERAL_NUMBER
    if not number.fullmatch(entry["number"]):
        kind = "CELEX-Nummer" if _TABLES[table] else "Dokumentnummer"
        raise wrong(f"„{entry['number']}“ ist keine {kind}.")
    return Law(**{**entry, "names": tuple(entry["names"])}, european=_TABLES[table])
