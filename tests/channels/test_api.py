"""The HTTP API as its clients see it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from assistant.app import create_app
from assistant.channels import openapi_de
from assistant.errors import AssistantError, ModelError
from assistant.messages_de import Problems
from assistant.models import Answer, Replacement, TextDelta
from assistant.settings import Settings
from tests.fakes import FakeAssistant, refusal, sample_answer

ANSWERS = "/api/v1/answers"
SSE = {"Accept": "text/event-stream"}


@pytest.fixture
def fake() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def client(fake: FakeAssistant) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(_env_file=None), fake)) as client:
        yield client


def _events(text: str) -> list[tuple[str, dict]]:
    blocks = [
        block.splitlines() for block in text.replace("\r\n", "\n").split("\n\n") if block.startswith("event")
    ]
    return [
        (lines[0].removeprefix("event: "), json.loads(lines[1].removeprefix("data: "))) for lines in blocks
    ]


def _assert_problem(response, status: int, told: str) -> dict:
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status and problem["title"] and problem["type"].startswith("urn:")
    assert told in problem["detail"]
    assert "Traceback" not in response.text
    return problem


def test_answers_follow_the_contract(client, fake):
    response = client.post(ANSWERS, json={"question": "Was tun?"})
    assert response.status_code == 200
    answer = Answer.model_validate_json(response.content)
    assert answer.question == "Was tun?"
    assert set(response.json()["citations"][0]) == {
        *(
            "n",
            "kind",
            "title",
            "locator",
            "section",
            "provision",
            "practice",
            "quote",
            "url",
            "stand",
            "binds",
        ),
        *("note", "verified", "passage_id", "origin", "score"),
    }


def test_history_reaches_the_assistant(client, fake):
    history = [
        {"role": "user", "content": "Wie beteiligen wir früh?"},
        {"role": "assistant", "content": "So [1]."},
    ]
    client.post(ANSWERS, json={"question": "Und auf dem Dorf?", "history": history})
    (call,) = fake.calls
    assert [turn.model_dump() for turn in call.history] == history


def test_a_refusal_is_an_ordinary_answer():
    with TestClient(create_app(Settings(_env_file=None), FakeAssistant(refusal()))) as client:
        response = client.post(ANSWERS, json={"question": "Wie wird das Wetter?"})
    assert (response.status_code, response.json()["status"]) == (200, "no_source")


def test_a_stream_brings_text_and_ends_with_the_answer(client):
    response = client.post(ANSWERS, json={"question": "Was tun?"}, headers=SSE)
    assert response.headers["content-type"].startswith("text/event-stream")
    *writing, (last, answer) = _events(response.text)
    assert {name for name, _ in writing} == {"text"} and last == "answer"
    assert "".join(data["text"] for _, data in writing).strip() == Answer(**answer).text


def test_a_stream_tells_that_its_text_is_void():
    script = [TextDelta(text="Erfunden."), Replacement(reason="Ohne Beleg."), sample_answer()]
    with TestClient(create_app(Settings(_env_file=None), FakeAssistant(script))) as client:
        events = _events(client.post(ANSWERS, json={"question": "Was tun?"}, headers=SSE).text)
    assert ("replace", {"reason": "Ohne Beleg."}) in events


def test_a_stream_that_breaks_ends_with_a_problem():
    for error, told in (
        (ModelError("Das Sprachmodell ist nicht erreichbar."), "Das Sprachmodell ist nicht erreichbar."),
        (RuntimeError("geheim"), Problems.DETAILS[500]),
    ):
        script = [TextDelta(text="Eine "), error]
        with TestClient(create_app(Settings(_env_file=None), FakeAssistant(script))) as client:
            text = client.post(ANSWERS, json={"question": "Was tun?"}, headers=SSE).text
        name, data = _events(text)[-1]
        assert (name, data["problem"]["detail"]) == ("error", told)
        assert "geheim" not in text


@pytest.mark.parametrize("headers", [{}, SSE])
@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"question": ""}, "Bitte geben Sie eine Frage ein"),
        ({"question": "x" * 5000}, "zu lang"),
        ({"question": "\x00\x01\x02"}, "kein lesbarer Text"),
        ({}, "question fehlt"),
        ({"question": 7}, "question muss ein Text sein"),
        ({"question": "Was?", "frage": 1}, "frage ist unbekannt"),
        ({"question": "Was?", "history": "x"}, "history muss eine Liste sein"),
        ({"question": "Was?", "history": [{"role": "system", "content": "x"}]}, "history.0.role muss"),
        ({"question": "Was?", "history": [{"role": "user"}]}, "history.0.content fehlt"),
        ([], "muss ein JSON-Objekt sein"),
    ],
)
def test_unusable_input_is_a_german_problem(client, headers, body, told):
    _assert_problem(client.post(ANSWERS, json=body, headers=headers), 422, told)


@pytest.mark.parametrize(
    "question",
    [
        "🙂🙃",
        "これは質問です",
        "Что делать?",
        "<b>fett</b> & **fett**",
        "'; DROP TABLE passages; --",
        "${7*7} {{7*7}}",
    ],
)
def test_odd_but_readable_text_is_answered(client, fake, question):
    response = client.post(ANSWERS, json={"question": question})
    assert response.status_code == 200
    assert fake.calls[0].question == response.json()["question"] == question


@pytest.mark.parametrize(
    "body", [b'{"question": "Was', b"nur Text", b'{"question": "\xff\xfe"}', b"[" * 5000]
)
def test_broken_json_is_a_german_problem(client, body):
    response = client.post(ANSWERS, content=body, headers={"Content-Type": "application/json"})
    assert response.status_code in (400, 422)
    _assert_problem(response, response.status_code, "JSON")


def test_lone_surrogates_are_refused(client):
    body = b'{"question": "\\ud800"}'
    response = client.post(ANSWERS, content=body, headers={"Content-Type": "application/json"})
    _assert_problem(response, 422, "enthält ungültige Zeichen")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", None])
def test_bodies_must_be_declared_as_json(client, fake, kind):
    headers = {"Content-Type": kind} if kind else {}
    _assert_problem(
        client.post(ANSWERS, content=b'{"question": "Was?"}', headers=headers), 415, "application/json"
    )
    assert not fake.calls


def test_large_bodies_are_refused(client, fake):
    def unannounced():
        for _ in range(100):
            yield b" " * 1024

    json_type = {"Content-Type": "application/json"}
    _assert_problem(client.post(ANSWERS, json={"question": "x" * 100_000}), 413, "64 kB")
    _assert_problem(client.post(ANSWERS, content=unannounced(), headers=json_type), 413, "64 kB")
    assert not fake.calls


def test_passages_are_readable_and_expansions_are_not(client):
    passage = client.get("/api/v1/passages/study/2.4/inhalt-3").json()
    assert passage["section"] == "2.4" and passage["origin"] == "card"
    assert "digest" not in passage
    for missing in ("study/2.4/alltag-0123456789ab", "study/9.9", "../../etc/passwd", "%00"):
        _assert_problem(client.get(f"/api/v1/passages/{missing}"), 404, "gibt es nicht")


def test_the_framework_is_served(client):
    framework = client.get("/api/v1/framework").json()
    assert framework["levels"][0]["axis"] == ["Autonomie", "Dependenz"]
    assert framework["links"][0] == {
        "source": "2.4",
        "target": "3.4",
        "reason": "Offene Software verringert Bindungen.",
    }


def test_unknown_addresses_and_methods(client):
    _assert_problem(client.get("/api/v1/nichts"), 404, "Diese Adresse gibt es nicht")
    response = client.get(ANSWERS)
    _assert_problem(response, 405, "Erlaubt: POST")
    assert response.headers["allow"] == "POST"


def test_expected_errors_keep_their_status_and_unexpected_ones_their_secret(caplog):
    application = create_app(Settings(_env_file=None), FakeAssistant(RuntimeError("Geheime Frage")))
    with TestClient(application) as client, caplog.at_level(logging.INFO):
        response = client.post(ANSWERS, json={"question": "Geheime Frage"})
    _assert_problem(response, 500, "schiefgegangen")
    assert "RuntimeError" in caplog.text and "Geheime Frage" not in caplog.text + response.text

    class Teapot(AssistantError):
        http_status = 503

    with TestClient(create_app(Settings(_env_file=None), FakeAssistant(Teapot("Kanne leer.")))) as client:
        response = client.post(ANSWERS, json={"question": "Tee?"})
    _assert_problem(response, 503, "Kanne leer.")
    assert response.headers["retry-after"]


def test_openapi_is_german_and_complete(client):
    document = client.get("/openapi.json").json()
    answers = document["paths"][ANSWERS]["post"]
    assert answers["summary"] == openapi_de.ANSWERS_SUMMARY
    assert {"application/json", "text/event-stream"} == set(answers["responses"]["200"]["content"])
    assert {"413", "415", "422", "500", "503"} <= set(answers["responses"])
    assert document["components"]["schemas"]["QuestionRequest"]["additionalProperties"] is False
    for name, schema in document["components"]["schemas"].items():
        assert schema["description"] == openapi_de.SCHEMAS[name][""], name
        for field, property_ in schema.get("properties", {}).items():
            assert property_["description"] == openapi_de.SCHEMAS[name][field], (name, field)
    assert client.get("/docs").status_code == 404
