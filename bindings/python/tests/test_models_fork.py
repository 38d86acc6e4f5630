"""Models in forked children."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

import mmstats
from models import WebStats, elsewhere, in_child, seen


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
