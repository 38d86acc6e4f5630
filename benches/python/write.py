"""What it costs to write a field from Python. Started by benches/run, with a folder to write to and
the library of empty functions."""

import ctypes
import sys
import time
import timeit

from mmstats import v1

from bench import bench


class Handle(ctypes.Structure):
    """A handle as C has it."""

    _fields_ = [("at", ctypes.c_void_p)]


def timer(call, **names):
    """Times a call in processor time of this thread, which nobody else can lengthen."""
    return timeit.Timer(call, timer=time.thread_time, globals=names)


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
