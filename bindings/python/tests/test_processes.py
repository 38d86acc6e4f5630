"""Forks, signals, and the end of the interpreter."""

from __future__ import annotations

from pathlib import Path

import mmstats
from mmstats.v1 import Liveness, Reader
from support import run

DECLARE = """
import gc, os, signal, sys, threading
import mmstats
stats = mmstats.v1.Writer("test", filename="test.mmstats")
hits, size, latency = stats.counter("hits"), stats.average("size"), stats.timer("latency")
path = stats.create_file()
hits.inc()
size.add(1.0)
"""


def test_a_child_leaves_its_parents_file_alone(folder: Path) -> None:
    """Its handles go on, and nobody sees what they write."""
    printed = run(
        DECLARE
        + """
inc = hits.inc
child = os.fork()
if not child:
    hits.inc()
    inc()
    size.add(9.0)
    latency.start().stop()
    assert hits.value == 3
    for call in (stats.flush, stats.remove, stats.create_file, lambda: stats.counter("more")):
        try:
            call()
        except mmstats.Closed:
            pass
        else:
            os._exit(1)
    stats.close()
    mine = mmstats.v1.Writer("child", filename="child.mmstats")
    mine.counter("hits").add(5)
    mine.create_file()
    del stats, hits, size, latency
    gc.collect()
    sys.exit(17)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 17
hits.inc()
size.add(2.0)
other = mmstats.v1.Writer("other", filename="test.mmstats")
try:
    other.create_file()
except mmstats.Busy:
    print("still ours")
"""
    )
    assert printed == "still ours\n"
    with Reader(folder / "test.mmstats") as reader:
        assert (reader["hits"].value, reader["size"].value) == (2, 1.5)
    with Reader(folder / "child.mmstats") as reader:
        assert reader["hits"].value == 5


def test_a_child_of_a_parent_whose_threads_are_busy() -> None:
    """They hold what locks there are; the child doesn't wait for them."""
    printed = run(
        """
import os, threading, warnings
import mmstats
from mmstats import _gil
warnings.simplefilter("ignore", DeprecationWarning)  # of forks with threads
stats = mmstats.v1.Writer("test")
hits = stats.counter("hits")
stats.create_file()
held, done = threading.Event(), threading.Event()

def busy():
    with stats._owner.lock, _gil.LOCK:
        held.set()
        done.wait()

thread = threading.Thread(target=busy, daemon=True)
thread.start()
held.wait()
child = os.fork()
if not child:
    hits.inc()
    stats.close()
    os._exit(17)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
done.set()
thread.join()
hits.inc()
print(hits.value)
"""
    )
    assert printed == "17\n1\n"


def test_the_end_of_the_interpreter(folder: Path) -> None:
    """While daemon threads write on and on."""
    run(
        DECLARE
        + """
started = threading.Barrier(5)

def write_on():
    started.wait()
    while True:
        hits.inc()
        size.add(1.0)
        latency.observe(1.0)

for _ in range(4):
    threading.Thread(target=write_on, daemon=True).start()
started.wait()
"""
    )
    with Reader(folder / "test.mmstats") as reader:
        assert reader.writer is Liveness.DEAD
        assert reader["size"].value == 1.0


def test_a_signal_handler_that_closes() -> None:
    """At any moment, also while its own thread uses the writer."""
    printed = run(
        DECLARE
        + """
signal.signal(signal.SIGALRM, lambda *_: stats.remove())
for delay in range(1, 40):
    stats = mmstats.v1.Writer("test")
    hits, size = stats.counter("hits"), stats.average("size")
    signal.setitimer(signal.ITIMER_REAL, delay * 1e-5)
    try:
        stats.create_file()
        while True:
            stats.flush(wait=False)
            hits.inc()
            size.add(1.0)
    except mmstats.Closed:
        pass
print("done")
"""
    )
    assert printed == "done\n"
    assert [path.name for path in mmstats.glob()] == ["test.mmstats"]
