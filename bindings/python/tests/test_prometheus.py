"""prometheus_client's metrics in stats files: how that is installed, and what values do."""

from __future__ import annotations

from pathlib import Path

import pytest

import mmstats
from prometheus_programs import ours
from support import python, run

IMPORTS = "import os, prometheus_client, mmstats.prometheus\n"

REFUSED = """
def refused(error, *words):
    try:
        mmstats.prometheus.install("web")
    except error as found:
        assert all(word in str(found) for word in words), found
    else:
        raise AssertionError("that was installed")
"""


def test_the_package_does_not_import_it() -> None:
    run("import sys, mmstats; assert not [n for n in sys.modules if 'prometheus' in n]")


def test_without_prometheus_client() -> None:
    hide = "import sys; sys.modules['prometheus_client'] = None\n"
    done = python("-c", hide + "import mmstats.prometheus")
    assert done.returncode == 1
    assert "ImportError: mmstats.prometheus: expected prometheus_client, found" in done.stderr


@pytest.mark.parametrize(
    "metric",
    [
        "Counter('early', '')",
        "Gauge('early', '', registry=None)",
        "Summary('early', '', ['a_label'])",
        "Histogram('early', '', registry=prometheus_client.CollectorRegistry())",
    ],
)
def test_too_late_names_the_metric(metric: str) -> None:
    kind = metric.partition("(")[0].lower()
    run(
        IMPORTS
        + REFUSED
        + f"""
metric = prometheus_client.{metric}
refused(mmstats.Invalid, "before the first metric", "{kind}:early")
refused(ValueError, "early")
assert not os.listdir(os.environ["MMSTATS_PATH"])
del metric
prometheus_client.REGISTRY._names_to_collectors.clear()
prometheus_client.REGISTRY._collector_to_names.clear()
mmstats.prometheus.install("web")
"""
    )


def test_others_may_be_earlier() -> None:
    """Those that prometheus_client keeps in the process in its multiprocess mode, too."""
    run(
        IMPORTS
        + """
info = prometheus_client.Info("build", "Of this.")
state = prometheus_client.Enum("state", "Of this.", states=["up", "down"])
class Proxy:
    @property
    def __class__(self):
        raise RuntimeError("nothing to stand for")
proxy = Proxy()
mmstats.prometheus.install("web")
info.info({"version": "1"})
state.state("down")
text = prometheus_client.generate_latest().decode()
assert 'build_info{version="1"} 1.0' in text and 'state{state="down"} 1.0' in text
registry = prometheus_client.CollectorRegistry()
mmstats.prometheus.MmstatsCollector(registry)
assert prometheus_client.generate_latest(registry) == b""
"""
    )


def test_twice() -> None:
    run(
        IMPORTS
        + REFUSED
        + """
mmstats.prometheus.install("first")
refused(mmstats.Duplicate, "'first'", "one install()")
"""
    )


@pytest.mark.parametrize("name", ["PROMETHEUS_MULTIPROC_DIR", "prometheus_multiproc_dir"])
def test_with_the_folder_of_its_own_mode(name: str, folder: Path) -> None:
    script = IMPORTS + REFUSED + f"refused(mmstats.Invalid, '{name}', 'unset it')"
    run(script, variables={name: str(folder)})


def test_names_of_files(folder: Path) -> None:
    """Beside a writer of the program's own, also in children."""
    ours("native = mmstats.Writer('web'); Worker(stats.follow).kill()")
    names = sorted(path.name.split("-")[-1] for path in folder.iterdir())
    assert names.count("prometheus.mmstats") == 2 and len(names) == 3


def test_names_of_files_that_somebody_chose(folder: Path) -> None:
    script = IMPORTS + "print(mmstats.prometheus.install('web').path.name)"
    assert run(script, variables={"MMSTATS_FILES": "{CLASS}.mmstats"}) == "web.mmstats\n"


def test_a_writer_with_options() -> None:
    run(
        IMPORTS
        + """
writer = mmstats.Writer("web", filename="mine.mmstats", mode=0o640)
assert mmstats.prometheus.install("web", writer) is writer
prometheus_client.Counter("hits", "Answers.").inc()
writer.counter("native").inc()
assert os.listdir(os.environ["MMSTATS_PATH"]) == ["mine.mmstats"]
registry = prometheus_client.CollectorRegistry()
mmstats.prometheus.MmstatsCollector(registry)
# What is no metric of prometheus_client is none of its registry either.
assert b"native" not in prometheus_client.generate_latest(registry)
assert registry.get_sample_value("hits_total") == 1
"""
    )


def test_a_detached_writer() -> None:
    run(
        IMPORTS
        + """
mmstats.prometheus.install("web", mmstats.Writer("web", detached=True))
hits = prometheus_client.Counter("hits", "Answers.")
hits.inc(2)
assert prometheus_client.REGISTRY.get_sample_value("hits_total") == 2
assert mmstats.prometheus.MmstatsCollector().collect() == []
"""
    )


def test_families(folder: Path) -> None:
    """What other tools see."""
    ours(
        """
prometheus.Counter("hits", "Answers.", ["code"]).labels("200").inc(3)
prometheus.Histogram("latency", "Takes.", buckets=[0.3, 1]).observe(0.25)
prometheus.Summary("change", "Both ways.").observe(-2)
prometheus.Gauge("level", "Now.", multiprocess_mode="livemax").set(7)
prometheus.Gauge("last", "Now.", multiprocess_mode="mostrecent").set(7)
"""
    )
    [path] = mmstats.glob()
    snapshot = mmstats.Reader(path).snapshot
    found = snapshot.family("hits_total")
    assert (found.kind.value, found.type.value) == ("counter", "f64")
    assert (found.help, found.labels) == ("Answers.", ("code",))
    assert snapshot.find("hits_total", {"code": "200"}).value == 3
    assert snapshot.find("latency_bucket", {"le": "0.3"}).value == 1
    assert snapshot.find("latency_bucket", {"le": "1.0"}).value == 0
    assert snapshot.find("latency_sum").value == 0.25
    assert snapshot.find("change_sum").value == 0
    assert snapshot.find("change_sum.lost").value == 2
    level = snapshot.family("level")
    assert level.aggregate is mmstats.Aggregate.MAX and level.alive_only
    assert snapshot.find("last").value["value"] == 7
    units = {family.name: family.unit for family in snapshot.families}
    assert units["hits_total"] == "{prometheus:counter}"
    assert units["latency_sum"] == "{prometheus:histogram}"


def test_values_in_the_process() -> None:
    """Its own registry shows what this process has, exemplars included."""
    ours(
        """
from prometheus_client.openmetrics.exposition import generate_latest
value = prometheus.REGISTRY.get_sample_value
hits = prometheus.Counter("hits", "Answers.")
hits.inc(2.5, exemplar={"trace": "abc"})
assert value("hits_total") == 2.5
assert '# {trace="abc"} 2.5' in generate_latest(prometheus.REGISTRY).decode()
hits.reset()
assert value("hits_total") == 0
hits.inc()
assert value("hits_total") == total("hits_total") == 1
last = prometheus.Gauge("last", "", multiprocess_mode="mostrecent")
last.set(4)
assert value("last") == 4
change = prometheus.Histogram("change", "", buckets=[0, 1])
for amount in (-1, 0.5, 3):
    change.observe(amount, exemplar={"trace": "xyz"})
assert value("change_sum") == total("change_sum") == 2.5
assert value("change_bucket", {"le": "1.0"}) == 2
# What is no number stays out of sums, where nobody could take it out again.
change.observe(float("nan"))
assert value("change_sum") == 2.5
try:
    hits.inc(float("nan"))
except ValueError:
    pass
assert value("hits_total") == 1

def check():
    assert value("hits_total") == value("change_sum") == value("last") == 0
Worker(check).kill()
"""
    )


def test_one_name_for_two_metrics() -> None:
    """In one file a name is one family. What is alike is one series."""
    ours(
        """
def counter(*labels):
    return prometheus.Counter("hits", "", labels, registry=None)
counter("a").labels("x").inc()
counter("a").labels("x").inc()
assert total("hits_total") == 2
def gauge():
    prometheus.Gauge("hits_total", "", registry=None)
for make in (lambda: counter("b").labels("x"), gauge):
    try:
        make()
    except mmstats.Duplicate as error:
        assert "found counter 'hits' with labels ['a']: give" in str(error), error
    else:
        raise AssertionError("that was made")
"""
    )


def test_many_series() -> None:
    """No limit but the file's."""
    ours(
        """
hits = prometheus.Histogram("hits", "", ["n"])
for n in range(300):
    hits.labels(n).observe(n)
found = samples("hits_bucket")
assert len(found) == 300 * 15
assert samples("hits_sum")[("n", "299"),] == 299
"""
    )


def test_a_collector_of_another_process(folder: Path) -> None:
    ours("prometheus.Counter('hits', 'Answers.').inc(3)")
    script = (
        IMPORTS
        + """
registry = prometheus_client.CollectorRegistry()
mmstats.prometheus.MmstatsCollector(registry, "web", sys.argv[1])
assert registry.get_sample_value("hits_total") == 3
registry = prometheus_client.CollectorRegistry()
mmstats.prometheus.MmstatsCollector(registry, "web")
assert registry.get_sample_value("hits_total") == 3
try:
    mmstats.prometheus.MmstatsCollector()
except mmstats.Invalid as error:
    assert "name of an application" in str(error)
else:
    raise AssertionError("of what application?")
"""
    )
    run("import sys\n" + script, folder / "*.mmstats")
