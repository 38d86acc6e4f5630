#!/usr/bin/env python3
"""A pretend web server that publishes statistics.

    web.py [SECONDS]     without SECONDS it runs until SIGINT or SIGTERM

While it runs, look at it from another terminal: `mmstats slurp`.
"""

import itertools
import signal
import sys
import threading
import time

import mmstats
from mmstats import Component


def main() -> None:
    end = time.monotonic() + float(sys.argv[1]) if len(sys.argv) > 1 else float("inf")
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())

    # From here on everybody sees the file. Handles are made once and kept.
    stats = mmstats.Writer("web")
    requests = stats.counter(
        "http.requests", labels=["code"], unit="1", help="Requests that were answered."
    )
    latency = stats.timer("http.latency", help="How long that took.")
    active = stats.gauge("http.active", help="Requests that are being answered.")
    # Published as a whole: nobody sees the page of one request with the code of another.
    parts = [
        Component("page", "text", width=32),
        Component("code", "u64"),
        Component("duration", "u64", unit="ns"),
    ]
    last = stats.struct("http.last", parts, help="The last request.")
    print("Statistics are in", stats.path, flush=True)

    # Serving: each of these is a few stores to memory, with no lock and no system call.
    served = 0
    for page in itertools.cycle(["/", "/news", "/about", "/lost"]):
        if stop.is_set() or time.monotonic() >= end:
            break
        with latency as measurement:
            active.add(1)
            code = serve(page)
            requests[str(code)].inc()
            last.publish(page, code, round(measurement.elapsed * 1e9))
            active.add(-1)
        served += 1

    # The file stays, and says what this program had done when it ended.
    stats.close()
    print(f"Served {served} requests")


def serve(page: str) -> int:
    time.sleep((1 + len(page)) / 1000)
    return 404 if page == "/lost" else 200


if __name__ == "__main__":
    main()
