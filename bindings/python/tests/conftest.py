"""What all tests need: the library, the extension, and a folder of their own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import support
from support import Clock

# `make test` names the library that it installed; else it is the one that cargo built.
os.environ.setdefault("MMSTATS_LIBRARY", str(support.ROOT / "target/release/libmmstats.so"))
if not Path(os.environ["MMSTATS_LIBRARY"]).exists():
    raise pytest.UsageError(
        f"no library at {os.environ['MMSTATS_LIBRARY']}: cargo build --release -p mmstats-capi"
    )

# MMSTATS_HANDLES says by which way handles go, where that isn't to be the extension.
if "MMSTATS_EXTENSION" not in os.environ:
    os.environ["MMSTATS_EXTENSION"] = support.extension()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says which way the tests went."""
    from mmstats import _hot

    terminalreporter.write_line(f"Handles went by: {_hot.WAY}")


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of this test's stats files, and no other variable than that one. In memory: of
    others a writer warns."""
    for name in support.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    with support.folder_in_memory() as folder:
        monkeypatch.setenv("MMSTATS_PATH", str(folder))
        yield folder


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """That of all timers."""
    clock = Clock()
    monkeypatch.setattr("time.perf_counter", clock)
    return clock
