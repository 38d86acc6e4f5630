"""Stripes: totals are exact, and threads give them on (F2-SHARED, F2-STRIPE)."""

from __future__ import annotations

import gc
import os
import threading
import time
from collections.abc import Callable

import pytest

from mmstats import Counter, Local, Reader, Writer
from mmstats.reader import Histogram
from support import TIMEOUT

THREADS = 8
STRIPES = 64
"""How many a writer gives out."""

TIMES = int(os.environ.get("MMSTATS_TEST_INCREMENTS", "50000"))
"""How often each thread counts: 1,000,000 for the full size."""

SHORT_LIVED = 10_000


def in_threads(work: Callable[[], object], number: int) -> None:
    errors: list[BaseException] = []

    def body() -> None:
        try:
            work()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=body, daemon=True) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(TIMEOUT)
    assert not errors, errors
    assert not any(thread.is_alive() for thread in threads)


def free(stats: Writer, hits: Counter[int]) -> int:
    """How many stripes nobody has."""
    taken: list[Local] = []
    while True:
        local = stats.local()
        if local(hits)._cell.cell == hits._cell.cell:
            return len(taken)
        taken.append(local)


def count(stats: Writer) -> int:
    assert stats.path
    value = Reader(stats.path).snapshot.find("hits").value
    assert isinstance(value, int)
    return value


@pytest.mark.parametrize("mode", ["shared", "local"])
def test_totals_are_exact(mode: str) -> None:
    with Writer("test") as stats:
        hits = stats.counter("hits")

        def work() -> None:
            inc = (stats.local()(hits) if mode == "local" else hits).inc
            for _ in range(TIMES):
                inc()

        in_threads(work, THREADS)
        assert count(stats) == THREADS * TIMES


def test_short_lived_threads_give_their_stripes_on() -> None:
    with Writer("test") as stats:
        hits, sizes = stats.counter("hits"), stats.histogram("sizes")

        def work() -> None:
            local = stats.local()
            mine = local(hits)
            assert mine._cell.cell != hits._cell.cell
            mine.inc()
            local(sizes).observe(1)

        for _ in range(SHORT_LIVED // 50):
            in_threads(work, 50)
        assert count(stats) == SHORT_LIVED
        assert stats.path
        found = Reader(stats.path).snapshot.find("sizes").value
        assert isinstance(found, Histogram) and found.count == SHORT_LIVED
        assert free(stats, hits) == STRIPES


def test_a_thread_that_ends_gives_back_what_others_keep() -> None:
    """Its local, or a handle of it, may be kept anywhere: it counts on, and loses nothing."""
    with Writer("test") as stats:
        hits, kept = stats.counter("hits"), list[Local]()
        handles = list[Counter[int]]()

        def work() -> None:
            kept.append(stats.local())
            handles.append(kept[-1](hits))
            handles[-1].inc()

        for _ in range(2 * STRIPES):
            in_threads(work, 1)
        # The system ends a thread a little behind the moment from which it can be joined.
        end = time.monotonic() + TIMEOUT
        while free(stats, hits) < STRIPES:
            assert time.monotonic() < end
        # Of a local without its stripe there are the shared handles.
        assert kept[0](hits)._cell.cell == hits._cell.cell
        in_threads(lambda: [handle.inc() for handle in handles], THREADS)
        assert count(stats) == 2 * STRIPES * (1 + THREADS)


def test_locals_in_a_cycle_are_given_back_too() -> None:
    with Writer("test") as stats:
        hits = stats.counter("hits")
        cycle: list[object] = [stats.local()]
        cycle.append(cycle)
        assert free(stats, hits) == STRIPES - 1
        del cycle
        gc.collect()
        assert free(stats, hits) == STRIPES


def test_more_threads_than_stripes_share() -> None:
    with Writer("test") as stats:
        hits, number = stats.counter("hits"), STRIPES + 10
        together = threading.Barrier(number)

        def work() -> None:
            mine = stats.local()(hits)
            together.wait(TIMEOUT)
            for _ in range(100):
                mine.inc()

        in_threads(work, number)
        assert count(stats) == 100 * number
        assert free(stats, hits) == STRIPES
