"""prometheus_client's metrics in a service whose workers are killed and recycled."""

from __future__ import annotations

import http.client
import urllib.request
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from services import Server, serving

APP = """
import os
import mmstats.prometheus
mmstats.prometheus.install("service")
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, make_wsgi_app

hits = Counter("hits", "Answers.", ["path"])
latency = Histogram("latency", "Takes.")
busy = Gauge("busy", "Now.", multiprocess_mode="livesum")
registry = CollectorRegistry()
mmstats.prometheus.MmstatsCollector(registry)
metrics = make_wsgi_app(registry)

def application(environ, start_response):
    if environ["PATH_INFO"] == "/metrics":
        return metrics(environ, start_response)
    with busy.track_inprogress(), latency.time():
        hits.labels(environ["PATH_INFO"]).inc()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]
"""
ARGUMENTS = ("--bind=127.0.0.1:0", "--no-control-socket", "--workers=3", "--max-requests=20")
LISTENS = r"Listening at: http://127\.0\.0\.1:(\d+)"
ANSWERS = 150


def get(port: int, path: str) -> str | None:
    """An answer; None where its worker was killed."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as response:
            return str(response.read().decode())
    except (OSError, http.client.HTTPException):
        return None


def scraped(server: Server, port: int) -> dict[str, float]:
    """What whichever worker answers shows of all."""
    while (text := get(port, "/metrics")) is None:
        assert server.process.poll() is None, server.text()
    samples = (one for metric in text_string_to_metric_families(text) for one in metric.samples)
    return {one.name: one.value for one in samples}


@pytest.mark.parametrize("preload", ["--preload", "--config=/dev/null"])
def test_workers_of_gunicorn(preload: str, tmp_path: Path) -> None:
    (tmp_path / "service.py").write_text(APP)
    program = (f"--chdir={tmp_path}", preload, "service:application")
    with serving("gunicorn", *ARGUMENTS, *program, listening=LISTENS) as (server, port):
        answered = failed = killed = 0
        while answered < ANSWERS:
            worker = get(port, "/")
            if worker is None:
                assert server.process.poll() is None, server.text()
                failed += 1
                continue
            answered += 1
            if answered % 15 == 0:
                killed += server.kill(int(worker))
        assert killed >= ANSWERS // 30
        found = scraped(server, port)
        # Nobody knows of those that got no answer whether they were counted.
        assert answered <= found["hits_total"] <= answered + failed
        assert answered <= found["latency_count"] <= answered + failed
        assert found["busy"] == 0
        assert "mmstats_problems" not in found
        server.stop()
