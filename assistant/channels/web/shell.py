"""The frame around every page: templates, language, navigation, time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from starlette.requests import Request
from starlette.responses import HTMLResponse

from assistant.channels.web.words import DEFAULT, LANGUAGES, Words, load_words
from assistant.german.local_time import ZONE
from assistant.security.roles import is_admin

HERE = Path(__file__).parent
STATIC = HERE / "static"
LANGUAGE_COOKIE = "sprache"  # ends with the browser's session; set only when somebody chooses
SECTIONS = {  # key of its name in shell.toml -> address
    "ask": "/",
    "conversations": "/gespraeche",
    "map": "/landkarte",
    "project": "/vorhaben",
    "library": "/bibliothek",
    "help": "/hilfe",
}
_BELOW = {
    "/gespraech/": "/gespraeche",
    "/vorhaben/": "/vorhaben",
    "/karte/": "/bibliothek",
    "/stelle/": "/bibliothek",
}


def render(
    request: Request,
    template: str,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **context: Any,
) -> HTMLResponse:
    """A whole page from `templates/<template>`; everything in `context` is escaped where it is shown."""
    return HTMLResponse(fragment(request, template, **context), status, headers=headers)


def fragment(request: Request, template: str, **context: Any) -> str:
    """The text of a template with the frame's variables, for pieces that a script puts into a page."""
    language = language_of(request)
    path = request.url.path
    return (
        environment()
        .get_template(template)
        .render(
            t=load_words(language),
            language=language,
            html_lang=LANGUAGES[language],
            kern=request.app.state.kern,
            path=path,
            here=_here(request),
            section=_section(path),
            sections=SECTIONS,
            admin=is_admin(request),
            closed=request.app.state.closed(),
            **context,
        )
    )


def language_of(request: Request) -> str:
    """The language that the visitor chose for the interface; German unless chosen."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, DEFAULT)
    return chosen if chosen in LANGUAGES else DEFAULT


def words_of(request: Request) -> Words:
    """The fixed sentences in the visitor's language."""
    return load_words(language_of(request))


@cache
def environment() -> Environment:
    """The templates with the filters `day` and `moment`."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(day=_day, moment=_moment)
    return made


def day_of(moment: datetime | str, language: str) -> str:
    """ "24.11.2026", in English "24/11/2026"; takes a datetime, a date or ISO text."""
    year, month, day = _local(moment).isoformat()[:10].split("-")
    return ("/" if language == "en" else ".").join((day, month, year))


def time_of(moment: datetime | str) -> str:
    """ "10:15", in local time."""
    return f"{_local(moment):%H:%M}"


@pass_context
def _day(context: Mapping[str, Any], moment: datetime | str) -> str:
    return day_of(moment, context["language"])


@pass_context
def _moment(context: Mapping[str, Any], moment: datetime | str) -> str:
    """Day and time of day."""
    day = day_of(moment, context["language"])
    return context["t"].shell.moment.format(day=day, time=time_of(moment))


def _local(moment: datetime | str) -> datetime:
    """In local time where a time zone is known; as it is where none is."""
    when = datetime.fromisoformat(str(moment))
    return when.astimezone(ZONE) if when.tzinfo else when


def _here(request: Request) -> str:
    """Address to come back to: of this page, or of the one whose form it answers."""
    base = str(request.base_url)
    asked = request.method in ("GET", "HEAD")
    address = str(request.url.include_query_params()) if asked else request.headers.get("referer", "")
    return f"/{address.removeprefix(base)}" if address.startswith(base) else "/"


def _section(path: str) -> str:
    """Address of the navigation's entry that a page belongs to."""
    return next((entry for start, entry in _BELOW.items() if path.startswith(start)), path)
