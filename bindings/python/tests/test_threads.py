"""Threads: with fields of their own, with the same, and with a writer that somebody closes."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator

import pytest

import mmstats
from mmstats.v1 import Reader, Writer
from mmstats.v1._owner import Owner
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


def test_each_with_a_writer_of_its_own() -> None:
    def work(number: int) -> None:
        # The default name has the thread's id in it.
        with Writer("test") as stats:
            hits, pair = stats.counter("hits"), stats.tuple("pair", "QQ")
            size, page = stats.average("size"), stats.text("page")
            path = stats.create_file()
            for n in range(1, 2001):
                hits.add(number)
                pair.set(n, 3 * n)
                size.add(number)
                page.value = f"{number}/{n}"
            with Reader(path) as reader:
                values = [field.value for field in reader][-4:]
        assert values == [2000 * number, (2000, 6000), number, f"{number}/2000"]

    in_threads(work)


def test_all_on_the_same_fields() -> None:
    """Nothing is lost: a call through a handle is one step."""
    with Writer("test") as stats:
        hits, requests = stats.counter("hits"), stats.sampling_counter("requests", 10)
        size, pair = stats.average("size"), stats.tuple("pair", "QQ")
        path = stats.create_file()

        def work(number: int) -> None:
            for n in range(2000):
                hits.inc()
                requests.add(2)
                size.add(number)
                pair.set(n, 3 * n)
                first, second = pair.value
                assert second == 3 * first

        in_threads(work)
        assert hits.value == THREADS * 2000
        assert requests.value == THREADS * 4000
        assert size.value == sum(range(THREADS)) / THREADS
        with Reader(path) as reader:
            assert reader["hits"].value == THREADS * 2000


ENDS = {
    "close": Writer.close,
    "remove": Writer.remove,
    "create and close": lambda stats: (stats.create_file(), stats.close()),
    "flush and remove": lambda stats: (stats.create_file(), stats.flush(), stats.remove()),
}


@pytest.mark.parametrize("end", ENDS)
def test_closed_while_others_write(end: str) -> None:
    for _ in range(20):
        stats = Writer("test")
        hits, size, latency = stats.counter("hits"), stats.average("size"), stats.timer("latency")
        requests, page = stats.sampling_counter("requests", 1), stats.text("page")
        writing = threading.Barrier(THREADS)
        closed = []

        def write_on() -> None:
            while True:
                hits.inc()
                size.add(1.0)
                latency.observe(1)
                requests.inc()
                page.set("page")
                hits.value, size.value, latency.last, requests.per_ms

        def work(number: int) -> None:
            size.add(1.0)
            writing.wait(TIMEOUT)
            if number == 0:
                ENDS[end](stats)
            with pytest.raises(mmstats.Closed):
                write_on()
            closed.append(number)

        in_threads(work)
        assert sorted(closed) == list(range(THREADS))


def test_closed_while_others_use_the_writer() -> None:
    for _ in range(20):
        stats = Writer("test")
        stats.create_file()
        writing = threading.Barrier(THREADS)

        def work(number: int) -> None:
            writing.wait(TIMEOUT)
            if number == 0:
                stats.close()
            with pytest.raises(mmstats.Closed):
                while True:
                    stats.flush(wait=number % 2 == 0)
                    assert stats.size == 4096

        in_threads(work)


def test_one_thread_at_a_time_uses_a_writer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Calls that release the GIL too, and then nobody frees it under them."""
    called = []

    class Lock:
        depth = 0

        def __enter__(self) -> None:
            self.depth += 1

        def __exit__(self, *_error: object) -> None:
            self.depth -= 1

    def function(owner: Owner, name: str) -> Callable[..., object]:
        def checked(*arguments: object) -> object:
            assert owner.lock.depth > 0  # type: ignore[attr-defined]
            called.append(name)
            return original(owner, name)(*arguments)

        return checked if "writer" in name else original(owner, name)

    original = Owner.function
    monkeypatch.setattr(Owner, "function", function)
    with Writer("test") as stats:
        stats._owner.lock = Lock()  # type: ignore[assignment]
        stats.counter("hits")
        stats.average("size")
        stats.static("number", 1)
        stats.static("text", "1")
        stats.create_file()
        stats.flush()
        assert stats.size == 4096
        stats.remove()
    kinds = ("counter", "average", "constant", "constant_text", "create_file", "path")
    assert called == [f"mmstats_v1_writer_{kind}" for kind in (*kinds, "flush", "size", "remove")]


def test_readers_that_others_refresh_and_close() -> None:
    with Writer("test") as stats:
        for n in range(600):
            stats.static(f"static.{n}", "x" * 20)
        reader = Reader(stats.create_file())
    ready = threading.Barrier(THREADS)

    def work(number: int) -> None:
        ready.wait(TIMEOUT)
        for _ in range(20):
            reader.refresh()
            assert reader["static.599"].value == "x" * 20
            try:
                assert sum(1 for _ in reader) == 605
            except RuntimeError as error:
                assert "refreshed while its fields were iterated over" in str(error)
        ready.wait(TIMEOUT)
        if number == 0:
            reader.close()
        with pytest.raises(mmstats.Closed):
            while True:
                reader.refresh()

    in_threads(work)


def test_without_a_gil() -> None:
    """Where there is none, or Python says so, a lock makes calls one step."""
    printed = run(
        """
import sys, threading
sys._is_gil_enabled = lambda: False
import mmstats
from mmstats import _gil

class Recorded:
    def __enter__(self):
        taken.append(threading.get_ident())
        return lock.__enter__()
    def __exit__(self, *error):
        return lock.__exit__(*error)

lock, taken, _gil.LOCK = _gil.LOCK, [], Recorded()
stats = mmstats.v1.Writer("test")
hits, size, latency = stats.counter("hits"), stats.average("size"), stats.timer("latency")
page, pair, load = stats.text("page"), stats.tuple("pair", "QQ"), stats.f64("load")
requests = stats.sampling_counter("requests", 1)
calls = [
    hits.inc, lambda: hits.add(1), lambda: size.add(1.0), lambda: latency.observe(1),
    lambda: page.set("/"), lambda: pair.set(1, 2), lambda: load.set(1.5), requests.inc,
    *[lambda h=h: h.value for h in (hits, size, latency, page, pair, load, requests)],
]
for call in calls:
    before = len(taken)
    call()
    assert len(taken) == before + 1, call
stats.close()
for call in calls:
    try:
        call()
    except mmstats.Closed:
        print("closed")
""",
        variables={"MMSTATS_HANDLES": ""},
    )
    assert printed == "closed\n" * 15
