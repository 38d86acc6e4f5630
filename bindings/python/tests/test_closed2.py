"""Handles of format 2 whose writer was closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import mmstats
from mmstats import Reader, Writer


def calls(stats: Writer) -> list[Callable[[], object]]:
    """All that can be done with handles, kept before they are closed."""
    hits, seconds = stats.counter("hits"), stats.counter_f64("seconds")
    level, up = stats.gauge("level"), stats.gauge_bool("up")
    sizes, ratio = stats.histogram("sizes"), stats.histogram_f64("ratio")
    latency, page = stats.timer("latency"), stats.text("page")
    pair, seen = stats.struct("pair", [("n", "u64")]), stats.window("seen")
    by_code, local = stats.counter("by.code", labels=["code"]), stats.local()
    by_code["200"]
    mine: Any = local(hits)
    add, publish = hits.add, pair.publish
    return [
        hits.inc, lambda: add(1), lambda: hits.value, lambda: seconds.add(0.5), seconds.inc,
        lambda: level.set(1), lambda: level.add(1), lambda: level.value, lambda: up.set(True),
        lambda: sizes.observe(1), lambda: ratio.observe(0.5), lambda: latency.observe(0.5),
        lambda: latency.start().stop(), lambda: latency.__enter__().stop(),
        lambda: page.set("/"), lambda: publish(1), lambda: seen.observe(1),
        lambda: seen.observe_at(1, 1), lambda: by_code["200"].inc(), mine.inc,
        lambda: local(hits).inc(), lambda: by_code["404"].inc(), stats.local, stats.flush,
        lambda: stats.size, lambda: stats.counter("more"),
    ]  # fmt: skip


@pytest.mark.parametrize("detached", [True, False])
def test_each_use_raises(detached: bool) -> None:
    stats = Writer("test", detached=detached)
    kept = calls(stats)
    for call in kept:
        call()
    hits = stats.counter("hits")
    stats.close()
    for _ in range(2):
        for call in kept:
            with pytest.raises(mmstats.Closed, match="this writer was closed"):
                call()
    with pytest.raises(mmstats.Closed):
        hits.retire()
    assert repr(hits) == "<Counter 'hits': closed>"


def test_nothing_is_written_after_close() -> None:
    stats = Writer("test")
    kept = calls(stats)
    stats.close()
    assert stats.path
    before = stats.path.read_bytes()
    for call in kept:
        with pytest.raises(mmstats.Closed):
            call()
    assert stats.path.read_bytes() == before


def test_handles_keep_their_writer() -> None:
    hits = Writer("test", filename="kept").counter("hits")
    hits.inc()
    [path] = mmstats.glob(str(mmstats.default_path() / "kept"))
    with Reader(path) as reader:
        assert (reader.snapshot.find("hits").value, reader.snapshot.closed) == (1, False)
        inc = hits.inc
        del hits
        assert reader.refresh().closed
    # What was taken out of a handle doesn't keep it.
    with pytest.raises(mmstats.Closed, match="are gone"):
        inc()


def test_closed_while_a_value_is_made() -> None:
    """The value's own code closes the writer, between the look at the handle and its use."""

    class Closing:
        def __init__(self, stats: Writer) -> None:
            self.stats = stats

        def __index__(self) -> int:
            self.stats.close()
            return 1

        def __float__(self) -> float:
            self.stats.close()
            return 1.0

    for declare, verb in (("gauge", "set"), ("gauge_f64", "set"), ("histogram_f64", "observe")):
        stats = Writer("test")
        use = getattr(getattr(stats, declare)("one"), verb)
        with pytest.raises(mmstats.Closed):
            for _ in range(2):
                use(Closing(stats))


def test_other_writers_go_on() -> None:
    with Writer("first", filename="1") as first, Writer("second", filename="2") as second:
        mine, other = first.counter("hits"), second.counter("hits")
        first.close()
        other.inc()
        assert other.value == 1
        with pytest.raises(mmstats.Closed):
            mine.inc()
