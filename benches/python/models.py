"""What it costs to write through a model, beside prometheus_client, which people use today, and
mmstats 0.8.0's own models. Started by benches/run, with a folder to write to."""

import subprocess
import sys
import time
import timeit
from pathlib import Path

import mmstats
from prometheus_client import Counter

sys.path.append(str(Path(__file__).resolve().parents[2] / "bindings/python/tests"))
from released import Released, find  # noqa: E402  (beside the tests)

from bench import bench  # noqa: E402

MODEL = """
import mmstats

class Stats(mmstats.MmStats):
    hits = mmstats.CounterField()
    last = mmstats.DoubleField()
    mean = mmstats.MovingAverageField()
    timer = mmstats.TimerField()
    page = mmstats.StringField()

stats = Stats(path={folder!r})
"""

CALLS = {
    "incr": "stats.hits.incr()",
    "set": "stats.last = 0.5",
    "moving_average": "stats.mean.add(0.5)",
    "timer": "with stats.timer: pass",
    "text": "stats.page = 'index'",
}

# Measures what it is told, so many times; Python 2 has no clock of a thread.
THERE = """
import resource, sys, timeit

def clock():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime

for line in iter(sys.stdin.readline, ''):
    times, call = line.rstrip().split(' ', 1)
    timer = timeit.Timer(call, 'from __main__ import stats', timer=clock)
    print(repr(timer.timeit(int(times))))
    sys.stdout.flush()
"""


class There:
    """Another Python that measures."""

    def __init__(self, released, program):
        self._process = subprocess.Popen(
            [released.python, "-c", program],
            cwd=released.folder,
            env=released.variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def timer(self, call):
        """What measures a call there."""
        return Timer(self._process, call)

    def end(self):
        """Ends it."""
        self._process.communicate()


class Timer:
    """As one of `timeit`."""

    def __init__(self, process, call):
        self._process = process
        self._call = call

    def timeit(self, times):
        """The seconds that so many calls take."""
        self._process.stdin.write(f"{times} {self._call}\n")
        self._process.stdin.flush()
        return float(self._process.stdout.readline())


def main(folder):
    names = {}
    exec(MODEL.format(folder=folder), names)
    ours = {
        name: timeit.Timer(call, timer=time.thread_time, globals=names)
        for name, call in CALLS.items()
    }
    counter = Counter("models", "models", registry=None)
    inc = timeit.Timer("inc()", timer=time.thread_time, globals={"inc": counter.inc})
    bench("v1.python.model.incr", "1.0", ours["incr"], "prometheus_client", inc)
    place = Path(folder) / "released"
    place.mkdir()
    released = find(place)
    if not isinstance(released, Released):
        print(f"mmstats 0.8.0 was not run: {released}", file=sys.stderr)
        return
    there = There(released, MODEL.format(folder=folder) + THERE)
    for name, call in CALLS.items():
        theirs = there.timer(call)
        bench(f"v1.python.model.{name}.released", "", ours[name], "mmstats 0.8.0", theirs)
    there.end()
    names["stats"].remove()


if __name__ == "__main__":
    main(*sys.argv[1:])
