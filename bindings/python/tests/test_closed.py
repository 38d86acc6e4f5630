"""Handles whose writer was closed, or its file removed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import mmstats
from mmstats.v1 import Reader, Writer


def handles(stats: Writer) -> list[Any]:
    return [
        stats.counter("counter"),
        stats.sampling_counter("sampling", 1),
        stats.average("average"),
        stats.moving_average("moving"),
        stats.timer("timer"),
        stats.text("text"),
        stats.tuple("tuple", "QQ"),
        stats.u8("u8"),
        stats.f64("f64"),
        stats.bool("bool"),
    ]


def uses(handle: Any) -> list[Callable[[], object]]:
    """All that can be done with a handle, kept before it is closed."""
    verbs = {"inc": (), "add": (1,), "observe": (1,), "stop": (), "set": (1,)}
    if isinstance(handle, mmstats.v1.Text):
        verbs["set"] = ("text",)
    if isinstance(handle, mmstats.v1.Tuple):
        verbs["set"] = (1, 2)
    kept = [
        (getattr(handle, verb), values) for verb, values in verbs.items() if hasattr(handle, verb)
    ]
    calls: list[Callable[[], object]] = [lambda f=f, v=v: f(*v) for f, v in kept]
    calls += [
        lambda n=n: getattr(handle, n) for n in ("value", "last", "per_ms") if hasattr(handle, n)
    ]
    if isinstance(handle, mmstats.v1.Timer):
        calls += [lambda: handle.start().stop(), lambda: handle.__enter__().stop()]
    return calls


@pytest.mark.parametrize("created", [True, False])
@pytest.mark.parametrize("end", [Writer.close, Writer.remove])
def test_each_use_raises(end: Callable[[Writer], None], created: bool) -> None:
    stats = Writer("test")
    calls = [call for handle in handles(stats) for call in uses(handle)]
    if created:
        stats.create_file()
    for call in calls:
        call()
    end(stats)
    for _ in range(2):
        for call in calls:
            with pytest.raises(mmstats.Closed, match=r"this writer('s file)? was (closed|removed)"):
                call()


def test_nothing_is_written_after_close() -> None:
    stats = Writer("test")
    hits, size = stats.counter("hits"), stats.average("size")
    path = stats.create_file()
    hits.inc()
    size.add(1.0)
    stats.close()
    for call in (hits.inc, lambda: size.add(3.0)):
        with pytest.raises(mmstats.Closed):
            call()
    with Reader(path) as reader:
        assert (reader["hits"].value, reader["size"].value) == (1, 1.0)


def test_closed_while_a_value_is_made() -> None:
    """The value's own code closes the writer, between the look at the handle and its use."""

    class Closing:
        def __float__(self) -> float:
            stats.close()
            return 1.0

        def __index__(self) -> int:
            stats.close()
            return 1

    def handle(stats: Writer, kind: str) -> Any:
        return getattr(stats, kind)("field", *([1] if kind == "sampling_counter" else []))

    verbs = {"average": "add", "timer": "observe", "sampling_counter": "add"}
    for kind, verb in verbs.items():
        stats = Writer("test")
        with pytest.raises(mmstats.Closed):
            getattr(handle(stats, kind), verb)(Closing())
    # What these write to outlives the writer.
    for kind in ("f32", "f64", "u64"):
        stats = Writer("test")
        field = handle(stats, kind)
        field.set(Closing())
        with pytest.raises(mmstats.Closed):
            field.set(1)


def test_other_writers_go_on() -> None:
    with Writer("first") as first, Writer("second") as second:
        mine, other = first.counter("hits"), second.counter("hits")
        first.close()
        other.inc()
        assert other.value == 1
        with pytest.raises(mmstats.Closed):
            mine.inc()
