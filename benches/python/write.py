"""What it costs to write a field from Python. Started by benches/run, with a folder to write to and
the library of empty functions."""

import ctypes
import os
import sys
import time
import timeit

from mmstats import v1


class Handle(ctypes.Structure):
    """A handle as C has it."""

    _fields_ = [("at", ctypes.c_void_p)]


def setting(name):
    """What benches/run sets for the programs of every language."""
    if name not in os.environ:
        sys.exit(f"{name} is not set: start the benchmarks with benches/run")
    return int(os.environ[name])


def timer(call, **names):
    """Times a call in processor time of this thread, which nobody else can lengthen."""
    return timeit.Timer(call, timer=time.thread_time, globals=names)


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


def main(folder, empty_library):
    # As the package calls libmmstats: with the GIL held.
    library = ctypes.PyDLL(empty_library)
    empty_inc, empty_add = library.empty_counter_inc, library.empty_counter_add
    empty_inc.argtypes, empty_inc.restype = [Handle], None
    empty_add.argtypes, empty_add.restype = [Handle, ctypes.c_uint64], None
    handle = Handle()

    writer = v1.Writer("bench", path=folder, filename="python.mmstats")
    counter = writer.counter("requests")
    writer.create_file()
    bench(
        "v1.python.inc",
        "",
        timer("inc()", inc=counter.inc),
        "empty ctypes call",
        timer("inc(handle)", inc=empty_inc, handle=handle),
    )
    bench(
        "v1.python.add",
        "",
        timer("add(2)", add=counter.add),
        "empty ctypes call",
        timer("add(handle, 2)", add=empty_add, handle=handle),
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
