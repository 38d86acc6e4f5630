#!/usr/bin/env python3
"""A pretend web server that publishes statistics in format 1, which mmstats 0.8.0's tools read.

    web_v1.py [SECONDS]     without SECONDS it runs until SIGINT or SIGTERM

While it runs, look at it from another terminal: `mmstats slurp`.
"""

import itertools
import signal
import sys
import threading
import time

import mmstats


def main() -> None:
    end = time.monotonic() + float(sys.argv[1]) if len(sys.argv) > 1 else float("inf")
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())

    # Declare what there is to know, then create the file: from there on everybody sees it.
    stats = mmstats.v1.Writer("web", label_prefix="web.")
    requests = stats.counter("requests")
    latency = stats.timer("latency")
    page = stats.text("page", size=32)
    stats.static("version", mmstats.__version__)
    print("Statistics are in", stats.create_file(), flush=True)

    # Serving: each of these is a few stores to memory, with no lock and no system call.
    for name in itertools.cycle(["/", "/news", "/about"]):
        if stop.is_set() or time.monotonic() >= end:
            break
        with latency:
            page.value = name
            serve(name)
            requests.inc()

    # The file stays, and says what this program had done when it ended.
    print(f"Served {requests.value} requests in {latency.value:.4f} s each")


def serve(page: str) -> None:
    time.sleep((1 + len(page)) / 1000)


if __name__ == "__main__":
    main()
