"""Writers of format 2, and what readers see of them."""

from __future__ import annotations

import math
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import mmstats
from mmstats import Aggregate, Buckets, Component, Kind, Reader, Type, Writer
from mmstats.reader import Histogram, Struct, Value, Window


@pytest.fixture
def stats() -> Iterator[Writer]:
    with Writer("web") as writer:
        yield writer


def value(stats: Writer, name: str, **labels: str) -> Value:
    """What a reader sees of a series."""
    assert stats.path
    with Reader(stats.path) as reader:
        return reader.snapshot.find(name, labels).value


def test_the_file(folder: Path) -> None:
    stats = Writer("web")
    assert stats.path and stats.path.parent == folder
    assert stat.S_IMODE(stats.path.stat().st_mode) == 0o600
    assert stats.size == stats.path.stat().st_size == 12288
    assert repr(stats) == f"<Writer of {stats.path}>"
    with Reader(stats.path) as reader:
        assert (reader.snapshot.application, reader.snapshot.closed) == ("web", False)
        stats.close()
        stats.close()
        assert reader.refresh().closed
    assert stats.path.exists()


def test_options(folder: Path) -> None:
    (folder / "here").mkdir()
    with Writer("web", path=folder / "here", filename="{CLASS}.mmstats", mode=0o640) as stats:
        assert stats.path == folder / "here/web.mmstats"
        assert stat.S_IMODE(stats.path.stat().st_mode) == 0o640


def test_detached(folder: Path) -> None:
    with Writer("web", detached=True) as stats:
        assert stats.path is None
        assert repr(stats) == "<Writer of no file>"
        hits = stats.counter("hits")
        hits.inc()
        assert hits.value == 1
        stats.flush()
    assert not list(folder.iterdir())


def test_identity() -> None:
    ids = bytes(range(16)), bytes(range(1, 17))
    identity = mmstats.Identity(1, 2, 3, 4, 5, 6, *ids)
    with Writer("web", identity=identity) as stats:
        stats.counter("hits")
        assert stats.path
        snapshot = Reader(stats.path).snapshot
        info = snapshot.info
        assert info[5:11] == (1, 2, 3, 4, 6, 5)
        assert (info.boot_id, info.file_id) == ids
        assert snapshot.find("hits").created == 1
    with pytest.raises(mmstats.Invalid, match="16 bytes"):
        Writer("web", identity=identity._replace(file_id=b"short"))


def test_counters(stats: Writer) -> None:
    hits, seconds = stats.counter("hits"), stats.counter_f64("seconds")
    hits.inc()
    hits.add(41)
    seconds.inc()
    seconds.add(0.5)
    assert (hits.value, value(stats, "hits")) == (42, 42)
    assert (seconds.value, value(stats, "seconds")) == (1.5, 1.5)
    hits.add(2**64 - 1)
    assert value(stats, "hits") == 41
    assert repr(hits) == "<Counter 'hits': 41>"


def test_gauges(stats: Writer) -> None:
    level, size = stats.gauge("level"), stats.gauge_u64("size")
    load, up = stats.gauge_f64("load"), stats.gauge_bool("up")
    level.set(-5)
    level.add(-2)
    size.value = 7
    size.add(-8)
    load.value = 0.25
    load.add(0.5)
    up.value = True
    assert [gauge.value for gauge in (level, size, load, up)] == [-7, 2**64 - 1, 0.75, True]
    found = [value(stats, name) for name in ("level", "size", "load", "up")]
    assert found == [-7, 2**64 - 1, 0.75, True]
    with pytest.raises(mmstats.WrongType, match="bool"):
        up.add(True)
    up.set(False)
    assert value(stats, "up") is False


def test_texts(stats: Writer) -> None:
    page, short = stats.text("page"), stats.text("short", capacity=5)
    assert value(stats, "page") is None
    page.set("/nüws")
    short.set("abcdé")
    # Of 8 bytes.
    assert (value(stats, "page"), value(stats, "short")) == ("/nüws", "abcdé")
    short.set("abcdefgé")
    assert value(stats, "short") == "abcdefg"
    page.set("x" * 200)
    assert value(stats, "page") == "x" * 120
    none = stats.text("none", capacity=0)
    none.set("x")
    assert value(stats, "none") == ""
    assert repr(page) == "<Text 'page'>"


def test_structs(stats: Writer) -> None:
    parts: list[Any] = [
        Component("n", "u64", Kind.COUNTER, "1"),
        ("level", Type.I16),
        ("up", "bool"),
        ("word", "text", None, "", 5),
        ("load", "f32", "gauge"),
    ]
    work = stats.struct("work", parts)
    assert value(stats, "work") is None
    work.publish(7, -3, True, "abcdé", 0.5)
    found = value(stats, "work")
    assert isinstance(found, Struct)
    assert found == (7, -3, True, "abcd", 0.5)
    assert (found["n"], found["word"], found[1], found[:2]) == (7, "abcd", -3, (7, -3))
    assert repr(found) == "Struct(n=7, level=-3, up=True, word='abcd', load=0.5)"
    with pytest.raises(KeyError):
        found["other"]
    assert stats.path
    components = Reader(stats.path).snapshot.family("work").components
    assert [of.kind for of in components] == [
        Kind.COUNTER, Kind.GAUGE, Kind.GAUGE, Kind.TEXT, Kind.GAUGE,
    ]  # fmt: skip
    places = [(of.offset, of.width) for of in components]
    assert places == [(0, 8), (8, 2), (10, 1), (11, 5), (16, 4)]


def test_histograms(stats: Writer) -> None:
    sizes, ratio = stats.histogram("sizes"), stats.histogram_f64("ratio", buckets=(0, -2, 4))
    for n in range(1, 101):
        sizes.observe(n)
    for x in (0.5, 3.0, -1.0, math.nan, 100.0):
        ratio.observe(x)
    found = value(stats, "sizes")
    assert isinstance(found, Histogram)
    assert (found.count, found.sum, found.min, found.max, found.mean) == (100, 5050, 1, 100, 50.5)
    assert (found.scale, found.first, found.size, found.type) == (4, -1, 640, Type.U64)
    found = value(stats, "ratio")
    assert isinstance(found, Histogram)
    assert (found.count, found.sum, found.min, found.max) == (3, 103.5, 0.5, 100.0)
    assert (found.negative, found.nan, found.above, found.zero) == (1, 1, 1, 0)
    assert found.buckets == ((-2, 1), (1, 1))
    assert found.bounds(1) == (2.0, 4.0)


def test_windows(stats: Writer) -> None:
    bytes_, ratio = stats.window("bytes"), stats.window_f64("ratio", slots=3, duration=1000)
    bytes_.observe(7)
    bytes_.observe(5)
    found = value(stats, "bytes")
    assert isinstance(found, Window)
    recent = found.last()
    assert (recent.count, recent.sum, recent.max, recent.mean) == (2, 12, 7, 6.0)
    assert (found.size, found.duration) == (7, 10**10)
    assert 0 < recent.covered < 60 and recent.rate == 2 / recent.covered
    for time_, x in ((0, 0.5), (1000, 1.5), (2500, 2.0), (2600, -1.0)):
        ratio.observe_at(time_, x)
    found = value(stats, "ratio")
    assert isinstance(found, Window)
    assert [(slot.epoch, slot.count, slot.sum, slot.max) for slot in found.slots] == [
        (1, 1, 0.5, 0.5), (2, 1, 1.5, 1.5), (3, 1, 2.0, 2.0),
    ]  # fmt: skip
    assert found.refused == 1
    # As of 4100: the slots that began at 1000, 2000, 3000 and 4000.
    recent = found.last(4100)
    assert (recent.count, recent.sum, recent.max) == (2, 3.5, 2.0)
    assert found.last(10_000).sum is None


def test_timers(stats: Writer) -> None:
    latency = stats.timer("latency")
    with latency:
        time.sleep(0.002)
    latency.observe(0.5)
    measurement = latency.start()
    measurement.cancel()
    found = value(stats, "latency")
    assert isinstance(found, Histogram)
    assert (found.count, found.max) == (2, 500_000_000)
    assert found.min and found.min >= 2_000_000
    assert stats.path
    assert Reader(stats.path).snapshot.family("latency").unit == "ns"


def test_what_a_family_says(stats: Writer) -> None:
    stats.gauge_f64("load", unit="%", help="Load é.", aggregate="max", alive_only=True)
    stats.counter("hits", labels=["code", "method"], aggregate=Aggregate.LAST)
    assert stats.path
    snapshot = Reader(stats.path).snapshot
    family = snapshot.family("load")
    assert (family.unit, family.help, family.alive_only) == ("%", "Load é.", True)
    assert (family.kind, family.type, family.aggregate) == (Kind.GAUGE, Type.F64, Aggregate.MAX)
    family = snapshot.family("hits")
    assert (family.labels, family.aggregate) == (("code", "method"), Aggregate.LAST)
    assert snapshot["hits"] == ()


def test_labels(stats: Writer) -> None:
    hits = stats.counter("hits", labels=["method", "code"])
    ok = hits["GET", "200"]
    assert hits["GET", "200"] is ok
    ok.inc()
    hits["PUT", "404"].add(5)
    assert ok.labels == {"method": "GET", "code": "200"}
    assert value(stats, "hits", code="200", method="GET") == 1
    assert value(stats, "hits", code="404", method="PUT") == 5
    assert repr(ok) == "<Counter 'hits' method='GET' code='200': 1>"
    assert repr(hits) == "<Family 'hits' of Counter: 2 series>"
    with pytest.raises(mmstats.Invalid):
        hits["GET"]
    with pytest.raises(mmstats.WrongType):
        hits["GET", 200]  # type: ignore[index]


def test_what_is_there_is_got(stats: Writer) -> None:
    assert stats.counter("hits") is stats.counter("hits", unit="1", help="other")
    family = stats.histogram("sizes", labels=["k"], buckets=Buckets(0, 0, 4))
    assert stats.histogram("sizes", labels=("k",), buckets=(0, 0, 4)) is family
    assert stats.text("page", capacity=9) is stats.text("page", capacity=16)
    with stats.timer("latency"):
        pass
    with stats.timer("latency"):
        pass
    found = value(stats, "latency")
    assert isinstance(found, Histogram) and found.count == 2


def test_what_is_there_is_of_one_type(stats: Writer) -> None:
    stats.counter("hits")
    stats.counter("by.code", labels=["code"])
    stats.histogram("sizes")
    stats.timer("latency")
    stats.struct("pair", [("n", "u64")])
    wrong: list[Any] = [
        lambda: stats.gauge("hits"),
        lambda: stats.counter_f64("hits"),
        lambda: stats.counter("hits", labels=["code"]),
        lambda: stats.counter("by.code"),
        lambda: stats.counter("by.code", labels=["method"]),
        lambda: stats.histogram("sizes", buckets=(0, 0, 4)),
        lambda: stats.timer("sizes"),
        lambda: stats.histogram("latency"),
        lambda: stats.struct("pair", [("n", "i64")]),
    ]
    for declare in wrong:
        with pytest.raises(mmstats.WrongType):
            declare()
    stats.counter("hits").inc()
    assert value(stats, "hits") == 1


def test_overflow() -> None:
    with Writer("web", series_limit=2) as stats:
        hits = stats.counter("hits", labels=["k"])
        for name in "abcdac":
            hits[name].inc()
        assert hits["c"] is hits["d"]
        assert hits["c"].labels == {"otel.metric.overflow": "true"}
        assert (value(stats, "hits", k="a"), value(stats, "hits", k="b")) == (2, 1)
        assert value(stats, "hits", **{"otel.metric.overflow": "true"}) == 3
        assert value(stats, "mmstats.overflow") == 6
        roomy = stats.counter("roomy", labels=["k"], limit=3)
        assert len({id(roomy[name]) for name in "abcd"}) == 4
        assert roomy["e"] is roomy["d"]
        with pytest.raises(mmstats.Invalid):
            hits["c"].retire()


def test_retire(stats: Writer) -> None:
    jobs = stats.counter("jobs", labels=["id"], limit=2)
    first, second = jobs["1"], jobs["2"]
    first.add(5)
    second.inc()
    del jobs["1"]
    first.add(100)
    assert first.value == 0
    third = jobs["3"]
    third.inc()
    assert stats.path
    found = {one.labels["id"]: one.value for one in Reader(stats.path).snapshot["jobs"]}
    assert found == {"2": 1, "3": 1}
    for retired in (lambda: jobs.__delitem__("1"), first.retire):
        with pytest.raises(mmstats.NotFound):
            retired()
    third.retire()
    assert jobs["1"] is not first
    assert jobs["1"].value == 0
    plain = stats.counter("plain")
    plain.retire()
    assert "plain" in [family.name for family in Reader(stats.path).snapshot.families]
    assert Reader(stats.path).snapshot.get("plain") is None
    stats.counter("plain").inc()
    assert value(stats, "plain") == 1


def test_retire_without_a_family() -> None:
    """A handle that is all that is left of its writer."""
    hits = Writer("web").counter("hits")
    hits.inc()
    hits.retire()
    hits.inc()
    assert hits.value == 0


def test_locals(stats: Writer) -> None:
    hits, sizes, latency = stats.counter("hits"), stats.histogram("sizes"), stats.timer("latency")
    seen, seconds = stats.window("seen"), stats.counter_f64("seconds")
    local = stats.local()
    mine = local(hits)
    mine.add(5)
    hits.inc()
    local(seconds).add(0.5)
    local(sizes).observe(7)
    local(seen).observe(7)
    with local(latency):
        pass
    assert (mine.value, hits.value, value(stats, "hits")) == (5, 1, 6)
    assert value(stats, "seconds") == 0.5
    for name in ("sizes", "latency"):
        found = value(stats, name)
        assert isinstance(found, Histogram) and found.count == 1
    with pytest.raises(mmstats.WrongType):
        local(stats.gauge("level"))
    # The stripe is given back, and taken again.
    before = stats.size
    for _ in range(100):
        stats.local()(hits).inc()
    assert stats.size <= before + 4096
    assert value(stats, "hits") == 106


def test_growing() -> None:
    with Writer("web") as stats:
        assert stats.path
        with Reader(stats.path) as reader:
            for n in range(300):
                stats.counter(f"counter.{n}", help="h" * 100).add(n)
            snapshot = reader.refresh()
            assert [one.value for one in snapshot] == list(range(300))
            assert stats.size == stats.path.stat().st_size > 40_000
