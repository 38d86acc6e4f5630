"""The examples: of the README, and the one in a folder of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import mmstats
from mmstats.v1 import Liveness, Reader
from support import PACKAGE, ROOT, TIMEOUT, python, run

WEB = ROOT / "examples/python/web.py"


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
    with Reader(path) as reader:
        requests = reader["web.requests"].value
        assert requests > 0
        assert f"Served {requests} requests" in done.stdout
        assert 0 < reader["web.latency"].value < TIMEOUT
        assert reader["web.page"].value in ("/", "/news", "/about")
        assert reader["web.version"].value == mmstats.__version__
        assert reader.writer is Liveness.DEAD


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_web_until_a_signal(number: signal.Signals) -> None:
    web = subprocess.Popen(
        [sys.executable, "-X", "dev", WEB],
        env={**os.environ, "PYTHONPATH": str(PACKAGE)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert web.stdout
    path = Path(web.stdout.readline().removeprefix("Statistics are in ").strip())
    with Reader(path) as reader:
        while reader["web.requests"].value == 0:
            reader.refresh()
        assert reader.writer is Liveness.ALIVE
    web.send_signal(number)
    printed, errors = web.communicate(timeout=TIMEOUT)
    assert (web.returncode, errors) == (0, "")
    assert re.search(r"Served \d+ requests", printed)
