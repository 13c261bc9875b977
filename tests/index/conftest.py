"""A small corpus, a tiny sentence model on disk, and settings that touch nothing but tmp_path."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.models import Passage, PassageOrigin, SourceKind
from assistant.settings import Settings
from ingest.passages import make_passage

os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")

TOPICS = (
    ("2.4", "Souveräne Abhängigkeit", ("3.4",), "Wer Software einkauft, bindet sich an einen Anbieter"),
    ("3.1", "Netzwerke", ("3.1", "3.4"), "Nachbarschaften betreiben Leitungen und Funkmasten gemeinsam"),
    ("4.2", "Genossenschaft", (), "Bürgerinnen gründen einen Laden im Dorf und teilen die Kosten"),
)
ENDINGS = (
    "und prüft das jedes Jahr.",
    "obwohl das Geld knapp ist.",
    "weil es vor Ort sonst niemand tut.",
    "und lernt dabei von anderen.",
)


def study_passage(number: int, text: str | None = None) -> Passage:
    """The `number`-th passage of the small corpus; every fourth is a wording that is never shown."""
    section, title, principles, start = TOPICS[number % len(TOPICS)]
    wording = number % 4 == 3
    return make_passage(
        id=f"study/{section}/{'alltag' if wording else 'inhalt'}-{number}",
        kind=SourceKind.STUDY,
        origin=PassageOrigin.EXPANSION if wording else PassageOrigin.CARD,
        unit=f"study:{section}",
        title=title,
        text=text or f"{start}, {ENDINGS[number // 3 % len(ENDINGS)]} Fall {number}.",
        section=section,
        principles=principles,
    )


@pytest.fixture
def passages() -> list[Passage]:
    return [study_passage(number) for number in range(24)]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", embedding_model="fallback", chroma_url=None)


@pytest.fixture
def quiet() -> Callable[[str, int, int], None]:
    return lambda stage, done, total: None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def chroma_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    program = Path(sys.executable).with_name("chroma")
    if not program.exists():
        pytest.skip("the chroma program is not installed")
    port = free_port()
    folder = tmp_path_factory.mktemp("chroma")
    command = [str(program), "run", "--host", "127.0.0.1", "--port", str(port), "--path", str(folder)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers model of two small random layers that spells words letter by letter."""
    torch = pytest.importorskip("torch")
    pytest.importorskip("sentence_transformers")
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast
    from transformers.utils import logging

    logging.disable_progress_bar()
    torch.manual_seed(7)
    letters = "abcdefghijklmnopqrstuvwxyzäöüß0123456789.,:?!§"
    vocabulary = [
        "[PAD]",
        "[UNK]",
        "[CLS]",
        "[SEP]",
        "[MASK]",
        *letters,
        *(f"##{letter}" for letter in letters),
    ]
    plain = tmp_path_factory.mktemp("plain")
    BertTokenizerFast(
        vocab={token: number for number, token in enumerate(vocabulary)},
        do_lower_case=True,
        strip_accents=False,
    ).save_pretrained(plain)
    BertModel(
        BertConfig(
            vocab_size=len(vocabulary),
            hidden_size=32,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=64,
            max_position_embeddings=256,
        )
    ).save_pretrained(plain)
    transformer = Transformer(str(plain))
    folder = tmp_path_factory.mktemp("modelle") / "winzig"
    SentenceTransformer(
        modules=[transformer, Pooling(transformer.get_embedding_dimension())], device="cpu"
    ).save(str(folder))
    return folder
