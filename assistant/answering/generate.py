"""Composes answers and standalone questions with a language model, when one is configured."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence

from assistant.answering.cite import cite
from assistant.answering.drafting import checked_draft
from assistant.answering.evidence import Draft, Evidence, Sentence
from assistant.answering.ground import Words
from assistant.answering.prompting import compose_messages, condense_messages
from assistant.answering.tokens import without_tokens
from assistant.answering.writing import Writer
from assistant.errors import ModelError
from assistant.llm import ChatModel, open_chat_model
from assistant.messages_de import Composing
from assistant.models import AnswerEvent, Completeness, Replacement, TextDelta, Turn
from assistant.settings import Settings

_LONGEST_QUESTION = 500
_FROM_THE_CONVERSATION = 0.6  # share of a condensed question's words that the conversation must hold


def open_writer(settings: Settings) -> Writer | None:
    """The configured language model as a writer, or None when none is configured. No network is used.

    Raises:
        ModelError: the configuration cannot work; the message says what to do.
    """
    model = open_chat_model(settings)
    return ModelWriter(model) if model else None


def generate(model: ChatModel, question: str, evidence: Sequence[Evidence]) -> Draft:
    """A checked draft in one go.

    Raises:
        ModelError: the model failed, or nothing it wrote is supported by the evidence.
    """
    reply = model.complete(compose_messages(question, evidence))
    *_, draft = checked_draft([reply], model.name, question, evidence)
    assert isinstance(draft, Draft)
    return draft


def stream(model: ChatModel, question: str, evidence: Sequence[Evidence]) -> Iterator[Sentence | Draft]:
    """Checked sentences as soon as they are certain, finally the draft that holds them all.

    Raises:
        ModelError: as for `generate`; possibly after some sentences, which are void then.
    """
    return checked_draft(model.stream(compose_messages(question, evidence)), model.name, question, evidence)


class ModelWriter:
    """The pipeline's `Writer` on top of a language model. Failures turn into None, never into errors."""

    def __init__(self, model: ChatModel):
        self._model = model

    @property
    def name(self) -> str:
        return self._model.name

    def write(
        self, question: str, evidence: Sequence[Evidence]
    ) -> Generator[AnswerEvent, None, Draft | None]:
        """Stream checked text; return the draft, or None when the extractive answer must serve."""
        sentences: list[Sentence] = []
        shown = ""
        try:
            for item in stream(self._model, question, evidence):
                if isinstance(item, Draft):
                    if shown != cite(item, evidence)[0]:
                        yield Replacement(reason=Composing.REORDERED)
                    return item
                sentences.append(item)
                text, _ = cite(_so_far(sentences, self.name), evidence)
                # A sentence that belongs further up waits for the final text.
                if text.startswith(shown):
                    yield TextDelta(text=text[len(shown) :])
                    shown = text
        except ModelError:
            if shown:
                yield Replacement(reason=Composing.VOID)
        return None

    def condense(self, question: str, history: Sequence[Turn]) -> str | None:
        """The standalone question, None when the model fails or writes something else than a question."""
        try:
            reply = self._model.complete(condense_messages(question, history))
        except ModelError:
            return None
        text = without_tokens(" ".join(reply.split())).strip(" „“\"'*")
        conversation = Words("\n".join([question, *(turn.content for turn in history)]))
        plausible = 0 < len(text) <= _LONGEST_QUESTION and "<" not in text
        return text if plausible and conversation.share(text) >= _FROM_THE_CONVERSATION else None


def _so_far(sentences: Sequence[Sentence], model: str) -> Draft:
    return Draft(sentences=tuple(sentences), completeness=Completeness.PARTIAL, model=model)
