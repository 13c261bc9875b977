"""The language model over real HTTP against a scripted server."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

from assistant.errors import ModelError
from assistant.llm import ChatModel, Message, open_chat_model
from assistant.settings import Settings
from tests.openai_server import Fail, Hang, Raw, Say, ScriptedServer

ASK = [Message(role="system", content="Regeln"), Message(role="user", content="Frage?")]
SECRET = "sk-sehr-geheim"


def settings(**changes: Any) -> Settings:
    values: dict[str, Any] = {
        "llm_model": "openai:test-model",
        "llm_api_key": SECRET,
        "llm_timeout_s": 20.0,
        **changes,
    }
    return Settings(_env_file=None, **values)  # type: ignore[call-arg]


def opened(server: ScriptedServer, **changes: Any) -> ChatModel:
    model = open_chat_model(settings(llm_base_url=server.base_url, **changes))
    assert model is not None
    return model


def test_no_model_configured() -> None:
    assert open_chat_model(settings(llm_model=None)) is None


def test_completes() -> None:
    with ScriptedServer(Say("Guten Tag.")) as server:
        model = opened(server)
        assert model.name == "openai:test-model"
        assert model.complete(ASK) == "Guten Tag."
    call = server.calls[0]
    assert call["model"] == "test-model"
    assert call["temperature"] == 0
    assert [(m["role"], m["content"]) for m in call["messages"]] == [("system", "Regeln"), ("user", "Frage?")]
    assert server.headers[0]["authorization"] == f"Bearer {SECRET}"


def test_streams_in_pieces() -> None:
    with ScriptedServer(Say("Guten Tag, liebe Verwaltung.", piece=5)) as server:
        pieces = list(opened(server).stream(ASK))
    assert "".join(pieces) == "Guten Tag, liebe Verwaltung."
    assert len(pieces) > 3


def test_own_server_needs_no_key() -> None:
    with ScriptedServer(Say("ja")) as server:
        assert opened(server, llm_api_key=None).complete(ASK) == "ja"


@pytest.mark.parametrize(
    ("status", "hint"),
    [
        (401, "LLM_API_KEY"),
        (403, "LLM_API_KEY"),
        (404, "LLM_MODEL"),
        (429, "überlastet"),
        (500, "Status 500"),
    ],
)
@pytest.mark.parametrize("way", ["complete", "stream"])
def test_error_status(status: int, hint: str, way: str) -> None:
    with ScriptedServer(Fail(status)) as server, pytest.raises(ModelError) as caught:
        "".join(getattr(opened(server), way)(ASK))
    assert hint in caught.value.message
    assert_discreet(caught.value, server.base_url)


def test_a_short_failure_is_retried_once() -> None:
    with ScriptedServer(Fail(500), Say("doch")) as server:
        assert opened(server).complete(ASK) == "doch"


def test_after_a_failure_the_model_rests_a_while() -> None:
    now = 0.0
    with ScriptedServer(Fail(400), Say("wieder da")) as server:
        model = open_chat_model(settings(llm_base_url=server.base_url), clock=lambda: now)
        assert model is not None
        for _ in range(3):
            with pytest.raises(ModelError):
                model.complete(ASK)
        assert len(server.calls) == 1
        now = 60.0
        assert model.complete(ASK) == "wieder da"


@pytest.mark.parametrize(
    "body", ["{kaputt", "<html>Wartung</html>", "null", '{"choices": []}', '{"choices": [{"message": 3}]}']
)
def test_garbage(body: str) -> None:
    with ScriptedServer(Raw(body)) as server, pytest.raises(ModelError) as caught:
        opened(server).complete(ASK)
    assert_discreet(caught.value, server.base_url)


def test_garbage_in_the_stream() -> None:
    with ScriptedServer(Raw("data: {kaputt\n\n", "text/event-stream")) as server, pytest.raises(ModelError):
        list(opened(server).stream(ASK))


@pytest.mark.parametrize("way", ["complete", "stream"])
def test_hanging_server_meets_the_deadline(way: str) -> None:
    with ScriptedServer(Hang()) as server, pytest.raises(ModelError) as caught:
        "".join(getattr(opened(server, llm_timeout_s=0.3), way)(ASK))
    assert "rechtzeitig" in caught.value.message


def test_stream_that_stalls_meets_the_deadline() -> None:
    with ScriptedServer(Say("Ein Anfang", stalls=True)) as server, pytest.raises(ModelError) as caught:
        list(opened(server, llm_timeout_s=1.0).stream(ASK))
    assert "rechtzeitig" in caught.value.message


def test_endless_trickle_meets_the_total_deadline() -> None:
    # Every pause is far below the client's timeout; only the total deadline can end this.
    with (
        ScriptedServer(Say("x" * 100_000, piece=1, pause_s=0.02)) as server,
        pytest.raises(ModelError) as caught,
    ):
        list(opened(server, llm_timeout_s=1.0).stream(ASK))
    assert "rechtzeitig" in caught.value.message


def test_unreachable() -> None:
    with ScriptedServer(Say("")) as server:
        address = server.base_url
    with pytest.raises(ModelError) as caught:
        open_chat_model(settings(llm_base_url=address)).complete(ASK)  # type: ignore[union-attr]
    assert "nicht erreichbar" in caught.value.message
    assert_discreet(caught.value, address)


def test_address_without_scheme() -> None:
    with pytest.raises(ModelError) as caught:
        open_chat_model(settings(llm_base_url="localhost:1/v1")).complete(ASK)  # type: ignore[union-attr]
    assert "LLM_BASE_URL" in caught.value.message


@pytest.mark.parametrize(
    ("model", "hint"),
    [
        ("qwen3", "anbieter:modell"),
        ("qwen3:8b", "„qwen3“"),
        ("anthropic:claude", "langchain-anthropic"),
        ("openai:gpt", "LLM_API_KEY"),
        ("mistralai:mistral-small", "LLM_API_KEY"),
        ("azure_openai:gpt", "LLM_API_KEY"),
    ],
)
def test_wrong_set_up_says_what_to_do(model: str, hint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("OPENAI_API_KEY", "MISTRAL_API_KEY", "AZURE_OPENAI_API_KEY"):
        monkeypatch.delenv(variable, raising=False)
    with pytest.raises(ModelError) as caught:
        open_chat_model(settings(llm_model=model, llm_api_key=None))
    assert hint in caught.value.message


@pytest.mark.parametrize(
    ("model", "address"),
    [
        ("ollama:qwen3:8b", "http://127.0.0.1:9"),
        ("ollama:qwen3:8b", None),
        ("mistralai:mistral-small", None),
        ("azure_openai:gpt", "http://127.0.0.1:9"),
    ],
)
def test_opening_needs_no_network(model: str, address: str | None) -> None:
    opened_model = open_chat_model(settings(llm_model=model, llm_base_url=address))
    assert opened_model is not None and opened_model.name == model


def test_ollama_that_does_not_run() -> None:
    model = open_chat_model(
        settings(llm_model="ollama:qwen3:8b", llm_base_url="http://127.0.0.1:9", llm_api_key=None)
    )
    with pytest.raises(ModelError) as caught:
        model.complete(ASK)  # type: ignore[union-attr]
    assert "nicht erreichbar" in caught.value.message


def test_mistral_speaks_the_same_protocol() -> None:
    with ScriptedServer(Say("Bonjour.")) as server:
        assert opened(server, llm_model="mistralai:mistral-small").complete(ASK) == "Bonjour."


def test_questions_are_never_traced() -> None:
    # In a process of its own: LangSmith reads the environment once and keeps it.
    code = """
import sys
from typing import Any
from langchain_core.tracers.langchain import wait_for_all_tracers
from assistant.llm import Message, open_chat_model
from assistant.settings import Settings
settings = Settings(_env_file=None, llm_model="openai:test-model", llm_base_url=sys.argv[1])
print(open_chat_model(settings).complete([Message(role="user", content="Frage?")]))
wait_for_all_tracers()
"""
    with ScriptedServer(Say("")) as tracer, ScriptedServer(Say("ja")) as server:
        tracing = {
            "LANGSMITH_TRACING": "true",
            "LANGCHAIN_TRACING_V2": "true",
            "LANGSMITH_ENDPOINT": tracer.base_url,
            "LANGSMITH_API_KEY": "x",
        }
        done = run(code, server.base_url, **tracing)
        assert done == "ja"
        assert tracer.contacts == 0


def test_importing_the_module_loads_no_heavy_library() -> None:
    heavy = "('langchain', 'langsmith', 'openai', 'torch')"
    assert run(f"import sys, assistant.llm; print([m for m in sys.modules if m.startswith({heavy})])") == "[]"


def run(code: str, *arguments: str, **environment: str) -> str:
    """Standard output of a Python process."""
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, **environment}
    )
    return done.stdout.strip()


def assert_discreet(error: ModelError, address: str) -> None:
    """Neither key nor address nor the library's words reach the user."""
    chain = f"{error} {error.__cause__}"
    assert "geheim" not in chain and address not in chain
    assert "scripted" not in chain
