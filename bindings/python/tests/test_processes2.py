"""Signals, and the end of the interpreter, with files of format 2."""

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
