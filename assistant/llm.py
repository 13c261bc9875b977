"""The language model: opened by name, asked with a total deadline. The only importer of LangChain chat models."""

from __future__ import annotations

import logging
import math
import os
import queue
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

from assistant.errors import ModelError
from assistant.models import Frozen
from assistant.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

log = logging.getLogger(__name__)

_KEY_VARIABLES = {
    "openai": "OPENAI_API_KEY",
    "mistralai": "MISTRAL_API_KEY",
    "azure_openai": "AZURE_OPENAI_API_KEY",
}
_AZURE_API_VERSION = "2024-10-21"
_OLLAMA_CONTEXT = 8192  # Ollama's own default cuts the evidence off without a word
_REST_S = 20.0  # after a failure, so that people do not wait for the deadline again and again
_TOO_SLOW = "Das Sprachmodell hat nicht rechtzeitig geantwortet (Grenze: LLM_TIMEOUT_S)."
_END = object()


class Message(Frozen):
    """One message to the model."""

    role: Literal["system", "user", "assistant"]
    content: str


class ChatModel:
    """An opened language model. Safe for several threads; opening and holding it needs no network.

    Attributes:
        name: as configured, such as "ollama:qwen3:8b"; shown to users as the answer's author.
    """

    def __init__(self, name: str, chat: BaseChatModel, timeout_s: float, clock: Callable[[], float]):
        self.name = name
        self._chat = chat
        self._timeout_s = timeout_s
        self._clock = clock
        self._rests_until = -math.inf

    def complete(self, messages: Sequence[Message]) -> str:
        """The whole reply; empty when the model says nothing.

        Raises:
            ModelError: unreachable, too slow (total deadline), refused or not understood.
        """
        return "".join(self._within_deadline(lambda: iter([self._chat.invoke(_wire(messages))])))

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """The reply in pieces as they arrive. Closing the iterator ends the request.

        Raises:
            ModelError: as for `complete`; the deadline holds for the whole stream.
        """
        return self._within_deadline(lambda: self._chat.stream(_wire(messages)))

    def _within_deadline(self, request: Callable[[], Iterator[Any]]) -> Iterator[str]:
        """Run a request in a thread of its own: client timeouts count pauses, not the whole time."""
        if self._clock() < self._rests_until:
            raise ModelError("Das Sprachmodell hat eben nicht geantwortet und wird gleich wieder versucht.")
        deadline = self._clock() + self._timeout_s
        pieces: queue.SimpleQueue[Any] = queue.SimpleQueue()
        stop = threading.Event()
        threading.Thread(target=_work, args=(request, pieces, stop), name="llm", daemon=True).start()
        try:
            while (left := deadline - self._clock()) > 0:
                try:
                    piece = pieces.get(timeout=left)
                except queue.Empty:
                    break
                if piece is _END:
                    return
                if isinstance(piece, Exception):
                    self._rests_until = self._clock() + _REST_S
                    # The cause is cut off: its text may hold the key or the address.
                    raise ModelError(_explanation(piece)) from None
                yield piece
            self._rests_until = self._clock() + _REST_S
            raise ModelError(_TOO_SLOW)
        finally:
            stop.set()


def open_chat_model(settings: Settings, clock: Callable[[], float] = time.monotonic) -> ChatModel | None:
    """The configured language model, or None when none is configured. No network is used.

    Raises:
        ModelError: unknown provider, missing integration package or missing key; says what to do.
    """
    if not settings.llm_model:
        return None
    provider, _, model = settings.llm_model.partition(":")
    if not model:
        raise ModelError("LLM_MODEL braucht die Form „anbieter:modell“, zum Beispiel „ollama:qwen3:8b“.")
    options = _options(provider, model, settings)

    from langchain.chat_models import init_chat_model

    try:
        chat = init_chat_model(model, model_provider=provider, **options)
    except ImportError as error:
        package = re.search(r"pip install ([\w-]+)", str(error))
        named = f" „{package[1]}“" if package else ""
        raise ModelError(f"Für „{provider}“ fehlt das Paket{named}. Bitte installieren Sie es.") from None
    except Exception as error:  # noqa: BLE001 - every integration has its own errors, and they may quote the key
        log.warning("language model cannot be opened: %s", type(error).__name__)
        if isinstance(error, ValueError) and "upported" in str(error):
            raise ModelError(
                f"Den Anbieter „{provider}“ in LLM_MODEL gibt es nicht. "
                "Möglich sind zum Beispiel ollama, openai, mistralai und azure_openai."
            ) from None
        raise ModelError(
            "Das Sprachmodell ist unvollständig eingerichtet. "
            "Bitte prüfen Sie LLM_MODEL, LLM_BASE_URL und LLM_API_KEY."
        ) from None
    return ChatModel(settings.llm_model, chat, settings.llm_timeout_s, clock)


def _options(provider: str, model: str, settings: Settings) -> dict[str, Any]:
    """Constructor arguments in the words of each integration."""
    key = settings.llm_api_key.get_secret_value() if settings.llm_api_key else None
    address = {"base_url": settings.llm_base_url} if settings.llm_base_url else {}
    if provider == "ollama":
        headers = {"headers": {"Authorization": f"Bearer {key}"}} if key else {}
        client = {"timeout": settings.llm_timeout_s, **headers}
        return {
            "temperature": 0,
            "num_ctx": _OLLAMA_CONTEXT,
            "reasoning": False,
            "client_kwargs": client,
            **address,
        }
    variable = _KEY_VARIABLES.get(provider)
    if variable and not key and not os.environ.get(variable):
        if provider != "openai" or not address:
            raise ModelError(f"Für „{provider}“ fehlt der Schlüssel. Bitte setzen Sie LLM_API_KEY.")
        key = "ohne"  # own servers (vLLM, llama.cpp) need none, but the client insists on a value
    options: dict[str, Any] = {
        "temperature": 0,
        "timeout": math.ceil(settings.llm_timeout_s),
        "max_retries": 1,
    }
    if key:
        options["api_key"] = key
    if provider == "azure_openai":
        version = os.environ.get("OPENAI_API_VERSION", _AZURE_API_VERSION)
        return {
            **options,
            "azure_deployment": model,
            "azure_endpoint": settings.llm_base_url,
            "api_version": version,
        }
    return {**options, **address}


def _wire(messages: Sequence[Message]) -> list[tuple[str, str]]:
    return [(message.role, message.content) for message in messages]


def _work(
    request: Callable[[], Iterator[Any]], pieces: queue.SimpleQueue[Any], stop: threading.Event
) -> None:
    """Thread body: hand over texts, then the end or the error."""
    from langsmith import tracing_context

    try:
        # Questions must not leave the house, whatever the environment says about tracing.
        with tracing_context(enabled=False):
            for chunk in request():
                if stop.is_set():
                    return
                if text := str(chunk.text):
                    pieces.put(text)
        pieces.put(_END)
    except Exception as error:  # noqa: BLE001 - handed to the waiting caller, who explains it
        pieces.put(error)


def _explanation(error: Exception) -> str:
    """What went wrong in German, from the kind of error alone."""
    status = getattr(error, "status_code", None) or getattr(
        getattr(error, "response", None), "status_code", None
    )
    kinds = " ".join(kind.__name__ for kind in type(error).__mro__)
    log.warning("language model failed: %s (status %s)", type(error).__name__, status)
    if status in (401, 403):
        return "Das Sprachmodell lehnt den Zugang ab. Bitte prüfen Sie LLM_API_KEY."
    if status == 404:
        return "Der Modelldienst kennt das Modell nicht. Bitte prüfen Sie LLM_MODEL und LLM_BASE_URL."
    if status == 429:
        return "Das Sprachmodell ist überlastet. Bitte versuchen Sie es später noch einmal."
    if isinstance(status, int) and status >= 400:
        return f"Der Modelldienst meldet einen Fehler (Status {status})."
    if "Timeout" in kinds:
        return _TOO_SLOW
    if "Connection" in kinds or "TransportError" in kinds:
        return "Das Sprachmodell ist nicht erreichbar. Bitte prüfen Sie LLM_BASE_URL und den Modelldienst."
    return "Das Sprachmodell hat eine unverständliche Antwort geschickt."
