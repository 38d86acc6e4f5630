"""What it costs to write through a handle, by each way that handles have, beside
prometheus_client's own modes. Started by benches/run, with a folder to write to."""

import os
import subprocess
import sys
import time
import timeit

from bench import bench
from prometheus import DEFAULT, MULTIPROCESS, made, metrics

# What is done, to ours and to theirs, and the goals of the two ways beside the multiprocess mode.
OPERATIONS = {
    "inc": ("counter.inc()", "counter.inc()", "0.0333", "0.125"),
    "add": ("counter.add(7)", "counter.inc(7)", "", ""),
    "observe": ("sizes.observe(300)", "histogram.observe(300)", "0.025", "0.2"),
    "observe_f64": ("ratio.observe(0.3)", "histogram.observe(0.3)", "0.025", "0.2"),
    "timer_observe": ("latency.observe(0.3)", "histogram.observe(0.3)", "", ""),
    "time": ("with latency: pass", "with histogram.time(): pass", "", ""),
    "labels_inc": ("labelled['200'].inc()", "labelled.labels('200').inc()", "0.2", "0.2"),
}


def handles(writer):
    """Ours, by the names that the statements have for them."""
    labelled = writer.counter("labelled", labels=["code"])
    return {
        "counter": writer.counter("counter"),
        "sizes": writer.histogram("sizes"),
        "ratio": writer.histogram_f64("ratio"),
        "latency": writer.timer("latency"),
        "labelled": labelled,
    }


def timer(statement, names):
    """In processor time of this thread, which nobody else can lengthen."""
    return timeit.Timer(statement, timer=time.thread_time, globals=names)


def count(snapshot, name):
    value = snapshot.find(name).value
    return getattr(value, "count", value)


def measure(folder, way):
    import mmstats
    from prometheus_client import values

    writer = mmstats.Writer("bench", path=folder, filename=f"{way}.mmstats", fold=False)
    ours = handles(writer)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
    theirs = {
        DEFAULT: metrics(values.MutexValue, lambda: made("default")),
        MULTIPROCESS: metrics(values.MultiProcessValue(), lambda: made("multiprocess")),
    }
    for name, (our, their, extension, memoryviews) in OPERATIONS.items():
        goals = {"extension": extension, "memoryviews": memoryviews}
        for against, metric in theirs.items():
            goal = goals[way] if against == MULTIPROCESS else ""
            one = timer(our, ours)
            bench(f"v2.python.{name}.{way}", goal, one, against, timer(their, metric))
    if not os.environ.get("BENCH_ONLY"):
        snapshot = mmstats.Reader(writer.path).snapshot
        for name in ("counter", "sizes", "ratio", "latency"):
            if not count(snapshot, name):
                sys.exit(f"{name} was written {way}, and nothing of it is in the file")


def main(folder, way=None):
    if way:
        measure(folder, way)
        return
    for way in ("extension", "memoryviews"):
        # Which it is, is chosen when the package is imported.
        variables = {**os.environ, "MMSTATS_HANDLES": way}
        subprocess.run([sys.executable, __file__, folder, way], env=variables, check=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
