"""Prompts are Markdown files in `prompts/`; here they are loaded, filled and fed with neutralised material."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from assistant.answering.evidence import Evidence
from assistant.answering.tokens import without_tokens
from assistant.errors import AssistantError
from assistant.llm import Message
from assistant.models import Passage, SourceKind, Turn

_FOLDER = Path(__file__).parent / "prompts"
_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_KINDS = {
    SourceKind.STUDY: "Studie",
    SourceKind.LAW: "Recht",
    SourceKind.PRACTICE: "Praxis",
    SourceKind.UPLOAD: "Dokument der Verwaltung",
}
_SPEAKERS = {"user": "Frage", "assistant": "Antwort"}
_LONGEST_TURN = 1500
_LONGEST_PASSAGE = 2500
_LONGEST_EVIDENCE = 16_000  # about 5,000 tokens: leaves room for rules and answer in a small context


class PromptError(AssistantError):
    """A prompt file is missing or broken, or its variables and the given values do not match."""


class Prompt:
    """A prompt file: the rules (`# System`) and the message (`# Nachricht`) with `{{variables}}`."""

    def __init__(self, name: str, text: str):
        parts = re.split(r"^# (System|Nachricht)\n", text, flags=re.MULTILINE)
        if parts[1::2] != ["System", "Nachricht"]:
            raise PromptError(f"Die Vorlage {name}.md braucht die Teile „# System“ und „# Nachricht“.")
        self.name = name
        self._system, self._message = parts[2].strip(), parts[4].strip()
        self.variables = frozenset(_VARIABLE.findall(text))

    def messages(self, **values: str) -> list[Message]:
        """The filled prompt.

        Raises:
            PromptError: a variable has no value, or a value no variable; the message names it.
        """
        for name in sorted(self.variables - values.keys()):
            raise PromptError(f"Der Vorlage {self.name}.md fehlt der Wert für „{name}“.")
        for name in sorted(values.keys() - self.variables):
            raise PromptError(f"Die Vorlage {self.name}.md kennt keine Stelle „{name}“.")

        def filled(text: str) -> str:
            return _VARIABLE.sub(lambda match: values[match[1]], text)

        return [
            Message(role="system", content=filled(self._system)),
            Message(role="user", content=filled(self._message)),
        ]


@lru_cache
def load(name: str) -> Prompt:
    """The prompt `prompts/<name>.md`.

    Raises:
        PromptError: there is no such file, or its parts are missing.
    """
    path = _FOLDER / f"{name}.md"
    if not path.is_file():
        raise PromptError(f"Die Vorlage {name}.md fehlt.")
    return Prompt(name, path.read_text(encoding="utf-8"))


def compose_messages(question: str, evidence: Sequence[Evidence]) -> list[Message]:
    """What the model gets to write an answer; sources beyond 16,000 characters are left out, the last first."""
    sources = ""
    for item in evidence:
        source = _source(item.token, item.ranked.passage)
        if len(sources) + len(source) > _LONGEST_EVIDENCE:
            break
        sources = f"{sources}\n\n{source}".strip()
    return load("compose").messages(question=neutralised(question), evidence=sources)


def condense_messages(question: str, history: Sequence[Turn]) -> list[Message]:
    """What the model gets to make a follow-up question standalone."""
    lines = (f"{_SPEAKERS[turn.role]}: {neutralised(turn.content)[:_LONGEST_TURN]}" for turn in history)
    return load("condense").messages(question=neutralised(question), history="\n".join(lines))


def neutralised(text: str) -> str:
    """Foreign text that can be put into a prompt: it cannot close its frame, forge sources or end the answer.

    Angle brackets (frames, chat markers), source tokens, code fences, invisible characters and end markers
    lose their effect; the words stay, because the reader of the answer may have asked about them.
    """
    text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs"))
    text = without_tokens(text).translate(str.maketrans("<>", "‹›")).replace("```", "")
    text = re.sub(r"^\s*ENDE\s*:", "Ende -", text, flags=re.MULTILINE | re.IGNORECASE)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _source(token: str, passage: Passage) -> str:
    marks = {
        "id": token,
        "art": _KINDS[passage.kind],
        "titel": passage.title,
        "stelle": passage.locator if passage.locator != passage.title else "",
        "bindet": passage.binds or "",
        "hinweis": passage.note,
        "nur-fragen": "ja" if only_asks(passage) else "",
        "ungeprüft": "" if passage.verified else "ja",
    }
    shown = " ".join(f'{name}="{_attribute(value)}"' for name, value in marks.items() if value)
    return f"<quelle {shown}>\n{neutralised(passage.text)[:_LONGEST_PASSAGE]}\n</quelle>"


def _attribute(value: str) -> str:
    return neutralised(value).replace('"', "'").replace("\n", " ")


def only_asks(passage: Passage) -> bool:
    """Whether a passage states nothing and only asks (the study's follow-up questions)."""
    lines = [line.strip() for line in passage.text.splitlines() if line.strip()]
    return bool(lines) and all(line.endswith("?") for line in lines)
