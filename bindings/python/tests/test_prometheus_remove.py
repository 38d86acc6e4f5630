"""Labels of prometheus_client's metrics that are removed."""

from __future__ import annotations

from prometheus_programs import ours


def test_removed_labels_are_gone() -> None:
    ours(
        """
import warnings
hits = prometheus.Counter("hits", "", ["code", "method"])
latency = prometheus.Histogram("latency", "", ["path"])
size = prometheus.Summary("size", "", ["path"])
last = prometheus.Gauge("last", "", ["path"], multiprocess_mode="mostrecent")

def use(path):
    for method in "GET", "PUT":
        hits.labels(path, method).inc()
    latency.labels(path).observe(0.5)
    size.labels(path).observe(-1)
    last.labels(path).set(1)

def left(path):
    return [line for line in scrape().splitlines() if f'"{path}"' in line]

use("/"), use("/gone")
assert len(left("/gone")) == 2 + 17 + 2 + 1
kept = hits.labels("/gone", "GET")
hits.remove("/gone", "GET")
assert len(left("/gone")) == 1 + 17 + 2 + 1
# What has it still counts nowhere.
kept.inc()
hits.remove_by_labels({"code": "/gone"})
latency.remove("/gone")
size.remove("/gone")
last.remove("/gone")
assert not left("/gone") and len(left("/")) == 22
# Those that come again begin at 0.
use("/gone")
assert len(left("/gone")) == 22
assert samples("hits_total")[("code", "/gone"), ("method", "GET")] == 1
for wrong in lambda: hits.remove("/"), lambda: hits.remove_by_labels({"none": ""}):
    try:
        wrong()
    except ValueError:
        pass
    else:
        raise AssertionError("that was removed")
hits.remove("never", "was")
assert len(left("/")) == 22
for metric in hits, latency, size, last:
    metric.clear()
assert scrape() == ""
use("/")
assert len(left("/")) == 22
"""
    )


def test_each_process_removes_its_own() -> None:
    """And what dead ones counted stays."""
    ours(
        """
hits = prometheus.Counter("hits", "", ["code"])
level = prometheus.Gauge("level", "", ["code"], multiprocess_mode="livesum")

def work(then):
    for code in "200", "404":
        hits.labels(code).inc()
        level.labels(code).set(1)
    if then:
        hits.remove("404")
        level.remove("404")

removes, keeps = Worker(lambda: work(True)), Worker(lambda: work(False))
assert samples("hits_total") == {(("code", "200"),): 2, (("code", "404"),): 1}
assert samples("level") == {(("code", "200"),): 2, (("code", "404"),): 1}
removes.kill(), keeps.kill()
assert samples("hits_total") == {(("code", "200"),): 2, (("code", "404"),): 1}
assert not samples("level")
"""
    )


def test_removed_while_others_use_them() -> None:
    """A series that another thread asks for meanwhile is that thread's: it loses nothing that it
    counts behind that."""
    ours(
        """
import threading
hits = prometheus.Counter("hits", "", ["code"])
done = threading.Event()

def remove():
    while not done.is_set():
        hits.remove("200")

thread = threading.Thread(target=remove)
thread.start()
for _ in range(2000):
    hits.labels("200").inc()
done.set()
thread.join()
child = hits.labels("200")
before = total("hits_total")
child.inc(5)
assert total("hits_total") == before + 5
"""
    )
