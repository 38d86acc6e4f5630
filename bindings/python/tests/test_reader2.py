"""Readers of format 2: snapshots, what is between two, and what follows from distributions."""

from __future__ import annotations

import ctypes
import math
import os
import pickle
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import mmstats
from mmstats import BUSY, Reader, Snapshot, Type, Writer, _abi, _function
from mmstats.reader import (
    Component,
    Family,

    Histogram,
    Series,
    SeriesDiff,
    Struct,
    Window,
    WindowSlot,
)
from mmstats.reader._directory import Directory
from support import ROOT


@pytest.fixture
def stats() -> Iterator[Writer]:
    with Writer("web") as writer:
        yield writer


@pytest.fixture
def reader(stats: Writer) -> Iterator[Reader]:
    assert stats.path
    with Reader(stats.path) as reader:
        yield reader


def test_info(stats: Writer, reader: Reader) -> None:
    info = reader.snapshot.info
    assert (info.application, info.closed, info.skipped, info.rewritten) == ("web", False, 0, 0)
    assert (info.pid, info.uid) == (os.getpid(), os.getuid())
    assert info.pid_namespace == os.stat("/proc/self/ns/pid").st_ino
    boot_id = Path("/proc/sys/kernel/random/boot_id").read_text()
    assert info.boot_id.hex() == boot_id.strip().replace("-", "")
    assert info.taken >= info.created_boot
    assert any(info.file_id)
    assert repr(reader) == f"<Reader of {stats.path}>"
    assert repr(reader.snapshot) == "<Snapshot of 'web': 0 series>"


def test_a_snapshot_does_not_change(stats: Writer, reader: Reader) -> None:
    hits = stats.counter("hits", labels=["k"])
    hits["a"].inc()
    page, sizes = stats.text("page"), stats.histogram("sizes")
    page.set("first")
    sizes.observe(1)
    before = reader.refresh()
    hits["b"].add(5)
    page.set("second")
    sizes.observe(2)
    after = reader.refresh()
    assert reader.snapshot is after
    seen = [
        (
            [one.value for one in snapshot["hits"]],
            snapshot.find("page").value,
            [index for index, _ in getattr(snapshot.find("sizes").value, "buckets")],
        )
        for snapshot in (before, after)
    ]
    assert seen == [([1], "first", [-1]), ([1, 5], "second", [-1, 15])]
    # It outlives its reader.
    reader.close()
    assert after.find("page").value == "second"


def test_find(stats: Writer, reader: Reader) -> None:
    hits = stats.counter("hits", labels=["method", "code"])
    hits["GET", "200"].add(1)
    hits["", "404"].add(2)
    stats.gauge("level").set(-3)
    snapshot = reader.refresh()
    found = snapshot.find("hits", {"code": "200", "method": "GET"})
    assert (found.name, found.value, found.labels) == ("hits", 1, {"method": "GET", "code": "200"})
    # An empty value says that the label isn't there.
    assert snapshot.find("hits", {"code": "404"}).value == 2
    assert snapshot.find("hits", {"code": "404", "other": ""}).value == 2
    assert snapshot.find("level").value == -3
    missing: list[tuple[str, dict[str, str]]] = [
        ("hits", {}), ("hits", {"code": "200"}), ("other", {}), ("level", {"a": "b"}),
    ]  # fmt: skip
    for name, labels in missing:
        assert snapshot.get(name, labels) is None
        assert snapshot.get(name, labels, found) is found
        with pytest.raises(KeyError) as caught:
            snapshot.find(name, labels)
        assert isinstance(caught.value, mmstats.NotFound)
    for ask in (snapshot.family, snapshot.__getitem__):
        with pytest.raises(mmstats.NotFound):
            ask("other")
    assert len(snapshot) == 4
    assert [one.name for one in snapshot] == ["mmstats.overflow", "hits", "hits", "level"]
    assert [(family.name, len(of)) for family, of in snapshot.by_family()] == [
        ("mmstats.overflow", 1), ("hits", 2), ("level", 1),
    ]  # fmt: skip


def test_names_are_made_once(stats: Writer, reader: Reader) -> None:
    """And anew where there is something new, or what there was is something else."""
    hits = stats.counter("hits", labels=["k"])
    hits["a"].inc()
    first = reader.refresh()
    hits["a"].inc()
    second = reader.refresh()
    assert second.families is first.families is reader.refresh().families
    assert (second.find("hits", {"k": "a"}).value, first.find("hits", {"k": "a"}).value) == (2, 1)
    stats.gauge("level", labels=["k"])
    assert [family.name for family in reader.refresh().families][2:] == ["level"]
    hits["b"]
    assert [one.labels["k"] for one in reader.refresh()["hits"]] == ["a", "b"]
    # As many as before, in the same place.
    del hits["a"]
    hits["c"].add(7)
    found = reader.refresh()["hits"]
    assert [(one.labels["k"], one.value) for one in found] == [("c", 7), ("b", 0)]
    del hits["b"]
    assert [one.labels["k"] for one in reader.refresh()["hits"]] == ["c"]
    assert reader.refresh().families is reader.refresh().families


def test_values_pickle() -> None:
    snapshot = Reader(ROOT / "conformance/v2/scenarios/structs.mmstats").snapshot
    value = snapshot.find("pair").value
    copy = pickle.loads(pickle.dumps(value))
    assert isinstance(value, Struct) and copy == value and copy.names == value.names
    assert pickle.loads(pickle.dumps(BUSY)) is BUSY
    assert repr(BUSY) == "mmstats.BUSY"


# What is between two snapshots.


def taken(snapshot: Snapshot, **more: Any) -> Snapshot:
    """The same, taken at another time or of another file."""
    return Snapshot(snapshot.info._replace(**more), snapshot._directory, snapshot._values)


def test_rates(stats: Writer, reader: Reader) -> None:
    hits, sizes = stats.counter("hits"), stats.histogram("sizes")
    seconds, level = stats.counter_f64("seconds"), stats.gauge("level")
    hits.add(5)
    sizes.observe(100)
    before = reader.refresh()
    hits.add(10)
    seconds.add(0.5)
    level.set(7)
    for n in (1, 2, 3):
        sizes.observe(n)
    stats.counter("late").add(4)
    after = taken(reader.refresh(), taken=before.info.taken + 2_000_000_000)
    diff = after.since(before)
    assert diff.elapsed == 2.0
    found = {one.series.name: one for one in diff}
    assert {name: (one.delta, one.rate, one.new) for name, one in found.items()} == {
        "hits": (10, 5.0, False),
        "sizes": (None, 1.5, False),
        "seconds": (0.5, 0.25, False),
        "level": (None, None, False),
        "late": (4, 2.0, True),
    }
    between = found["sizes"].histogram
    assert between and (between.count, between.sum, between.mean) == (3, 6, 2.0)
    assert (between.min, between.max, between.percentile(100)) == (None, None, 3.0)
    assert found["hits"].histogram is None and found["hits"].deltas == {}
    assert diff.find("hits").delta == 10
    assert after.since(after).find("hits").rate is None


def test_a_series_that_began_anew(stats: Writer, reader: Reader) -> None:
    hits = stats.counter("hits", labels=["k"])
    hits["a"].add(100)
    before = reader.refresh()
    del hits["a"]
    hits["a"].add(3)
    after = reader.refresh()
    one = after.since(before).find("hits", {"k": "a"})
    assert (one.delta, one.new) == (3, True)
    # The same, of another file.
    one = after.since(taken(after, file_id=bytes(16))).find("hits", {"k": "a"})
    assert (one.delta, one.new) == (3, True)


def test_what_fell_began_anew() -> None:
    one = Family("f", mmstats.Kind.COUNTER, Type.U64, "", "", mmstats.Aggregate.SUM, False, ())
    now, before = (Series(one, {}, value, 0, False) for value in (3, 10))
    diff = SeriesDiff(now, before, 1.0)
    assert (diff.delta, diff.rate, diff.new) == (3, 3.0, False)
    later, earlier = (histogram(zero=zero, sum=5, count=zero) for zero in (2, 3))
    assert later.since(earlier).count == 2


def test_components(stats: Writer, reader: Reader) -> None:
    parts: list[Any] = [("n", "u64", "counter"), ("level", "i64"), ("t", "f64", "counter")]
    work = stats.struct("work", parts)
    before = reader.refresh()
    work.publish(5, 7, 0.5)
    between = reader.refresh()
    work.publish(15, 3, 1.5)
    after = taken(reader.refresh(), taken=between.info.taken + 2_000_000_000)
    diff = after.since(between).find("work")
    assert (diff.deltas, diff.rates) == ({"n": 10, "t": 1.0}, {"n": 5.0, "t": 0.5})
    assert diff.delta is None
    assert after.since(before).find("work").deltas == {"n": 15, "t": 1.5}


# Values that were busy: made by hand, as no writer can be made to overtake a reader each time.


def test_busy_values_have_no_rates() -> None:
    component = Component("n", Type.U64, mmstats.Kind.COUNTER, "", 0, 8)
    one = Family(
        "f", mmstats.Kind.STRUCT, Type.BYTES, "", "", mmstats.Aggregate.EACH, False, (),
        components=(component,),
    )  # fmt: skip
    info = Reader(ROOT / "conformance/v2/scenarios/empty.mmstats").snapshot.info
    directory = Directory((one,), [range(1)], [(0, {}, 0, False)])
    busy, known = (
        Snapshot(info._replace(taken=at), directory, [value])
        for at, value in ((1, BUSY), (2, Struct(["n"], [5])))
    )
    assert (busy.busy, known.busy) == (1, 0)
    for diff in (busy.since(known), known.since(busy)):
        found = diff.find("f")
        assert (found.delta, found.rate, found.deltas, found.histogram) == (None, None, {}, None)


# What follows from distributions.


def histogram(**more: Any) -> Histogram:
    nothing = {
        "type": Type.U64, "scale": 0, "first": 0, "size": 4, "count": 0, "sum": 0, "min": None,
        "max": None, "zero": 0, "above": 0, "negative": 0, "nan": 0, "buckets": (),
    }  # fmt: skip
    return Histogram(**{**nothing, **more})


_percentile = _function.bind(
    "mmstats_reader_percentile",
    {
        "mmstats_reader_percentile": _abi.Prototype(
            (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_double, ctypes.c_void_p), _abi.Status
        )
    },
)


def of_library(reader: Reader, index: int, percent: float) -> float:
    found = ctypes.c_double()
    _percentile(reader._pointer, index, percent, ctypes.byref(found))
    return found.value


PERCENTS = [0, 0.001, 1, 10, 25, 49.9, 50, 75, 90, 99, 99.9, 100, -5, 200]


@pytest.mark.parametrize("scale", range(9))
def test_percentiles_are_those_of_the_library(stats: Writer, reader: Reader, scale: int) -> None:
    numbers = random.Random(scale)
    buckets = (scale, -(2**scale), 12 * 2**scale)
    integers = stats.histogram("integers", buckets=buckets)
    floats = stats.histogram_f64("floats", buckets=buckets)
    highest = stats.histogram_f64("highest", buckets=(scale, 1020 * 2**scale, 4 * 2**scale))
    for _ in range(200):
        size = numbers.uniform(-3, 14)
        integers.observe(int(2**size))
        floats.observe(2**size)
        highest.observe(numbers.uniform(0, 1.7e308))
    highest.observe(math.inf)
    snapshot = reader.refresh()
    for index, one in enumerate(snapshot):
        assert isinstance(one.value, Histogram)
        for percent in PERCENTS:
            expected = of_library(reader, index, percent)
            assert one.value.percentile(percent) == pytest.approx(expected, rel=1e-12), percent


def test_a_histogram_is_shown_in_a_line(stats: Writer, reader: Reader) -> None:
    sizes = stats.histogram_f64("sizes")
    assert repr(reader.refresh().find("sizes").value) == "<Histogram of f64: count=0, sum=0.0>"
    for size in (0.5, 2.0, -1.0, math.nan):
        sizes.observe(size)
    shown = "<Histogram of f64: count=2, sum=2.5, min=0.5, max=2.0, negative=1, nan=1>"
    assert repr(reader.refresh().find("sizes").value) == shown


def test_percentiles_of_nothing() -> None:
    assert histogram().percentile(50) is None
    assert histogram().mean is None
    assert histogram(zero=1, count=1).percentile(math.nan) is None


def test_percentiles_without_extremes() -> None:
    """As between two snapshots: what is above has no end, and gives the bound."""
    found = histogram(zero=1, above=2, count=4, buckets=((1, 1),))
    # Of the integers 3 and 4, and the one above 16: the middle of them on a logarithmic scale.
    expected = [1.0, math.sqrt(12), 16.0, 16.0]
    assert [found.percentile(of) for of in (1, 50, 75, 100)] == pytest.approx(expected)


def test_windows_of_a_young_series() -> None:
    most = 2**64 - 1
    slots = (WindowSlot(5, 2, 12, 7), WindowSlot(6, 1, most, most), WindowSlot(7, 0, 0, 0))
    window = Window(Type.U64, 1000, 4, 0, slots, created=4500, taken=6100)
    found = window.last()
    assert (found.count, found.sum, found.max) == (3, 11, 2**64 - 1)
    assert found.covered == pytest.approx(1.6e-6)
    assert window.last(4000).count == 2
    assert window.last(4400).rate is None
    assert window.last(10_000).covered == pytest.approx(3e-6)
    assert window.last(10_000).mean is None


# Both formats.


def test_open_takes_both(folder: Path) -> None:
    first = mmstats.v1.Writer("old", filename="a.mmstats")
    first.counter("hits").inc()
    first.create_file()
    with Writer("new", filename="b.mmstats") as second:
        second.counter("hits").inc()
    (folder / "c.mmstats").write_bytes(b"\3")
    (folder / "d.mmstats").write_bytes(b"\2MMSTATS")
    found = [one for _path, one in mmstats.read_all()]
    assert isinstance(found[0], mmstats.v1.Reader) and found[0]["hits"].value == 1
    assert isinstance(found[1], Reader) and found[1].snapshot.find("hits").value == 1
    assert isinstance(found[2], mmstats.UnknownVersion)
    assert isinstance(found[3], mmstats.Corrupt) and "F2-HEADER" in str(found[3])
    for name, kind in (("a", mmstats.v1.Reader), ("b", Reader)):
        path = folder / f"{name}.mmstats"
        assert type(mmstats.open(path)) is kind
        assert mmstats.open(str(path)).path == path
        assert type(mmstats.decode(path.read_bytes())) is kind
    with pytest.raises(mmstats.UnknownVersion):
        Reader(folder / "a.mmstats")
    with pytest.raises(mmstats.UnknownVersion):
        mmstats.v1.Reader(folder / "b.mmstats")
    with pytest.raises(mmstats.WrongType):
        mmstats.decode("text")  # type: ignore[arg-type]


def test_an_error_leaves_the_snapshot_before(stats: Writer, reader: Reader) -> None:
    """A file that somebody cut off, and that is whole again."""
    stats.counter("hits").inc()
    before = reader.refresh()
    assert stats.path
    whole = stats.path.read_bytes()
    copy = stats.path.with_name("copy")
    copy.write_bytes(whole)
    with Reader(copy) as again:
        os.truncate(copy, 5000)
        with pytest.raises(mmstats.Corrupt, match="F2-PUBLISHED"):
            again.refresh()
        assert again.snapshot.find("hits").value == 1
        copy.write_bytes(whole)
        assert again.refresh().find("hits").value == 1
    assert before.find("hits").value == 1


def test_bytes_in_memory_and_closed_readers(stats: Writer, reader: Reader) -> None:
    assert stats.path
    memory = Reader.decode(stats.path.read_bytes())
    assert memory.path is None and repr(memory) == "<Reader of bytes in memory>"
    with pytest.raises(mmstats.Closed):
        memory.refresh()
    reader.close()
    reader.close()
    with pytest.raises(mmstats.Closed):
        reader.refresh()
    assert reader.snapshot.application == "web"
