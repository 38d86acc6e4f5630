"""What all tests need: the library, and a folder of their own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import support

# `make test` names the library that it installed; else it is the one that cargo built.
os.environ.setdefault("MMSTATS_LIBRARY", str(support.ROOT / "target/release/libmmstats.so"))
if not Path(os.environ["MMSTATS_LIBRARY"]).exists():
    raise pytest.UsageError(
        f"no library at {os.environ['MMSTATS_LIBRARY']}: cargo build --release -p mmstats-capi"
    )


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of this test's stats files, and no other variable than that one."""
    for name in support.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MMSTATS_PATH", str(tmp_path))
    return tmp_path
