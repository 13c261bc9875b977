"""Recognises the text of scanned pages with Tesseract, where it is installed."""

from __future__ import annotations

import io
import shutil
import subprocess

from assistant.messages_de import Documents
from ingest.sources.documents.document import Refused

_RESOLUTION = 300 / 72  # dots a point
_MOST_PIXELS = 30_000_000


def available() -> bool:
    return shutil.which("tesseract") is not None


class Recogniser:
    """Reads pages of one PDF by their numbers from 1. Raises Refused when Tesseract fails."""

    def __init__(self, data: bytes, language: str):
        """`language` as Tesseract names it: "deu", "deu+eng"."""
        import pypdfium2  # type: ignore[import-untyped]

        self._document = pypdfium2.PdfDocument(data)
        self._language = language

    def __call__(self, number: int) -> str:
        page = self._document[number - 1]
        width, height = page.get_size()
        scale = min(_RESOLUTION, (_MOST_PIXELS / max(width * height, 1)) ** 0.5)
        picture = io.BytesIO()
        page.render(scale=scale, grayscale=True).to_pil().save(picture, "PNG", dpi=(72 * scale, 72 * scale))
        page.close()
        command = ["tesseract", "stdin", "stdout", "-l", self._language]
        done = subprocess.run(command, input=picture.getvalue(), capture_output=True, check=False)
        if done.returncode != 0:
            raise Refused(Documents.OCR_FAILED.format(language=self._language))
        return done.stdout.decode("utf-8", errors="replace").replace("\f", "")
