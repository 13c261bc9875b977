"""Files that are not the study: every one is refused with advice, none with a trace."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from assistant.errors import CorpusError, StorageError
from ingest.sources.study.document import write_study
from ingest.sources.study.reader import read_study
from tests.ingest.made_study import TEXT, TITLES, write_docx, write_pdf, write_txt


def refused(path: Path) -> str:
    with pytest.raises(CorpusError) as caught:
        read_study(path, TITLES)
    return caught.value.message


def file(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("leer.txt", b"", "leer"),
        ("leer.txt", b" \n\n ", "leer"),
        ("latin.txt", "1. Überblick\nMaß".encode("latin-1"), "Zeile 1: Der Text ist nicht in UTF-8"),
        ("bild.png", b"\x89PNG\r\n\x1a\n\0\0\0", "keine Textdatei"),
        ("alt.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "als DOCX speichern"),
        ("kaputt.pdf", b"%PDF-1.7\nnichts", "beschädigt"),
        ("kaputt.docx", b"PK\x03\x04nichts", "beschädigt"),
        ("rezept.txt", b"Mehl\n\nund Wasser\n" * 50, "Überschriften der Studie nicht zu finden"),
    ],
)
def test_other_files_are_refused_with_a_reason(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    message = refused(file(tmp_path, name, content))
    assert says in message
    assert str(tmp_path) not in message


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    assert "Pfad prüfen" in refused(tmp_path / "gibtsnicht.txt")
    assert "Pfad prüfen" in refused(tmp_path)


def test_a_study_without_some_sections_names_them(tmp_path: Path) -> None:
    message = refused(write_txt(tmp_path, TEXT.replace("2.1. Offene Leitung", "2.1. Ein anderer Titel")))
    assert "2.1" in message and "TXT (UTF-8), als PDF mit Text oder als DOCX" in message


def test_headings_without_text_below_are_no_study(tmp_path: Path) -> None:
    outline = "\n\n".join(f"{id}. {title}" for id, title in TITLES.items())
    assert "1.1, 2.1, 3.1 leer" in refused(write_txt(tmp_path, outline + "\n"))


def test_a_pdf_with_a_password(tmp_path: Path) -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(write_pdf(tmp_path)))
    writer.encrypt("geheim", algorithm="RC4-128")
    path = tmp_path / "zu.pdf"
    writer.write(path)
    assert "Kennwort" in refused(path)


def test_a_scanned_pdf(tmp_path: Path) -> None:
    assert "Texterkennung" in refused(write_pdf(tmp_path, "x"))


def test_a_cut_off_pdf(tmp_path: Path) -> None:
    whole = write_pdf(tmp_path).read_bytes()
    refused(file(tmp_path, "halb.pdf", whole[: len(whole) // 3]))


def test_a_zip_that_is_no_word_file(tmp_path: Path) -> None:
    path = tmp_path / "archiv.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    assert "kein lesbares DOCX" in refused(path)


def test_a_word_file_of_another_text(tmp_path: Path) -> None:
    document = read_study(write_txt(tmp_path), TITLES)
    path = write_docx(tmp_path, document)
    with pytest.raises(CorpusError, match="nicht zu finden"):
        read_study(path, {"1.1": "Ganz andere Studie", "1.2": "Noch ein Titel"})


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    document = read_study(write_txt(tmp_path), TITLES)
    blocker = file(tmp_path, "data", b"")
    with pytest.raises(StorageError, match="nicht speichern"):
        write_study(document, blocker / "study.json")
