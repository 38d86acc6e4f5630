"""The examples: of the README, and those in a folder of their own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import mmstats
from mmstats.reader import Histogram, Struct
from mmstats.v1 import Liveness
from support import PACKAGE, ROOT, TIMEOUT, python, run

WEB = ROOT / "examples/python/web.py"
WEB_V1 = ROOT / "examples/python/web_v1.py"


def test_readme() -> None:
    blocks = re.findall(r"^```python\n(.*?)^```", (PACKAGE / "README.md").read_text(), re.S | re.M)
    assert len(blocks) >= 4
    run("\n".join(blocks))


def test_readme_says_what_is_so() -> None:
    readme = (PACKAGE / "README.md").read_text()
    for error in mmstats.Error.__subclasses__():
        assert f"`{error.__name__}`" in readme
    for name in mmstats.v1.__all__:
        assert name in readme


def test_web_for_some_seconds() -> None:
    done = python(WEB, "0.2")
    assert (done.returncode, done.stderr) == (0, "")
    [path] = mmstats.glob()
    assert f"Statistics are in {path}\n" in done.stdout
    with mmstats.Reader(path) as reader:
        seen = reader.snapshot
    codes = {dict(of.labels)["code"]: of.value for of in seen["http.requests"]}
    latency, last = seen.find("http.latency").value, seen.find("http.last").value
    assert isinstance(latency, Histogram) and isinstance(last, Struct)
    assert 0 < codes["200"] < latency.count
    assert f"Served {latency.count} requests" in done.stdout
    assert seen.find("http.active").value == 0
    assert last["page"] in ("/", "/news", "/about", "/lost")
    assert last["code"] == (404 if last["page"] == "/lost" else 200)
    assert 0 < last["duration"] < TIMEOUT * 10**9
    assert seen.closed


def test_web_of_format_1_for_some_seconds() -> None:
    done = python(WEB_V1, "0.2")
    assert (done.returncode, done.stderr) == (0, "")
    [path] = mmstats.glob()
    assert f"Statistics are in {path}\n" in done.stdout
    with mmstats.v1.Reader(path) as reader:
        requests = reader["web.requests"].value
        assert requests > 0
        assert f"Served {requests} requests" in done.stdout
        assert 0 < reader["web.latency"].value < TIMEOUT
        assert reader["web.page"].value in ("/", "/news", "/about")
        assert reader["web.version"].value == mmstats.__version__
        assert reader.writer is Liveness.DEAD


def served(path: Path) -> int:
    """How many requests the program of this file has served so far."""
    with mmstats.open(path) as reader:
        if isinstance(reader, mmstats.Reader):
            return int(reader.snapshot.find("http.latency").value.count)
        assert reader.writer is Liveness.ALIVE
        return int(reader["web.requests"].value)


@pytest.mark.parametrize("program", [WEB, WEB_V1], ids=["format 2", "format 1"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_web_until_a_signal(program: Path, number: signal.Signals) -> None:
    web = subprocess.Popen(
        [sys.executable, "-X", "dev", program],
        env={**os.environ, "PYTHONPATH": str(PACKAGE)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert web.stdout
    path = Path(web.stdout.readline().removeprefix("Statistics are in ").strip())
    while served(path) == 0:
        pass
    web.send_signal(number)
    printed, errors = web.communicate(timeout=TIMEOUT)
    assert (web.returncode, errors) == (0, "")
    assert re.search(r"Served \d+ requests", printed)
