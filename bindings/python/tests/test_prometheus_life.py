"""What happens to prometheus_client's metrics in the life of a service: workers that come and go,
are killed, and have process ids again."""

from __future__ import annotations

from pathlib import Path

import mmstats
from mmstats import Liveness
from prometheus_programs import ours
from support import python

HITS = """
hits = prometheus.Counter("hits", "Answers.", ["code"])
latency = prometheus.Histogram("latency", "Takes.")
busy = prometheus.Gauge("busy", "Now.", multiprocess_mode="livesum")
each = prometheus.Gauge("each", "Now.", multiprocess_mode="liveall")

def work(n=1):
    hits.labels("200").inc(n)
    latency.observe(n)
    busy.set(n)
    each.set(n)
"""


def test_killed_while_it_makes_its_file(folder: Path) -> None:
    """No scrape fails, and none loses what others counted, whenever a worker is killed."""
    ours(
        HITS
        + """
work(1000)
def killed_after(turns):
    pid = os.fork()
    if not pid:
        while True:
            work()
    for _ in range(turns):
        pass
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)

last = 0
for turn in range(150):
    killed_after(turn * 400)
    found = total("hits_total")
    assert found >= max(last, 1000), (turn, found, last)
    last = found
    assert samples("busy") == {(): 1000}
    assert [*samples("each").values()] == [1000]
assert "mmstats_problems" not in scrape()
"""
    )


def test_a_file_that_is_none(folder: Path) -> None:
    """It is told of where it may be one of this application, and spoils nothing else."""
    ours(
        HITS
        + """
work(3)
folder = os.environ["MMSTATS_PATH"]
for name, content in ("web-1.mmstats", b""), ("other.mmstats", b"\\2MMSTATS"):
    with open(os.path.join(folder, name), "wb") as file:
        file.write(content)
assert total("hits_total") == 3
[(labels, problems)] = samples("mmstats_problems").items()
assert labels == (("kind", "unread"),) and problems >= 1
os.remove(os.path.join(folder, "web-1.mmstats"))
os.remove(os.path.join(folder, "other.mmstats"))
assert "mmstats_problems" not in scrape()
"""
    )


def test_metrics_that_are_none() -> None:
    """Whoever wrote them: they are counted, and all else is shown."""
    ours(
        HITS
        + """
work(3)
other = mmstats.Writer("web", filename="other.mmstats")
about = {"unit": "{prometheus:histogram}"}
buckets = other.counter_f64("took_bucket", labels=["le"], limit=1, **about)
buckets["none"].add(1)
buckets["2"].add(1)
other.counter_f64("_total", unit="{prometheus:counter}").add(1)
other.counter("misses_total", unit="{prometheus:nothing}").add(1)
assert total("hits_total") == 3 and total("latency_count") == 1
assert samples("mmstats_problems") == {(("kind", "metrics"),): 3}
assert "took" not in scrape() and "misses" not in scrape()
"""
    )


def test_a_folder_that_has_gone(folder: Path) -> None:
    ours(
        HITS
        + """
import shutil
work(3)
shutil.rmtree(os.environ["MMSTATS_PATH"])
assert "hits_total" not in scrape()
os.mkdir(os.environ["MMSTATS_PATH"])
"""
    )


def test_thousands_of_dead_workers(folder: Path) -> None:
    """Looks fold what dead workers left: each has fewer files than the one before, until the
    newest and one accumulator are left, and the totals are the same all the time."""
    ours(
        """
from mmstats.prometheus.collector import FOLD_AT_MOST, FOLD_FROM
from mmstats.prometheus.values import Values
folder, workers = os.environ["MMSTATS_PATH"], 5000
for n in range(workers):
    with mmstats.Writer("web", filename=f"{n}.mmstats", fold=False) as writer:
        make = Values(writer)
        make("counter", "hits", "hits_total", ("code",), ("200",)).inc(2)
        if n % 100 == 0:
            make("gauge", "busy", "busy", (), (), "", "livesum").set(1)

def files():
    return len(os.listdir(folder))

while (before := files()) > FOLD_FROM:
    assert total("hits_total") == 2 * workers
    assert FOLD_AT_MOST / 2 <= before - files() or files() <= FOLD_FROM, (before, files())
print(files())
assert total("hits_total") == 2 * workers
assert not samples("busy")
"""
    )
    accumulators = [path for path in folder.iterdir() if "~total-" in path.name]
    assert len(accumulators) == 1
    assert len([*folder.iterdir()]) <= 10


def test_dead_workers_stay_where_folding_is_off(folder: Path) -> None:
    script = """
from mmstats.prometheus.collector import FOLD_FROM
workers = [Worker(work) for n in range(FOLD_FROM + 2)]
for worker in workers:
    worker.kill()
os.environ.update(MMSTATS_FOLD="0")
found = total("hits_total"), total("hits_total")
assert found == (FOLD_FROM + 2,) * 2
assert len(os.listdir(os.environ["MMSTATS_PATH"])) == FOLD_FROM + 3
del os.environ["MMSTATS_FOLD"]
found = total("hits_total"), total("hits_total")
assert found == (FOLD_FROM + 2,) * 2
assert len(os.listdir(os.environ["MMSTATS_PATH"])) < FOLD_FROM
"""
    ours(HITS + script)


def test_live_gauges_need_no_hook() -> None:
    """Nobody calls mark_process_dead."""
    ours(
        HITS
        + """
one, two = Worker(lambda: work(1)), Worker(lambda: work(2))

def by_pid():
    return {int(dict(labels)["pid"]): value for labels, value in samples("each").items()}

assert samples("busy") == {(): 3}
assert by_pid() == {os.getpid(): 0, one.pid: 1, two.pid: 2}
one.kill()
assert samples("busy") == {(): 2}
assert by_pid() == {os.getpid(): 0, two.pid: 2}
two.kill()
assert samples("busy") == {(): 0}
assert by_pid() == {os.getpid(): 0}
assert total("hits_total") == 3
"""
    )


AGAIN = """
import mmstats
from mmstats.prometheus.values import Values

def writer(name, pid, start, created, level):
    '''A file that says it is of that process.'''
    like = mmstats.Reader(stats.path).snapshot.info
    same = like.created_boot, pid, start, like.pid_namespace, like.uid, like.boot_id
    identity = mmstats.Identity(created, *same, os.urandom(16))
    made = mmstats.Writer("web", filename=name, identity=identity, fold=False)
    make = Values(made)
    make("gauge", "all", "all", (), (), "", "all").set(level)
    make("gauge", "live", "live", (), (), "", "livesum").set(level)
    make("gauge", "liveall", "liveall", (), (), "", "liveall").set(level)
    make("counter", "hits", "hits_total", (), ()).inc(level)
    return made
"""


def test_a_process_id_comes_again(folder: Path) -> None:
    """The dead worker's file has the id of a process that lives. It is dead all the same, and the
    later file alone has the label."""
    ours(
        AGAIN
        + """
now = mmstats.Reader(stats.path).snapshot.info.created
Worker(lambda: globals().update(kept=writer("dead.mmstats", os.getppid(), 1, now - 5, 1))).kill()
pid = ("pid", str(os.getpid())),
assert samples("all") == {pid: 1}
assert not samples("live") and not samples("liveall")
own = writer("own.mmstats", os.getpid(), 2, now, 4)
assert samples("all") == samples("liveall") == {pid: 4}
assert samples("live") == {(): 4}
# What both counted is there, whoever they are.
assert samples("hits_total") == {(): 5}
"""
    )
    found = {file.path.name: file.writer for file in mmstats.Application("web").look().files}
    assert found["dead.mmstats"] is Liveness.DEAD


def test_two_living_processes_of_one_id(folder: Path) -> None:
    """Each in a pid namespace of its own: both are shown."""
    ours(
        AGAIN
        + """
now = mmstats.Reader(stats.path).snapshot.info.created
files = [writer("a.mmstats", 1, 7, now, 1), writer("b.mmstats", 1, 8, now + 1, 2)]
ids = [mmstats.Reader(file.path).snapshot.info.file_id for file in files]
assert samples("all") == {(("pid", "1"),): 2, (("pid", "1-" + ids[0].hex()[:8]),): 1}
assert samples("live") == {(): 3}
"""
    )


def test_mostrecent_is_by_time() -> None:
    """Not by which worker is newer, nor by which lives."""
    ours(
        """
last = prometheus.Gauge("last", "", ["x"], multiprocess_mode="mostrecent")
live = prometheus.Gauge("live", "", multiprocess_mode="livemostrecent")

def set_last(n):
    last.labels("a").set(n)
    live.set(n)

older, newer = Worker(lambda: set_last(1)), Worker(lambda: set_last(2))
assert [*samples("last").values()] == [*samples("live").values()] == [2]
set_last(3)
assert [*samples("last").values()] == [*samples("live").values()] == [3]
third = Worker(lambda: set_last(4))
third.kill()
assert [*samples("last").values()] == [4] and [*samples("live").values()] == [3]
older.kill(), newer.kill()
"""
    )


def test_versions_of_a_program(folder: Path) -> None:
    """A metric that is of another type now is shown as one of them; one that has other labels with
    both. Nothing is there twice."""
    ours("prometheus.Summary('took', 'Old.').observe(2)")
    ours("prometheus.Counter('hits', 'Old.').inc(2)")
    ours("prometheus.Gauge('level', 'Old.', multiprocess_mode='mostrecent').set(2)")
    ours(
        """
prometheus.Histogram("took", "New.").observe(2)
prometheus.Counter("hits", "New.", ["code"]).labels("200").inc(3)
prometheus.Gauge("level", "New.", multiprocess_mode="max").set(3)
assert samples("hits_total") == {(): 2, (("code", "200"),): 3}
assert len(samples("level")) == 1
text = scrape()
assert text.count("# TYPE took ") == 1 and text.count("# HELP hits_total ") == 1
assert samples("mmstats_problems")[("kind", "metrics"),] >= 1
"""
    )


def test_scraped_by_a_thread_while_others_fork() -> None:
    """A child that was forked while another thread was looking looks anew."""
    ours(
        HITS
        + """
import threading, warnings
warnings.simplefilter("ignore", DeprecationWarning)  # of forks with threads
work()
done = threading.Event()

def scrape_on():
    while not done.is_set():
        assert total("hits_total") >= 1

thread = threading.Thread(target=scrape_on)
thread.start()

def look():
    assert total("hits_total") >= 1

workers = [Worker(look) for _ in range(40)]
done.set()
thread.join()
for worker in workers:
    worker.kill()
"""
    )


def test_spawned_workers(folder: Path) -> None:
    """Each installs it, as a module does that both import."""
    program = folder / "program.py"
    program.write_text(
        """
import multiprocessing, os
import mmstats.prometheus, prometheus_client
mmstats.prometheus.install("web")
hits = prometheus_client.Counter("hits", "Answers.")

def work(n):
    hits.inc(n)

if __name__ == "__main__":
    for method in "fork", "spawn", "forkserver":
        context = multiprocessing.get_context(method)
        workers = [context.Process(target=work, args=(n,)) for n in (1, 2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
            assert worker.exitcode == 0
    registry = prometheus_client.CollectorRegistry()
    mmstats.prometheus.MmstatsCollector(registry)
    print(registry.get_sample_value("hits_total"))
"""
    )
    done = python(program)
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "9.0\n"), done.stderr
