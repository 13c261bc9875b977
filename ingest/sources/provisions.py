"""Reads corpus/provisions.tsv: our own-words digests of the legal provisions that matter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import Path

from assistant.models import Passage, PassageOrigin, SourceKind
from ingest.passages import make_passage
from ingest.sources.reading import fault
from ingest.sources.tables import Row, read_ids, read_table, require

COLUMNS = (
    "id", "fundstelle", "ebene", "kurzfassung", "warum", "prinzipien", "beobachtungsebenen", "massnahmen",
    "adressat", "link", "gii_slug", "enbez", "stand", "verifiziert", "sicherheit", "kern", "hinweis",
)  # fmt: skip
UNVERIFIED = (
    "Dieser Eintrag ist nicht am amtlichen Text geprüft und darf nicht als gesicherte Aussage gelten."
)


def read_provisions(
    path: Path, sections: Collection[str], stale: Collection[str] = ()
) -> Mapping[str, Passage]:
    """One passage per row, by row id ("N042"), in the order of the file.

    The text is the digest and a sentence on why it matters; `title` is the citation as in the table,
    `provision` its canonical form. Rows that nobody checked stay in, marked by `verified` and `note`;
    `stale` names those whose wording has changed since somebody did.

    Raises CorpusError with file and line for wrong columns, repeated ids, unknown framework ids and
    empty digests or citations.
    """
    rows = read_table(path, COLUMNS)
    shared = Counter(canonical_citation(row["fundstelle"]) for row in rows)
    passages: dict[str, Passage] = {}
    for row in rows:
        if row["id"] in passages:
            raise fault(path, f"Die Kennung „{row['id']}“ kommt doppelt vor.", row.line)
        citation = canonical_citation(row["fundstelle"])
        unit = f"law:{citation}" if shared[citation] == 1 else f"law:{citation} {row['id']}"
        passages[row["id"]] = _passage(path, row, citation, unit, sections, row["id"] in stale)
    return passages


def canonical_citation(entry: str) -> str:
    """The bare citation of a table entry: additions in brackets at the end or after a colon are dropped.

    "§ 26 GO NRW (Beispiel): Bürgerentscheid" -> "§ 26 GO NRW"; "Art. 4 VO (EU) 2024/1689 (KI-VO)" ->
    "Art. 4 VO (EU) 2024/1689".
    """
    bare = entry.split(":")[0].strip()
    return re.sub(r"\s*\([^()]*\)$", "", bare)


def _passage(
    path: Path, row: Row, citation: str, unit: str, sections: Collection[str], stale: bool
) -> Passage:
    require(path, row, "id", "fundstelle", "kurzfassung", "warum", "verifiziert")
    if not re.fullmatch(r"N\d+", row["id"]):
        raise fault(path, f"„{row['id']}“ ist keine Kennung der Form N001.", row.line)
    if row["verifiziert"].split(" ")[0] not in ("ja", "nein"):
        raise fault(path, "Die Spalte „verifiziert“ muss mit „ja“ oder „nein“ beginnen.", row.line)
    verified = row["verifiziert"].startswith("ja")
    notes = [as_sentence(row["hinweis"])] if row["hinweis"] else []
    return make_passage(
        id=f"law/{row['id']}",
        kind=SourceKind.LAW,
        origin=PassageOrigin.DIGEST,
        unit=unit,
        title=row["fundstelle"],
        text=f"{as_sentence(row['kurzfassung'])} Bedeutung: {as_sentence(row['warum'])}",
        locator=citation,
        heading_path=(row["ebene"], row["fundstelle"]),
        provision=citation,
        principles=read_ids(path, row, "prinzipien", [id for id in sections if id.startswith("3.")]),
        levels=read_ids(path, row, "beobachtungsebenen", [id for id in sections if id.startswith("2.")]),
        measures=read_ids(path, row, "massnahmen", [id for id in sections if id.startswith("4.")]),
        url=row["link"] or None,
        stand=row["stand"] or None,
        binds=row["adressat"] or None,
        verified=verified,
        stale=stale,
        note=" ".join(notes if verified else [*notes, UNVERIFIED]),
    )


def as_sentence(text: str) -> str:
    """The text with a capital first letter and an end mark."""
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?", ".“", "!“", "?“")) else text + "."
