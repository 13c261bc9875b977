"""Archives of the official sites, and those that somebody made to harm."""

from __future__ import annotations

import stat
import struct
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.laws import archive as limits
from ingest.laws.archive import ArchiveError, packed, xml_members
from tests.ingest.laws.official import archive


def made(*entries: tuple[ZipInfo | str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", method) as file:
        for info, data in entries:
            if isinstance(info, ZipInfo):
                info.compress_type = method
            file.writestr(info, data)
    return target.getvalue()


def link(name: str) -> ZipInfo:
    info = ZipInfo(name)
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def encrypted(data: bytes) -> bytes:
    """The archive with the mark of encryption on its only member."""
    changed = bytearray(data)
    changed[data.index(b"PK\x01\x02") + 8] |= 1
    changed[data.index(b"PK\x03\x04") + 6] |= 1
    return bytes(changed)


def test_the_law_is_taken_and_pictures_are_left() -> None:
    data = archive(BJNR1__xml=b"<dokumente/>", bild__gif=b"GIF89a", anlage__pdf=b"%PDF")
    assert xml_members(data) == {"BJNR1.xml": b"<dokumente/>"}


def test_packing_anew_gives_the_same_bytes_whenever_it_is_done() -> None:
    members = {"b.xml": b"<b/>", "a.xml": b"<a/>"}
    again = dict(reversed(members.items()))
    assert packed(members) == packed(again) and xml_members(packed(members)) == members


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "beschädigt"),
        (b"<html>Wartung</html>", "beschädigt"),
        (archive(a__xml=b"<a/>" * 500)[:-30], "beschädigt"),
        (made(("../a.xml", b"<a/>")), "hinausführt"),
        (made(("/etc/a.xml", b"<a/>")), "hinausführt"),
        (made(("b/../../a.xml", b"<a/>")), "hinausführt"),
        (made(("b\\a.xml", b"<a/>")), "hinausführt"),
        (made(("C:a.xml", b"<a/>")), "hinausführt"),
        (made((link("a.xml"), b"/etc/passwd")), "Verknüpfung"),
        (encrypted(made(("a.xml", b"<a/>"))), "verschlüsselt"),
        (made(("a.xml", b"<a/>"), ("b.zip", b"PK")), "weiteres Archiv"),
        (made(("a.xml", b"<a/>"), method=ZIP_BZIP2), "unüblichen Verfahren"),
        (made(("a.xml", b"0" * 2_000_000)), "größer als jedes Gesetz"),
    ],
    ids=["leer", "kein Archiv", "abgeschnitten", "oben", "fest", "verdeckt", "Rückstrich", "Laufwerk",
         "Verknüpfung", "Passwort", "Archiv im Archiv", "Verfahren", "Bombe"],
)  # fmt: skip
def test_what_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(ArchiveError, match=says):
        xml_members(data)


def test_the_same_name_twice() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        data = made(("a.xml", b"<a/>"), ("a.xml", b"<b/>"))
    with pytest.raises(ArchiveError, match="zweimal"):
        xml_members(data)


def test_too_many_members(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_MEMBERS", 2)
    with pytest.raises(ArchiveError, match="mehr als 2 Dateien"):
        xml_members(archive(a__gif=b"", b__gif=b"", c__gif=b""))


def test_all_members_together_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_BYTES", 1000)
    with pytest.raises(ArchiveError, match="größer als jedes Gesetz"):
        xml_members(archive(a__xml=b"<a/>" * 150, b__xml=b"<b/>" * 150))


def test_a_size_that_is_not_true_does_not_help() -> None:
    data = bytearray(archive(a__xml=b"<a/>" * 1000))
    struct.pack_into("<I", data, bytes(data).index(b"PK\x01\x02") + 24, 8)  # says: unpacked 8 bytes
    with pytest.raises(ArchiveError, match="beschädigt"):
        xml_members(bytes(data))


WHOLE = archive(BJNR1__xml=b"<dokumente>" + b"text " * 50 + b"</dokumente>", bild__gif=b"GIF89a")


@settings(max_examples=300, deadline=None)
@given(place=st.integers(0, len(WHOLE) - 1), value=st.binary(min_size=1, max_size=8))
def test_damaged_archives_are_told_apart_from_whole_ones(place: int, value: bytes) -> None:
    damaged = WHOLE[:place] + value + WHOLE[place + len(value) :]
    try:
        members = xml_members(damaged)
    except ArchiveError as error:
        assert error.message.endswith(".")
    else:
        assert all(isinstance(data, bytes) for data in members.values())
