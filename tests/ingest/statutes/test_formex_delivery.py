"""What the repository delivers: archives of several files; and what is no act, damaged or hostile."""

from __future__ import annotations

import re
import struct
import zlib
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_BZIP2, ZipFile

import pytest

from assistant.errors import CorpusError
from ingest.sources.statutes.formex.reader import identify, read_formex
from ingest.sources.statutes.gii.files import MAX_BYTES
from tests.ingest.statutes.made_act import (
    SLUG,
    act,
    alinea,
    annex,
    archive,
    article,
    document,
    manifest,
    norms,
    note,
)

ONE = article("1", alinea("Der Brunnen fließt."))
GOOD = act(ONE)
FIRST = document(annex("ANHANG I", "", f"<P>Seil{note('E1', 'Fest.')}.</P>"))
SECOND = document(annex("ANHANG II", "", f"<P>Eimer{note('E1', 'Dicht.')}.</P>"))


def refused(source: Path | bytes) -> str:
    with pytest.raises(CorpusError) as caught:
        list(read_formex(source, slug=SLUG, name="BrunnenVO")[1])
    with pytest.raises(CorpusError):
        identify(source, slug=SLUG)
    return caught.value.message


def test_the_manifest_gives_the_order_of_the_annexes():
    found = norms(archive(c=GOOD, b=FIRST, a=SECOND, doc=manifest("c.xml", "b.xml", "a.xml")))
    assert [norm.designation for norm in found] == ["Artikel 1", "ANHANG I", "ANHANG II"]
    assert [norm.notes for norm in found] == [(), ("Fußnote 1: Fest.",), ("Fußnote 1: Dicht.",)]


def test_without_manifest_the_names_give_it():
    contents = document("<PUBLICATION><OJ/></PUBLICATION>")
    found = norms(archive(c=GOOD, a=FIRST, b=SECOND, toc=contents))
    assert [norm.designation for norm in found] == ["Artikel 1", "ANHANG I", "ANHANG II"]


def test_a_declaration_that_comes_with_the_act_is_a_norm():
    general = document("<GENERAL><TITLE><TI><P>Erklärung des Dorfs</P></TI></TITLE><CONTENTS><P>Gern.</P></CONTENTS></GENERAL>")  # fmt: skip
    *_, norm = norms(archive(a=GOOD, b=general))
    assert (norm.designation, norm.unit, norm.paragraphs[0].text) == ("Erklärung des Dorfs", "", "Gern.")


def test_a_called_file_stands_where_it_is_called():
    quoting = alinea(
        "<P>Neu ist:</P><P><QUOT.S><INCL.ELEMENT FILEREF='b.xml' TYPE='FORMEX.DOC'/></QUOT.S></P>"
    )
    found = norms(archive(a=act(article("1", quoting, alinea(f"Ende{note('E1', 'Alt.')}."))), b=FIRST))
    assert [norm.designation for norm in found] == ["Artikel 1"]
    assert found[0].paragraphs[0].text == "Neu ist:\n  ANHANG I\n  Seil¹.\nEnde²."
    assert found[0].notes == ("Fußnote 1: Fest.", "Fußnote 2: Alt.")


def test_files_that_call_each_other_are_read_once():
    call = "<INCL.ELEMENT FILEREF='{}.xml'/>"
    calling = document(annex("ANHANG I", "", f"<P>Seil.{call.format('b')}</P>"))
    back = document(annex("ANHANG II", "", f"<P>Eimer.{call.format('b')}{call.format('c')}</P>"))
    found = norms(archive(a=GOOD, b=back, c=calling))
    assert [norm.designation for norm in found] == ["Artikel 1", "ANHANG II"]
    assert "Seil." in found[1].paragraphs[0].text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "leer"),
        (b" \n", "leer"),
        (b"Kein XML", "beschädigt"),
        (GOOD[:-30], "unvollständig"),
        (GOOD.replace("fließt".encode(), "fließt".encode("latin-1")), "UTF-8"),
        (GOOD.decode().encode("utf-16"), "UTF-8"),
        (b"<html><body>Nicht gefunden</body></html>", "kein Rechtsakt der EU"),
        (document("<CORR><CONTENTS/></CORR>"), "Das ist eine Berichtigung"),
        (manifest("a.xml"), "nur das Verzeichnis"),
        (document("<PUBLICATION/>"), "nur das Inhaltsverzeichnis"),
        (GOOD.replace(b"<ACT>", b"<!DOCTYPE ACT [<!ENTITY a 'ha'>]><ACT>"), "vereinbart"),
        (GOOD.replace("Brunnen fließt".encode(), b"&brunnen;"), "nicht vereinbart|beschädigt"),
        (act(article("1", "<P>" * 120 + "tief" + "</P>" * 120)), "tiefer geschachtelt"),
        (act(article("1", "<P>" * 5000 + "tief" + "</P>" * 5000)), "tiefer geschachtelt|beschädigt"),
        (b" " * MAX_BYTES + GOOD, "größer als"),
        (archive(bild=b"")[:-10], "beschädigt"),
        (archive(a=GOOD)[:200], "beschädigt"),
        (b"PK\3\4" + b"x" * 50, "beschädigt"),
        (archive(a=GOOD, b=act(ONE, ONE)), "genau einen Rechtsakt"),
        (archive(a=FIRST, b=SECOND), "genau einen Rechtsakt"),
        (archive(a=FIRST), "kein Rechtsakt der EU"),
        (archive(a=GOOD, doc=manifest("a.xml", "weg.xml")), "fehlt „weg.xml“"),
        (archive(a=GOOD, b=b"<ANNEX>"), "b.xml: .*unvollständig"),
        (archive(**{"a": GOOD, "ordner/a": GOOD}), "doppelt"),
        (archive(**{f"a{n}": b"" for n in range(2001)}), "mehr als 2000 Dateien"),
    ],
)  # fmt: skip
def test_what_is_no_act_is_refused_in_german(data: bytes, said: str):
    message = refused(data)
    assert message.startswith(SLUG) and "Bitte das Gesetz neu holen" in message
    assert re.search(said, message), message


def test_an_archive_without_xml():
    stream = BytesIO()
    with ZipFile(stream, "w") as packed:
        packed.writestr("bild.tif", b"II*")
    assert "keine XML-Dateien" in refused(stream.getvalue())


def test_an_encrypted_archive():
    data = bytearray(archive(a=GOOD))
    for mark, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(mark) + place] |= 1
    assert "verschlüsselt" in refused(bytes(data))


def test_an_archive_that_is_packed_in_another_way():
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_BZIP2) as packed:
        packed.writestr("a.xml", GOOD)
    assert "unbekannte Art" in refused(stream.getvalue())


def test_an_archive_that_unpacks_to_too_much():
    """Both places where an archive tells the size are told to lie."""
    data = bytearray(archive(a=GOOD + b" " * (MAX_BYTES + 1)))
    size = struct.pack("<I", MAX_BYTES + 1 + len(GOOD))
    assert data.count(size) == 2
    assert "mehr als 50 MB" in refused(bytes(data))
    told = bytes(data).replace(size, struct.pack("<I", 100))
    assert refused(told)


def test_an_archive_with_a_wrong_checksum():
    data = archive(a=GOOD)
    assert "beschädigt" in refused(data.replace(struct.pack("<I", zlib.crc32(GOOD)), b"\1\2\3\4"))


def test_a_file_that_is_not_there(tmp_path):
    assert refused(tmp_path / "weg.xml").startswith(f"{tmp_path.name}/weg.xml: ")


def test_a_file_is_named_with_its_folder_only(tmp_path):
    path = tmp_path / "act.zip"
    path.write_bytes(archive(a=GOOD[:-5]))
    assert refused(path).startswith(f"{tmp_path.name}/act.zip/a.xml: ")
    path.write_bytes(archive(a=GOOD))
    header, found = read_formex(path, slug=SLUG, name="BrunnenVO")
    assert (header.doknr, len(list(found))) == ("32031R0077", 1)
