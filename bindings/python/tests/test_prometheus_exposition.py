"""What prometheus_client's MultiProcessCollector shows of a program, MmstatsCollector shows too."""

from __future__ import annotations

from pathlib import Path

import pytest
from prometheus_client import Gauge

from prometheus_programs import ours, theirs
from prometheus_programs import families as shown
from support import folder_in_memory

# Before the workers are forked, as a server does that loads its application first.
METRICS = r"""
hits = prometheus.Counter("hits", "Answers.", ["code", "method"])
bytes_sent = prometheus.Counter("sent", "Bytes \"sent\",\nand a \\.", unit="bytes", namespace="web")
jobs = prometheus.Counter("jobs_total", "Starts anew.")
size = prometheus.Summary("size", "Sizes.", ["kind"])
change = prometheus.Summary("change", "Both ways.")
latency = prometheus.Histogram("latency", "Takes.", ["path"], unit="seconds")
depth = prometheus.Histogram("depth", "Below 0, too.", buckets=[-1.5, 0, 0.3, 2e9, 1e22])
modes = sorted(prometheus.Gauge._MULTIPROC_MODES)
gauges = {m: prometheus.Gauge(f"g_{m}", f"Of {m}.", multiprocess_mode=m) for m in modes}
labelled = {m: prometheus.Gauge(f"l_{m}", "", ["x"], multiprocess_mode=m) for m in modes}

def work(n):
    hits.labels("200", "GET").inc(n + 0.5)
    hits.labels(method="POST", code="").inc()
    hits.labels('quote " backslash \\ line \n end', "\u00fc\u20ac\U0001f600").inc()
    hits.labels(str(n), "none")
    bytes_sent.inc(2**40)
    jobs.inc(n)
    jobs.reset()
    jobs.inc(3)
    with contextlib.suppress(ZeroDivisionError), jobs.count_exceptions():
        1 / 0
    size.labels("a").observe(n)
    size.labels("b").observe(0.25)
    for amount in (-4.5, 1, -n):
        change.observe(amount)
    for amount in (0.005, 0.3, 0.75, 60.0):
        latency.labels("/").observe(amount)
    latency.labels("/none")
    for amount in (-2.5, -1.5, -1, 0, 0.25, 1e9, 1e30):
        depth.observe(amount)
    for mode in modes:
        gauges[mode].set(n - 1.5)
        labelled[mode].labels("a").set(n)
        labelled[mode].labels("b").set(-n)
        if not mode.endswith("mostrecent"):
            labelled[mode].labels("b").inc(0.25)
            gauges[mode].dec(n)
            with gauges[mode].track_inprogress():
                pass
"""

SHOW = """
print(json.dumps([os.getpid(), *(worker.pid for worker in workers)]))
print(scrape())
"""


def compare(program: str) -> None:
    """Both show the same."""
    with folder_in_memory() as folder:
        expected = shown(theirs(METRICS + program, folder))
    found = shown(ours(METRICS + program))
    assert found.keys() == expected.keys()
    for name in expected:
        assert found[name] == expected[name]


def test_living_workers() -> None:
    compare("workers = [Worker(lambda: work(n)) for n in range(4)]" + SHOW)


def test_living_and_dead_workers() -> None:
    program = """
workers = [Worker(lambda: work(n)) for n in range(5)]
for n in 1, 2, 4:
    workers[n].kill()
"""
    compare(program + SHOW)


def test_dead_workers_alone() -> None:
    program = """
workers = [Worker(lambda: work(n)) for n in range(3)]
for worker in workers:
    worker.kill()
"""
    compare(program + SHOW)


def test_a_program_that_forks_no_workers() -> None:
    compare("workers = []; work(2)" + SHOW)


def test_workers_of_workers() -> None:
    program = """
def nested():
    work(1)
    child = Worker(lambda: work(5))
    print(child.pid, file=pids, flush=True)

import tempfile
with tempfile.TemporaryFile("w+") as pids:
    workers = [Worker(nested)]
    pids.seek(0)
    grandchild = int(pids.read())
print(json.dumps([os.getpid(), workers[0].pid, grandchild]))
print(scrape())
"""
    compare(program)


def test_metrics_that_are_made_in_workers() -> None:
    program = """
def late(n):
    prometheus.Counter("late", "Later.", registry=None).inc(n)
    prometheus.Gauge("level", "Of all.", ["x"]).labels(str(n)).set(n)

workers = [Worker(lambda: late(n)) for n in range(3)]
"""
    compare(program + SHOW)


def test_all_modes_are_known() -> None:
    assert len(Gauge._MULTIPROC_MODES) == 10


@pytest.mark.parametrize("disabled", ["", "1"])
def test_created_series_are_not_shown(disabled: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in prometheus_client's own multiprocess mode, whatever is set."""
    monkeypatch.setenv("PROMETHEUS_DISABLE_CREATED_SERIES", disabled)
    compare("workers = []; work(1); assert '_created' not in scrape()" + SHOW)


def test_openmetrics() -> None:
    """The other exposition format."""
    printed = ours(
        """
from prometheus_client.openmetrics import exposition, parser
prometheus.Counter("hits", "Answers.", ["code"]).labels("200").inc()
prometheus.Histogram("latency", "Takes.").observe(0.3)
prometheus.Summary("size", "Sizes.").observe(5)
prometheus.Gauge("level", "Of each.").set(-1)
registry = prometheus.CollectorRegistry(target_info={"env": "test"})
Collector(registry)
text = exposition.generate_latest(registry).decode()
print(sorted(metric.name for metric in parser.text_string_to_metric_families(text)))
"""
    )
    assert printed == "['hits', 'latency', 'level', 'size', 'target']\n"


def test_some_metrics_alone() -> None:
    """What a URL with `name[]` asks for."""
    printed = ours(
        """
prometheus.Counter("hits", "Answers.").inc()
prometheus.Counter("misses", "No answers.").inc(2)
registry = prometheus.CollectorRegistry(auto_describe=True)
Collector(registry)
assert registry.get_sample_value("hits_total") == 1
print(prometheus.generate_latest(registry.restricted_registry(["misses_total"])).decode())
"""
    )
    assert "misses_total 2.0" in printed and "hits" not in printed
