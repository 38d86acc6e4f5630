"""The example service under load, on servers whose workers come and go: no request that was
answered is missing from the totals, and none is in them twice."""

from __future__ import annotations

import json
import signal
import urllib.request

import pytest

import mmstats
from services import PATHS, Clients, Server, counted, serving

GUNICORN = ("gunicorn", "--bind", "127.0.0.1:0", "--no-control-socket", "app:application")
GUNICORN_LISTENS = r"Listening at: http://127\.0\.0\.1:(\d+)"
UVICORN = ("uvicorn", "--port", "0", "--workers", "3", "asgi:application")
UVICORN_LISTENS = r"running on http://127\.0\.0\.1:(\d+)"

THREADS = 4
ANSWERS = 150


def kill_workers(server: Server, clients: Clients, times: int) -> None:
    """Kills one of the workers each time that as many requests were answered. What was answered by
    then has been counted, and totals never fall."""
    killed = 0
    while killed < times:
        clients.wait_for(killed * THREADS * ANSWERS // (times + 1))
        before = clients.answered.copy()
        assert counted() >= before
        killed += any(server.kill(worker) for worker in server.workers()[:1])


def assert_bounds(clients: Clients) -> None:
    """Of requests without an answer nobody knows whether they were counted before their worker was
    killed; of all others everybody does."""
    answered = clients.answered
    assert answered.total() >= THREADS * ANSWERS
    assert answered <= counted() <= answered + clients.failed


def latencies() -> int:
    """How many latencies were measured."""
    histogram = mmstats.Application("service").look().find("http.latency").value
    return int(histogram.count)


@pytest.mark.parametrize(
    ("arguments", "at_once"),
    [(["--preload"], 1), ([], 1), (["--preload", "--threads=3"], THREADS)],
    ids=["preload", "no preload", "threads"],
)
def test_workers_of_gunicorn_that_are_killed(arguments: list[str], at_once: int) -> None:
    """`at_once` is how many requests a worker may have that are not answered."""
    # Not as gunicorn.conf.py says, which has them forked by a master that has made its handles.
    how = ("--config=/dev/null", "--workers=4", *arguments)
    with serving(*GUNICORN, *how, listening=GUNICORN_LISTENS) as (server, port):
        with Clients(port, THREADS, ANSWERS) as clients:
            kill_workers(server, clients, times=8)
        assert clients.failed.total() <= 8 * at_once
        assert_bounds(clients)
        active = mmstats.Application("service").look().find("http.active")
        assert active.value == 0, "what died in a request is not active"
        server.stop()
    assert_bounds(clients)
    assert clients.answered.total() <= latencies() <= counted().total()


def test_workers_of_gunicorn_that_are_recycled() -> None:
    """All get their answer, so totals are exact."""
    # Its gunicorn.conf.py says to recycle workers, too, after more requests.
    recycling = ("--workers=4", "--max-requests=25", "--max-requests-jitter=0")
    with serving(*GUNICORN, *recycling, listening=GUNICORN_LISTENS) as (server, port):
        with Clients(port, THREADS, ANSWERS) as clients:
            clients.wait_for(THREADS * ANSWERS // 2)
            server.process.send_signal(signal.SIGHUP)
        assert clients.failed.total() == 0
        assert counted() == clients.answered
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/stats") as response:
            shown = json.load(response)
        server.wait_for("Booting worker", THREADS * ANSWERS // 25)
        server.stop()
    pages = [one for one in shown if one["name"] == "http.requests"]
    assert {PATHS[one["labels"]["path"]]: one["value"] for one in pages} == clients.answered
    # That of the statistics, too, which are a page themselves.
    assert latencies() == clients.answered.total() + 1


def test_workers_of_uvicorn_that_are_killed() -> None:
    with serving(*UVICORN, listening=UVICORN_LISTENS) as (server, port):
        with Clients(port, THREADS, ANSWERS) as clients:
            kill_workers(server, clients, times=4)
        assert_bounds(clients)
        server.stop()
    assert_bounds(clients)
    assert latencies() <= counted().total()


def test_workers_of_uvicorn_that_are_recycled() -> None:
    recycling = ("--limit-max-requests=150",)
    with serving(*UVICORN, *recycling, listening=UVICORN_LISTENS) as (server, port):
        with Clients(port, THREADS, ANSWERS) as clients:
            server.wait_for("Started server process", 4)
        server.stop()
    assert_bounds(clients)
    # Whatever was counted was finished: nobody was killed.
    assert latencies() == counted().total()
