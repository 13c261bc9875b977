"""Digests and the wording they were reviewed against."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.errors import CorpusError, InputError
from assistant.settings import PROJECT, Settings
from ingest.laws import catalogue as tables
from ingest.laws.formats import identify
from ingest.laws.reviews import FILE, changed_since_review, mark_reviewed, read_reviews
from ingest.laws.store import LawStore, Meta
from ingest.sources.provisions import COLUMNS
from ingest.sources.tables import read_table
from tests.ingest.laws.official import WELL, federal, settings_in
from tests.ingest.small_corpus import PROVISION, PROVISION_COLUMNS, changed, write

DAY = date(2031, 2, 3)
TEXT = {
    "§ 1": "Brunnen gehören dem Dorf.",
    "§ 4": "(1) Das Dorf zahlt.\n(2) Das Dorf pflegt.",
    "§ 5": "Frei.",
}
ROWS = (
    PROVISION,  # § 4 Abs. 2
    changed(PROVISION, PROVISION_COLUMNS, id="N002", fundstelle="§ 5 BrunnG", enbez="§ 5"),
    changed(PROVISION, PROVISION_COLUMNS, id="N003", fundstelle="§ 26 GO NRW", gii_slug="", enbez=""),
    changed(PROVISION, PROVISION_COLUMNS, id="N004", fundstelle="§ 9 BrunnG", enbez="§ 9"),
)
SOURCES = (
    '[[federal]]\nslug = "brunng"\nnumber = "BJNR000010099"\nname = "BrunnG"\nnames = []\ntitle = "Gesetz"\n'
)


@pytest.fixture
def config(tmp_path: Path) -> Settings:
    settings = settings_in(tmp_path)
    write(settings.corpus_dir, "provisions.tsv", PROVISION_COLUMNS, *ROWS)
    write(settings.corpus_dir, tables.FILE, SOURCES)
    return settings


def store(config: Settings, **norms: str) -> None:
    data = federal(norms={f"§ {name[1:]}": text for name, text in norms.items()} or TEXT)
    identity = identify(data, "brunng")
    laws = LawStore(config)
    meta = Meta(doknr=WELL.number, sha256=identity.sha256, builddate="", retrieved="", checked="")
    with laws.writing():
        laws.replace("brunng", data, meta)


def test_what_was_reviewed_is_remembered_without_its_wording(config: Settings) -> None:
    store(config)
    mark_reviewed(config, ["N002", "N001"], DAY)
    reviews = read_reviews(config.corpus_dir / FILE)
    assert list(reviews) == ["N001", "N002"]
    assert reviews["N001"].places == ("BJNR000010099BJNE000000004#2",) and reviews["N001"].day == "2031-02-03"
    assert reviews["N001"].stand == "Geändert durch Art. 1; Datei vom 02.01.2025"
    assert "pflegt" not in (config.corpus_dir / FILE).read_text()
    assert changed_since_review(config) == {}


def test_only_the_cited_paragraph_counts(config: Settings) -> None:
    store(config)
    mark_reviewed(config, ["N001", "N002"], DAY)
    store(config, p4="(1) Das Land zahlt.\n(2) Das  Dorf pflegt.", p5="Frei.")
    assert changed_since_review(config) == {}
    store(config, p4="(1) Das Land zahlt.\n(2) Das Land pflegt.", p5="Frei.")
    found = changed_since_review(config)
    assert list(found) == ["N001"] and found["N001"].fundstelle == "§ 4 Abs. 2 BrunnG"
    assert found["N001"].review.day == "2031-02-03" and found["N001"].stand.startswith("Geändert")


def test_a_review_of_the_new_wording_settles_it(config: Settings) -> None:
    store(config)
    mark_reviewed(config, ["N001", "N002"], DAY)
    store(config, p4="(2) Das Land pflegt.", p5="Frei und kühl.")
    assert list(changed_since_review(config)) == ["N001", "N002"]
    mark_reviewed(config, ["N002"], date(2031, 3, 1))
    assert list(changed_since_review(config)) == ["N001"]
    days = [review.day for review in read_reviews(config.corpus_dir / FILE).values()]
    assert days == ["2031-02-03", "2031-03-01"]


@pytest.mark.parametrize("norms", [{"p4": "(1) Nur das."}, {"p5": "Frei."}, {"p4": "(weggefallen)"}])
def test_a_provision_that_is_gone(config: Settings, norms: dict[str, str]) -> None:
    store(config)
    mark_reviewed(config, ["N001"], DAY)
    store(config, **norms)
    assert changed_since_review(config)["N001"].stand == ""


def test_a_law_that_is_not_stored_cannot_be_judged(config: Settings) -> None:
    store(config)
    mark_reviewed(config, ["N001"], DAY)
    with LawStore(config).writing():
        LawStore(config).remove("brunng")
    assert changed_since_review(config) == {}


@pytest.mark.parametrize(
    ("id", "says"),
    [
        ("N099", "N099 gibt es"),
        ("N003", "N003 gibt es"),
        ("N004", r"Zu N004 \(§ 9 BrunnG\) ist kein Wortlaut"),
    ],
)
def test_what_cannot_be_reviewed(config: Settings, id: str, says: str) -> None:
    store(config)
    with pytest.raises(InputError, match=says):
        mark_reviewed(config, ["N001", id], DAY)
    assert not (config.corpus_dir / FILE).exists()


def test_faults_name_file_and_line(config: Settings) -> None:
    store(config)
    line = "N001\tB\tsha\tStand\t2031-02-03"
    write(config.corpus_dir, FILE, "id\tnorm\tsha256\tstand\tgeprueft_am", line, line)
    with pytest.raises(CorpusError, match=r"reviews\.tsv, Zeile 3: Die Kennung „N001“ kommt doppelt vor"):
        changed_since_review(config)


def test_the_repository_remembers_every_digest_that_was_checked_against_its_wording() -> None:
    rows = read_table(PROJECT / "corpus" / "provisions.tsv", COLUMNS)
    checked = {row["id"] for row in rows if row["verifiziert"] == "ja (Datendatei)"}
    assert checked <= read_reviews(PROJECT / "corpus" / FILE).keys()
