"""Files that are no official law, or are broken: each is refused in German, with its name and advice."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import CorpusError
from ingest.sources.statutes.gii.files import MAX_BYTES
from ingest.sources.statutes.gii.reader import identify, read_gii, read_header
from tests.ingest.statutes.made_law import DOCTYPE, head, law, norm

GOOD = law(norm(1, "§ 1", "<P>(1) Das Dorf ist schön.</P>"), norm(2, "§ 2", "<P>Es bleibt so.</P>"))


def refused(source: Path | bytes) -> str:
    with pytest.raises(CorpusError) as caught:
        header_and_norms = read_gii(source, slug="dorfg")
        list(header_and_norms[1])
    return caught.value.message


def replaced(old: str, new: str) -> bytes:
    assert old.encode() in GOOD
    return GOOD.replace(old.encode(), new.encode())


def declaring(declarations: str) -> bytes:
    return replaced(DOCTYPE, f"<!DOCTYPE dokumente [{declarations}]>")


BOMB = "<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "leer"),
        (b" \n", "leer"),
        (b"Kein XML", "beschädigt"),
        (GOOD[:-200], "unvollständig"),
        (GOOD[:60], "unvollständig"),
        (GOOD + b"<rest/>", "beschädigt"),
        (GOOD.replace("schön".encode(), "schön".encode("latin-1")), "UTF-8"),
        (GOOD.decode().encode("utf-16"), "UTF-8"),
        (b"<html><body><p>Seite nicht gefunden</p></body></html>", "kein Gesetz"),
        (replaced("dokumente", "dokument"), "kein Gesetz"),
        (law(first=""), "keine Vorschriften"),
        (law(), "keine Vorschriften"),
        (law(norm(1, "§ 1", "<P>x</P>"), first=""), "Kopf des Gesetzes"),
        (law(norm(1, "§ 1", "<P>x</P>"), norm(1, "§ 2", "<P>y</P>")), "doppelt"),
        (law(f"<norm>{norm(2, '§ 1', '<P>x</P>')}</norm>"), "kein Gesetz"),
        (law(norm(1, "§ 1", f"<P>{'<B>' * 150}x{'</B>' * 150}</P>")), "geschachtelt"),
        (law(norm(1, "§ 1", f"<P>{'<B>' * 5000}x{'</B>' * 5000}</P>")), "CorpusError"),
        (declaring("<!ENTITY ort 'Dorf'>"), "vereinbart eigene"),
        (declaring(BOMB), "vereinbart eigene"),
        (declaring("<!ENTITY x SYSTEM 'file:///etc/passwd'>"), "vereinbart eigene"),
        (declaring("<!ENTITY % x SYSTEM 'http://localhost/'> %x;"), "vereinbart eigene"),
        (declaring("<!ATTLIST P Class CDATA 'viel'>"), "vereinbart eigene"),
        (replaced("Das Dorf", "Das&nbsp;Dorf"), "&nbsp;"),
        (replaced("§ 1", "§&#0; 1"), "beschädigt"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_law_is_refused(data: bytes, said: str) -> None:
    message = refused(data)
    assert message.startswith("dorfg: ")
    assert said in message or said == "CorpusError"
    assert "ingest laws" in message


def test_the_message_names_folder_and_file_but_no_machine_path(tmp_path: Path) -> None:
    path = tmp_path / "dorfg" / "current.xml"
    assert refused(path).startswith("dorfg/current.xml: Die Datei lässt sich nicht lesen")
    path.parent.mkdir()
    path.write_bytes(GOOD[:-50])
    message = refused(path)
    assert message.startswith("dorfg/current.xml: ")
    assert str(tmp_path) not in message


def test_too_long_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "current.xml"
    with path.open("wb") as stream:
        stream.write(GOOD)
        stream.truncate(MAX_BYTES + 1)
    assert "größer als 50 MB" in refused(path)


def test_a_file_without_doctype_is_read(tmp_path: Path) -> None:
    path = tmp_path / "gesetz.xml"
    path.write_bytes(replaced(DOCTYPE, "").replace(b"<fussnoten/>", b"<fussnoten></fussnoten>"))
    assert [n.number for n in read_gii(path, slug="dorfg")[1]] == ["1", "2"]


def test_header_and_identity_do_not_need_the_rest_of_the_file() -> None:
    cut = law(norm(1, "§ 1", "<P>x</P>"))[:-80]
    assert read_header(cut, slug="dorfg").name == "DorfG"
    assert identify(cut, slug="dorfg").builddate == "20250102030405"


def test_a_time_that_is_none_is_no_date() -> None:
    data = law(norm(1, "§ 1", "<P>x</P>"), first=head()).replace(b"20250102030405", b"gestern")
    assert read_header(data, slug="dorfg").built == ""
