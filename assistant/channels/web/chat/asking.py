"""What the question form sends: checked before anything is stored or asked."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from assistant.answering.check import check
from assistant.channels.web.form import Fields
from assistant.channels.web.words import Words
from assistant.errors import AssistantError, InputError
from assistant.german import personal_data
from assistant.settings import Settings

FORM_KEY = re.compile(r"[0-9A-Za-z-]{32,64}")
_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")
# A button of the page carries its own question; the others send what is in the field.
_BUTTONS = ("trotzdem", "maskiert", "vorschlag")


class PersonalDataError(AssistantError):
    """The question holds what looks like personal data; the person decides how to go on."""

    http_status = 422
    problem = "personenbezug"


@dataclass(frozen=True)
class Wish:
    """A question as it shall be asked."""

    question: str
    form_key: str  # the same however often the form is sent
    conversation_id: str | None
    department: str | None


def new_key() -> str:
    """A key for one form; the page makes its own for the questions after it."""
    return secrets.token_hex(16)


def question_of(form: Fields) -> tuple[str, bool]:
    """The question that was sent, and whether it comes from a button instead of the field."""
    for name in _BUTTONS:
        if text := form.text(name):
            return text, True
    return form.text("frage"), False


def read(form: Fields, settings: Settings, t: Words) -> Wish:
    """The wish of a form.

    Raises:
        PersonalDataError: the question holds some, and nobody has decided about it yet.
        InputError: the question cannot be asked.
    """
    question = question_of(form)[0].strip()
    if not question:
        raise InputError(t.chat.script.empty)
    limit = settings.max_question_chars
    if len(question) > limit:
        raise InputError(t.chat.script.too_long.format(limit=limit, length=len(question)))
    check(question, settings)
    if "trotzdem" not in form and (findings := personal_data.find(question)):
        if "maskiert" not in form:
            kinds = dict.fromkeys(t.chat.personal.kinds[finding.kind] for finding in findings)
            raise PersonalDataError(t.chat.personal.found.format(kinds=_listed(list(kinds), t)))
        question = personal_data.mask(question, findings)
    key = form.text("anfrage")
    return Wish(
        question=question,
        form_key=key if FORM_KEY.fullmatch(key) else new_key(),
        conversation_id=_named(form, "gespraech"),
        department=_named(form, "bereich"),
    )


def _named(form: Fields, name: str) -> str | None:
    text = form.text(name)
    return text if _ID.fullmatch(text) else None


def _listed(words: list[str], t: Words) -> str:
    *first, last = words
    return t.chat.personal["and"].format(first=", ".join(first), last=last) if first else last
