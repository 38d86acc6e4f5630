"""Servers of the example service, and clients that load them."""

from __future__ import annotations

import contextlib
import http.client
import importlib.util
import itertools
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import mmstats
from mmstats import Liveness
from support import PACKAGE, ROOT, TIMEOUT

SERVICE = ROOT / "examples/python/service"
CODES = {"/": 200, "/news": 200, "/lost": 404}
# Then the server isn't there.
MOST_FAILED = 100
# By how they are counted.
PATHS = {"/": "/", "/news": "/news", "other": "/lost"}


class Server:
    """A server that runs the service, and its log."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.log: list[str] = []
        self._news = threading.Condition()
        self._reads = threading.Thread(target=self._read)
        self._reads.start()

    def _read(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            with self._news:
                self.log.append(line)
                self._news.notify_all()
        with self._news:
            self.log.append("(end)")
            self._news.notify_all()

    def text(self) -> str:
        """What it has said so far."""
        return "".join(self.log)

    def wait_for(self, pattern: str, times: int = 1) -> list[str]:
        """Waits until it has said that so many times."""

        def found() -> list[str]:
            return re.findall(pattern, self.text())

        with self._news:
            self._news.wait_for(
                lambda: len(found()) >= times or "(end)" in self.log, timeout=TIMEOUT
            )
        assert len(found()) >= times, self.text()
        return found()

    def workers(self) -> list[int]:
        """The process ids of its workers that live and have counted."""
        files = mmstats.Application("service").look().files
        living = {file.pid for file in files if file.writer is Liveness.ALIVE}
        return sorted(living - {self.process.pid})

    def wait_for_listening(self, port: int) -> None:
        """Waits until it takes connections, of which some servers say nothing."""
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                return
            except ConnectionRefusedError:
                assert self.process.poll() is None, self.text()
                time.sleep(0.01)

    def kill(self, worker: int) -> bool:
        """Kills a worker with SIGKILL, if it is one still."""
        try:
            held = os.pidfd_open(worker)
        except ProcessLookupError:
            return False
        try:
            # Held, it can't become another's; its parent says whose it is.
            if parent(worker) != self.process.pid:
                return False
            signal.pidfd_send_signal(held, signal.SIGKILL)
            return True
        except ProcessLookupError:
            return False
        finally:
            os.close(held)

    def stop(self) -> None:
        """Asks it to end, and waits until it and all its workers have."""
        self.process.terminate()
        assert self.process.wait(TIMEOUT) in (0, -signal.SIGTERM), self.text()
        # The end of its log is that of the last worker that had it.
        self._reads.join(TIMEOUT)
        assert not self._reads.is_alive()


def parent(process: int) -> int | None:
    """The process id of a process's parent."""
    try:
        # Behind the command, which may have blanks and parentheses.
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return int(fields[1])


@contextlib.contextmanager
def serving(module: str, *arguments: str, listening: str) -> Iterator[tuple[Server, int]]:
    """Runs a server for as long as the block; its port is what `listening` finds in its log."""
    assert importlib.util.find_spec(module), f"{module} is not there: `make setup` installs it"
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=SERVICE,
        env={**os.environ, "PYTHONPATH": str(PACKAGE)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        # Its workers can be told by that, whatever becomes of it.
        start_new_session=True,
    )
    server = Server(process)
    try:
        port = int(server.wait_for(listening)[0])
        server.wait_for_listening(port)
        yield server, port
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        server._reads.join()
        assert process.stderr
        process.stderr.close()


class Clients:
    """Threads that ask for pages, each one after the other and again where it got no answer: until
    each has so many answers, and for as long as the block."""

    def __init__(self, port: int, threads: int, answers: int) -> None:
        # With all keys: they are read while others count.
        self.answered: Counter[str] = Counter(dict.fromkeys(CODES, 0))
        self.failed = self.answered.copy()
        self._port = port
        self._changed = threading.Condition()
        self._left = threading.Event()
        self._threads = [
            threading.Thread(target=self._ask, args=(answers,)) for _ in range(threads)
        ]

    def __enter__(self) -> Clients:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._left.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, answers: int) -> None:
        paths = itertools.cycle(CODES)
        for n in itertools.count():
            if n >= answers and self._left.is_set():
                return
            path = next(paths)
            while not self._answered(path):
                if self.failed.total() > MOST_FAILED:
                    return

    def _answered(self, path: str) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=TIMEOUT)
        try:
            connection.request("GET", path, headers={"Connection": "close"})
            response = connection.getresponse()
            response.read()
            answered = response.status == CODES[path]
        except (OSError, http.client.HTTPException):
            answered = False
        finally:
            connection.close()
        with self._changed:
            (self.answered if answered else self.failed)[path] += 1
            self._changed.notify_all()
        return answered

    def wait_for(self, answers: int) -> None:
        """Waits until so many requests were answered."""
        with self._changed:
            self._changed.wait_for(
                lambda: self.answered.total() >= answers or self.failed.total() > MOST_FAILED,
                TIMEOUT,
            )
            assert self.answered.total() >= answers, (self.answered, self.failed)


def counted() -> Counter[str]:
    """The requests that workers have counted, those that are gone too, by path."""
    totals = mmstats.Application("service").look()
    assert not totals.problems, totals.problems
    found: Counter[str] = Counter()
    for series in totals:
        if series.name == "http.requests":
            path = PATHS[series.labels["path"]]
            assert series.labels["code"] == str(CODES[path]) and isinstance(series.value, int)
            found[path] = series.value
    return found
