"""The folder of the stored laws: whole at any moment, one writer, the version before kept."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.errors import StorageError
from assistant.settings import PROJECT, Settings
from ingest.laws.store import LawStore, Meta, StoredLaw
from tests.ingest.laws.official import settings_in


def meta(data: bytes, time: str = "2031-02-03T00:00:00+00:00") -> Meta:
    sha256 = hashlib.sha256(data).hexdigest()
    return Meta(doknr="BJNR000010099", sha256=sha256, builddate="2031", retrieved=time, checked=time)


def stored(store: LawStore, slug: str = "brunng") -> StoredLaw:
    law = store.law(slug)
    assert law
    return law


@pytest.fixture
def store(tmp_path: Path) -> LawStore:
    return LawStore(settings_in(tmp_path))


def test_a_law_is_kept_with_what_is_known_of_it(store: LawStore) -> None:
    assert store.slugs() == () and store.law("brunng") is None
    with store.writing():
        store.replace("brunng", b"<eins/>", meta(b"<eins/>"))
    law = stored(store)
    assert (law.current.read_bytes(), law.previous, law.meta) == (b"<eins/>", None, meta(b"<eins/>"))
    assert law.is_intact() and store.slugs() == ("brunng",)
    assert (store.folder / "brunng" / "current.xml").read_bytes() == b"<eins/>"


def test_the_version_before_is_kept_one_deep(store: LawStore) -> None:
    with store.writing():
        for data in (b"<eins/>", b"<zwei/>", b"<drei/>"):
            store.replace("brunng", data, meta(data))
    law = stored(store)
    assert law.current.read_bytes() == b"<drei/>"
    assert law.previous and law.previous.read_bytes() == b"<zwei/>"
    assert law.meta.previous == meta(b"<zwei/>").version
    assert len(list((store.folder / ".versions").iterdir())) == 1


def test_a_delivery_of_several_files_is_kept_as_an_archive(store: LawStore) -> None:
    with store.writing():
        store.replace("eu-1", b"PK archive", meta(b"PK archive"))
        store.replace("eu-1", b"<eine/>", meta(b"<eine/>"))
    law = stored(store, "eu-1")
    assert law.current.name == "current.xml" and law.previous and law.previous.name == "previous.zip"


def test_looking_changes_no_file(store: LawStore) -> None:
    with store.writing():
        store.replace("brunng", b"<eins/>", meta(b"<eins/>"))
        before = stored(store).current.stat()
        store.confirm("brunng", meta(b"<eins/>").model_copy(update={"checked": "2032"}))
    law = stored(store)
    assert law.current.stat() == before and law.meta.checked == "2032"


def test_a_law_can_be_removed(store: LawStore) -> None:
    with store.writing():
        store.replace("brunng", b"<eins/>", meta(b"<eins/>"))
        store.remove("brunng")
    assert store.slugs() == () and list((store.folder / ".versions").iterdir()) == []


def test_only_one_may_write(store: LawStore) -> None:
    with (
        store.writing(),
        pytest.raises(StorageError, match="von einem anderen Lauf abgeglichen"),
        store.writing(),
    ):
        pass
    with store.writing():
        pass


@pytest.mark.skipif(os.geteuid() == 0, reason="root darf überall schreiben")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    settings.data_dir.mkdir()
    settings.data_dir.chmod(0o500)
    with pytest.raises(StorageError, match="darf nicht geschrieben werden"), LawStore(settings).writing():
        pass


def test_something_in_the_way(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    settings.sources_dir.mkdir(parents=True)
    (settings.sources_dir / "laws").write_text("keine Gesetze")
    with pytest.raises(StorageError, match="Gespeicherte Gesetze bleiben"), LawStore(settings).writing():
        pass


@pytest.mark.parametrize("break_it", ["meta.json", "current.xml"])
def test_what_cannot_be_read_counts_as_not_stored(store: LawStore, break_it: str) -> None:
    with store.writing():
        store.replace("brunng", b"<eins/>", meta(b"<eins/>"))
        file = store.folder / "brunng" / break_it
        if break_it == "meta.json":
            file.write_text("{halb")
        else:
            file.unlink()
        assert store.law("brunng") is None
        store.replace("brunng", b"<zwei/>", meta(b"<zwei/>"))
    assert stored(store).current.read_bytes() == b"<zwei/>"


def test_a_damaged_file_is_noticed_and_never_kept_as_the_version_before(store: LawStore) -> None:
    with store.writing():
        store.replace("brunng", b"<eins/>", meta(b"<eins/>"))
        stored(store).current.write_bytes(b"<ei")
        assert not stored(store).is_intact()
        store.replace("brunng", b"<zwei/>", meta(b"<zwei/>"))
    assert stored(store).previous is None


def test_leftovers_are_tidied(store: LawStore) -> None:
    with store.writing():
        store.replace("brunng", b"<eins/>", meta(b"<eins/>"))
    (store.folder / ".versions" / "brunng.abgebrochen").mkdir()
    (store.folder / ".muehlv.new").symlink_to(".versions/muehlv.abgebrochen")
    with store.writing():
        pass
    assert len(list((store.folder / ".versions").iterdir())) == 1
    assert not (store.folder / ".muehlv.new").is_symlink() and stored(store).is_intact()


def test_a_copy_whose_links_became_folders_goes_on(store: LawStore, tmp_path: Path) -> None:
    with store.writing():
        store.replace("brunng", b"<eins/>", meta(b"<eins/>"))
    copy = LawStore(settings_in(tmp_path / "kopie"))
    shutil.copytree(store.folder, copy.folder)
    assert not (copy.folder / "brunng").is_symlink() and stored(copy).is_intact()
    with copy.writing():
        copy.replace("brunng", b"<zwei/>", meta(b"<zwei/>"))
    previous = stored(copy).previous
    assert previous and previous.read_bytes() == b"<eins/>"


def test_a_run_that_was_cut_off_is_gone_on_with(store: LawStore) -> None:
    with store.writing():
        assert store.begin("2031-02-03T00:00:00") == "2031-02-03T00:00:00"
    with store.writing():
        assert store.begin("2031-02-04T00:00:00") == "2031-02-03T00:00:00"
        store.finish()
        assert store.begin("2031-02-05T00:00:00") == "2031-02-05T00:00:00"
    (store.folder / ".unfinished").write_text("")
    with store.writing():
        assert store.begin("2031-02-06T00:00:00") == "2031-02-06T00:00:00"


WRITER = """
import hashlib, sys
from pathlib import Path
from assistant.settings import Settings
from ingest.laws.store import LawStore, Meta
store = LawStore(Settings(_env_file=None, data_dir=Path(sys.argv[1])))
with store.writing():
    for number in range(10_000):
        data = b"<gesetz>" + b"%d" % number * 20_000 + b"</gesetz>"
        sha256 = hashlib.sha256(data).hexdigest()
        meta = Meta(doknr="B", sha256=sha256, builddate=str(number), retrieved="", checked="")
        store.replace("brunng", data, meta)
        print(number, flush=True)
"""


def test_killed_at_any_moment_it_leaves_a_whole_law(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path)  # type: ignore[call-arg]
    store = LawStore(settings)
    for writes in (1, 2, 3, 5, 7, 11):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)], cwd=PROJECT, stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout
        for _ in range(writes):
            writer.stdout.readline()
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
        law = stored(store)
        assert law.is_intact()
        if law.previous:
            assert law.meta.previous
            assert hashlib.sha256(law.previous.read_bytes()).hexdigest() == law.meta.previous.sha256
    with store.writing():
        assert len(list((store.folder / ".versions").iterdir())) == 1
