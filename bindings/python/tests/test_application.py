"""Applications: the files of many processes, seen as one, and folded."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import mmstats
from mmstats import EACH, Aggregate, Application, FoldResult, Liveness, Writer
from mmstats.application import ProblemKind, Totals
from mmstats.reader import Histogram, Struct, Window

WORKERS = 4


class Worker:
    """A forked child that writes, and waits for its end, or that of this process."""

    def __init__(self, work: Callable[[], object]) -> None:
        ready, told = os.pipe()
        ended, self.end = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            os.close(self.end)
            with contextlib.suppress(BaseException):
                kept = work()
                os.write(told, b"!")
                os.read(ended, 1)
                del kept
            os._exit(1)
        os.close(told)
        os.close(ended)
        try:
            assert os.read(ready, 1) == b"!"
        finally:
            os.close(ready)

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.end)


@contextlib.contextmanager
def workers(*works: Callable[[], object]) -> Iterator[list[Worker]]:
    """Workers that are killed in the end, if they weren't before."""
    started: list[Worker] = []
    try:
        for work in works:
            started.append(Worker(work))
        yield started
    finally:
        for worker in started:
            with contextlib.suppress(OSError):
                worker.kill()


def serve(n: int) -> object:
    """What one worker does, in a file of format 2."""
    stats = Writer("web", filename=f"{n}.mmstats")
    requests = stats.counter("requests", labels=["code"])
    requests["200"].add(10 * n)
    requests["404"].add(n)
    sizes = stats.histogram("sizes")
    for size in range(100):
        sizes.observe(size * n)
    stats.gauge("temperature", aggregate=Aggregate.MAX).set(n)
    stats.gauge("queue", aggregate=Aggregate.EACH).set(-n)
    stats.gauge_bool("serving", aggregate=Aggregate.SUM).set(True)
    stats.window("lately", duration=10**10, slots=7).observe(n)
    parts = [("done", "u64"), ("load", "f64")]
    stats.struct("work", parts, aggregate=Aggregate.SUM).publish(n, 0.5)
    stats.text("page", aggregate=Aggregate.LAST).set("/news")
    return stats


def serve_v1(n: int) -> object:
    """The same in format 1, as far as it goes."""
    stats = mmstats.v1.Writer("web", filename=f"web-{n}.mmstats")
    requests, load = stats.counter("requests.v1"), stats.f64("load.v1")
    stats.create_file()
    requests.add(n)
    load.value = n / 2
    return stats


def application(folder: Path, *, keep_each: bool = False) -> Application:
    return Application("web", folder / "*.mmstats", keep_each=keep_each)


def all_workers() -> list[Callable[[], object]]:
    numbers = range(1, WORKERS + 1)
    return [lambda n=n: serve(n) for n in numbers] + [lambda n=n: serve_v1(n) for n in numbers]


TOTAL = sum(range(1, WORKERS + 1))


def test_forked_workers_are_one(folder: Path) -> None:
    with application(folder) as web, workers(*all_workers()):
        totals = web.look()
        assert totals is web.totals
        assert totals.problems == ()
        assert [file.format for file in totals.files] == [2] * WORKERS + [1] * WORKERS
        assert {file.writer for file in totals.files} == {Liveness.ALIVE}
        assert totals.find("requests", {"code": "200"}).value == 10 * TOTAL
        assert totals.find("requests", {"code": "404"}).value == TOTAL
        assert totals.find("temperature").value == WORKERS
        assert totals.find("serving").value == WORKERS
        assert totals.find("page").value == "/news"
        assert totals.find("requests.v1").value == TOTAL
        work = totals.find("work").value
        assert isinstance(work, Struct)
        assert work["done"] == TOTAL and work["load"] == 0.5 * WORKERS


def test_each_file_has_its_own(folder: Path) -> None:
    with application(folder) as web, workers(*all_workers()) as started:
        totals = web.look()
        queue, load = totals.find("queue"), totals.find("load.v1")
        assert queue.value is EACH and load.value is EACH
        assert repr(queue.value) == "mmstats.EACH"
        assert [value for _, value in queue.each] == [-n for n in range(1, WORKERS + 1)]
        assert [file.path for file, _ in queue.each] == [
            folder / f"{n}.mmstats" for n in range(1, WORKERS + 1)
        ]
        assert [file.pid for file, _ in queue.each] == [one.pid for one in started[:WORKERS]]
        assert [value for _, value in load.each] == [n / 2 for n in range(1, WORKERS + 1)]
        for file, _ in queue.each:
            found = mmstats.open(file.path)
            assert isinstance(found, mmstats.Reader)
            assert file.id == found.snapshot.info.file_id
            assert file.created == found.snapshot.info.created
        assert {file.id for file, _ in load.each} == {None}
        # Of what adds up each file's is kept where that was asked for.
        assert totals.find("temperature").each == ()
    with application(folder, keep_each=True) as web:
        each = web.look().find("temperature").each
        assert [value for _, value in each] == list(range(1, WORKERS + 1))


def test_histograms_and_windows(folder: Path) -> None:
    with application(folder) as web, workers(*all_workers()):
        totals = web.look()
        sizes, lately = totals.find("sizes").value, totals.find("lately").value
        assert isinstance(sizes, Histogram) and isinstance(lately, Window)
        assert sizes.count == 100 * WORKERS and sizes.max == 99 * WORKERS
        assert sizes.scale and sizes.size
        [index] = [i for i, series in enumerate(totals) if series.name == "sizes"]
        since = web.since(Application("web", folder / "none").totals)
        asked = list(since)[index].percentile(99)
        percentile = sizes.percentile(99)
        assert asked is not None and percentile == pytest.approx(asked, rel=0.05)
        # The last 60 seconds.
        last = lately.last()
        assert (last.count, last.sum, last.max) == (WORKERS, TOTAL, WORKERS)
        assert 0 < last.covered < 60
        assert last.rate == pytest.approx(WORKERS / last.covered)
        # Once they are over.
        assert lately.last(lately.taken + 10**11).count == 0


def test_windows_of_several_durations(folder: Path) -> None:
    for duration in (10**10, 10**9):
        stats = Writer("web", filename=f"{duration}.mmstats")
        stats.window("lately", duration=duration).observe(1)
    totals = application(folder).look()
    windows = totals.find("lately").value
    assert isinstance(windows, tuple)
    assert [one.duration for one in windows if isinstance(one, Window)] == [10**9, 10**10]
    [problem] = totals.problems
    assert problem.kind is ProblemKind.DURATIONS
    assert problem.path is None and "lately" in str(problem) == problem.text


def test_rates_between_looks(folder: Path) -> None:
    stats = [Writer("web", filename=f"{n}.mmstats") for n in range(3)]
    for one in stats:
        one.counter("requests").add(100)
        one.counter_f64("seconds").add(0.5)
        one.histogram("sizes").observe(1)
        one.gauge("queue").set(7)
    web = application(folder)
    before = web.look()
    for one in stats:
        one.counter("requests").add(5)
        one.counter_f64("seconds").add(0.25)
        one.histogram("sizes").observe(1000)
    stats[0].counter("new").inc()
    after = web.look()
    since = web.since(before)
    assert len(since) == len(after) == len([*since])
    assert since.elapsed == pytest.approx((after.taken - before.taken) / 1e9)
    assert since.find("requests").delta == 15
    rate = since.find("requests").rate
    assert rate is not None and rate == pytest.approx(15 / since.elapsed)
    assert since.find("seconds").delta == 0.75
    sizes = since.find("sizes")
    assert sizes.delta == 3 and sizes.percentile(1) == pytest.approx(1000, rel=0.05)
    assert (since.find("queue").delta, since.find("queue").rate) == (None, None)
    assert since.find("new").new and since.find("new").delta == 1
    assert not since.find("requests").new
    assert (since.gone, since.returned) == (0, 0)
    with pytest.raises(mmstats.WrongType):
        since.find("queue").percentile(50)
    with pytest.raises(mmstats.NotFound):
        since.find("none")
    # What it says is about these two looks, whatever comes then.
    stats[0].histogram("sizes").observe(7)
    web.look()
    web.close()
    assert since.find("requests").delta == 15
    assert sizes.percentile(1) == pytest.approx(1000, rel=0.05)
    assert after.since(before).find("requests").delta == 15
    # The same look twice.
    nothing = after.since(after).find("requests")
    assert (nothing.delta, nothing.rate) == (0, None)


def test_files_that_go_take_nothing_from_rates(folder: Path) -> None:
    stats = [Writer("web", filename=f"{n}.mmstats") for n in range(3)]
    for one in stats:
        one.counter("requests").add(100)
    sums, each = application(folder), application(folder, keep_each=True)
    before, before_each = sums.look(), each.look()
    stats[0].close()
    (folder / "0.mmstats").unlink()
    stats[1].counter("requests").add(5)
    assert sums.look().find("requests").value == 205
    each.look()
    since = sums.since(before)
    assert since.gone == 1
    # By totals alone nobody can say how much the others grew.
    assert since.find("requests").delta == 0
    assert each.since(before_each).find("requests").delta == 5


def test_problems_stand_beside_values(folder: Path) -> None:
    stats = Writer("web", filename="a.mmstats")
    stats.counter("requests").add(3)
    shutil.copy(folder / "a.mmstats", folder / "copy.mmstats")
    (folder / "cut.mmstats").write_bytes((folder / "a.mmstats").read_bytes()[:-100])
    totals = application(folder).look()
    assert totals.find("requests").value == 3
    problems = {problem.path: problem for problem in totals.problems}
    cut, twice = problems[folder / "cut.mmstats"], problems[folder / "copy.mmstats"]
    assert (cut.kind, cut.cause) == (ProblemKind.UNREAD, mmstats.Cause.CORRUPT)
    assert (twice.kind, twice.cause) == (ProblemKind.TWICE, None)
    assert "cut.mmstats" in str(cut)
    assert not any(problem.counted for problem in totals.problems)


def test_dead_and_alive(folder: Path) -> None:
    with application(folder) as web, workers(*all_workers()) as started:
        before = web.look()
        started[0].kill()
        totals = web.look()
        lives = {file.path.name: file.writer for file in totals.files}
        assert lives.pop("1.mmstats") is Liveness.DEAD
        assert set(lives.values()) == {Liveness.ALIVE}
        assert totals.find("requests", {"code": "200"}).value == 10 * TOTAL
        assert before.files[0].writer is Liveness.ALIVE


def counted(totals: Totals) -> tuple[object, ...]:
    sizes = totals.find("sizes").value
    assert isinstance(sizes, Histogram)
    codes = [totals.find("requests", {"code": code}).value for code in ("200", "404")]
    return (*codes, sizes.count, sizes.sum, totals.find("requests.v1").value)


def test_folding_keeps_totals(folder: Path) -> None:
    """F2-FOLD: what killed workers counted stays, once, and their files go."""
    with application(folder) as web, workers(*all_workers()) as started:
        before = counted(web.look())
        for one in started[:2]:
            one.kill()
        plan = mmstats.fold(folder, "web", keep_newest=0, dry_run=True)
        done = mmstats.fold(folder, "web", keep_newest=0)
        results = {one.path.name: one.result for one in done}
        assert {one.path.name: one.result for one in plan} == results
        assert results["1.mmstats"] is results["2.mmstats"] is FoldResult.FOLDED
        assert results["3.mmstats"] is FoldResult.ALIVE
        assert not (folder / "1.mmstats").exists() and (folder / "3.mmstats").exists()
        kept = {one.path.name: one for one in done}["3.mmstats"]
        assert str(started[2].pid) in kept.text and kept.cause is None
        assert counted(web.look()) == before
        # Who looks for the first time sees the same.
        assert counted(application(folder).look()) == before
        assert all(one.result is not FoldResult.FOLDED for one in mmstats.fold(folder))


def test_folding_leaves_what_it_is_asked_to(folder: Path) -> None:
    for n in range(6):
        with Writer("web", filename=f"{n}.mmstats", fold=False) as stats:
            stats.counter("requests").add(n)
    newest = mmstats.fold(folder)
    assert {one.result for one in newest} == {FoldResult.NEWEST}
    other = mmstats.fold(folder, "other", keep_newest=0)
    assert FoldResult.FOLDED not in {one.result for one in other}
    some = mmstats.fold(folder, "web", keep_newest=0, limit=2)
    assert [one.result for one in some].count(FoldResult.FOLDED) == 2
    assert application(folder).look().find("requests").value == sum(range(6))


def test_a_writer_folds_what_others_left(folder: Path) -> None:
    many = 20
    for n in range(many):
        with Writer("web", fold=False, filename=f"{n}.mmstats") as stats:
            stats.counter("requests").add(n)
    Writer("web", fold=False, filename="leaves.mmstats").close()
    assert len(list(folder.glob("[0-9]*.mmstats"))) == many
    last = Writer("web", filename="folds.mmstats")
    assert len(list(folder.glob("[0-9]*.mmstats"))) < many
    assert application(folder).look().find("requests").value == sum(range(many))
    last.close()


def test_what_makes_no_sense(folder: Path) -> None:
    with pytest.raises(mmstats.NotFound) as raised:
        mmstats.fold(folder / "none")
    assert raised.value.errno == errno.ENOENT
    for wrong in ({"keep_newest": -1}, {"keep_newest": 2**32}, {"limit": 0}, {"limit": 2**64}):
        with pytest.raises(mmstats.Invalid):
            mmstats.fold(folder, **wrong)  # type: ignore[arg-type]
    with pytest.raises(mmstats.Invalid):
        Application("web", "a\0b").look()


def test_the_default_patterns_and_several(folder: Path) -> None:
    stats = Writer("web", filename="a.mmstats")
    stats.counter("requests").inc()
    assert Application("web").look().find("requests").value == 1
    assert Application("web", [str(folder / "a*"), folder / "b*"]).look().files[0].pid == os.getpid()
    assert Application("other").look().files == ()
    assert Application("web").totals.taken == 0


def test_closed(folder: Path) -> None:
    web = application(folder)
    totals = web.look()
    web.close()
    web.close()
    for use in (web.look, lambda: web.since(totals)):
        with pytest.raises(mmstats.Closed, match="this application was closed"):
            use()
    assert web.totals is totals and len(totals) == 0


def test_threads_look_at_one_application(folder: Path) -> None:
    stats = Writer("web", filename="a.mmstats")
    requests = stats.counter("requests")
    web = application(folder)
    wrong: list[object] = []

    def look() -> None:
        seen = 0
        for _ in range(200):
            requests.inc()
            totals = web.look()
            value = totals.find("requests").value
            web.since(totals)
            if not isinstance(value, int) or value < seen:
                wrong.append(value)
            else:
                seen = value

    threads = [threading.Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert web.look().find("requests").value == 600


def test_a_child_looks_at_an_application_of_its_parent(folder: Path) -> None:
    stats = Writer("web", filename="a.mmstats")
    stats.counter("requests").add(2)
    web = application(folder)
    before = web.look()

    def look() -> None:
        assert web.look().find("requests").value == 2
        assert web.since(before).find("requests").delta == 0

    with workers(look):
        pass
