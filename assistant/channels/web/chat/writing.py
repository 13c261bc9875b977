"""Lets the assistant answer a stored question, and stores what comes of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from itertools import takewhile

from starlette.concurrency import run_in_threadpool

from assistant.channels import problems
from assistant.channels.counting import count
from assistant.channels.interface import Answering
from assistant.channels.storing import Storing
from assistant.channels.streaming import Steps
from assistant.channels.web.chat.work import Ended, Job, Work
from assistant.channels.wire import Problem
from assistant.errors import AssistantError
from assistant.models import Answer, Replacement, TextDelta, Turn
from assistant.security.failures import log_failure
from assistant.store.records import Exchange, turns


@dataclass(frozen=True)
class Writer:
    """Answers questions of one visitor.

    Args:
        assistant: opens it, or waits until it is open.
        slots: one is held while an answer is worked on.
        most_turns: turns of a conversation that are handed to the assistant with its next question.
    """

    owner: str
    assistant: Callable[[], Awaitable[Answering]]
    storing: Storing
    slots: asyncio.Semaphore
    most_turns: int

    def job(self, exchange: Exchange, department: str | None = None) -> Job:
        """The work of answering a question that is "running" in the store.

        It may be begun by whoever knows of no work on it, as after a restart: one answer counts.

        Args:
            department: id of the one that the question comes from, if known.
        """

        async def work_on(work: Work) -> Ended:
            async with self.slots:
                try:
                    return await self._answer(work, exchange, department)
                except AssistantError as error:  # the conversation was deleted, or the store is gone
                    return Ended(replace(exchange, state="failed"), problems.of_error(error))

        return work_on

    async def _answer(self, work: Work, exchange: Exchange, department: str | None) -> Ended:
        store = await self.storing.store()
        conversation = await run_in_threadpool(store.conversations.get, self.owner, exchange.conversation_id)
        before = list(takewhile(lambda e: e.id != exchange.id, conversation.exchanges))
        current = conversation.exchanges[len(before)]
        if current.state != "running":  # another work has just ended
            return Ended(current)
        history = turns(replace(conversation, exchanges=tuple(before)), self.most_turns)
        began = time.perf_counter()
        try:
            answer = await self._stream(work, current.question, history, department)
        except AssistantError as error:
            return await self._failed(current, problems.of_error(error))
        except Exception as error:
            log_failure(error)
            return await self._failed(current, problems.of_status(500))
        await count(self.storing, "web", answer, began)
        if await run_in_threadpool(store.conversations.finish, current.id, answer):
            return Ended(replace(current, state="answered", answer=answer))
        return Ended(await run_in_threadpool(store.conversations.exchange, self.owner, current.id))

    async def _stream(
        self, work: Work, question: str, history: tuple[Turn, ...], department: str | None
    ) -> Answer:
        assistant = await self.assistant()
        steps = Steps(assistant.stream(question, history, department=department))
        await steps.begin()
        async for event in steps:
            match event:
                case TextDelta():
                    work.add(event.text)
                case Replacement():
                    work.void()
                case Answer():
                    work.settled = True
                    answer = event
        return answer

    async def _failed(self, exchange: Exchange, problem: Problem) -> Ended:
        store = await self.storing.store()
        await run_in_threadpool(store.conversations.fail, exchange.id)
        return Ended(replace(exchange, state="failed"), problem)
