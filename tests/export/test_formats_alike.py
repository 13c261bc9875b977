"""Markdown, DOCX and PDF: the same text, nothing active, the same bytes every time."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.export.document import Bullets, Facts, Heading, Paragraph, Quote, Run, Table, text_runs
from assistant.export.files import FORMATS
from assistant.settings import PROJECT
from tests.export.reading import FORMAT_NAMES, HOSTILE, READERS, made, markdown_text, needs_pango, squeezed

EVERYTHING = (
    Facts((("Gefragt am", "24.11.2026"), ("Belegt", "teilweise"))),
    Heading(1, "Frage"),
    Paragraph((Run("Ein "), Run("fetter", bold=True), Run(" Satz "), Run("[1]", link="#quelle-1"), Run("."))),
    Heading(2, "Punkte"),
    Bullets((text_runs("eins"), text_runs("zwei\nmit Zeile"))),
    Bullets((text_runs("erstens"), text_runs("zweitens")), ordered=True),
    Bullets((text_runs("von vorn"),), ordered=True),
    Table(("Prinzip", "Stand"), (("3.4", "offen"), ("3.5", "erledigt")), "Übersicht"),
    Heading(3, "[1] Studie", anchor="quelle-1"),
    Quote("Worte der Quelle"),
    Paragraph((Run("Link: "), Run("https://a.example/x", link="https://a.example/x"))),
)
WORDS = (
    "Gefragt am: 24.11.2026",
    "Ein fetter Satz [1].",
    "zwei mit Zeile",
    "Übersicht",
    "erledigt",
    "[1] Studie",
    "Worte der Quelle",
    "https://a.example/x",
)


@pytest.mark.parametrize("name", FORMAT_NAMES)
def test_every_kind_of_block_arrives(name: str) -> None:
    seen = squeezed(READERS[name](FORMATS[name].render(made(*EVERYTHING, title="Der Titel"))))
    assert [part for part in ("Der Titel", *WORDS) if squeezed(part) not in seen] == []


@pytest.mark.parametrize("name", FORMAT_NAMES)
def test_hostile_text_stays_text_wherever_it_stands(name: str) -> None:
    content = FORMATS[name].render(
        made(
            *(Heading(2, text) for text in HOSTILE),
            *(Paragraph((Run(text), Run(text, bold=True))) for text in HOSTILE),
            Bullets(tuple(map(text_runs, HOSTILE))),
            *map(Quote, HOSTILE),
            Facts(tuple((text, text) for text in HOSTILE)),
            Table(("A", "B"), tuple((text, text) for text in HOSTILE), HOSTILE[0]),
            title=HOSTILE[0],
            subject=HOSTILE[1],
        )
    )
    seen = squeezed(READERS[name](content))
    # Text from right to left is given back in the order of the signs, which the readers do differently,
    # and the endless word runs over several pages, with their feet in between.
    rest = [text for text in HOSTILE if "ש" not in text and "WW" not in text]
    assert [text for text in rest if seen.count(squeezed(text)) < 7] == []
    assert seen.count("W") == 9 * 4000
    assert all(sign in seen for sign in "שם")


@pytest.mark.parametrize("name", FORMAT_NAMES)
def test_characters_that_no_xml_may_hold_break_nothing(name: str) -> None:
    bad = "vor\x00\x0b\x1b\ufffe\ud800\u202enach"
    content = FORMATS[name].render(made(Heading(1, bad), Paragraph(text_runs(bad)), Quote(bad), title=bad))
    assert squeezed(READERS[name](content)).count("vornach") == 4


@pytest.mark.parametrize("name", FORMAT_NAMES)
def test_an_empty_document_can_be_written(name: str) -> None:
    empty = made(Paragraph(()), Bullets(()), Facts(()), Quote(""), Paragraph(text_runs("")), title="")
    assert FORMATS[name].render(empty)


@pytest.mark.parametrize("name", FORMAT_NAMES)
def test_the_same_document_gives_the_same_bytes(name: str) -> None:
    program = (
        "import sys; from assistant.export.files import FORMATS\n"
        "from tests.export.reading import made\nfrom tests.export.test_formats_alike import EVERYTHING\n"
        f"sys.stdout.buffer.write(FORMATS[{name!r}].render(made(*EVERYTHING)))"
    )
    here = FORMATS[name].render(made(*EVERYTHING))
    time.sleep(1.1)  # files of another second; archives count in steps of two
    elsewhere = subprocess.run(
        [sys.executable, "-c", program],
        cwd=PROJECT,
        env={"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        check=True,
    )
    assert elsewhere.stdout == here


LINE = st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" "), max_size=40)


@settings(max_examples=200, deadline=None)
@given(st.lists(LINE, min_size=1, max_size=4).map("\n".join))
def test_markdown_gives_back_any_text(text: str) -> None:
    seen = markdown_text(FORMATS["md"].render(made(Paragraph(text_runs(text)))))
    assert squeezed(seen) == squeezed(f"Ein Vermerk{text}")


def test_without_pango_the_other_formats_are_named(tmp_path: Path) -> None:
    """A library that cannot be loaded, as WeasyPrint tells it."""
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library libpango')", encoding="utf-8")
    program = (
        "from assistant.errors import ExportError\nfrom assistant.export.files import FORMATS\n"
        "from tests.export.reading import made\n"
        "assert FORMATS['docx'].render(made()) and FORMATS['md'].render(made())\n"
        "try: FORMATS['pdf'].render(made())\n"
        "except ExportError as error: print(error.http_status, error.message)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=PROJECT,
        env={"PYTHONPATH": f"{tmp_path}:{PROJECT}", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.stdout.startswith("501 PDF ist auf diesem Rechner nicht eingerichtet"), done.stderr
    assert "DOCX" in done.stdout


@needs_pango
def test_nothing_is_fetched_for_a_pdf(tmp_path: Path) -> None:
    """Even markup that got past the escaping could not bring in a file or reach a host."""
    from assistant.export.pdf import _refuse

    with pytest.raises(ValueError):
        _refuse((tmp_path / "x").as_uri())
