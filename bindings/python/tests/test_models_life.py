"""Models: files, their names, threads, forks, what is removed and what is added."""

from __future__ import annotations

import gc
import json
import os
import stat
import sys
import threading
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import mmstats
from mmstats.libgettid import gettid
from mmstats.reader import MmStatsReader
from support import run

COMMAND = os.path.basename(sys.argv[0])


class WebStats(mmstats.MmStats):
    """Those of most tests."""

    hits = mmstats.CounterField()
    last = mmstats.DoubleField()
    mean = mmstats.AverageField()
    page = mmstats.StringField()


def seen(path: str) -> dict[str, Any]:
    """What readers see of a file."""
    return {one.label: one.value for one in MmStatsReader.from_file(path)}


def elsewhere(call: Callable[[], Any]) -> Any:
    """What a call returns in a thread of its own."""
    results: list[Any] = []
    thread = threading.Thread(target=lambda: results.append(call()))
    thread.start()
    thread.join()
    [result] = results
    return result


def in_child(call: Callable[[], Any]) -> Any:
    """What a call returns in a forked child."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forks with threads
        child = os.fork()
    if child == 0:
        try:
            os.write(writing, json.dumps(call()).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with open(reading, "rb") as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    return json.loads(text)


def test_defaults(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert mmstats.DEFAULT_PATH == str(folder)
    assert mmstats.DEFAULT_GLOB == f"{folder}/*.mmstats"
    assert mmstats.DEFAULT_FILENAME == "{CMD}-{PID}-{TID}.mmstats"
    stats = WebStats()
    assert stats.filename == f"{folder}/{COMMAND}-{os.getpid()}-{gettid()}.mmstats"
    assert stats.label_prefix == "" and stats.size == os.path.getsize(stats.filename) == 4096
    monkeypatch.setenv("MMSTATS_FILES", "{CLASS}.x")
    monkeypatch.setenv("MMSTATS_GLOB", "/a/*")
    assert (mmstats.DEFAULT_FILENAME, mmstats.DEFAULT_GLOB) == ("{CLASS}.x", "/a/*")
    assert WebStats().filename == f"{folder}/WebStats.x"
    monkeypatch.delenv("MMSTATS_PATH")
    monkeypatch.setenv("TMPDIR", "/else")
    assert mmstats.defaults.DEFAULT_PATH == "/else"


def test_mode(folder: Path) -> None:
    old = os.umask(0o027)
    try:
        stats = WebStats()
    finally:
        os.umask(old)
    assert stat.S_IMODE(os.stat(stats.filename).st_mode) == 0o640


def test_names(folder: Path) -> None:
    (folder / "of-WebStats").mkdir()
    stats = WebStats(f"{folder}/of-{{CLASS}}", "{CMD}{{}}{PID:010d}", "a.")
    assert stats.filename == f"{folder}/of-WebStats/{COMMAND}{{}}{os.getpid():010d}"
    assert seen(stats.filename)["a.hits"] == 0
    absolute = WebStats(path="/nowhere", filename=f"{folder}/absolute")
    assert absolute.filename == f"{folder}/absolute"
    with pytest.raises(mmstats.Invalid, match="CLAS"):
        WebStats(filename="{CLAS}")
    with pytest.raises(FileNotFoundError):
        WebStats(path=folder / "none")


def test_importing() -> None:
    """All that programs for mmstats 0.8.0 import is there, and costs nobody else anything."""
    run(
        "import sys, mmstats\n"
        "assert not {'mmstats.models', 'mmstats.fields', 'mmstats.defaults'} & {*sys.modules}\n"
        "from mmstats import CounterField, DEFAULT_PATH\n"
        "from mmstats.models import BaseMmStats, FieldState, MmStats\n"
        "from mmstats.fields import DuplicateFieldName\n"
        "from mmstats.defaults import DEFAULT_GLOB, DEFAULT_FILENAME, DEFAULT_STRING_SIZE\n"
        "import mmstats.reader, mmstats.libgettid\n"
        "assert mmstats.MmStats is MmStats and mmstats.version == mmstats.__version__\n"
        "assert {'MmStats', 'CounterField', 'Writer'} <= {*dir(mmstats)}\n"
        "from mmstats import *\n"
        "assert not hasattr(mmstats, 'nothing')\n"
    )
    run("import mmstats; mmstats.fields.CounterField; mmstats.libgettid.gettid()")


def test_size_and_flush() -> None:
    fields = {f"field{n}": mmstats.StringField(size=2000) for n in range(5)}
    stats = type("Large", (mmstats.BaseMmStats,), fields)()
    assert stats.size == os.path.getsize(stats.filename) == 12288
    stats.flush()
    stats.flush(True)
    stats.flush(async_=True)


def test_threads_have_files_of_their_own() -> None:
    stats = WebStats()
    stats.hits.incr(5)
    stats.last = 1.0

    def work() -> Any:
        first = stats.hits.value, stats.last
        stats.hits.incr()
        stats.last = 2.0
        return first, stats.filename, gettid(), seen(stats.filename)

    first, filename, thread, found = elsewhere(work)
    assert first == (0, 0.0) and (found["hits"], found["last"]) == (1, 2.0)
    assert filename != stats.filename and found["sys.tid"] == thread != gettid()
    assert seen(filename) == found
    assert (stats.hits.value, stats.last) == (5, 1.0)


def test_attributes_of_subclasses_are_of_each_thread() -> None:
    class Stats(WebStats):
        def __init__(self, prefix: str) -> None:
            super().__init__(label_prefix=prefix)
            self.mine = [prefix]

    stats = Stats("p.")
    stats.mine.append("main")
    assert elsewhere(lambda: (stats.mine, stats.label_prefix)) == (["p."], "p.")
    assert stats.mine == ["p.", "main"]


def test_threads_share_a_file_without_their_id() -> None:
    stats = WebStats(filename="{CMD}-{PID}")

    def work() -> None:
        for _ in range(1000):
            stats.hits.incr()
            stats.mean.add(1)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert stats.hits.value == seen(stats.filename)["hits"] == 8000
    assert elsewhere(lambda: stats.filename) == stats.filename
    stats.remove()
    assert elsewhere(lambda: stats.hits.value) == 0


def test_who_is_removed_twice(folder: Path) -> None:
    stats = WebStats()
    hits, mean = stats.hits, stats.mean
    stats.remove()
    stats.remove()
    assert not list(folder.iterdir()) and stats.filename.startswith(str(folder))
    uses: list[Callable[[], object]] = [
        lambda: stats.hits,
        lambda: stats.last,
        lambda: setattr(stats, "last", 1.0),
        lambda: stats.page,
        lambda: stats.pid,
        lambda: stats.size,
        stats.flush,
        hits.incr,
        lambda: hits.value,
        lambda: setattr(hits, "value", 1),
        lambda: mean.add(1),
        lambda: stats.add_field("late", mmstats.IntField()),
    ]
    for use in uses:
        with pytest.raises(mmstats.Closed, match="was removed"):
            use()
    with pytest.raises(KeyError):
        hits.incr()
    assert repr(hits) == "<CounterField 'hits': removed>"
    assert WebStats().hits.value == 0


def test_threads_go_on_when_their_files_are_removed(folder: Path) -> None:
    stats = WebStats()
    other = WebStats(filename="other-{PID}-{TID}")
    (kept := folder / f"{COMMAND}-{os.getpid()}1-1.mmstats").touch()
    (folder / f"{COMMAND}-{os.getpid()}-1.mmstats").touch()
    ready, removed = threading.Event(), threading.Event()

    def work() -> Any:
        stats.hits.incr()
        ready.set()
        assert removed.wait(60)
        stats.hits.incr()
        return stats.hits.value

    counts: list[int] = []
    thread = threading.Thread(target=lambda: counts.append(work()))
    thread.start()
    assert ready.wait(60)
    stats.remove()
    removed.set()
    thread.join()
    assert counts == [2]
    assert {*folder.iterdir()} == {kept, Path(other.filename)}


@pytest.mark.parametrize("name", ["{CMD}-{PID}", "{TID}.x", "{PID}{TID}", "{TID}{PID}"])
def test_who_is_removed_alone(folder: Path, name: str) -> None:
    """Where names don't say which files are this process's."""
    stats = WebStats(filename=name)
    elsewhere(lambda: stats.hits.incr())
    here = Path(stats.filename)
    there = {*folder.iterdir()} - {here}
    stats.remove()
    assert {*folder.iterdir()} == there


def test_who_has_the_name_of_another() -> None:
    first = WebStats(filename="same")
    with pytest.warns(mmstats.WriterWarning, match="{CLASS}"):
        second = WebStats(filename="same")
    first.hits.incr(5)
    second.hits.incr()
    assert first.hits.value == 5 and seen(second.filename)["hits"] == 1
    first.remove()
    assert seen(second.filename)["hits"] == 1


def test_forked_children_have_files_of_their_own(folder: Path) -> None:
    stats = WebStats(label_prefix="p.")
    stats.hits.incr(5)
    stats.mean.add(5)
    stats.page = "/parent"
    hits, incr, parents = stats.hits, stats.hits.incr, stats.filename

    def work() -> Any:
        before = [*map(str, folder.iterdir())]
        incr()
        hits.incr()
        stats.mean.add(1)
        return before, stats.filename, os.getpid(), seen(stats.filename)

    before, filename, pid, found = in_child(work)
    assert before == [parents] and filename != parents
    assert (found["p.hits"], found["p.mean"], found["p.page"]) == (2, 1.0, "")
    assert found["p.sys.pid"] == found["p.sys.tid"] == pid
    assert seen(filename) == found
    found = seen(parents)
    assert (found["p.hits"], found["p.mean"], found["p.page"]) == (5, 5.0, "/parent")
    assert hits.value == 5 and stats.pid == os.getpid()


def test_a_child_that_uses_nothing_leaves_nothing(folder: Path) -> None:
    stats = WebStats()
    assert in_child(lambda: None) is None
    assert [*folder.iterdir()] == [Path(stats.filename)]


def test_a_child_removes_its_own_file(folder: Path) -> None:
    stats = WebStats()
    in_child(stats.remove)
    assert seen(stats.filename)["hits"] == 0

    def used() -> Any:
        stats.hits.incr()
        stats.remove()

    in_child(used)
    assert [*folder.iterdir()] == [Path(stats.filename)]


@pytest.mark.parametrize("format", [1, 2])
def test_a_child_whose_file_would_be_its_parents(format: int) -> None:
    model = type("Fixed", (WebStats,), {"format": format})
    stats = model(filename="fixed")
    stats.hits.incr(5)

    def work() -> Any:
        with pytest.warns(mmstats.WriterWarning, match="PID"):
            stats.hits.incr()
        stats.add_field("late", mmstats.CounterField())
        stats.late.incr(3)
        stats.flush()
        return stats.hits.value, stats.late.value

    assert in_child(work) == [1, 3]
    assert stats.hits.value == 5


def test_a_child_that_can_have_no_file(folder: Path) -> None:
    (folder / "sub").mkdir()
    stats = WebStats(path=folder / "sub")

    def work() -> Any:
        (folder / "sub").rename(folder / "gone")
        with pytest.warns(mmstats.WriterWarning, match="nobody sees"):
            stats.hits.incr()
        return stats.hits.value

    assert in_child(work) == 1


def test_grandchildren(folder: Path) -> None:
    stats = WebStats()
    stats.hits.incr()

    def work() -> Any:
        stats.hits.incr(10)
        return [stats.filename, in_child(lambda: [stats.hits.incr(100), stats.filename])[1]]

    child, grandchild = in_child(work)
    counts = [seen(path)["hits"] for path in (stats.filename, child, grandchild)]
    assert counts == [1, 10, 100]


def test_a_thread_that_forks() -> None:
    stats = WebStats()
    stats.hits.incr()

    def work() -> Any:
        stats.hits.incr(10)
        return in_child(lambda: [stats.hits.incr(100), stats.filename])[1], stats.filename

    child, thread = elsewhere(work)
    assert [seen(path)["hits"] for path in (stats.filename, thread, child)] == [1, 10, 100]


def test_a_child_of_threads_that_share_a_file() -> None:
    stats = WebStats(filename="{PID}")
    stats.hits.incr()

    def work() -> str:
        stats.hits.incr(100)
        elsewhere(lambda: stats.hits.incr(1000))
        return stats.filename

    child = elsewhere(lambda: in_child(work))
    assert [seen(path)["hits"] for path in (stats.filename, child)] == [1, 1100]


def test_removing_where_the_folder_has_gone(folder: Path) -> None:
    (folder / "sub").mkdir()
    stats = WebStats(path=folder / "sub")
    (folder / "sub").rename(folder / "gone")
    stats.remove()
    assert (folder / "gone" / Path(stats.filename).name).exists()


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


def test_a_thread_that_ends_gives_back_what_it_had() -> None:
    class Stats(WebStats):
        timer = mmstats.TimerField()

    stats = Stats()

    def work() -> None:
        stats.hits.incr()
        with stats.timer:
            stats.mean.add(1)

    def descriptors() -> int:
        return len(os.listdir("/proc/self/fd"))

    gc.collect()
    before = descriptors()
    gc.disable()
    try:
        for _ in range(20):
            elsewhere(work)
        assert descriptors() == before
    finally:
        gc.enable()
