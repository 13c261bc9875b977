"""Zip archives that hold one date, so that the same content gives the same bytes."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_FIRST_DAY = datetime(1980, 1, 1, tzinfo=UTC)  # the archive format knows no earlier one


def stamped(archive: bytes, moment: datetime) -> bytes:
    """The same archive with every member dated `moment` (aware)."""
    date = max(moment.astimezone(UTC), _FIRST_DAY).timetuple()[:6]
    made = io.BytesIO()
    with ZipFile(io.BytesIO(archive)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for member in old.infolist():
            info = ZipInfo(member.filename, date)
            info.compress_type = ZIP_DEFLATED
            info.create_system = 0  # not the operating system of this machine
            new.writestr(info, old.read(member))
    return made.getvalue()
