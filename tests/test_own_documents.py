"""The overview of own documents agrees with what `ingest add` keeps."""

from __future__ import annotations

from pathlib import Path

from assistant.own_documents import kept_documents
from assistant.settings import Settings
from ingest.documents.add import add


def test_documents_are_listed_by_title(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path / "daten")
    assert kept_documents(settings) == ()
    for name, text in (("b.md", "# Zoo\n\nEin Satz über Tiere.\n"), ("a.txt", "Ein Satz über Bäder.\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    options = {"gueltig_bis": "31.12.2027", "zustaendig": "Amt 52"}
    add(settings, [tmp_path / "b.md"], options, lambda *_: None)
    add(settings, [tmp_path / "a.txt"], {"titel": "Bäder", "sichtbarkeit": "Personalrat"}, lambda *_: None)
    baths, zoo = kept_documents(settings)
    assert (baths.title, baths.name, baths.restricted) == ("Bäder", "a.txt", ("Personalrat",))
    assert (zoo.title, zoo.valid_until, zoo.responsible) == ("Zoo", "2027-12-31", "Amt 52")
    assert zoo.restricted == () and zoo.added and zoo.size > 0


def test_a_damaged_one_can_still_be_removed(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path)
    folder = settings.sources_dir / "documents" / "0123456789ab"
    folder.mkdir(parents=True)
    (folder / "meta.json").write_text("{", encoding="utf-8")
    (folder.parent / ".new-x").mkdir()
    ((only),) = kept_documents(settings)
    assert (only.id, only.title) == ("0123456789ab", "0123456789ab")
