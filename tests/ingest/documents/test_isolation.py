"""The worker process: what it may spend, what it gives back, what happens when it dies."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from assistant.settings import Settings
from ingest.sources.documents import ocr
from ingest.sources.documents.document import BlockKind, Format, Refused
from ingest.sources.documents.isolation import read_isolated
from ingest.sources.documents.reader import read_document
from tests.ingest.documents.made import FORMATS, LIMITS, html, zipped
from tests.ingest.documents.made_pdf import Printed, Sheet, write_pdf


def settings(folder: Path, **limits: object) -> Settings:
    return Settings(_env_file=None, data_dir=folder, **limits)


def file(folder: Path, data: bytes) -> Path:
    path = folder / "datei"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("format", FORMATS)
def test_the_process_gives_what_the_reader_gives(tmp_path: Path, format: Format) -> None:
    data = FORMATS[format]()
    assert read_isolated(file(tmp_path, data), "x", settings(tmp_path)) == read_document(data, "x", LIMITS)


def test_reasons_come_through(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="ein Bild"):
        read_isolated(file(tmp_path, b"\x89PNG\r\n\x1a\n"), "x", settings(tmp_path))


def test_time_runs_out(tmp_path: Path) -> None:
    slow = write_pdf([Sheet([Printed(f"Zeile {n}", 60 + n) for n in range(700)])] * 150)
    with pytest.raises(Refused, match="länger als 1 Sekunden"):
        read_isolated(file(tmp_path, slow), "x", settings(tmp_path, document_timeout_s=1))


def test_memory_runs_out(tmp_path: Path) -> None:
    """A stream of zeros: small as a file, 600 MB when it is unpacked."""
    import zlib

    packed = zlib.compressobj(9)
    stream = b"".join(packed.compress(bytes(1_000_000)) for _ in range(600)) + packed.flush()
    data = write_pdf([Sheet([Printed("Text", 60)])])
    start, end = data.index(b"<<  /Length"), data.index(b"endstream")
    bomb = (
        data[:start]
        + b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(stream)
        + stream
        + b"\n"
        + data[end:]
    )
    with pytest.raises(Refused, match="512 MB Arbeitsspeicher|beschädigt"):
        read_isolated(file(tmp_path, bomb), "x", settings(tmp_path, document_memory_mb=512))


def test_a_result_that_would_fill_the_memory(tmp_path: Path) -> None:
    page = "<html><body>" + "<h1>a</h1><p>b</p>" * 20_000
    with pytest.raises(Refused, match="mehr als 50000 Zeichen"):
        read_isolated(file(tmp_path, page.encode()), "x", settings(tmp_path, document_max_chars=50_000))


def test_a_reader_that_dies_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    with pytest.raises(Refused, match="brach unerwartet ab"):
        read_isolated(file(tmp_path, html()), "x", settings(tmp_path))


def test_the_process_gets_no_secrets_and_imports_nothing_from_where_it_is_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ingest").mkdir()
    (tmp_path / "ingest" / "__init__.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LLM_API_KEY", "geheim")
    from ingest.sources.documents.isolation import _environment

    assert "LLM_API_KEY" not in _environment()
    assert read_isolated(file(tmp_path, html()), "x", settings(tmp_path)).blocks


def scan(*lines: str) -> bytes:
    """A PDF that is a picture of text."""
    import pypdfium2

    clear = write_pdf([Sheet([Printed(line, 120 + 60 * n, size=22) for n, line in enumerate(lines)])])
    picture = pypdfium2.PdfDocument(clear)[0].render(scale=2, grayscale=True)
    pixels = picture.to_pil()
    return write_pdf([Sheet(picture=pixels.tobytes(), size=pixels.size)])


@pytest.mark.skipif(not ocr.available(), reason="Tesseract ist nicht eingerichtet.")
def test_a_scan_is_recognised(tmp_path: Path) -> None:
    data = scan("§ 1 Öffnungszeiten", "", "Das Bad ist im Sommer täglich geöffnet.")
    document = read_isolated(file(tmp_path, data), "x", settings(tmp_path))
    assert document.recognised == (1,)
    said = " ".join(block.text for block in document.blocks)
    assert "Öffnungszeiten" in said and "im Sommer täglich geöffnet" in said
    assert {block.page for block in document.blocks} == {1}
    assert any(block.kind is BlockKind.HEADING for block in document.blocks)


@pytest.mark.skipif(not ocr.available(), reason="Tesseract ist nicht eingerichtet.")
def test_an_unknown_language_is_told(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="„xyz“"):
        read_isolated(file(tmp_path, scan("Text")), "x", settings(tmp_path, document_ocr_language="xyz"))


def test_recognition_can_be_switched_off(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="Texterkennung"):
        read_isolated(file(tmp_path, scan("Text")), "x", settings(tmp_path, document_ocr=False))


def test_a_bomb_in_an_archive(tmp_path: Path) -> None:
    types = '<Types><Override ContentType="x.wordprocessingml.document.main+xml"/></Types>'
    bomb = zipped(**{"[Content_Types].xml": types, "word/document.xml": b" " * 450_000_000})
    with pytest.raises(Refused, match="entpackt"):
        read_isolated(file(tmp_path, bomb), "x", settings(tmp_path))
