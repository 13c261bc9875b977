"""Taking in, changing, renaming, removing: told as an administrator would do it, on real files."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant.errors import CorpusError, InputError, NotFoundError, StorageError
from assistant.settings import PROJECT, Settings
from ingest.documents.add import add
from ingest.documents.passages import document_passages
from ingest.documents.remove import list_documents, remove
from ingest.documents.results import AddReport, Status
from ingest.documents.store import Store

CREATED, UPDATED, UNCHANGED, REFUSED = Status.CREATED, Status.UPDATED, Status.UNCHANGED, Status.REFUSED


class Town:
    """A folder of files and the store they go into."""

    def __init__(self, folder: Path, **settings: object):
        self.files = folder / "akten"
        self.files.mkdir()
        self.settings = Settings(_env_file=None, data_dir=folder / "daten", **settings)
        self.stages: list[tuple[str, int, int]] = []

    def write(self, name: str, text: str) -> Path:
        path = self.files / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def add(self, *paths: Path, **options: str) -> AddReport:
        return add(self.settings, paths or [self.files], options, lambda *stage: self.stages.append(stage))

    def outcome(self, *paths: Path, **options: str) -> list[tuple[str, Status]]:
        return [(file.name, file.status) for file in self.add(*paths, **options).files]

    def titles(self) -> list[str]:
        return [record.title for record in list_documents(self.settings)]

    def on_disk(self) -> list[str]:
        root = self.settings.sources_dir / "documents"
        return sorted(path.name for path in root.rglob("*") if path.name != ".lock")


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


def test_a_folder_comes_in_and_stays_as_it_is(town: Town) -> None:
    town.write("bad.txt", "Badeordnung\n\nDas Bad ist offen.")
    town.write("amt/hund.md", "# Hundesatzung\n\nHunde sind anzuleinen.")
    town.write("amt/.versteckt.txt", "nicht lesen")
    town.write("~$bad.docx", "Sperre")
    assert town.outcome() == [("bad.txt", CREATED), ("amt/hund.md", CREATED)]
    assert town.titles() == ["Badeordnung", "Hundesatzung"]
    assert town.stages[0][1:] == (0, 2) and town.stages[-1][1:] == (2, 2)
    before = town.on_disk()
    assert town.outcome() == [("bad.txt", UNCHANGED), ("amt/hund.md", UNCHANGED)]
    assert not town.add().changed
    assert town.on_disk() == before
    assert sum(name.startswith("original.") for name in before) == 2


def test_a_changed_file_replaces_its_old_version(town: Town) -> None:
    path = town.write("bad.txt", "Badeordnung\n\nAlt.")
    (old,) = (file.id for file in town.add(path, zustaendig="Amt 52", gueltig_bis="31.12.2024").files)
    town.write("bad.txt", "Badeordnung\n\nNeu.")
    (file,) = town.add(path).files
    assert file.status is UPDATED and str(old) in file.says
    (record,) = list_documents(town.settings)
    assert record.id != old
    assert record.details.responsible == "Amt 52"  # holds for every version
    assert record.details.valid_until == ""  # held for the old one
    assert [passage.text for passage in document_passages(town.settings)] == ["Neu."]


def test_a_renamed_file_is_the_same_document(town: Town) -> None:
    path = town.write("bad.txt", "Das Bad ist offen und sauber.")
    town.add(path)
    path.rename(path.with_name("badeordnung.txt"))
    (file,) = town.add().files
    assert (file.status, len(town.titles())) == (UPDATED, 1)
    assert "hieß „bad.txt“" in file.says
    assert town.titles() == ["badeordnung"]
    assert town.outcome() == [("badeordnung.txt", UNCHANGED)]


def test_two_copies_are_one_document_and_settle(town: Town) -> None:
    town.write("a.txt", "Gleicher Text in beiden.")
    assert town.outcome() == [("a.txt", CREATED)]
    town.write("b.txt", "Gleicher Text in beiden.")
    assert town.outcome() == [("a.txt", UNCHANGED), ("b.txt", UPDATED)]
    for _ in range(2):
        assert town.outcome() == [("a.txt", UNCHANGED), ("b.txt", UNCHANGED)]
    town.write("b.txt", "Jetzt ein anderer Text.")
    assert town.outcome() == [("a.txt", UNCHANGED), ("b.txt", CREATED)]
    assert len(town.titles()) == 2


def test_details_come_from_options_then_beside_then_above_the_text(town: Town) -> None:
    path = town.write("bad.md", "---\ntitel: Oben\ndatum: 2024-01-31\nzustaendig: Oben\n---\n# Kopf\n\nText.")
    town.add(path)
    (record,) = list_documents(town.settings)
    assert (record.title, record.details.responsible) == ("Oben", "Oben")
    town.write("bad.meta.yaml", "zustaendig: Daneben\ngueltig_von: 01.02.2024\n")
    (file,) = town.add(path, titel="Vorgegeben").files
    assert "Titel jetzt „Vorgegeben“" in file.says and "zuständig jetzt Daneben" in file.says
    (record,) = list_documents(town.settings)
    details = record.details
    assert (details.title, details.responsible, details.valid_from) == ("Vorgegeben", "Daneben", "2024-02-01")
    assert details.date == "2024-01-31"
    (file,) = town.add(path).files
    assert file.status is UNCHANGED  # options are remembered …
    town.add(path, titel="")
    assert town.titles() == ["Oben"]  # … until they are taken back


def test_a_restricted_document_is_kept_and_not_searched(town: Town) -> None:
    town.write("geheim.txt", "Nur für wenige.")
    town.write("geheim.yaml", "sichtbarkeit: [Amt 61, Personalrat]")
    (file,) = town.add().files
    assert "Amt 61, Personalrat" in file.says and "keine Anmeldung" in file.says
    (record,) = list_documents(town.settings)
    assert record.details.visibility == ("Amt 61", "Personalrat")
    assert document_passages(town.settings) == ()
    (town.files / "geheim.yaml").unlink()
    (town.files / "geheim.txt").rename(town.files / "umbenannt.txt")
    town.add()
    assert document_passages(town.settings) == ()  # a lost file of details opens nothing
    (file,) = town.add(sichtbarkeit="alle").files
    assert "Sichtbarkeit jetzt alle" in file.says
    assert len(document_passages(town.settings)) == 1


@pytest.mark.parametrize(
    ("beside", "says"),
    [
        ("sichtbar: alle", "nicht vorgesehen. Es gibt: titel, datum, gueltig_von"),
        ("datum: 31.02.2024", "kein Datum"),
        ("gueltig_von: 2025-01-01\ngueltig_bis: 2024-01-01", "liegt nach"),
        ("sichtbarkeit: [alle, Amt 61]", "eines von beiden"),
        ("titel: [a, b]", "kurzer Text"),
        ("- titel", "kein gültiges YAML"),
        ("titel: a\nTitle: b", "doppelt"),
        ("titel: " + "x" * 400, "kurzer Text"),
        ("&a [*a]", "YAML"),
        ("[" * 3000, "YAML"),
    ],
)
def test_wrong_details_refuse_the_file(town: Town, beside: str, says: str) -> None:
    town.write("bad.txt", "Text.")
    town.write("bad.meta.yaml", beside)
    (file,) = town.add().files
    assert file.status is REFUSED and says in file.says
    assert town.on_disk() == []


def test_several_files_of_details_and_one_without_a_document(town: Town) -> None:
    town.write("bad.txt", "Text.")
    town.write("bad.yaml", "titel: a")
    town.write("bad.txt.meta.yml", "titel: b")
    town.write("bda.meta.yaml", "sichtbarkeit: Amt 61")
    told = {file.name: file.says for file in town.add().files}
    assert "mehrere Begleitdateien: bad.txt.meta.yml" in told["bad.txt"] or "bad.yaml" in told["bad.txt"]
    assert "fehlt das Dokument" in told["bda.meta.yaml"]
    assert set(told) == {"bad.txt", "bda.meta.yaml"}


def test_one_bad_file_does_not_stop_the_others(town: Town) -> None:
    town.write("a.txt", "")
    town.write("b.txt", "Guter Text.")
    (town.files / "c.pdf").write_bytes(b"%PDF-1.4 kaputt")
    (town.files / "d.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    report = town.add(town.files, town.files / "fehlt.txt")
    assert [file.status for file in report.files] == [REFUSED, CREATED, REFUSED, REFUSED, REFUSED]
    assert (report.count(REFUSED), report.count(CREATED)) == (4, 1)
    lines = [file.line for file in report.files]
    assert lines[0] == "a.txt: Die Datei ist leer." and "gibt es nicht" in lines[4]
    assert not any(str(town.files) in line for line in lines)


def test_too_large(tmp_path: Path) -> None:
    town = Town(tmp_path, document_max_bytes=1_000_000)
    town.write("viel.txt", "Wort " * 300_000)
    (file,) = town.add().files
    assert "größer als 1 MB" in file.says


def test_links_pipes_and_closed_files(town: Town, tmp_path: Path) -> None:
    outside = tmp_path / "fremd.txt"
    outside.write_text("Nicht für den Assistenten.")
    town.write("echt.txt", "Echter Text.")
    (town.files / "hinaus.txt").symlink_to(outside)
    (town.files / "ordner").symlink_to(tmp_path)
    (town.files / "innen.txt").symlink_to(town.files / "echt.txt")
    (town.files / "kreis.txt").symlink_to(town.files / "kreis.txt")
    os.mkfifo(town.files / "rohr.txt")
    told = {file.name: file for file in town.add().files}
    assert told["echt.txt"].status is CREATED
    assert told["innen.txt"].id == told["echt.txt"].id
    for name in ("hinaus.txt", "ordner"):
        assert "führt aus dem Ordner hinaus" in told[name].says
    assert told["kreis.txt"].status is REFUSED
    assert "keine gewöhnliche Datei" in told["rohr.txt"].says
    (file,) = town.add(town.files / "hinaus.txt").files
    assert file.status is CREATED  # named by the administrator


@pytest.mark.skipif(os.geteuid() == 0, reason="root darf alles lesen.")
def test_what_may_not_be_read_is_told(town: Town) -> None:
    town.write("zu.txt", "Text.").chmod(0)
    closed = town.files / "zu"
    closed.mkdir(mode=0)
    told = {file.name: file.says for file in town.add().files}
    closed.chmod(0o700)
    assert "lässt sich nicht lesen" in told["zu.txt"] and "lässt sich nicht lesen" in told["zu"]


def test_names_of_every_sort(town: Town) -> None:
    names = ["mit\nUmbruch.txt", "x" * 200 + ".txt", "Ümläüt – „A“.txt", "\u202ecod.exe.txt", "-r.txt"]
    for number, name in enumerate(names):
        town.write(name, f"Text Nummer {number}.")
    raw = os.fsencode(town.files) + b"/\xff\xfe.txt"
    Path(os.fsdecode(raw)).write_text("Text mit seltsamem Namen.")
    report = town.add()
    assert report.count(CREATED) == len(names) + 1
    assert all(file.line.isprintable() for file in report.files)
    assert not town.add().changed
    assert all(title.isprintable() for title in town.titles())


def test_an_empty_folder_and_nothing(town: Town) -> None:
    (file,) = town.add().files
    assert "kein Dokument" in file.says
    with pytest.raises(InputError):
        add(town.settings, [], {}, lambda *stage: None)


def test_options_are_checked_before_anything_is_read(town: Town) -> None:
    town.write("a.txt", "Text a.")
    town.write("b.txt", "Text b.")
    for options, says in (
        ({"datum": "gestern"}, "kein Datum"),
        ({"farbe": "rot"}, "nicht vorgesehen"),
        ({"titel": "X"}, "einzelnen"),
    ):
        with pytest.raises(InputError, match=says):
            town.add(**options)
    assert town.titles() == []


def test_removing_by_every_name(town: Town) -> None:
    for name in ("eins", "zwei", "drei", "vier"):
        town.write(f"{name}.txt", f"Satzung {name}\n\nText {name}.")
    ids = {file.name: str(file.id) for file in town.add().files}
    gone = remove(town.settings, [ids["eins.txt"], ids["zwei.txt"][:6].upper(), "satzung DREI", "Vier.txt"])
    assert {removed.title for removed in gone} == {
        "Satzung eins",
        "Satzung zwei",
        "Satzung drei",
        "Satzung vier",
    }
    assert town.on_disk() == []
    assert document_passages(town.settings) == ()


def test_removing_is_all_or_nothing(town: Town) -> None:
    town.write("a/x.txt", "Text a.")
    town.write("b/x.txt", "Text b.")
    first, _ = town.add().files
    with pytest.raises(InputError, match=f"mehrere Dokumente: .*{first.id}"):
        remove(town.settings, ["x.txt"])
    with pytest.raises(NotFoundError, match="gibt es nicht"):
        remove(town.settings, [str(first.id), "fehlt"])
    with pytest.raises(InputError):
        remove(town.settings, [])
    assert len(town.titles()) == 2


def test_a_damaged_document_is_named_and_can_be_removed(town: Town) -> None:
    town.write("a.txt", "Text a.")
    town.write("b.txt", "Text b.")
    broken, whole = (str(file.id) for file in town.add().files)
    (town.settings.sources_dir / "documents" / broken / "meta.json").write_text("{")
    with pytest.raises(CorpusError, match=broken):
        list_documents(town.settings)
    with pytest.raises(CorpusError, match=f"ingest remove {broken}"):
        town.add()
    remove(town.settings, [broken])
    assert [record.id for record in list_documents(town.settings)] == [whole]


def test_only_one_writer(town: Town) -> None:
    path = town.write("a.txt", "Text a.")
    with Store(town.settings).writing(), pytest.raises(StorageError, match="anderen Lauf"):
        town.add(path)
    with Store(town.settings).writing(), pytest.raises(StorageError, match="anderen Lauf"):
        remove(town.settings, ["a.txt"])


def test_a_data_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "daten").write_text("")
    town = Town(tmp_path)
    with pytest.raises(StorageError, match="Rechte prüfen"):
        town.add(town.write("a.txt", "Text."))


def test_documents_of_older_readers_are_read_again(town: Town) -> None:
    path = town.write("a.txt", "Text a.")
    town.add(path)
    (record,) = list_documents(town.settings)
    with Store(town.settings).writing():
        Store(town.settings).update(record.model_copy(update={"reader": 0}))
    (file,) = town.add(path).files
    assert file.status is UPDATED and "neu gelesen" in file.says
    assert town.outcome(path) == [("a.txt", UNCHANGED)]


PROGRAM = """
import sys
from pathlib import Path
from assistant.settings import Settings
from ingest.documents.add import add
add(Settings(_env_file=None, data_dir=Path(sys.argv[2])), [Path(sys.argv[1])], {}, lambda *stage: None)
"""


def test_killed_at_any_moment_the_store_stays_whole(town: Town) -> None:
    names = [f"{n}.txt" for n in range(6)]
    for name in names:
        town.write(name, f"Satzung {name}\n\nEin Text, Fassung eins.")
    for moment in range(8):
        if moment == 4:
            for name in names:
                town.write(name, f"Satzung {name}\n\nEin Text, Fassung zwei.")
        command = [sys.executable, "-c", PROGRAM, str(town.files), str(town.settings.data_dir)]
        run = subprocess.Popen(command, cwd=PROJECT)
        time.sleep(0.5 + 0.3 * (moment % 4))
        run.send_signal(signal.SIGKILL)
        run.wait()
        for record in list_documents(town.settings):  # whole at every moment
            assert Store(town.settings).document(record.id).blocks
            assert Store(town.settings).original(record).stat().st_size == record.size
    town.add()
    assert {record.name for record in list_documents(town.settings)} == set(names)
    assert len(document_passages(town.settings)) == len(names)
    assert all("zwei" in passage.text for passage in document_passages(town.settings))
    assert not [name for name in town.on_disk() if name.startswith(".")]
