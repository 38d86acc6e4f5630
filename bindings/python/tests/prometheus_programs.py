"""Programs that have their metrics in prometheus_client: run with its own multiprocess mode, or
with mmstats in its place."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from prometheus_client.parser import text_string_to_metric_families

from support import run

COMMON = """
import contextlib, json, os, signal, sys
import prometheus_client as prometheus

class Worker:
    '''A forked child that works, and lives until it is ended.'''

    def __init__(self, work):
        ready, told = os.pipe()
        ended, self.end = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            status = 1
            os.close(self.end)
            try:
                work()
                os.write(told, b"!")
                os.read(ended, 1)
                status = 0
            except BaseException as error:
                print(repr(error), file=sys.stderr, flush=True)
            os._exit(status)
        os.close(told)
        os.close(ended)
        assert os.read(ready, 1) == b"!", "a worker failed"
        os.close(ready)

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.end)
        ended(self.pid)

def scrape():
    registry = prometheus.CollectorRegistry()
    Collector(registry)
    return prometheus.generate_latest(registry).decode()

def samples(name):
    '''Those of that name, by their labels.'''
    registry = prometheus.CollectorRegistry()
    Collector(registry)
    found = [one for metric in registry.collect() for one in metric.samples if one.name == name]
    values = {tuple(sorted(one.labels.items())): one.value for one in found}
    assert len(values) == len(found), found
    return values

def total(name):
    return sum(samples(name).values())
"""

OURS = """
import mmstats.prometheus
from mmstats.prometheus import MmstatsCollector as Collector
stats = mmstats.prometheus.install("web")
ended = lambda pid: None
"""

THEIRS = """
import atexit
from prometheus_client.values import close_all_multiprocess_files
atexit.register(close_all_multiprocess_files)
from prometheus_client.multiprocess import MultiProcessCollector as Collector
from prometheus_client.multiprocess import mark_process_dead as ended
"""

Families = dict[str, tuple[str, str, dict[Any, float]]]


def ours(program: str, *arguments: str | Path) -> str:
    """What a program prints that has its metrics in files of mmstats."""
    return run(COMMON + OURS + program, *arguments)


def theirs(program: str, folder: Path) -> str:
    """What it prints with prometheus_client's own files."""
    return run(COMMON + THEIRS + program, variables={"PROMETHEUS_MULTIPROC_DIR": str(folder)})


def families(printed: str) -> Families:
    """What a program shows that prints the process ids of its workers as JSON, in their order, and
    then what it scraped. Process ids are the workers' numbers."""
    first, _, text = printed.partition("\n")
    numbers = {str(pid): n for n, pid in enumerate(json.loads(first))}
    found: Families = {}
    for metric in text_string_to_metric_families(text):
        assert metric.name not in found
        # Theirs names gauges that no process has set, too.
        if metric.samples:
            samples = _samples(metric.samples, numbers)
            found[metric.name] = metric.type, metric.documentation, samples
    return found


def _samples(samples: Iterable[Any], numbers: dict[str, int]) -> dict[Any, float]:
    found: dict[Any, float] = {}
    for sample in samples:
        labels = dict(sample.labels)
        if "pid" in labels:
            labels["pid"] = f"worker {numbers[labels['pid']]}"
        key = sample.name, frozenset(labels.items())
        assert key not in found, f"{key} is there twice"
        found[key] = sample.value
    return found
