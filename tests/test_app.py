"""The application as a whole: guards, readiness, logs, the server's address."""

from __future__ import annotations

import logging
import socket
import threading

import pytest
from starlette.testclient import TestClient

from assistant import app as app_module
from assistant.app import create_app
from assistant.channels.opening import Opening
from assistant.errors import IndexUnavailableError, InputError
from assistant.settings import Settings
from tests.fakes import FakeAssistant

SECRET = "Wer bekommt die Wohnung von Erika Muster?"


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings(_env_file=None, data_dir=tmp_path)


@pytest.mark.parametrize("path", ["/", "/api/v1/framework", "/nichts", "/assets/page/page.css", "/healthz"])
def test_every_response_carries_the_guards(settings, path):
    with TestClient(create_app(settings, FakeAssistant())) as client:
        headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy and "http" not in policy and "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == ("no-cache" if path.startswith("/assets") else "no-store")


def test_unexpected_failures_carry_the_guards_too(settings):
    with TestClient(create_app(settings, FakeAssistant(RuntimeError("x")))) as client:
        response = client.post("/api/v1/answers", json={"question": "Was?"})
    assert response.status_code == 500
    assert "content-security-policy" in response.headers


def test_logs_hold_no_question(settings, caplog):
    fake = FakeAssistant()
    with caplog.at_level(logging.DEBUG), TestClient(create_app(settings, fake)) as client:
        client.post("/api/v1/answers", json={"question": SECRET})
        client.post("/", data={"frage": SECRET})
        client.post("/api/v1/answers", json={"question": SECRET, "mehr": SECRET})
        client.get("/", params={"frage": SECRET})
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("assistant")]
    assert len(ours) == 5 and ours[0].startswith("POST /api/v1/answers 200")
    assert not any("Erika" in line or "frage=" in line for line in ours)


def test_a_path_cannot_forge_log_lines(settings, caplog):
    with caplog.at_level(logging.INFO), TestClient(create_app(settings, FakeAssistant())) as client:
        client.get("/x%0AERROR%20alles%20kaputt")
    assert all("\n" not in record.getMessage() for record in caplog.records)


def test_a_log_line_does_not_open_a_shared_answer(settings, caplog):
    with caplog.at_level(logging.INFO), TestClient(create_app(settings, FakeAssistant())) as client:
        client.get("/antwort/geheimes-Kennzeichen")
    lines = [record.getMessage() for record in caplog.records if record.name == "assistant.requests"]
    assert len(lines) == 1 and lines[0].startswith("GET /antwort/* 404")


def test_health_needs_no_index_and_readiness_does(settings, monkeypatch):
    attempts = []

    def open_assistant():
        attempts.append(1)
        if len(attempts) < 3:
            raise IndexUnavailableError("Es gibt noch keinen Index. Bitte „ingest build“ ausführen.")
        return FakeAssistant()

    application = create_app(settings)
    application.state.opening = Opening(open_assistant)
    with TestClient(application) as client:
        assert client.get("/healthz").json() == {"status": "ok"}
        answers = client.post("/api/v1/answers", json={"question": "Was?"})
        while (ready := client.get("/readyz")).status_code == 503:
            assert ready.headers["content-type"] == "application/problem+json"
        assert ready.json()["generation"] == "g1"
    assert answers.status_code in (200, 503) and len(attempts) == 3


def test_not_ready_while_the_index_is_being_loaded(settings):
    gate = threading.Event()

    def open_assistant():
        gate.wait()
        return FakeAssistant()

    application = create_app(settings)
    application.state.opening = Opening(open_assistant)
    with TestClient(application) as client:
        problem = client.get("/readyz")
        assert problem.status_code == 503 and "geladen" in problem.json()["detail"]
        gate.set()
        assert client.post("/api/v1/answers", json={"question": "Was?"}).status_code == 200  # waits for it
        assert client.get("/readyz").status_code == 200


def test_a_port_in_use_is_told_in_german(settings):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        busy = settings.model_copy(update={"port": taken.getsockname()[1]})
        with pytest.raises(InputError, match="schon belegt"):
            app_module.serve(busy, print)


def test_a_foreign_address_is_told_in_german(settings):
    with pytest.raises(InputError, match="--host"):
        app_module.serve(settings.model_copy(update={"host": "203.0.113.7", "port": 0}), print)
