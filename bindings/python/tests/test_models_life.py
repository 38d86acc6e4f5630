"""Models: files, their names, threads, and what is removed."""

from __future__ import annotations

import gc
import os
import stat
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import mmstats
from mmstats.libgettid import gettid
from models import WebStats, elsewhere, seen
from support import run

COMMAND = os.path.basename(sys.argv[0])


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


def test_removing_where_the_folder_has_gone(folder: Path) -> None:
    (folder / "sub").mkdir()
    stats = WebStats(path=folder / "sub")
    (folder / "sub").rename(folder / "gone")
    stats.remove()
    assert (folder / "gone" / Path(stats.filename).name).exists()


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


@pytest.mark.parametrize("format_of_files", [1, 2])
def test_a_model_that_can_not_be_made_leaves_no_file(folder: Path, format_of_files: int) -> None:
    def found() -> int:
        raise ArithmeticError("nothing to find")

    class Stats(WebStats):
        format = format_of_files
        found_at_the_start = mmstats.StaticUIntField(value=found)

    with pytest.raises(ArithmeticError, match="nothing to find"):
        Stats()
    assert not [*folder.iterdir()]
