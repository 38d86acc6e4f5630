"""Functions that a timer measures, and blocks of `async with`."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
from collections.abc import AsyncGenerator, Callable, Generator, Iterator
from typing import Any

import pytest

import mmstats
from mmstats import Reader, Timer, Writer
from support import Clock


@pytest.fixture
def stats() -> Iterator[Writer]:
    with Writer("test") as stats:
        yield stats


@pytest.fixture
def latency(stats: Writer) -> Timer:
    return stats.timer("latency")


@pytest.fixture
def seen(stats: Writer) -> Callable[[], tuple[int, float]]:
    """How many calls the timer measured, and their seconds."""

    def look() -> tuple[int, float]:
        assert stats.path
        with Reader(stats.path) as reader:
            found = reader.snapshot.find("latency").value
        return found.count, found.sum / 1e9

    return look


Seen = Callable[[], tuple[int, float]]


def test_a_function(latency: Timer, clock: Clock, seen: Seen) -> None:
    @latency
    def add(a: int, *, b: int) -> int:
        """Adds."""
        clock.passes(0.5)
        return a + b

    assert (add(1, b=2), add(3, b=4)) == (3, 7)
    assert (add.__name__, add.__doc__) == ("add", "Adds.")
    assert str(inspect.signature(add)) == "(a: 'int', *, b: 'int') -> 'int'"
    assert seen() == (2, 1)


def test_an_error_is_measured_and_goes_on(latency: Timer, clock: Clock, seen: Seen) -> None:
    @latency
    def fail() -> None:
        clock.passes(0.25)
        raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert seen() == (1, 0.25)


def test_recursion_measures_each_call(latency: Timer, clock: Clock, seen: Seen) -> None:
    @latency
    def down(n: int) -> None:
        clock.passes(1)
        if n:
            down(n - 1)

    down(2)
    assert seen() == (3, 3 + 2 + 1)


def test_methods(latency: Timer, seen: Seen) -> None:
    class Page:
        name = "/"

        @latency
        def get(self) -> str:
            return self.name

        @staticmethod
        @latency
        def one() -> int:
            return 1

        @classmethod
        @latency
        def made(cls) -> str:
            return cls.__name__

    assert (Page().get(), Page.one(), Page().one(), Page.made()) == ("/", 1, 1, "Page")
    assert seen()[0] == 4


@pytest.mark.parametrize("wrong", [5, None, staticmethod(len), classmethod(len), int])
def test_what_is_no_function(latency: Timer, wrong: Any) -> None:
    with pytest.raises(mmstats.WrongType, match="expected a function or a method"):
        latency(wrong)


def test_of_a_label(stats: Writer, clock: Clock) -> None:
    pages = stats.timer("pages", labels=["page"])

    @pages["/news"]
    def news() -> None:
        clock.passes(2)

    news()
    assert stats.path
    found = Reader(stats.path).snapshot.find("pages", {"page": "/news"}).value
    assert (found.count, found.sum) == (1, 2 * 10**9)


def test_a_coroutine(latency: Timer, clock: Clock, seen: Seen) -> None:
    """Its tasks overlap, and each measures from when its body begins."""

    @latency
    async def wait(event: asyncio.Event) -> str:
        await event.wait()
        return "done"

    async def both() -> list[str]:
        event = asyncio.Event()
        never_awaited = wait(event)
        never_awaited.close()
        tasks = [asyncio.create_task(wait(event)) for _ in range(2)]
        clock.passes(100)
        await asyncio.sleep(0)
        clock.passes(3)
        event.set()
        return await asyncio.gather(*tasks)

    assert inspect.iscoroutinefunction(wait)
    assert asyncio.run(both()) == ["done", "done"]
    assert seen() == (2, 6)


def test_a_coroutine_that_is_cancelled(latency: Timer, clock: Clock, seen: Seen) -> None:
    @latency
    async def wait() -> None:
        await asyncio.Event().wait()

    async def cancel() -> None:
        task = asyncio.create_task(wait())
        await asyncio.sleep(0)
        clock.passes(1)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    asyncio.run(cancel())
    assert seen() == (1, 1)


def test_a_generator(latency: Timer, clock: Clock, seen: Seen) -> None:
    """From its first step to its end, the pauses too."""

    @latency
    def double() -> Generator[int, int, str]:
        sent = yield 0
        with contextlib.suppress(KeyError):
            while True:
                sent = yield 2 * sent
        return "end"

    assert inspect.isgeneratorfunction(double)
    steps = double()
    clock.passes(100)
    assert next(steps) == 0
    clock.passes(1)
    assert (steps.send(4), steps.send(5)) == (8, 10)
    assert seen() == (0, 0)
    with pytest.raises(StopIteration, match="end"):
        steps.throw(KeyError())
    assert seen() == (1, 1)


def test_a_generator_that_is_left(latency: Timer, clock: Clock, seen: Seen) -> None:
    @latency
    def count() -> Generator[int, None, None]:
        yield from range(10)

    for n in count():
        clock.passes(1)
        if n == 2:
            break
    assert seen() == (1, 3)


def test_an_asynchronous_generator(latency: Timer, clock: Clock, seen: Seen) -> None:
    ended = []

    @latency
    async def double() -> AsyncGenerator[int, int]:
        sent = 0
        try:
            while True:
                try:
                    sent = yield 2 * sent
                except KeyError:
                    sent = 50
                await asyncio.sleep(0)
        finally:
            ended.append(sent)

    async def drive() -> list[int]:
        steps = double()
        found = [await steps.asend(None), await steps.asend(4)]
        clock.passes(1)
        found.append(await steps.athrow(KeyError()))
        await steps.aclose()
        return found

    assert inspect.isasyncgenfunction(double)
    assert asyncio.run(drive()) == [0, 8, 100]
    assert (ended, seen()) == ([50], (1, 1))


def test_an_asynchronous_generator_to_its_end(latency: Timer, clock: Clock, seen: Seen) -> None:
    @latency
    async def count(fail: bool) -> AsyncGenerator[int, None]:
        yield 1
        clock.passes(1)
        if fail:
            raise ValueError("failed")
        yield 2

    async def all_of(fail: bool) -> list[int]:
        return [n async for n in count(fail)]

    assert asyncio.run(all_of(False)) == [1, 2]
    with pytest.raises(ValueError, match="failed"):
        asyncio.run(all_of(True))
    assert seen() == (2, 2)


def test_async_with(latency: Timer, clock: Clock, seen: Seen) -> None:
    async def block(enter: asyncio.Event, leave: asyncio.Event) -> float:
        await enter.wait()
        async with latency as measurement:
            await leave.wait()
        return measurement.elapsed

    async def overlap() -> list[float]:
        events = [asyncio.Event() for _ in range(4)]
        first = asyncio.create_task(block(events[0], events[2]))
        second = asyncio.create_task(block(events[1], events[3]))
        for event, seconds in zip(events, (1, 2, 4, 8)):
            event.set()
            # Each task runs up to where it waits.
            for _ in range(3):
                await asyncio.sleep(0)
            clock.passes(seconds)
        return await asyncio.gather(first, second)

    assert asyncio.run(overlap()) == [3, 6]
    assert seen() == (2, 9)


def test_of_format_1(clock: Clock) -> None:
    with mmstats.v1.Writer("test") as stats:
        latency = stats.timer("latency", 1)

        @latency
        def work() -> None:
            clock.passes(0.5)

        work()
        assert latency.last == 0.5
