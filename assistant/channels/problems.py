"""Errors over HTTP: `application/problem+json`, German, without traces or the user's text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from starlette.responses import Response

from assistant.channels.wire import FieldError, Problem
from assistant.errors import AssistantError
from assistant.messages_de import Problems

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_S = "5"
SLUGS = {
    403: "kein-zugang",
    404: "nicht-gefunden",
    405: "methode",
    413: "zu-gross",
    415: "format",
    500: "unerwartet",
}


def of_error(error: AssistantError) -> Problem:
    """The problem of an expected error; status and kind hang on its class."""
    return _problem(error.http_status, error.message, error.problem)


def of_status(status: int, **facts: object) -> Problem:
    """The problem of a bare status code; `facts` fill the placeholders of its German sentence."""
    detail = Problems.DETAILS.get(status, Problems.OTHER).format(**facts)
    return _problem(status, detail, SLUGS.get(status, "anfrage"))


def of_foreign_form() -> Problem:
    """The problem of what another site made a browser send here."""
    return _problem(403, Problems.FOREIGN, "fremde-seite")


def of_validation(errors: Iterable[Mapping[str, Any]]) -> Problem:
    """The problem of a request whose fields do not fit.

    Args:
        errors: pydantic's error dictionaries; only `type` and `loc` are read, so that nothing
            the user typed comes back.
    """
    fields = tuple(_field_error(error) for error in errors)
    told = "; ".join(f"{field.field} {field.message}" for field in fields)
    return _problem(422, Problems.INVALID.format(errors=told), "eingabe", fields)


def response(problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """The HTTP response that carries the problem."""
    extra = dict(headers or {})
    if problem.status == 503:
        extra.setdefault("Retry-After", RETRY_AFTER_S)
    return Response(
        problem.model_dump_json(exclude_defaults=True), problem.status, headers=extra, media_type=MEDIA_TYPE
    )


def _problem(status: int, detail: str, slug: str, errors: tuple[FieldError, ...] = ()) -> Problem:
    title = Problems.KINDS.get(slug) or Problems.TITLES.get(status, Problems.OTHER)
    return Problem(
        type=f"urn:assistent:problem:{slug}", title=title, status=status, detail=detail, errors=errors
    )


def _field_error(error: Mapping[str, Any]) -> FieldError:
    kind = str(error["type"])
    # The first part of the place says "body"; the place of broken JSON is a character position.
    place = [] if kind == "json_invalid" else [str(part) for part in error["loc"][1:]]
    if kind == "extra_forbidden":
        place = [*place[:-1], place[-1][:40]]  # a name the client made up: enough to find it
    return FieldError(
        field=".".join(place) or Problems.WHOLE_BODY, message=Problems.FIELDS.get(kind, Problems.FIELD_OTHER)
    )
