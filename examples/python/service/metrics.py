"""What the service publishes, and what all its workers have done together.

A server imports this once in each worker, or once before it forks them: then each worker goes on in
a file of its own, from the first thing that it counts.
"""

from __future__ import annotations

import json

import mmstats
from mmstats.reader import Histogram

# A service goes on where it can't have a file, and warns.
stats = mmstats.Writer("service", or_detached=True)

requests = stats.counter(
    "http.requests", labels=["path", "code"], unit="1", help="Requests, by what was answered."
)
latency = stats.timer("http.latency", help="How long that took.")
# Of a worker that was killed it counts no more.
active = stats.gauge(
    "http.active", aggregate="sum", alive_only=True, help="Requests that are being answered."
)

# All workers, those that are gone too.
service = mmstats.Application("service")


def report() -> bytes:
    """What all workers have done until now, as JSON."""
    lines = []
    for series in service.look():
        value: object = series.value
        if isinstance(value, Histogram):
            value = {"count": value.count, "p50": value.percentile(50), "p99": value.percentile(99)}
        lines.append({"name": series.name, "labels": dict(series.labels), "value": value})
    return json.dumps(lines, indent=1).encode() + b"\n"
