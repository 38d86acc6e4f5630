"""What prometheus_client's metrics cost in stats files, beside its own modes. Started by
benches/run, with a folder to write to."""

import os
import sys
import time
import timeit
from pathlib import Path

from application import COUNTERS, HISTOGRAMS, OBSERVATIONS, Workers, names, processor_time
from bench import bench

DEFAULT = "prometheus_client"
MULTIPROCESS = "prometheus_client multiprocess"


def metrics(value_class, make):
    """Makes metrics whose values are of that class."""
    from prometheus_client import values

    kept, values.ValueClass = values.ValueClass, value_class
    try:
        return make()
    finally:
        values.ValueClass = kept


def made(name):
    """A counter, a labelled counter and a histogram."""
    from prometheus_client import Counter, Histogram

    labelled = Counter(f"{name}_labelled", name, ["code"], registry=None)
    labelled.labels("200")
    counter, histogram = (kind(name, name, registry=None) for kind in (Counter, Histogram))
    return {"counter": counter, "labelled": labelled, "histogram": histogram}


OPERATIONS = {
    "inc": ("inc()", "inc = counter.inc"),
    "labels_inc": ("labels('200').inc()", "labels = labelled.labels"),
    "observe": ("observe(0.3)", "observe = histogram.observe"),
}


def timer(operation, metrics):
    """In processor time of this thread, which nobody else can lengthen."""
    call, before = OPERATIONS[operation]
    return timeit.Timer(call, before, timer=time.thread_time, globals=metrics)


def write(folder):
    import mmstats.prometheus
    from prometheus_client import values

    writer = mmstats.Writer("bench", path=folder, fold=False)
    mmstats.prometheus.install("bench", writer)
    ours = made("ours")
    default = metrics(values.MutexValue, lambda: made("default"))
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
    multiprocess = metrics(values.MultiProcessValue(), lambda: made("multiprocess"))
    for operation in OPERATIONS:
        # Its default mode is for one process, and shown to none but that.
        for what, goal, others in ((DEFAULT, "1.0", default), (MULTIPROCESS, "", multiprocess)):
            name = f"v2.python.prometheus.{operation}" + (".multiprocess" if not goal else "")
            bench(name, goal, timer(operation, ours), what, timer(operation, others))


def work(noun, folder, names):
    """What a process does: both sides have the same."""
    import mmstats.prometheus
    from prometheus_client import Counter, Histogram, values

    def both():
        for n, name in enumerate(names):
            if noun == "counters":
                Counter(name, name, registry=None).inc(n)
            else:
                histogram = Histogram(name, name, registry=None)
                for observation in range(OBSERVATIONS):
                    histogram.observe(observation / 10)

    writer = mmstats.Writer("bench", path=folder, fold=False)
    mmstats.prometheus.install("bench", writer)
    both()
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
    metrics(values.MultiProcessValue(), both)


def samples(collector):
    found = (sample for metric in collector.collect() for sample in metric.samples)
    return {(one.name, *sorted(one.labels.items())): one.value for one in found}


def scrape(folder):
    from mmstats.prometheus import MmstatsCollector
    from prometheus_client.multiprocess import MultiProcessCollector

    for noun, (files, count) in {"counters": COUNTERS, "histograms": HISTOGRAMS}.items():
        name = f"v2.python.prometheus.collect.{files}x{count}.{noun}"
        if not name.startswith(os.environ.get("BENCH_ONLY", "")):
            continue
        own = Path(folder, f"prometheus.{noun}")
        own.mkdir()
        workers = Workers()
        try:
            for _ in range(files):
                workers.start(work, noun, own, names(noun, count))
        finally:
            workers.kill()
        ours = MmstatsCollector(None, "bench", own / "*.mmstats")
        theirs = MultiProcessCollector(None, str(own))
        if samples(ours) != samples(theirs):
            sys.exit(f"{name}: both sides don't find the same: {samples(ours)}, {samples(theirs)}")
        sides = (timeit.Timer(side.collect, timer=processor_time) for side in (ours, theirs))
        bench(name, "0.025", next(sides), MULTIPROCESS, next(sides))


def main(folder):
    # First: each process that writes installs it, and this one, too.
    scrape(folder)
    write(folder)


if __name__ == "__main__":
    main(*sys.argv[1:])
