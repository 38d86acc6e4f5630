"""The end of a program whose daemon threads still use all that there is."""

from __future__ import annotations

from pathlib import Path

import pytest

import mmstats
from support import python

BUSY = """
import os, sys, threading
import mmstats

stats = mmstats.Writer("test", filename="test.mmstats")
hits, sizes, took = stats.counter("hits"), stats.histogram("sizes"), stats.timer("took")
level, page, lately = stats.gauge("level"), stats.text("page"), stats.window("lately")
pair, by_code = stats.struct("pair", [("n", "u64")]), stats.counter("by.code", labels=["code"])
started = threading.Barrier(5)

@took
def work(n):
    hits.inc()
    sizes.observe(n)
    level.set(n)
    page.set(str(n))
    lately.observe(n)
    pair.publish(n)
    by_code[str(n % 50)].inc()
    stats.counter(f"counter.{n % 50}").inc()
    with took:
        stats.local()(hits).inc()

def work_on():
    started.wait()
    n = 0
    while True:
        work(n)
        n += 1

for _ in range(4):
    threading.Thread(target=work_on, daemon=True).start()
started.wait()
work(1)
"""


@pytest.mark.parametrize(
    ("end", "code"),
    [("", 0), ("sys.exit(3)", 3), ("raise SystemExit('sorry')", 1), ("os._exit(4)", 4)],
)
def test_with_daemon_threads_at_work(folder: Path, end: str, code: int) -> None:
    done = python("-c", BUSY + end)
    assert (done.returncode, done.stderr) == (code, "sorry\n" if "sorry" in end else "")
    snapshot = mmstats.Reader(folder / "test.mmstats").snapshot
    assert snapshot.closed is (code != 4)
    assert snapshot.find("hits").value >= 2
    assert snapshot.find("took").value.count >= 2
