"""Models that get fields while they are used."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

import mmstats
from models import WebStats, elsewhere, seen


def test_adding_where_the_folder_has_gone(folder: Path) -> None:
    (folder / "sub").mkdir()
    stats = WebStats(path=folder / "sub")
    (folder / "sub").rename(folder / "gone")
    stats.hits.incr(2)
    stats.add_field("late", mmstats.CounterField())
    assert stats.hits.value == 2 and not (folder / "sub").exists()


def test_adding_fields() -> None:
    class Stats(WebStats):
        moving = mmstats.MovingAverageField(size=2)
        timer = mmstats.TimerField()
        sampled = mmstats.SamplingCounterField(every=2)
        ranks = mmstats.PercentileField(size=2, percentiles=(50,))
        lately = mmstats.WindowField()

    stats = Stats(label_prefix="p.")
    hits, created = stats.hits, stats.created
    hits.incr(3)
    stats.page = "/news"
    stats.last = 0.5
    for value in (1.0, 3.0):
        for one in (stats.mean, stats.moving, stats.timer, stats.ranks, stats.lately):
            one.add(value)
    stats.sampled.incr()
    before = seen(stats.filename)
    stats.add_field("late", mmstats.CounterField(label="added"))
    assert seen(stats.filename) == {**before, "p.added": 0}
    added: Any = stats
    added.late.incr(7)
    hits.incr()
    for one in (stats.mean, stats.moving, stats.timer, stats.ranks, stats.lately):
        one.add(5.0)
    after = seen(stats.filename)
    assert (after["p.added"], after["p.hits"], after["p.lately.count"]) == (7, 4, 3)
    assert (after["p.mean"], after["p.moving"], after["p.timer"]) == (3.0, 4.0, 3.0)
    assert after["p.ranks.p50"] == 3.0
    assert stats.sampled.counter == 1 and stats.created == created
    assert isinstance(stats, Stats) and not hasattr(Stats, "late")


def test_adding_what_is_there() -> None:
    stats: Any = WebStats()
    stats.hits.incr()
    for name, label in (("hits", None), ("filename", None), ("new", "hits")):
        with pytest.raises(mmstats.DuplicateFieldName):
            stats.add_field(name, mmstats.IntField(label=label))
    stats.add_field("new", mmstats.IntField())
    with pytest.raises(mmstats.DuplicateFieldName):
        stats.add_field("new", mmstats.IntField())
    stats.new = 5
    with pytest.raises(mmstats.Limit):
        stats.add_field("large", mmstats.StringField(size=17 << 20))
    assert not hasattr(stats, "large")
    found = seen(stats.filename)
    assert (found["hits"], found["new"]) == (1, 5) and stats.hits.value == 1


def test_other_threads_have_fields_that_were_added() -> None:
    stats: Any = WebStats()
    ready, added = threading.Event(), threading.Event()

    def work() -> Any:
        stats.hits.incr(2)
        ready.set()
        assert added.wait(60)
        stats.late.incr(3)
        stats.also = 4
        return seen(stats.filename)

    results: list[Any] = []
    thread = threading.Thread(target=lambda: results.append(work()))
    thread.start()
    assert ready.wait(60)
    stats.add_field("late", mmstats.CounterField())
    stats.add_field("also", mmstats.IntField())
    added.set()
    thread.join()
    assert (results[0]["hits"], results[0]["late"], results[0]["also"]) == (2, 3, 4)
    assert elsewhere(lambda: stats.late.value) == 0


def test_adding_to_a_class() -> None:
    class Stats(mmstats.BaseMmStats):
        hits = mmstats.CounterField()

    stats: Any = Stats()
    stats.hits.incr()
    Stats.late = mmstats.IntField()  # type: ignore[attr-defined]
    stats.late = 7
    assert seen(stats.filename) == {"hits": 1, "late": 7}
    assert seen(Stats(filename="x").filename) == {"hits": 0, "late": 0}


def test_readers_find_the_file_at_any_time_while_fields_are_added() -> None:
    stats = WebStats()
    stats.hits.incr()
    done = threading.Event()

    def add() -> None:
        shared.hits.incr()
        for n in range(50):
            shared.add_field(f"late{n}", mmstats.IntField())
        done.set()

    shared = WebStats(filename="shared")
    thread = threading.Thread(target=add)
    thread.start()
    looks = 0
    while not done.is_set() or not looks:
        assert seen(shared.filename)["hits"] in (0, 1)
        looks += 1
    thread.join()
    assert len(seen(shared.filename)) == len(seen(stats.filename)) + 50
