"""A PostgreSQL server of Debian's packages, in a folder of its own, on a socket that nobody else sees."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SERVER_USER = "postgres"  # the server refuses to run as root
_CONFIGURATION = {
    "listen_addresses": "",  # the socket only
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
}


def programs() -> Path | None:
    """Folder of the server's programs: the one named by POSTGRESQL, else the newest of Debian's."""
    if named := os.environ.get("POSTGRESQL"):
        return Path(named) if (Path(named) / "pg_ctl").exists() else None
    folders = Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")
    found = sorted(folders, key=lambda path: int(path.parent.parent.name))
    return found[-1].parent if found else None


@contextmanager
def running(bin_folder: Path) -> Iterator[str]:
    """Run a fresh server. Gives the address of its database "postgres"; `{database}` may replace the name."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))  # short: the path of a socket has at most 107 characters
    as_user = {}
    if os.getuid() == 0:
        user = pwd.getpwnam(SERVER_USER)
        os.chown(folder, user.pw_uid, user.pw_gid)
        as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": ()}

    def run(program: str, *arguments: str) -> None:
        done = subprocess.run(
            [bin_folder / program, *arguments],
            cwd=folder,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=(folder / "said").open("ab"),
            stderr=subprocess.STDOUT,
            **as_user,
        )
        assert done.returncode == 0, (folder / "said").read_text(encoding="utf-8")

    data = folder / "data"
    try:
        run("initdb", "--username=tester", "--auth=trust", "--encoding=UTF8", "--no-sync", str(data))
        options = " ".join(f"-c {name}='{value}'" for name, value in _CONFIGURATION.items())
        run(
            "pg_ctl",
            "start",
            "-w",
            "-D",
            str(data),
            "-l",
            str(folder / "log"),
            "-o",
            f"{options} -k {folder}",
        )
        try:
            yield f"postgresql+psycopg://tester@/{{database}}?host={folder}"
        finally:
            run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", str(data))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
