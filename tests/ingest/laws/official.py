"""Made-up official files, a catalogue of them, and the folders they lie in. Nothing is copied from a statute."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from assistant.settings import Settings
from ingest.laws.catalogue import Catalogue, Law
from tests.ingest.small_corpus import CARD, PROVISION, PROVISION_COLUMNS, write

WELL = Law("brunng", "BJNR000010099", "BrunnG", ("Brunnengesetz",), "Gesetz über Brunnen")
MILL = Law("muehlv_2019", "BJNR000020099", "MühlV", ("MühlV 2019",), "Verordnung über Mühlen")
ACT = Law("eu-32031r0077", "32031R0077", "VO (EU) 2031/77", (), "Dorfbrunnen", european=True)
CATALOGUE = Catalogue((WELL, MILL, ACT))
SHORT = {WELL.number: "BrunnG", MILL.number: "MühlV 2019"}
NORMS = {"§ 1": "Brunnen gehören dem Dorf.", "§ 4": "Das Dorf pflegt seine Brunnen."}


def federal(
    number: str = WELL.number,
    norms: Mapping[str, str] = NORMS,
    *,
    built: str = "20250102030405",
    short: str | None = None,
    ids: Mapping[str, str] | None = None,
    titles: Mapping[str, str] | None = None,
    stand: str = "Geändert durch Art. 1",
) -> bytes:
    """A federal law.

    Args:
        norms: text by printed designation; a text is one paragraph, "(1) …\\n(2) …" are two.
        ids: last part of the official number where it is not the designation's own.
        titles: headings by designation.
    """
    name = short or SHORT.get(number, "DorfG")
    elements = [
        f"<norm doknr='{number}'><metadaten><jurabk>{name}</jurabk><langue>Gesetz zum {name}</langue>"
        f"<standangabe><standtyp>Stand</standtyp><standkommentar>{stand}</standkommentar></standangabe>"
        "</metadaten><textdaten/></norm>"
    ]
    for printed, text in norms.items():
        own = "".join(character for character in printed if character.isalnum()).upper()
        id = (ids or {}).get(printed, own)
        content = "".join(f"<P>{line}</P>" for line in text.split("\n"))
        title = f"<titel>{titles[printed]}</titel>" if titles and printed in titles else ""
        elements.append(
            f"<norm doknr='{number}BJNE{id:0>9}'><metadaten><jurabk>{name}</jurabk><enbez>{printed}</enbez>"
            f"{title}</metadaten><textdaten><text><Content>{content}</Content></text></textdaten></norm>"
        )
    body = "".join(elements)
    return f"<?xml version='1.0'?><dokumente builddate='{built}' doknr='{number}'>{body}</dokumente>".encode()


def archive(**members: bytes) -> bytes:
    """A zip archive; "__" in a name stands for its dot."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name.replace("__", "."), data)
    return target.getvalue()


def corpus(folder: Path) -> Path:
    """A corpus of one digest, "§ 4 Abs. 2 BrunnG", and one card that cites "§ 1 BrunnG"."""
    write(folder, "provisions.tsv", PROVISION_COLUMNS, PROVISION)
    write(folder / "cards", "3.4.md", CARD.replace("Der dritte Absatz", "Nach § 1 BrunnG steht er"))
    return folder


def settings_in(folder: Path) -> Settings:
    """Settings with a corpus and a data folder of their own, and no pause between requests."""
    return Settings(
        _env_file=None,  # type: ignore[call-arg]
        data_dir=folder / "data",
        corpus_dir=corpus(folder / "corpus"),
        laws_pause_s=0,
    )


class Clock:
    """A day that goes on by a second whenever it is looked at."""

    def __init__(self) -> None:
        self.time = datetime(2031, 2, 3, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


def silent(stage: str, done: int, total: int) -> None:
    """A report that nobody reads."""
