"""Forks, signals, and the end of the interpreter, with files of format 2."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmstats import Reader
from support import run

DECLARE = """
import atexit, gc, os, signal, sys, threading
import mmstats
stats = mmstats.Writer("test", filename="test.mmstats")
hits, sizes, latency = stats.counter("hits"), stats.histogram("sizes"), stats.timer("latency")
by_code, local = stats.counter("by.code", labels=["code"]), stats.local()
ok, mine = by_code["200"], local(hits)
hits.inc()
"""


def test_a_child_leaves_its_parents_file_alone(folder: Path) -> None:
    printed = run(
        DECLARE
        + """
inc = hits.inc
child = os.fork()
if not child:
    for call in (hits.inc, inc, mine.inc, ok.inc, lambda: sizes.observe(9), stats.flush,
                 lambda: latency.start().stop(), lambda: stats.counter("more"),
                 lambda: by_code["404"], lambda: local(ok), ok.retire):
        try:
            call()
        except mmstats.Closed as error:
            assert f"belongs to process {os.getppid()}" in str(error), error
        else:
            os._exit(1)
    stats.close()
    own = mmstats.Writer("child", filename="child.mmstats")
    own.counter("hits").add(5)
    del stats, hits, sizes, latency, by_code, local, ok, mine, inc, call
    gc.collect()
    sys.exit(17)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 17
with mmstats.Reader(stats.path) as reader:
    values = [one.value for one in reader.snapshot]
    print(values[0], values[-1], reader.snapshot.closed)
hits.inc()
mine.inc()
by_code["404"].inc()
"""
    )
    assert printed == "1 0 False\n"
    snapshot = Reader(folder / "test.mmstats").snapshot
    assert (snapshot.find("hits").value, snapshot.closed) == (3, True)
    assert snapshot.find("by.code", {"code": "404"}).value == 1
    snapshot = Reader(folder / "child.mmstats").snapshot
    assert (snapshot.find("hits").value, snapshot.closed) == (5, True)


def test_a_child_gives_no_stripe_back() -> None:
    """It can't know whether another thread of its parent was about to take or give one."""
    printed = run(
        DECLARE
        + """
from mmstats.writer import local as module
module._free = lambda _local: print("given back", flush=True)
child = os.fork()
if not child:
    del local, mine
    gc.collect()
    os._exit(17)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
del local, mine
"""
    )
    assert printed == "17\ngiven back\n"


def test_a_child_of_a_parent_whose_threads_are_busy() -> None:
    """The child can't know what they were about to do with a writer: it never touches it."""
    printed = run(
        DECLARE
        + """
import warnings
from mmstats import _gil
warnings.simplefilter("ignore", DeprecationWarning)  # of forks with threads
held, done = threading.Event(), threading.Event()

def busy():
    with stats._owner.lock, _gil.LOCK:
        held.set()
        done.wait()

thread = threading.Thread(target=busy)
thread.start()
held.wait()
child = os.fork()
if not child:
    try:
        hits.inc()
    except mmstats.Closed:
        stats.close()
        os._exit(17)
    os._exit(1)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
done.set()
thread.join()
hits.inc()
print(hits.value)
"""
    )
    assert printed == "17\n2\n"


@pytest.mark.parametrize(
    ("end", "closed"),
    [
        ("", True),
        ("sys.exit(0)", True),
        ("atexit.register(hits.inc)", True),
        ("keep = [hits]; keep.append(keep)", True),
        ("os._exit(0)", False),
    ],
)
def test_the_end_of_the_interpreter_closes_the_file(folder: Path, end: str, closed: bool) -> None:
    run(DECLARE + end)
    snapshot = Reader(folder / "test.mmstats").snapshot
    assert snapshot.closed is closed
    # What runs at the exit is counted too.
    assert snapshot.find("hits").value == 1 + ("atexit" in end)


def test_the_end_of_the_interpreter_while_daemon_threads_write_on(folder: Path) -> None:
    run(
        DECLARE
        + """
started = threading.Barrier(5)

def write_on():
    started.wait()
    while True:
        hits.inc()
        sizes.observe(1)
        latency.observe(1.0)
        mine.inc()

for _ in range(4):
    threading.Thread(target=write_on, daemon=True).start()
started.wait()
"""
    )
    assert Reader(folder / "test.mmstats").snapshot.closed


def test_a_signal_handler_that_closes(folder: Path) -> None:
    """At any moment, also while its own thread uses the writer."""
    printed = run(
        DECLARE
        + """
signal.signal(signal.SIGALRM, lambda *_: stats.close())
for delay in range(1, 40):
    stats = mmstats.Writer("test", filename=f"{delay}.mmstats")
    hits, sizes = stats.counter("hits", labels=["n"]), stats.histogram("sizes")
    signal.setitimer(signal.ITIMER_REAL, delay * 1e-5)
    n = 0
    try:
        while True:
            n += 1
            stats.flush(wait=False)
            hits[str(n)].inc()
            sizes.observe(1)
    except mmstats.Closed:
        pass
print("done")
"""
    )
    assert printed == "done\n"
    for path in folder.glob("*.mmstats"):
        assert Reader(path).snapshot.closed
