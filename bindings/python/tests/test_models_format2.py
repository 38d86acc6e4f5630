"""Models in format 2: the same class, and what its fields become."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any

import pytest

import mmstats
from mmstats.reader import Histogram, Snapshot, Struct
from models import elsewhere, in_child
from support import Clock


class Work(mmstats.CompoundField):
    done = mmstats.CounterField()
    load = mmstats.FloatField()
    name = mmstats.StringField(size=4)


class Stats(mmstats.MmStats):
    """One of each."""

    format = 2

    hits = mmstats.CounterField(label="http.hits")
    mean = mmstats.AverageField()
    moving = mmstats.MovingAverageField(size=2)
    timer = mmstats.TimerField()
    byte = mmstats.ByteField()
    flag = mmstats.BoolField(initial=True)
    uint64 = mmstats.UInt64Field()
    double = mmstats.DoubleField()
    page = mmstats.StringField(size=5)
    static = mmstats.StaticTextField(value="s")
    sampled = mmstats.SamplingCounterField(every=2)
    work = Work()
    ranks = mmstats.PercentileField()
    lately = mmstats.WindowField(seconds=6, slots=3)


def seen(model: mmstats.BaseMmStats) -> Snapshot:
    """What readers see of it."""
    with mmstats.Reader(model.filename) as reader:
        return reader.snapshot


def test_what_fields_become() -> None:
    stats = Stats(label_prefix="p.")
    stats.hits.incr()
    stats.hits.incr(2)
    for value in (1.0, 2.0, 4.0):
        stats.mean.add(value)
        stats.moving.add(value)
        stats.timer.add(value)
        stats.ranks.add(value)
        stats.lately.add(value)
    stats.byte, stats.flag, stats.uint64, stats.double = 200, False, -1, 0.1
    stats.page = "日本"
    stats.sampled.incr()
    stats.work.set(done=3, load=0.5, name="日本")
    found = {series.name.removeprefix("p."): series for series in seen(stats)}
    kinds = {name: series.family.kind.value for name, series in found.items()}
    assert kinds == {
        **dict.fromkeys(["http.hits"], "counter"),
        **dict.fromkeys(["mean", "moving", "byte", "flag", "uint64", "double"], "gauge"),
        **dict.fromkeys(["sys.pid", "sys.tid", "sys.uid", "sys.gid", "sys.created"], "gauge"),
        **dict.fromkeys(["page", "static", "org.python.version"], "text"),
        **dict.fromkeys(["sampled", "work"], "struct"),
        **dict.fromkeys(["timer", "ranks"], "histogram"),
        "lately": "window",
    }
    values: dict[str, Any] = {name: series.value for name, series in found.items()}
    assert (values["http.hits"], values["mean"], values["moving"]) == (3, 7 / 3, 3.0)
    assert (values["byte"], values["flag"], values["uint64"]) == (-56, False, 2**64 - 1)
    assert (values["double"], values["page"], values["static"]) == (0.1, "日", "s")
    assert values["sys.pid"] == os.getpid()
    assert values["sampled"]["counter"] == 1 and isinstance(values["sampled"], Struct)
    assert tuple(values["work"]) == (3, 0.5, "日")
    assert values["timer"].count == 3 and values["timer"].sum == 7 * 10**9
    assert isinstance(values["ranks"], Histogram) and values["ranks"].max == 4.0
    assert values["lately"].last().count == 3


def test_values_through_the_model() -> None:
    stats = Stats()
    stats.hits.value = 7
    stats.hits.incr()
    assert stats.hits.value == 8
    with pytest.raises(ValueError, match="only grow"):
        stats.hits.value = 7
    with pytest.raises(ValueError):
        stats.hits.incr(-1)
    stats.timer.add(1.0)
    stats.timer.add(3.0)
    assert stats.timer.value == 2.0
    stats.work.set(done=2)
    stats.sampled.incr(5)
    assert stats.work.value == (2, 0.0, "") and stats.sampled.counter == 5
    assert stats.static == "s" and stats.flag is True


def test_a_clock_that_was_set_back() -> None:
    clock = Clock()

    class Timed(mmstats.BaseMmStats):
        format = 2
        timer = mmstats.TimerField(timer=clock)

    stats = Timed()
    with stats.timer:
        clock.passes(-3)
    value = seen(stats).find("timer").value
    assert isinstance(value, Histogram) and (value.count, value.sum) == (1, 0)


def test_applications(folder: Path) -> None:
    class Web(Stats):
        application = "web"

    stats = Stats()
    web = Web(filename="{CLASS}-{TID}.mmstats")
    stats.hits.incr()
    web.hits.incr(5)
    elsewhere(lambda: web.hits.incr(2))
    assert mmstats.Application("Stats").look().find("http.hits").value == 1
    assert mmstats.Application("web").look().find("http.hits").value == 7
    long = type("日" * 30, (mmstats.BaseMmStats,), {"format": 2})(filename="x.mmstats")
    assert seen(long).info.application == "日" * 21


def test_parts_change_together() -> None:
    stats = Stats()
    started, stop = threading.Event(), threading.Event()
    names: list[str] = []

    def work() -> None:
        names.append(stats.filename)
        started.set()
        number = 0
        while not stop.is_set():
            number += 1
            stats.work.value = number, number % 1000, str(number % 1000)

    thread = threading.Thread(target=work)
    thread.start()
    assert started.wait(60)
    try:
        last = 0
        with mmstats.Reader(names[0]) as reader:
            while last < 1000:
                found: Any = reader.refresh().find("work").value
                done, load, name = found
                assert done >= last and load == done % 1000
                assert name == (str(done % 1000) if done else "")
                last = done
    finally:
        stop.set()
        thread.join()
    assert stats.work.value == (0, 0.0, "")


def test_where_files_are(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MMSTATS_PATH")
    monkeypatch.setenv("RUNTIME_DIRECTORY", str(folder))
    stats = Stats()
    assert Path(stats.filename).parent == folder
    assert stats.size == os.path.getsize(stats.filename)
    stats.flush()
    stats.flush(async_=True)


def test_adding_fields() -> None:
    stats: Any = Stats()
    stats.hits.incr()
    stats.add_field("late", mmstats.IntField())
    stats.late = -3
    assert seen(stats).find("late").value == -3
    assert elsewhere(lambda: (setattr(stats, "late", 4), seen(stats).find("late").value)[1]) == 4
    with pytest.raises(mmstats.DuplicateFieldName):
        stats.add_field("again", mmstats.IntField(label="late"))
    with pytest.raises(mmstats.Limit):
        stats.add_field("sys", mmstats.CounterField(label="p" * 300))
    assert not hasattr(stats, "sys")


def test_removing(folder: Path) -> None:
    stats = Stats()
    ready, removed = threading.Event(), threading.Event()

    def work() -> None:
        stats.hits.incr()
        ready.set()
        assert removed.wait(60)
        stats.hits.incr()
        counts.append(stats.hits.value)

    counts: list[int] = []
    thread = threading.Thread(target=work)
    thread.start()
    assert ready.wait(60)
    stats.remove()
    stats.remove()
    removed.set()
    thread.join()
    assert counts == [2]
    # But for what format 2 keeps of writers that have ended.
    assert not [path for path in folder.iterdir() if not path.name.startswith(".")]
    with pytest.raises(mmstats.Closed, match="was removed"):
        stats.hits.incr()


def test_forked_children_have_files_of_their_own(folder: Path) -> None:
    stats = Stats()
    hits = stats.hits
    hits.incr(5)
    stats.page = "/a"

    def work() -> Any:
        hits.incr(2)
        found = seen(stats)
        pid, page = found.find("sys.pid").value, found.find("page").value
        return [found.find("http.hits").value, pid, os.getpid(), page, stats.static]

    count, recorded, pid, page, static = in_child(work)
    assert (count, recorded, page, static) == (2, pid, "", "s")
    assert seen(stats).find("http.hits").value == 5
    assert mmstats.Application("Stats").look().find("http.hits").value == 7


@pytest.mark.parametrize("format", [0, 3, "2", None])
def test_other_formats(format: object) -> None:
    with pytest.raises(mmstats.Invalid, match="1 or 2"):
        type("Odd", (mmstats.BaseMmStats,), {"format": format})()


def test_fields_called_as_what_a_class_says() -> None:
    class Odd(mmstats.BaseMmStats):
        format = mmstats.IntField()
        application = mmstats.StringField()

    stats = Odd()
    stats.format, stats.application = 7, "a"
    with mmstats.v1.Reader(stats.filename) as reader:
        assert {field.label: field.value for field in reader} == {"format": 7, "application": "a"}
