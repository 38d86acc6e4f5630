"""Counts in many threads: `count.py FOLDER MODE THREADS N`, as exact.rs says."""

import os
import sys
import threading

import mmstats


def count(
    stats: mmstats.Writer, hits: mmstats.Counter, mode: str, threads: int, increments: int
) -> None:
    def in_thread() -> None:
        inc = (stats.local()(hits) if mode == "local" else hits).inc
        for _ in range(increments):
            inc()

    running = [threading.Thread(target=in_thread) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()


def main() -> None:
    folder, mode = sys.argv[1:3]
    threads, increments = map(int, sys.argv[3:5])
    stats = mmstats.Writer("count", path=folder, detached=mode == "detached")
    hits = stats.counter("hits")
    count(stats, hits, mode, threads, increments)
    if mode == "follow":
        # A child goes on with a file of its own, unless it is told not to.
        child = os.fork()
        if child == 0:
            count(stats, hits, mode, threads, increments)
            os._exit(0)
        if os.waitpid(child, 0)[1] != 0:
            raise SystemExit("the child failed")
    if mode == "detached":
        print(hits.value)
    stats.close()


main()
