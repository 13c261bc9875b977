"""The shape of the code (DESIGN §3): what may import what, and what a file may look like."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from assistant.settings import PROJECT
from tests.project_files import project_files, text_files

# A room may import itself and rooms further left; rooms of one step do not know each other.
STEPS = (
    {"models", "errors", "settings", "messages_de", "statute"},
    {"german"},
    {"yaml_records", "jobs", "law_changes", "own_documents"},
    {"export", "framework", "index", "llm", "security", "store"},
    {"content_gaps", "departments", "fusion", "provisions", "retention"},
    {"retrieval"},
    {"answering", "holdings", "library", "retriever", "section_card"},
    {"project_check"},
    {"serving"},
    {"service"},
    {"channels", "evaluation"},
    {"app"},
    {"cli"},
)
# Ways in. The other files of channels/ are what they share.
CHANNELS = {"api", "batch", "command_line", "terminal", "web"}
ONLY_IMPORTERS = {
    "sentence_transformers": {"assistant/index/embedding.py"},
    "transformers": {"assistant/index/embedding.py"},
    "huggingface_hub": {"assistant/index/hub.py"},
    "chromadb": {"assistant/index/chroma.py", "assistant/index/vectors.py"},
    "langchain_chroma": {"assistant/index/vectors.py"},
    "tantivy": {"assistant/index/keywords.py", "assistant/index/statutes/keywords.py"},
    "langchain": {"assistant/llm.py"},
    "langchain_core.language_models": {"assistant/llm.py"},
    "langchain_mistralai": set(),
    "langchain_ollama": set(),
    "langchain_openai": set(),
    "torch": set(),
    "psycopg": set(),  # SQLAlchemy loads it
}
HEAVY = ("torch", "transformers", "sentence_transformers", "chromadb", "langchain", "openai", "kubernetes")
ONLY_ROOMS = {
    "sqlalchemy": "assistant/store/",
    "alembic": "assistant/store/",
    "weasyprint": "assistant/export/",
    "docx": ("assistant/export/", "ingest/sources/"),
}
LONGEST = 300  # lines
# One list of sentences, kept together so that staff can review the German in one place.
LONG_ON_PURPOSE = {"assistant/messages_de.py"}
EMPTY_NAMES = {"util", "utils", "helper", "helpers", "common", "misc", "stuff"}
# In pieces, so that this file does not find itself.
FOREIGN = [
    r"/(?:opt|work|farm|root|home)" + r"/(?!adm\b)[\w.-]+",
    "pypi" + r"\.org",
    "python" + r"hosted\.org",
    "registry" + r"\.npmjs",
    "download" + r"\.pytorch",
    r"deb\." + "debian",
    r"--(?:extra-)?" + r"index-url[ =]+http",
    '"' + 'resolved"',
]


@cache
def imports() -> tuple[tuple[str, str], ...]:
    """(file, imported module) of every import statement below assistant/, ingest/ and benchmarks/.

    `from a.b import c` counts as a.b.c, so that importing a module from its package is seen, too.
    """
    found = []
    for path in sources("assistant", "ingest", "benchmarks"):
        name = path.relative_to(PROJECT).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found += [(name, alias.name) for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{name}: relativer Import"
                found += [(name, f"{node.module}.{alias.name}") for alias in node.names]
    return tuple(found)


def sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((PROJECT / folder).rglob("*.py"))


def room(name: str) -> str:
    """assistant/index/hub.py and assistant.index.hub.find_local are both of the room "index"."""
    return re.split(r"[./]", name.removesuffix(".py"))[1]


def test_every_room_has_its_place() -> None:
    rooms = {room(path.relative_to(PROJECT).as_posix()) for path in sources("assistant")}
    assert rooms - {"__init__"} == set().union(*STEPS)


def test_imports_point_one_way() -> None:
    step = {name: number for number, names in enumerate(STEPS) for name in names}
    wrong = [
        (file, module)
        for file, module in imports()
        if file.startswith("assistant/") and room(file) in step
        if module.startswith("assistant.") and room(module) in step
        if room(file) != room(module) and step[room(module)] >= step[room(file)]
    ]
    assert wrong == []


def test_the_assistant_imports_neither_ingest_nor_benchmarks() -> None:
    tops = {module.split(".")[0] for file, module in imports() if file.startswith("assistant/")}
    assert not tops & {"ingest", "benchmarks", "tests"}
    assert "benchmarks" not in {m.split(".")[0] for file, m in imports() if file.startswith("ingest/")}


def test_channels_do_not_know_each_other() -> None:
    wrong = []
    for file, module in imports():
        if not (file.startswith("assistant/channels/") and module.startswith("assistant.channels.")):
            continue
        importer = file.removesuffix(".py").split("/")[2]
        imported = module.split(".")[2]
        if imported in CHANNELS and imported != importer:
            wrong.append((file, module))
    assert wrong == []


@pytest.mark.parametrize("library", ONLY_IMPORTERS)
def test_each_library_has_one_home(library: str) -> None:
    homes = {file for file, module in imports() if f"{module}.".startswith(f"{library}.")}
    assert homes <= ONLY_IMPORTERS[library]


@pytest.mark.parametrize("library", ONLY_ROOMS)
def test_a_room_keeps_its_library_to_itself(library: str) -> None:
    homes = {file for file, module in imports() if f"{module}.".startswith(f"{library}.")}
    assert [file for file in homes if not file.startswith(ONLY_ROOMS[library])] == []


def test_importing_loads_nothing_heavy() -> None:
    """Every module can be imported without a model, a database or a client being loaded."""
    names = [
        path.relative_to(PROJECT).with_suffix("").as_posix().replace("/", ".")
        for path in sources("assistant", "ingest")
        if path.name not in ("__init__.py", "__main__.py", "env.py")  # the last is run by Alembic
    ]
    program = (
        f"import importlib, sys\nfor name in {names}: importlib.import_module(name)\n"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True)
    assert (done.stdout.strip(), done.returncode) == ("[]", 0), done.stderr


def test_the_command_line_starts_light() -> None:
    program = "import sys, assistant.cli, ingest.cli\nprint([n for n in ('numpy', 'sklearn', 'fastapi') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


def test_files_stay_small() -> None:
    long = {
        path.relative_to(PROJECT).as_posix()
        for path in sources("assistant", "ingest", "benchmarks")
        if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST
    }
    assert long <= LONG_ON_PURPOSE


def test_names_say_something() -> None:
    parts = {part.split(".")[0] for path in project_files() for part in path.relative_to(PROJECT).parts}
    assert parts & EMPTY_NAMES == set()


def test_no_machine_and_no_registry_is_named() -> None:
    pattern = re.compile("|".join(FOREIGN))
    found = [
        (path.relative_to(PROJECT).as_posix(), line.strip()[:100])
        for path, text in text_files()
        for line in text.splitlines()
        if pattern.search(line)
    ]
    assert found == []
