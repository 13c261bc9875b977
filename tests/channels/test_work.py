"""Answers being written: followed, joined, stopped, given up."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from assistant.channels.web.chat.work import Ended, Work, Works
from assistant.errors import CrowdedError
from assistant.models import Replacement, TextDelta
from assistant.store.records import Exchange

RUNNING = Exchange(
    id="f1",
    conversation_id="g1",
    question="Was tun?",
    state="running",
    answer=None,
    asked_at=datetime(2026, 11, 24, tzinfo=UTC),
    share=None,
    feedback=None,
)
ANSWERED = replace(RUNNING, state="answered")


async def seen(work: Work) -> list[str]:
    """What a follower gets, in words."""
    told = []
    async for event in work.follow():
        match event:
            case TextDelta():
                told.append(event.text)
            case Replacement():
                told.append("<void>")
            case Ended():
                told.append(f"<{event.exchange.state}>")
    return told


def test_everyone_gets_everything_whenever_they_come():
    async def talk() -> None:
        goes_on = asyncio.Event()

        async def job(work: Work) -> Ended:
            work.add("Eins ")
            await goes_on.wait()
            work.add("zwei")
            return Ended(ANSWERED)

        works = Works(8)
        work = works.join("f1", job)
        early = asyncio.create_task(seen(work))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        late = asyncio.create_task(seen(works.join("f1", job)))
        await asyncio.sleep(0)
        goes_on.set()
        assert "".join(await early) == "".join(await late) == "Eins zwei<answered>"
        assert await seen(work) == ["Eins zwei", "<answered>"]
        assert works.get("f1") is None

    asyncio.run(talk())


def test_a_follower_that_comes_after_void_text_never_sees_it():
    async def talk() -> None:
        work = Work()
        first = aiter(work.follow())
        work.add("Erfunden.")
        assert await anext(first) == TextDelta(text="Erfunden.")
        work.void()
        work.add("Belegt.")
        work.end(Ended(ANSWERED))
        assert isinstance(await anext(first), Replacement)
        assert await anext(first) == TextDelta(text="Belegt.")
        assert await seen(work) == ["<void>", "Belegt.", "<answered>"]

    asyncio.run(talk())


def test_a_slow_follower_gets_longer_pieces():
    async def talk() -> None:
        work = Work()
        follower = aiter(work.follow())
        work.add("a")
        assert await anext(follower) == TextDelta(text="a")
        for _ in range(1000):
            work.add("b")
        assert await anext(follower) == TextDelta(text="b" * 1000)

    asyncio.run(talk())


def test_stopping_tells_the_followers_and_ends_the_job():
    async def talk() -> None:
        ended = asyncio.Event()

        async def job(_: Work) -> Ended:
            try:
                await asyncio.sleep(60)
            finally:
                ended.set()
            raise AssertionError

        works = Works(8)
        work = works.join("f1", job)
        await asyncio.sleep(0)
        assert works.may_stop("f1")
        works.stop(replace(RUNNING, state="stopped"))
        assert await seen(work) == ["<stopped>"]
        await ended.wait()
        await asyncio.sleep(0)
        assert works.get("f1") is None

    asyncio.run(talk())


def test_an_answer_that_is_there_cannot_be_stopped():
    async def talk() -> None:
        works = Works(8)
        stored = asyncio.Event()

        async def job(work: Work) -> Ended:
            work.settled = True
            await stored.wait()
            return Ended(ANSWERED)

        works.join("f1", job)
        await asyncio.sleep(0)
        assert not works.may_stop("f1")
        assert works.may_stop("anderswo")
        stored.set()

    asyncio.run(talk())


def test_closing_lets_followers_go_without_an_end():
    async def talk() -> None:
        async def job(work: Work) -> Ended:
            work.add("Angefangen")
            await asyncio.sleep(60)
            raise AssertionError

        works = Works(8)
        work = works.join("f1", job)
        follower = asyncio.create_task(seen(work))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        await works.close()
        assert await follower == ["Angefangen"]
        assert await work.end_of() is None

    asyncio.run(talk())


def test_more_than_a_hundred_unfinished_answers_are_refused():
    async def talk() -> None:
        async def job(_: Work) -> Ended:
            await asyncio.sleep(60)
            raise AssertionError

        works = Works(8)
        for n in range(100):
            works.check_room()
            works.join(f"f{n}", job)
        with pytest.raises(CrowdedError, match="gleichzeitig"):
            works.check_room()
        await works.close()
        works.check_room()

    asyncio.run(talk())
