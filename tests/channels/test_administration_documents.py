"""Documents added and removed from the page; jobs started, watched and ended there."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.channels.web.administration import documents
from assistant.channels.web.words import load_words
from assistant.jobs import Jobs
from assistant.messages_de import Documents
from assistant.messages_de import Jobs as JobWords
from assistant.own_documents import kept_documents
from tests.channels.administration_site import Site, administration, text_of

WORDS = load_words("de")
BATHS = b"# Badeordnung\n\nIm Freibad sind Hunde nicht erlaubt.\n"
# Prints what it was called with, and what lies where it points to.
TELLING = """
import json, pathlib, sys
options = [a for a in sys.argv[1:] if a.startswith("--namen=")]
names = pathlib.Path(options[0].removeprefix("--namen="))
paths = [pathlib.Path(a) for a in sys.argv[sys.argv.index("--") + 1:]]
print("x" + json.dumps({
    "arguments": [a for a in sys.argv[1:] if a not in options and pathlib.Path(a) not in paths],
    "names": json.loads(names.read_text()),
    "texts": [path.read_text() for path in paths],
    "folders": sorted({str(path.parent) for path in paths}),
    "mode": oct(names.parent.stat().st_mode & 0o777),
    "files": sorted(path.name for path in names.parent.iterdir()),
}))
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    folder = tmp_path / "ablage"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    with administration(tmp_path, document_max_bytes=1_000_000) as made:
        yield made
    assert list(folder.iterdir()) == []  # whatever happened, no upload is left


def upload(site: Site, *files: tuple[str, bytes], follow: bool = True, **details: str):
    sent = [("dateien", (name, data, "application/octet-stream")) for name, data in files]
    return site.client.post(documents.UPLOAD, files=sent, data=details, follow_redirects=follow)


def telling(site: Site) -> dict:
    """What the program of the job was called with."""
    (line,) = site.job().lines
    return json.loads(line[1:])


@pytest.mark.parametrize(
    "name",
    [
        "Satzung über Bäder.md",
        "../../../etc/passwd",
        "..\\..\\windows\\system.ini",
        "/etc/cron.d/x",
        "--help",
        "-rf",
        "namen.json",
        "<script>alert(1)</script>.md",
        "a;rm -rf ~.md",
        "$(id).md",
        ".hidden",
        "x" * 150 + ".md",
        "1.meta.yaml",
        "🚰.md",
    ],
)
def test_a_name_is_text_and_never_a_path(site: Site, name: str) -> None:
    site.app.state.jobs = Jobs(site.settings, (sys.executable, "-c", TELLING))
    assert upload(site, (name, BATHS), follow=False).headers["location"] == "/verwaltung/auftrag"
    told = telling(site)
    assert told["names"] == [name] and told["texts"] == [BATHS.decode()]
    assert told["files"] == ["1", "namen.json"] and told["mode"] == "0o700"
    assert told["arguments"] == ["add", "--"] and len(told["folders"]) == 1


def test_details_go_along_as_single_arguments(site: Site) -> None:
    site.app.state.jobs = Jobs(site.settings, (sys.executable, "-c", TELLING))
    details = {
        "titel": "--force  Bäder",
        "zustaendig": "Amt 52; rm -rf ~",
        "gueltig_bis": "2027-12-31",
        "datum": "5.3.2024",
    }
    upload(site, ("a.md", BATHS), follow=False, **details)
    assert telling(site)["arguments"] == [
        "add",
        "--titel=--force Bäder",
        "--datum=5.3.2024",
        "--gueltig-bis=2027-12-31",
        "--zustaendig=Amt 52; rm -rf ~",
        "--",
    ]


@pytest.mark.parametrize(
    ("details", "field", "told"),
    [
        ({"datum": "gestern"}, "datum", WORDS.sources.bad_date),
        ({"gueltig_von": "2026-13-01"}, "gueltig_von", WORDS.sources.bad_date),
        ({"titel": "x" * 301}, "titel", WORDS.sources.bad_text.format(limit=300)),
        ({"zustaendig": "Amt\x07"}, "zustaendig", WORDS.sources.bad_text.format(limit=300)),
    ],
)
def test_wrong_details_are_told_at_their_field(site: Site, details, field: str, told: str) -> None:
    kept = {"zustaendig": "Amt 52", **details}
    response = upload(site, ("a.md", BATHS), **kept)
    assert response.status_code == 422 and "Amt" in response.text
    at_field = response.text.partition(f'id="{field}-fehler"')[2].partition("</p>")[0]
    assert told in at_field and WORDS.sources.choose_again in response.text
    assert site.app.state.jobs.latest() is None


def test_no_file_and_a_title_for_two(site: Site) -> None:
    nothing = site.client.post(documents.UPLOAD, data={"titel": "Bäder"}, files=[("dateien", ("", b""))])
    assert (
        nothing.status_code == 422
        and WORDS.sources.no_files in nothing.text
        and 'value="Bäder"' in nothing.text
    )
    two = upload(site, ("a.md", BATHS), ("b.md", BATHS), titel="Bäder")
    assert two.status_code == 422 and WORDS.sources.one_title in two.text


def test_too_much_at_once_is_told_on_the_page(site: Site) -> None:
    response = upload(site, *[(f"{n}.md", b"x" * 999_999) for n in range(6)])
    assert response.status_code == 413
    assert WORDS.sources.too_large.format(limit=5) in response.text
    assert upload(site, *[(f"{n}.md", b"x" * 900_000) for n in range(4)]).status_code == 200
    site.job()
    other = site.client.post("/verwaltung/quellen/entfernen", data={"dokument": "x" * 70_000})
    assert other.status_code == 413  # the larger limit is for uploads alone


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data; boundary=x", b"--x\r\nkaputt"),
        ("multipart/form-data", b"abc"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--\r\n"),
        ("application/x-www-form-urlencoded", b"titel=a"),
        ("application/json", b"{}"),
        ("text/plain", b""),
    ],
)
def test_broken_uploads_are_told_in_german(site: Site, kind: str, body: bytes) -> None:
    response = site.client.post(documents.UPLOAD, content=body, headers={"Content-Type": kind})
    assert response.status_code == 422
    assert WORDS.sources.broken_upload in response.text or WORDS.sources.no_files in response.text


def test_a_second_job_waits_and_nothing_typed_is_lost(site: Site, tmp_path: Path) -> None:
    gate = tmp_path / "weiter"
    site.app.state.jobs.start("build", [f"wait:{gate}"])
    busy = upload(site, ("a.md", BATHS), titel="Bäder")
    assert busy.status_code == 409 and JobWords.BUSY in busy.text and 'value="Bäder"' in busy.text
    started = site.client.post("/verwaltung/auftrag", data={"art": "laws"})
    assert started.status_code == 409 and JobWords.BUSY in started.text
    assert WORDS.sources.busy in site.client.get("/verwaltung/quellen").text
    gate.touch()
    assert site.job().kind == "build"


def test_the_job_page_follows_a_job(site: Site, tmp_path: Path) -> None:
    assert WORDS.jobs.none in site.client.get("/verwaltung/auftrag").text
    gate = tmp_path / "weiter"
    steps = [
        "stage:Vektoren <b>",
        "file:<script>alert(1)</script>.pdf",
        "say:Passagen: 3 neu",
        f"wait:{gate}",
        "exit:8",
    ]
    site.app.state.jobs.start("add", steps)
    site.job(lambda job: job.lines)
    page = site.client.get("/verwaltung/auftrag").text
    assert "Vektoren &lt;b&gt;: 1 von 2" in page and '<progress class="job__bar"' in page
    assert WORDS.jobs.cancel in page and WORDS.jobs.refresh in page and "<script>alert" not in page
    gate.touch()
    site.job()
    part = site.client.get("/verwaltung/auftrag/stand").text
    assert "<html" not in part and "Passagen: 3 neu" in part
    for told in (WORDS.jobs.states["partial"], WORDS.jobs.outcomes["refused"], "Die Datei ist leer."):
        assert told in text_of(part)
    assert WORDS.jobs.cancel not in part
    assert WORDS.administration.todo_job in site.client.get("/verwaltung").text


def test_a_job_is_cancelled_from_its_page(site: Site, tmp_path: Path) -> None:
    site.app.state.jobs.start("build", [f"wait:{tmp_path / 'nie'}"])
    page = site.client.post("/verwaltung/auftrag/abbrechen")
    assert WORDS.jobs.states["cancelled"] in page.text and site.job().state == "cancelled"


def test_why_a_job_failed(site: Site) -> None:
    site.app.state.jobs.start("laws", ["complain:Fehler: Die amtliche Seite ist nicht erreichbar.", "exit:6"])
    site.job()
    assert "Die amtliche Seite ist nicht erreichbar." in site.client.get("/verwaltung/auftrag").text
    site.app.state.jobs.start("laws", ["complain:Traceback /usr/lib", "exit:1"])
    site.job()
    page = site.client.get("/verwaltung/auftrag").text
    assert WORDS.jobs.no_reason in page and "Traceback" not in page


@pytest.mark.parametrize("kind", ["add", "remove", "", "build --force", "rm"])
def test_only_known_jobs_start_from_a_button(site: Site, kind: str) -> None:
    assert site.client.post("/verwaltung/auftrag", data={"art": kind}).status_code == 422
    assert site.app.state.jobs.latest() is None


@pytest.mark.parametrize("document", ["", "--help", "../x", "0123456789AB", "0123456789ab\n", "0123", "*"])
def test_only_an_id_can_be_removed(site: Site, document: str) -> None:
    response = site.client.post("/verwaltung/quellen/entfernen", data={"dokument": document})
    assert response.status_code == 422 and WORDS.sources.no_document in response.text
    assert site.app.state.jobs.latest() is None


def test_the_server_ends_its_job_with_itself(tmp_path: Path) -> None:
    with administration(tmp_path) as site:
        jobs: Jobs = site.app.state.jobs
        jobs.start("build", [f"wait:{tmp_path / 'nie'}"])
    latest = jobs.latest()
    assert latest is not None and latest.state == "cancelled"


def test_documents_really_come_in_and_go_again(site: Site, tmp_path: Path) -> None:
    """The whole way with `ingest` itself; without a corpus it ends before the index, which takes a minute."""
    site.app.state.jobs = Jobs(site.settings.model_copy(update={"corpus_dir": tmp_path / "kein-korpus"}))
    upload(
        site,
        ("../../etc/Bäder <b>.md", BATHS),
        ("kaputt.pdf", b"%PDF-1.7 kein PDF"),
        ("--help", b""),
        gueltig_bis="2027-12-31",
        zustaendig="Amt 52",
    )
    job = site.job()
    assert [file.status for file in job.files] == ["created", "refused", "refused"]
    assert [file.name for file in job.files] == ["Bäder <b>.md", "kaputt.pdf", "--help"]
    assert job.files[2].says == Documents.EMPTY
    assert job.state == "failed" and "fehlt" in job.error and str(tmp_path) not in job.error
    ((kept),) = kept_documents(site.settings)
    assert (kept.name, kept.title, kept.valid_until) == ("Bäder <b>.md", "Badeordnung", "2027-12-31")
    page = text_of(site.client.get("/verwaltung/quellen").text)
    for part in ("Bäder <b>.md", "Amt 52", "gültig bis 31.12.2027", WORDS.sources.waiting):
        assert part in page

    site.client.post("/verwaltung/quellen/entfernen", data={"dokument": kept.id})
    assert site.job().kind == "remove" and kept_documents(site.settings) == ()
