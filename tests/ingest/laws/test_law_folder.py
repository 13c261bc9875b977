"""Laws from a folder, however they lie there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assistant.errors import AssistantError, CorpusError, InputError
from ingest.laws.folder import FolderLaws, official_slug
from ingest.laws.source import Offer
from ingest.laws.store import Meta
from tests.ingest.laws.official import ACT, CATALOGUE, MILL, WELL, archive, federal
from tests.ingest.statutes import made_act

ACT_FILE = made_act.act(made_act.article("1", made_act.alinea("Brunnen sind frei.")))


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def laws(folder: Path, everything: bool = False) -> FolderLaws:
    return FolderLaws(folder, 1_000_000, everything)


def offer(folder: Path, everything: bool = False) -> Offer:
    return laws(folder, everything).offer(CATALOGUE)


def meta(source: FolderLaws, built: str = "20250102030405") -> Meta:
    """What would be known of the well law had it been fetched from the source."""
    fetched = source.fetch(WELL, None)
    assert fetched
    return Meta(
        doknr=WELL.number, sha256="", builddate=built, retrieved="", checked="", origin=fetched.origin
    )


class TestWhatIsThere:
    @pytest.mark.parametrize(
        "name", ["brunng/BJNR000010099.xml", "BJNR000010099.xml", "irgendwas.XML", "tief/er/x.xml"]
    )
    def test_a_law_is_known_by_what_it_holds(self, tmp_path: Path, name: str) -> None:
        put(tmp_path, name, federal())
        assert offer(tmp_path) == Offer((WELL,))

    def test_archives_and_files_may_be_mixed(self, tmp_path: Path) -> None:
        put(tmp_path, "xml.zip", archive(BJNR000010099__xml=federal(), bild__gif=b"GIF"))
        put(tmp_path, "b/muehle.xml", federal(MILL.number))
        put(tmp_path, "c/verordnung.fmx.xml", ACT_FILE)
        source = laws(tmp_path)
        assert source.offer(CATALOGUE).laws == CATALOGUE.laws
        files = [source.fetch(law, None) for law in CATALOGUE.laws]
        assert [file and file.data for file in files] == [federal(), federal(MILL.number), ACT_FILE]

    def test_an_act_with_annexes_stays_one_archive(self, tmp_path: Path) -> None:
        annex = made_act.document(made_act.annex("ANHANG", "Liste", "<P>Eimer</P>"))
        put(tmp_path, "act.zip", archive(act__xml=ACT_FILE, annex__xml=annex))
        source = laws(tmp_path)
        assert source.offer(CATALOGUE).laws == (ACT,)
        fetched = source.fetch(ACT, None)
        assert fetched and fetched.data.startswith(b"PK")

    def test_the_latest_file_of_a_law_counts(self, tmp_path: Path) -> None:
        put(tmp_path, "z/alt.xml", federal(built="20240101000000"))
        latest = put(tmp_path, "a/neu.xml", federal(built="20260101000000"))
        source = laws(tmp_path)
        source.offer(CATALOGUE)
        fetched = source.fetch(WELL, None)
        assert fetched and fetched.data == latest.read_bytes()

    def test_other_files_do_not_disturb(self, tmp_path: Path) -> None:
        put(tmp_path, "gesetz.xml", federal())
        put(tmp_path, "liste.xml", b"<items><item/></items>")
        put(tmp_path, "foto.zip", archive(foto__jpg=b"JPG"))
        put(tmp_path, ".versteckt/kaputt.xml", b"<")
        put(tmp_path, "kaputt.txt", b"<")
        assert offer(tmp_path) == Offer((WELL,))

    def test_damaged_files_are_named(self, tmp_path: Path) -> None:
        put(tmp_path, "gesetz.xml", federal())
        put(tmp_path, "a/leer.xml", b"")
        put(tmp_path, "a/halb.zip", archive(a__xml=federal())[:-40])
        put(tmp_path, "a/bombe.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
        found = offer(tmp_path)
        assert found.laws == (WELL,)
        assert [failure.name for failure in found.broken] == ["a/bombe.xml", "a/halb.zip", "a/leer.xml"]
        assert "beschädigt" in found.broken[1].reason and "leer" in found.broken[2].reason

    def test_a_folder_that_is_not_there_or_has_no_law(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="gibt es nicht"):
            offer(tmp_path / "weg")
        with pytest.raises(InputError, match="kein Gesetz"):
            offer(tmp_path)


class TestEverything:
    def test_laws_outside_the_catalogue_by_their_own_names(self, tmp_path: Path) -> None:
        put(tmp_path, "1.xml", federal())
        put(tmp_path, "2.xml", federal("BJNR000030099", short="ÄpfelG 2019"))
        put(tmp_path, "3.xml", federal("BJNR000040099", short="RuStAG"))
        assert [law.slug for law in offer(tmp_path).laws] == ["brunng"]
        found = offer(tmp_path, everything=True)
        assert [(law.slug, law.name) for law in found.laws[1:]] == [
            ("_pfelg_2019", "ÄpfelG 2019"),
            ("stag", "RuStAG"),
        ]
        assert found.whole

    def test_an_address_that_is_taken(self, tmp_path: Path) -> None:
        put(tmp_path, "1.xml", federal())
        put(tmp_path, "2.xml", federal("BJNR000030099", short="brunng"))
        found = offer(tmp_path, everything=True)
        assert found.laws == (WELL,) and "keine eigene amtliche Adresse" in found.broken[0].reason

    @pytest.mark.parametrize(
        ("short", "slug"),
        [("BBauG", "bbaug"), ("SGB 9 2018", "sgb_9_2018"), ("BITV 2.0", "bitv_2_0"), ("1-DM-GoldmünzG", "1-dm-goldm_nzg")],
    )  # fmt: skip
    def test_the_official_rule_for_addresses(self, short: str, slug: str) -> None:
        assert official_slug(short) == slug


class TestFetching:
    def test_a_file_that_was_read_before_is_not_read_again(self, tmp_path: Path) -> None:
        path = put(tmp_path, "gesetz.xml", federal())
        source = laws(tmp_path)
        source.offer(CATALOGUE)
        kept = meta(source)
        assert source.fetch(WELL, kept) is None
        os.utime(path, ns=(1, 1))
        assert source.fetch(WELL, kept) is not None

    def test_an_older_file_does_not_replace_a_later_one(self, tmp_path: Path) -> None:
        put(tmp_path, "gesetz.xml", federal())
        source = laws(tmp_path)
        source.offer(CATALOGUE)
        kept = meta(source, built="20260310000000").model_copy(update={"origin": None})
        with pytest.raises(
            CorpusError, match=r"älter \(02\.01\.2025\) als der gespeicherte Stand \(10\.03\.2026\)"
        ):
            source.fetch(WELL, kept)

    def test_what_is_too_large(self, tmp_path: Path) -> None:
        put(tmp_path, "gesetz.xml", federal() + b" " * 1_000_000)
        source = laws(tmp_path)
        source.offer(CATALOGUE)
        with pytest.raises(AssistantError, match="größer als 1 MB"):
            source.fetch(WELL, None)

    def test_a_file_that_went_away_meanwhile(self, tmp_path: Path) -> None:
        path = put(tmp_path, "gesetz.xml", federal())
        source = laws(tmp_path)
        source.offer(CATALOGUE)
        path.unlink()
        with pytest.raises(CorpusError, match="lässt sich nicht lesen"):
            source.fetch(WELL, None)
