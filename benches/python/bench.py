"""How benchmarks in Python are measured."""

import os
import sys


def setting(name):
    """What benches/run sets for the programs of every language."""
    if name not in os.environ:
        sys.exit(f"{name} is not set: start the benchmarks with benches/run")
    return int(os.environ[name])


def calibrate(side, batch):
    """How many operations fill a batch."""
    times = 1
    while (taken := side.timeit(times)) < batch / 2:
        times *= 2
    return max(1, int(times * batch / taken))


def bench(name, goal, ours, against, theirs):
    """Times both in turn and prints a line for each round: id, goal, against, nanoseconds an
    operation of ours, and of theirs. Nothing happens where BENCH_ONLY leaves the id out."""
    if not name.startswith(os.environ.get("BENCH_ONLY", "")):
        return
    batch = setting("BENCH_BATCH_NS") / 1e9
    our_times, their_times = calibrate(ours, batch), calibrate(theirs, batch)
    for _ in range(setting("BENCH_ROUNDS")):
        our_ns = ours.timeit(our_times) * 1e9 / our_times
        their_ns = theirs.timeit(their_times) * 1e9 / their_times
        print(name, goal, against, our_ns, their_ns, sep="\t")
