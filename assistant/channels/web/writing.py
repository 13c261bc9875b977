"""Lets the assistant answer a stored question, and stores what comes of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from starlette.concurrency import run_in_threadpool

from assistant.channels import problems
from assistant.channels.counting import count
from assistant.channels.interface import Answering
from assistant.channels.storing import Storing
from assistant.channels.streaming import Steps
from assistant.channels.web.work import Ended, Job, Work
from assistant.channels.wire import Problem
from assistant.errors import AssistantError
from assistant.models import Answer, Replacement, TextDelta, Turn
from assistant.security.failures import log_failure
from assistant.store.records import Asked, Conversation, Exchange, turns

_LOOK_AGAIN_S = 1.0  # at a question that another process answers, or has left unanswered


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

    def answering(self, asked: Asked, claim: Callable[[], Asked], department: str | None) -> Job:
        """The job of answering a question.

        Args:
            claim: asks once more; says so when this process may begin.
            department: id of the one that the question comes from, if known.
        """

        async def work_on(work: Work) -> Ended:
            now = asked
            while now.exchange.state == "running" and not now.created:
                await asyncio.sleep(_LOOK_AGAIN_S)
                now = await run_in_threadpool(claim)
            if now.exchange.state != "running":
                return Ended(now.exchange)
            async with self.slots:
                return await self._answer(work, now.exchange, department)

        return _never_raising(work_on, asked.exchange)

    def watching(self, exchange: Exchange) -> Job:
        """The job of waiting for an answer that another process is writing."""

        async def watch(_: Work) -> Ended:
            return Ended(await self._ended(exchange))

        return _never_raising(watch, exchange)

    async def _answer(self, work: Work, exchange: Exchange, department: str | None) -> Ended:
        store = await self.storing.store()
        conversation = await run_in_threadpool(store.conversations.get, self.owner, exchange.conversation_id)
        history = _history(conversation, exchange, self.most_turns)
        began = time.perf_counter()
        try:
            answer = await self._stream(work, exchange.question, history, department)
        except AssistantError as error:
            return await self._failed(exchange, problems.of_error(error))
        except Exception as error:
            log_failure(error)
            return await self._failed(exchange, problems.of_status(500))
        await count(self.storing, "web", answer, began)
        if await run_in_threadpool(store.conversations.finish, exchange.id, answer):
            return Ended(replace(exchange, state="answered", answer=answer))
        return Ended(await self._ended(exchange))  # stopped, or taken over

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

    async def _ended(self, exchange: Exchange) -> Exchange:
        store = await self.storing.store()
        while True:
            now = await run_in_threadpool(store.conversations.exchange, self.owner, exchange.id)
            if now.state != "running":
                return now
            await asyncio.sleep(_LOOK_AGAIN_S)


def _never_raising(job: Job, exchange: Exchange) -> Job:
    """A conversation that was deleted meanwhile, or a store that is gone, ends the work with a problem."""

    async def guarded(work: Work) -> Ended:
        try:
            return await job(work)
        except AssistantError as error:
            return Ended(replace(exchange, state="failed"), problems.of_error(error))

    return guarded


def _history(conversation: Conversation, exchange: Exchange, most: int) -> tuple[Turn, ...]:
    ids = [e.id for e in conversation.exchanges]
    before = conversation.exchanges[: ids.index(exchange.id)]
    return turns(replace(conversation, exchanges=before), most)
