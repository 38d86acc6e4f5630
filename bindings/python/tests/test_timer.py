"""What a timer measures."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections.abc import Callable, Iterator

import pytest

import mmstats
from mmstats.v1 import Timer, Writer
from support import Clock


@pytest.fixture
def latency() -> Iterator[Timer]:
    with Writer("test") as stats:
        yield stats.timer("latency", 1)


def test_a_block(latency: Timer, clock: Clock) -> None:
    with latency as measurement:
        clock.now += 0.5
        assert measurement.elapsed == 0.5
    clock.now += 1
    assert (latency.value, latency.last, measurement.elapsed) == (0.5, 0.5, 0.5)


def test_by_hand(latency: Timer, clock: Clock) -> None:
    measurement = latency.start()
    clock.now += 0.25
    assert measurement.stop() == 0.25
    clock.now += 1
    assert measurement.stop() == 0.25
    assert latency.value == 0.25


def test_a_measurement_as_a_block(latency: Timer, clock: Clock) -> None:
    with latency.start():
        clock.now += 0.5
    assert latency.value == 0.5


def test_cancel(latency: Timer, clock: Clock) -> None:
    with latency as measurement:
        clock.now += 0.5
        measurement.cancel()
        clock.now += 1
    assert (measurement.elapsed, latency.value) == (0.5, 0.0)


def test_an_error_is_measured_too(latency: Timer, clock: Clock) -> None:
    with pytest.raises(KeyError), latency:
        clock.now += 0.5
        raise KeyError
    assert latency.value == 0.5


def test_recursion(latency: Timer, clock: Clock) -> None:
    seen = []
    with latency:
        clock.now += 1
        with latency:
            clock.now += 2
        seen.append(latency.value)
    seen.append(latency.value)
    assert seen == [2, 3]


def test_two_timers_that_overlap(clock: Clock) -> None:
    with Writer("test") as stats:
        first, second = stats.timer("first"), stats.timer("second")
        first.__enter__()
        clock.now += 1
        second.__enter__()
        clock.now += 2
        first.__exit__(None, None, None)
        clock.now += 4
        second.__exit__(None, None, None)
        assert (first.value, second.value) == (3, 6)


def test_tasks_of_asyncio(latency: Timer, clock: Clock) -> None:
    seen = {}

    async def task(name: str, enter: asyncio.Event, leave: asyncio.Event) -> None:
        await enter.wait()
        with latency:
            await leave.wait()
        seen[name] = latency.value

    async def overlap() -> None:
        events = [asyncio.Event() for _ in range(4)]
        first = asyncio.create_task(task("first", events[0], events[2]))
        second = asyncio.create_task(task("second", events[1], events[3]))
        for event, seconds in zip(events, (1, 2, 4, 8)):
            event.set()
            # Each task runs up to where it waits.
            for _ in range(3):
                await asyncio.sleep(0)
            clock.now += seconds
        await asyncio.gather(first, second)

    asyncio.run(overlap())
    assert seen == {"first": 3, "second": 6}


def test_a_block_that_ends_in_another_context(latency: Timer) -> None:
    contextvars.copy_context().run(latency.__enter__)
    with pytest.raises(RuntimeError, match=r"measure it with start\(\)"):
        latency.__exit__(None, None, None)


def test_threads(latency: Timer, clock: Clock) -> None:
    entered, leave = threading.Event(), threading.Event()

    def other() -> None:
        with latency:
            entered.set()
            leave.wait()

    thread = threading.Thread(target=other)
    thread.start()
    entered.wait()
    clock.now += 1
    with latency:
        clock.now += 2
    assert latency.value == 2
    leave.set()
    thread.join()
    assert latency.value == 3


@pytest.mark.parametrize("enter", [lambda t: t, Timer.start])
def test_closed_in_the_block(enter: Callable[[Timer], Timer]) -> None:
    with Writer("test") as stats:
        latency = stats.timer("latency")
        with pytest.raises(mmstats.Closed), enter(latency):
            stats.close()
        # What went wrong in the block is what there is to know.
        with pytest.raises(KeyError), enter(latency):
            raise KeyError
