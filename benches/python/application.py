"""What it costs to see many processes as one, beside prometheus_client's multiprocess collector.
Started by benches/run, with a folder to write to and the command mmstats."""

import os
import resource
import signal
import subprocess
import sys
import time
import timeit
from pathlib import Path

from bench import bench

AGAINST = "prometheus_client multiprocess"
GOAL = "0.025"
COUNTERS = (200, 100)
HISTOGRAMS = (50, 10)
OBSERVATIONS = 100
# Seconds.
SETTLING = 0.5


def processor_time():
    """That of this process, and of children that have ended."""
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def timer(call):
    return timeit.Timer(call, timer=processor_time)


class Workers:
    """Processes of their own, which have done their work and live until they are killed."""

    def __init__(self):
        self.pids = []

    def start(self, work, *arguments):
        ready, done = os.pipe()
        pid = os.fork()
        if not pid:
            try:
                os.close(ready)
                work(*arguments)
                os.write(done, b"1")
                signal.pause()
            finally:
                os._exit(1)
        os.close(done)
        self.pids.append(pid)
        with os.fdopen(ready, "rb") as ready:
            if not ready.read(1):
                sys.exit("a process that was to write has ended")

    def kill(self):
        for pid in self.pids:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        self.pids.clear()


def names(noun, count):
    return [f"bench_{noun}_{n}" for n in range(count)]


def write_counters(stats, names):
    from prometheus_client import Counter

    for n, name in enumerate(names):
        stats.counter(name).add(n)
        Counter(name, name, registry=None).inc(n)


def write_histograms(stats, names):
    from prometheus_client import Histogram

    for name in names:
        ours = stats.histogram_f64(name)
        theirs = Histogram(name, name, registry=None)
        for n in range(OBSERVATIONS):
            ours.observe(n / 10)
            theirs.observe(n / 10)


def work(write, folder, number, names):
    """What a process does: both sides have the same."""
    import mmstats

    stats = mmstats.Writer("bench", path=folder, filename=f"{number}.mmstats", fold=False)
    write(stats, names)


def look(application):
    """All values of all files, added up."""
    return {series.name: series.value for series in application.look()}


def settle(application):
    """First looks find out what is worth to be kept, which files that were just written are not."""
    until = time.monotonic() + SETTLING
    while time.monotonic() < until:
        look(application)


def collect(folder):
    """The same of prometheus_client: name to sample's value."""
    from prometheus_client import CollectorRegistry, multiprocess

    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry, path=folder)
    return {s.name: s.value for metric in registry.collect() for s in metric.samples}


def slurp(command, pattern):
    shown = subprocess.run([command, "slurp", "--app", "bench", pattern], stdout=subprocess.PIPE)
    if shown.returncode:
        sys.exit(f"{command} ended with {shown.returncode}")
    return shown.stdout


def check(noun, names, seen, files):
    """Both sides see the same."""
    ours, theirs = seen
    for n, name in enumerate(names):
        if noun == "counters":
            right = ours[name] == files * n == theirs[f"{name}_total"]
        else:
            right = ours[name].count == files * OBSERVATIONS == theirs[f"{name}_count"]
        if not right:
            sys.exit(f"{name}: {ours[name]!r} is not what prometheus_client says: {theirs}")


def measure(name, noun, names, files, own, other):
    """Looks at what workers wrote, who are as they are."""
    import mmstats

    application = mmstats.Application("bench", str(own / "*.mmstats"))
    check(noun, names, (look(application), collect(str(other))), files)
    settle(application)
    ours, theirs = timer(lambda: look(application)), timer(lambda: collect(str(other)))
    bench(name, GOAL, ours, AGAINST, theirs)


def main(folder, command):
    cases = {"counters": (COUNTERS, write_counters), "histograms": (HISTOGRAMS, write_histograms)}
    for noun, ((files, count), write) in cases.items():
        each = f"v2.python.application.{files}x{count}.{noun}"
        process = f"v2.command.application.{files}x{count}.{noun}"
        only = os.environ.get("BENCH_ONLY", "")
        if not any(name.startswith(only) for name in (f"{each}.alive", process)):
            continue
        own, other = Path(folder, noun), Path(folder, noun, "prometheus")
        other.mkdir(parents=True)
        # Before its package is imported.
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(other)
        written = names(noun, count)
        workers = Workers()
        try:
            for number in range(files):
                workers.start(work, write, own, number, written)
            measure(f"{each}.alive", noun, written, files, own, other)
        finally:
            workers.kill()
        measure(each, noun, written, files, own, other)
        pattern = str(own / "*.mmstats")
        if written[-1].encode() not in slurp(command, pattern):
            sys.exit(f"{command} doesn't show what was written")
        ours, theirs = timer(lambda: slurp(command, pattern)), timer(lambda: collect(str(other)))
        bench(process, GOAL, ours, AGAINST, theirs)


if __name__ == "__main__":
    main(*sys.argv[1:])
