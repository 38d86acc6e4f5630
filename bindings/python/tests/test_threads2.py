"""Threads that write and read format 2, and a writer that somebody closes."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import mmstats
from mmstats import Reader, Writer
from mmstats.reader import Histogram, Struct
from support import TIMEOUT, run

THREADS = 8


@pytest.fixture(autouse=True)
def switch_often() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def in_threads(work: Callable[[int], None]) -> None:
    """Runs the work in all threads at once; what one of them raises is raised here."""
    errors: list[BaseException] = []
    start = threading.Barrier(THREADS)

    def body(number: int) -> None:
        start.wait(TIMEOUT)
        try:
            work(number)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=body, args=(n,), daemon=True) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(TIMEOUT)
    assert not any(thread.is_alive() for thread in threads)
    if errors:
        raise errors[0]


def test_nothing_is_lost() -> None:
    with Writer("test") as stats:
        hits, load = stats.counter("hits"), stats.gauge_f64("load")
        sizes, latency = stats.histogram("sizes"), stats.timer("latency")
        pair = stats.struct("pair", [("n", "u64"), ("triple", "u64")])
        by_thread = stats.counter("by.thread", labels=["thread"])

        def work(number: int) -> None:
            local = stats.local()
            mine = local(hits)
            for n in range(1000):
                hits.inc()
                mine.inc()
                load.add(0.5)
                sizes.observe(n)
                pair.publish(n, 3 * n)
                by_thread[str(number)].inc()
                by_thread["all"].inc()
                stats.counter("late").inc()
                with latency:
                    pass

        in_threads(work)
        assert stats.path
        snapshot = Reader(stats.path).snapshot
        total = THREADS * 1000
        assert snapshot.find("hits").value == 2 * total
        assert snapshot.find("late").value == total
        assert snapshot.find("by.thread", {"thread": "all"}).value == total
        assert snapshot.find("load").value == total / 2
        assert [one.value for one in snapshot["by.thread"]].count(1000) == THREADS
        for name in ("sizes", "latency"):
            found = snapshot.find(name).value
            assert isinstance(found, Histogram) and found.count == total


def test_readers_see_what_was_published() -> None:
    with Writer("test") as stats:
        parts: list[Any] = [("n", "u64"), ("triple", "u64"), ("word", "text", "text", "", 20)]
        pair = stats.struct("pair", parts)
        hits, page = stats.counter("hits", labels=["k"]), stats.text("page")
        assert stats.path
        reader = Reader(stats.path)

        def work(number: int) -> None:
            for n in range(200):
                if number % 2:
                    pair.publish(n, 3 * n, str(n))
                    page.set("x" * (n % 60))
                    hits[str(n)].inc()
                    continue
                snapshot = reader.refresh()
                found = snapshot.find("pair").value
                if isinstance(found, Struct):
                    assert list(found) == [found["n"], 3 * int(found["n"]), str(found["n"])]
                text = snapshot.find("page").value
                assert not isinstance(text, str) or set(text) <= {"x"}

        in_threads(work)
        assert len(reader.refresh()["hits"]) == 200


def test_closed_while_others_write() -> None:
    for _ in range(20):
        stats = Writer("test")
        hits, sizes = stats.counter("hits"), stats.histogram("sizes")
        latency = stats.timer("latency")
        pair, page = stats.struct("pair", [("n", "u64")]), stats.text("page")
        by_thread = stats.counter("by.thread", labels=["thread"])
        writing, closed = threading.Barrier(THREADS), []

        def work(number: int) -> None:
            def write_on() -> None:
                n = 0
                while True:
                    n += 1
                    hits.inc()
                    sizes.observe(1)
                    latency.observe(1)
                    pair.publish(1)
                    page.set("page")
                    by_thread[f"{number}.{n}"].inc()
                    stats.flush(wait=False)

            writing.wait(TIMEOUT)
            if number == 0:
                stats.close()
            with pytest.raises(mmstats.Closed):
                write_on()
            closed.append(number)

        in_threads(work)
        assert sorted(closed) == list(range(THREADS))
        assert stats.path
        assert Reader(stats.path).snapshot.closed


def test_without_a_gil() -> None:
    """Where there is none, or Python says so, a lock makes those calls one step that the library
    wants one at a time; what any number of threads may call takes none."""
    printed = run(
        """
import sys
sys._is_gil_enabled = lambda: False
import mmstats
from mmstats import _gil

class Recorded:
    taken = 0
    def __enter__(self):
        Recorded.taken += 1
        return lock.__enter__()
    def __exit__(self, *error):
        return lock.__exit__(*error)

lock, _gil.LOCK = _gil.LOCK, Recorded()
stats = mmstats.Writer("test")
page, pair, seen = stats.text("page"), stats.struct("pair", [("n", "u64")]), stats.window("seen")
hits, load, sizes = stats.counter("hits"), stats.gauge_f64("load"), stats.histogram("sizes")
one = [lambda: page.set("/"), lambda: pair.publish(1), lambda: seen.observe(1)]
many = [hits.inc, lambda: hits.add(1), lambda: load.set(1.0), lambda: sizes.observe(1)]
for expected, calls in ((1, one), (0, many)):
    for call in calls:
        before = Recorded.taken
        call()
        assert Recorded.taken == before + expected, call
stats.close()
for call in one + many:
    try:
        call()
    except mmstats.Closed:
        print("closed")
""",
        variables={"MMSTATS_HANDLES": ""},
    )
    assert printed == "closed\n" * 7
