"""What a look at an application found, kept: objects that are made once somebody asks for them."""

from __future__ import annotations

import os
import pickle
import shutil
import threading
from pathlib import Path

import pytest

import mmstats
from mmstats import EACH, Aggregate, Application, Liveness, Totals, Writer
from mmstats.application import ProblemKind
from mmstats.reader import Histogram, Window


def application(folder: Path, *, keep_each: bool = False) -> Application:
    return Application("web", folder / "*.mmstats", keep_each=keep_each)


def test_names_are_made_once(folder: Path) -> None:
    """And anew where there is something new, or what there was is something else."""
    stats = Writer("web", filename="a.mmstats")
    hits = stats.counter("hits", labels=["k"])
    hits["a"].inc()
    web = application(folder)
    first = web.look()
    hits["a"].inc()
    second = web.look()
    assert second.families is first.families
    assert (first.find("hits", {"k": "a"}).value, second.find("hits", {"k": "a"}).value) == (1, 2)
    hits["b"].add(5)
    third = web.look()
    assert third.families is not second.families
    assert [(one.labels["k"], one.value) for one in third["hits"] if not one.overflow] == [
        ("a", 2), ("b", 5),
    ]  # fmt: skip
    assert [one.labels["k"] for one in second["hits"] if not one.overflow] == ["a"]
    # Help is that of the file created last.
    other = Writer("web", filename="b.mmstats")
    other.counter("hits", labels=["k"], help="How many.")
    assert web.look().family("hits").help == "How many."
    assert third.family("hits").help == ""


def work(stats: Writer, n: int) -> None:
    """Values of each kind, of which another number has others."""
    stats.counter("requests").add(n)
    stats.counter_f64("seconds").add(n / 2)
    stats.gauge("level", aggregate=Aggregate.LAST).set(-n)
    stats.gauge("queue", aggregate=Aggregate.EACH).set(n)
    stats.text("page", aggregate=Aggregate.LAST).set(f"page {n}")
    stats.histogram("sizes").observe(n)
    stats.window("lately", duration=10**10).observe(n)


def check(totals: Totals, folder: Path) -> None:
    """They say what there was after `work` with 1 and 2."""
    assert totals.find("requests").value == 3
    assert totals.find("seconds").value == 1.5
    assert totals.find("level").value == -2
    queue = totals.find("queue")
    assert queue.value is EACH
    paths = [folder / "1.mmstats", folder / "2.mmstats"]
    assert [(file.path, value) for file, value in queue.each] == [(paths[0], 1), (paths[1], 2)]
    assert totals.find("page").value == "page 2"
    sizes, lately = totals.find("sizes").value, totals.find("lately").value
    assert isinstance(sizes, Histogram) and isinstance(lately, Window)
    assert (sizes.count, sizes.sum, sizes.min, sizes.max) == (2, 3, 1, 2)
    assert [count for _, count in sizes.buckets] == [1, 1]
    assert (lately.last().sum, lately.taken) == (3, totals.taken)
    assert [file.path for file in totals.files] == paths
    assert {file.writer for file in totals.files} == {Liveness.ALIVE}
    [problem] = totals.problems
    assert (problem.kind, problem.path) == (ProblemKind.UNREAD, folder / "cut.mmstats")
    assert len([*totals]) == len(totals) == 7
    assert dict(zip((one.name for one in totals), totals))["page"].value == "page 2"


@pytest.mark.parametrize("asked_before", [False, True])
@pytest.mark.parametrize("keep_each", [False, True])
def test_totals_stay_what_they_were(folder: Path, asked_before: bool, keep_each: bool) -> None:
    """Whatever is looked at later, and without their application."""
    writers = [Writer("web", filename=f"{n}.mmstats") for n in (1, 2)]
    for n, stats in enumerate(writers, 1):
        work(stats, n)
    (folder / "cut.mmstats").write_bytes((folder / "1.mmstats").read_bytes()[:-100])
    web = application(folder, keep_each=keep_each)
    totals = web.look()
    if asked_before:
        check(totals, folder)
    for stats in writers:
        work(stats, 100)
        stats.counter("more").inc()
    (folder / "cut.mmstats").unlink()
    writers[0].close()
    later = web.look()
    (folder / "1.mmstats").unlink()
    web.look()
    web.close()
    del web
    check(totals, folder)
    assert later.find("requests").value == 203
    assert later.problems == ()
    assert [file.writer for file in later.files] == [Liveness.DEAD, Liveness.ALIVE]
    since = later.since(totals)
    assert since.find("requests").delta == 200
    assert since.find("more").new and since.find("more").delta == 2
    assert since.find("sizes").percentile(50) == pytest.approx(100, rel=0.05)
    # The other way around no time has passed.
    assert totals.since(later).find("requests").rate is None
    check(totals, folder)


def test_files_stay_open_or_not(folder: Path) -> None:
    stats = Writer("web", filename="a.mmstats")
    stats.counter("requests").add(2)

    def descriptors() -> list[str]:
        links = (Path("/proc/self/fd", name) for name in os.listdir("/proc/self/fd"))
        found = (os.readlink(link) for link in links if link.is_symlink())
        return sorted(target for target in found if target.startswith(str(folder)))

    before = descriptors()
    for keep in (False, True):
        with Application("web", folder / "*.mmstats", keep_open=keep) as web:
            for _ in range(2):
                assert web.look().find("requests").value == 2
                assert (descriptors() != before) == keep
        assert descriptors() == before


def test_totals_of_several_applications(folder: Path) -> None:
    """What happened is told of looks, whoever made them."""
    stats = Writer("web", filename="a.mmstats")
    stats.counter("requests").add(2)
    before = application(folder).look()
    stats.counter("requests").add(3)
    since = application(folder).look().since(before)
    assert (since.find("requests").delta, since.gone, since.returned) == (3, 0, 0)


@pytest.mark.parametrize(
    ("made", "value"), [("counter", 3), ("counter_f64", 1.5), ("gauge", -2), ("gauge_f64", -0.5)]
)
def test_numbers_alone_and_among_others(folder: Path, made: str, value: float) -> None:
    stats = Writer("web", filename="a.mmstats")
    handle = getattr(stats, made)("one", aggregate=Aggregate.SUM)
    handle.add(value)
    web = application(folder)
    alone = [one.value for one in web.look()]
    assert alone == [value] and type(alone[0]) is type(value)
    stats.text("page", aggregate=Aggregate.LAST).set("/")
    stats.gauge_bool("up", aggregate=Aggregate.LAST).set(True)
    stats.struct("never", [("n", "u64")], aggregate=Aggregate.LAST)
    assert [one.value for one in web.look()] == [value, "/", True, None]


def test_histograms_are_values(folder: Path) -> None:
    """Whether anybody has asked for their buckets or not."""
    stats = Writer("web", filename="a.mmstats")
    stats.histogram("sizes").observe(7)
    stats.histogram("empty")
    web = application(folder)

    def sizes() -> Histogram:
        found = web.look().find("sizes").value
        assert isinstance(found, Histogram)
        return found

    asked = sizes()
    [(index, count)] = asked.buckets
    assert count == 1 and asked.bounds(index)[0] < 7 <= asked.bounds(index)[1]
    assert asked.buckets is asked.buckets
    assert sizes() == asked and hash(sizes()) == hash(asked)
    assert pickle.loads(pickle.dumps(sizes())) == pickle.loads(pickle.dumps(asked)) == asked
    assert repr(sizes()) == repr(asked)
    assert sizes().percentile(50) == 7
    empty = web.look().find("empty").value
    assert isinstance(empty, Histogram) and empty.buckets == () and empty.percentile(50) is None
    with pytest.raises(AttributeError, match="other"):
        asked.other  # type: ignore[attr-defined]


def test_threads_ask_the_same_totals(folder: Path) -> None:
    writers = [Writer("web", filename=f"{n}.mmstats") for n in (1, 2)]
    for n, stats in enumerate(writers, 1):
        work(stats, n)
    (folder / "cut.mmstats").write_bytes((folder / "1.mmstats").read_bytes()[:-100])
    web = application(folder)
    wrong: list[BaseException] = []
    for _ in range(20):
        totals, begin = web.look(), threading.Barrier(4)

        def ask() -> None:
            try:
                begin.wait()
                check(totals, folder)
            except BaseException as error:
                wrong.append(error)

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []


@pytest.mark.parametrize("content", [b"", b"garbage", bytes(4096), b"\2" + b"garbage" * 1000])
def test_a_file_that_says_nothing_is_named_as_the_applications(
    folder: Path, content: bytes
) -> None:
    """What has no valid header doesn't say whose it is, so its name does."""
    stats = Writer("web", filename="web-1-1.mmstats")
    stats.counter("requests").add(3)
    for name in ("web-123-1.mmstats", "other-123-1.mmstats"):
        (folder / name).write_bytes(content)
    shutil.copy(folder / "web-123-1.mmstats", folder / "webs-1-1.mmstats")
    totals = application(folder).look()
    assert totals.find("requests").value == 3
    [problem] = totals.problems
    assert (problem.kind, problem.path) == (ProblemKind.UNREAD, folder / "web-123-1.mmstats")
    assert problem.cause is not None and not problem.counted
    assert "web-123-1.mmstats" in problem.text
