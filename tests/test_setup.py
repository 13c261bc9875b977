"""Setting up (.ci/setup), and the files that tell people how: pins, settings, messages, container."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

from assistant import __version__
from assistant.settings import PROJECT, Settings

CUDA = "Would install 3 packages\n + nvidia-cublas==13.1\n + torch==2.13.0"
CPU = "Would install 2 packages\n + sympy==1.14.0\n + torch==2.13.0"
HANDBOOK = PROJECT / "docs" / "handbook"


class Machine:
    """A folder with the set-up script, scripted programs on the path, and a record of what uv was asked."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.bin = folder / "bin"
        self.bin.mkdir()
        self.asked = folder / "asked"
        for name in ("pyproject.toml", "constraints.txt", "package-lock.json"):
            shutil.copy(PROJECT / name, folder)
        (folder / ".ci").mkdir()
        shutil.copy(PROJECT / ".ci" / "setup", folder / ".ci")
        self.program("node", "exit 1")

    def program(self, name: str, script: str) -> Path:
        path = self.bin / name
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)
        return path

    def uv(self, dry_run: str, code: int = 0) -> None:
        """A uv whose dry run prints `dry_run`; every call ends with `code`."""
        log = f'echo "$@" >> {self.asked}'
        self.program("uv", f'{log}\ncase "$*" in *--dry-run*) cat <<END\n{dry_run}\nEND\nesac\nexit {code}')

    def has_environment(self) -> None:
        """An environment made earlier, so that none has to be created here."""
        self.environment = self.folder / ".venv" / "bin"
        self.environment.mkdir(parents=True)
        (self.environment / "python").symlink_to(sys.executable)

    def setup(self, *arguments: str, **environment: str) -> tuple[int, str]:
        """Exit code and everything said."""
        path = f"{self.bin}:/usr/bin:/bin"
        done = subprocess.run(
            [self.folder / ".ci" / "setup", *arguments],
            env={"PATH": path, "HOME": str(self.folder), "LANG": "C.UTF-8", **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        return done.returncode, done.stdout

    def calls(self) -> list[str]:
        return self.asked.read_text(encoding="utf-8").splitlines() if self.asked.exists() else []


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_an_old_python_is_refused_first(machine: Machine) -> None:
    old = machine.program("python3", 'case "$2" in *platform*) echo 3.9.2;; *) exit 1;; esac')
    code, said = machine.setup(PYTHON=str(old))
    assert code == 1
    assert "Gebraucht wird Python 3.11 oder neuer" in said
    assert "3.9.2" in said
    assert not (machine.folder / ".venv").exists()


def test_pytorch_for_the_cpu_is_installed(machine: Machine) -> None:
    machine.has_environment()
    machine.uv(CPU)
    code, said = machine.setup()
    assert code == 0, said
    assert "--editable .[llm,models]" in machine.calls()[-1]
    assert all("--constraint constraints.txt" in call for call in machine.calls())


def test_cuda_is_left_out_and_told(machine: Machine) -> None:
    machine.has_environment()
    machine.uv(CUDA)
    code, said = machine.setup()
    assert code == 0, said
    assert "CUDA-Fassung" in said
    assert "--editable .[llm]" in machine.calls()[-1]


def test_cuda_is_an_error_where_models_are_wanted(machine: Machine) -> None:
    machine.has_environment()
    machine.uv(CUDA)
    code, said = machine.setup(MODELS="yes")
    assert code == 1
    assert "CUDA-Fassung" in said
    assert "TORCH_INDEX" in said
    assert not any("--editable" in call for call in machine.calls())


def test_no_models_asks_nothing_about_pytorch(machine: Machine) -> None:
    machine.has_environment()
    machine.uv(CPU)
    assert machine.setup(MODELS="no")[0] == 0
    assert not any("torch" in call for call in machine.calls())


def test_an_index_serves_pytorch_alone(machine: Machine) -> None:
    machine.has_environment()
    machine.uv(CPU)
    assert machine.setup(TORCH_INDEX="https://example.org/cpu")[0] == 0
    of_index = [call for call in machine.calls() if "https://example.org/cpu" in call]
    assert [call.endswith(" torch") for call in of_index] == [True, True]  # the dry run, then torch itself
    assert "--no-deps" in of_index[1]


def test_the_second_time_does_nothing(machine: Machine) -> None:
    machine.has_environment()
    machine.uv(CUDA)
    machine.setup()
    done = len(machine.calls())
    code, said = machine.setup()
    assert (code, len(machine.calls())) == (0, done)
    assert "Richte" not in said
    machine.setup("test", CHROMIUM="/usr/bin/true", POSTGRESQL="/usr/bin")  # wants more than there is
    assert "--editable .[llm,test,lint]" in machine.calls()[-1]
    done = len(machine.calls())
    machine.setup()  # less than there is
    assert len(machine.calls()) == done


def test_changed_pins_are_installed(machine: Machine) -> None:
    machine.has_environment()
    machine.uv(CUDA)
    machine.setup()
    done = len(machine.calls())
    with (machine.folder / "constraints.txt").open("a") as file:
        file.write("another==1.0\n")
    machine.setup()
    assert len(machine.calls()) > done


def test_without_a_net_it_says_so_and_tries_again(machine: Machine) -> None:
    machine.has_environment()
    machine.uv(CPU, code=1)
    for _ in range(2):
        code, said = machine.setup()
        assert code == 1
        assert "braucht das ein Netz" in said
    assert len(machine.calls()) == 2


def test_without_pango_it_says_once_that_pdf_is_off(machine: Machine) -> None:
    machine.has_environment()
    machine.uv(CUDA)
    machine.program("ldconfig", "echo libc.so.6")
    machine.program("id", "echo 1000")
    assert [
        "Die Ausgabe als PDF ist aus, weil Pango fehlt" in said
        for code, said in (machine.setup(), machine.setup())
        if code == 0
    ] == [True, False]


def test_the_administrator_gets_pango_from_debian(machine: Machine) -> None:
    machine.has_environment()
    machine.uv(CUDA)
    machine.program("ldconfig", "echo libc.so.6")
    machine.program("id", "echo 0")
    machine.program("apt-get", f'echo "$@" >> {machine.asked}')
    code, said = machine.setup()
    assert code == 0 and "PDF ist aus" not in said
    assert "libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core" in machine.calls()[-1]


def test_everything_is_pinned_and_the_pins_fit() -> None:
    pins = {}
    for line in (PROJECT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        name, version = re.fullmatch(
            r"([a-z0-9-]+)==([\w.]+)", line
        ).groups()  # no addresses, no local labels
        pins[name] = version
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = [
        Requirement(text) for text in [*project["dependencies"], *(one for extra in extras for one in extra)]
    ]
    assert [one.name for one in wanted if one.name not in pins] == []
    assert [one.name for one in wanted if not one.specifier.contains(pins[one.name])] == []


def test_every_setting_is_explained_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| (\S.*?) \|", _text(HANDBOOK / "betrieb.md"), re.M))
    template = dict(re.findall(r"^#?([A-Z_]+)=(.*)$", _text(PROJECT / ".env.example"), re.M))
    assert set(rows) == set(template) == {name.upper() for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        if isinstance(field.default, (str, int, float)):
            default = f"{field.default:g}" if isinstance(field.default, float) else str(field.default)
            assert rows[name.upper()] == f"`{default}`"
            assert template[name.upper()] == default


@pytest.mark.parametrize("page", ["betrieb.md", "korpus.md"])
def test_explained_messages_exist(page: str) -> None:
    code = [
        *(PROJECT / "assistant").rglob("*.py"),
        *(PROJECT / "ingest").rglob("*.py"),
        PROJECT / ".ci" / "setup",
    ]
    said = "\n".join(_text(path) for path in code)
    _, _, table = _text(HANDBOOK / page).rpartition("| Meldung | Abhilfe |")
    messages = re.findall(r"^\| `(.+?)` \|", table, re.M)
    assert len(messages) > 10
    assert [message for message in messages if message not in said] == []


def test_links_between_pages_lead_somewhere() -> None:
    pages = [PROJECT / "README.md", *(PROJECT / "docs").rglob("*.md")]
    targets = [
        (page, link) for page in pages for link in re.findall(r"\]\((?!https?:)([^)#]+)\)", _text(page))
    ]
    assert [(page.name, link) for page, link in targets if not (page.parent / link).exists()] == []


def test_the_container_fits_the_project() -> None:
    compose = yaml.safe_load(_text(PROJECT / "docker-compose.yml"))
    services = compose["services"]
    pinned = re.search(r"^chromadb==(.+)$", _text(PROJECT / "constraints.txt"), re.M)
    assert pinned and services["chroma"]["image"] == f"chromadb/chroma:{pinned[1]}"
    assert set(services["assistant"]["environment"]) <= {name.upper() for name in Settings.model_fields}
    assert all(port.startswith("127.0.0.1:") for port in services["assistant"]["ports"])
    copied = re.findall(r"^COPY (?:--\S+ )*(.+) \S+$", _text(PROJECT / "Dockerfile"), re.M)
    allowed = {line[1:] for line in _text(PROJECT / ".dockerignore").splitlines() if line.startswith("!")}
    sources = {path for line in copied for path in line.split() if not path.startswith("/")}
    assert {path for path in sources if path not in allowed and path.split("/")[0] not in allowed} == set()
    assert [path for path in sources if not (PROJECT / path).exists()] == []


def test_the_version_is_the_same_everywhere() -> None:
    assert f"## [{__version__}]" in _text(PROJECT / "CHANGELOG.md")
    described = yaml.safe_load(_text(PROJECT / "publiccode.yml"))
    assert described["softwareVersion"] == __version__
    assert len(described["description"]["de"]["shortDescription"]) <= 150
    assert (PROJECT / described["description"]["de"]["screenshots"][0]).exists()


@pytest.mark.parametrize("script", [".ci/setup", ".ci/run"])
def test_scripts_can_be_run(script: str) -> None:
    assert os.access(PROJECT / script, os.X_OK)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
